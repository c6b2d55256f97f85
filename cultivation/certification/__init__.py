"""Certifications: which firm holds which tier, from when to when, by whose decision."""
