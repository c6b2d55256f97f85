"""The Django project that joins the apps of ``cultivation``: settings, addresses, server.

It decides nothing about firms or tiers.
"""
