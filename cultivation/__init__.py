"""The domain of the registry: small apps, one concept each.

An app imports only apps named above it in this list: journal, places, access, firms, ladders,
standards, certification, counts, targets, policies, exchange, portal.
"""
