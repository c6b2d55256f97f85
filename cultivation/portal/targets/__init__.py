"""The pages of targets: how far they are, one by one, and setting, changing, retiring them."""
