"""Files of applications: what a content is, and where it lies."""
