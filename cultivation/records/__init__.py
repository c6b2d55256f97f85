"""What every ``admin.py`` is made of: scoped records, lists, filters, reference data to edit."""
