"""Ladders and their tiers, with the dates of their life."""
