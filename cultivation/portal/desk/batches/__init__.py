"""Batches: their page, and how they are opened, edited and closed."""
