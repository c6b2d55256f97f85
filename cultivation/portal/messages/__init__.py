"""Messages to the account."""
