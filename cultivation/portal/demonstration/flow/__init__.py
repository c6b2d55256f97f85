"""Invented applications on their way: every state of the flow, in several tiers."""
