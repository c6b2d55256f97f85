"""The case: an application with all that belongs to it, and what can be done with it."""
