"""Pages about people: login, the own account, officers, the access log."""
