"""Districts, zones and their groupings over time."""
