"""The formats of the language."""
