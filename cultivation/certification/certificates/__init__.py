"""Certificates as they are printed, and how they stand today."""
