"""The facts of firms as the registry has them, and what in them cannot be true together."""
