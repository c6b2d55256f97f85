"""Certificates: printed, and checked by anybody."""
