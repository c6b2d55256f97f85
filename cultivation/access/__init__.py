"""Authorities, officers, roles, scope ("whose rows") and API tokens."""
