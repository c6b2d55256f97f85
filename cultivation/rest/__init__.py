"""What every REST endpoint of the domain shares: strict parameters, pages, permissions, ETags.

Stands below all apps: it knows nothing of firms, tiers or accounts.
"""
