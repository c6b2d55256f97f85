"""The reference data in ``fixtures/``: read, checked, compared with the database, loaded."""
