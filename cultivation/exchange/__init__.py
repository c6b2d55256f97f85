"""Lists in: read, map, check, preview, commit."""
