"""The one definition of a count; counts of any day, and series."""
