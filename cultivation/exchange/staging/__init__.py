"""Imports step by step: received, read, shown, confirmed or given up, undone.

``services`` are the acts of a person, ``jobs`` the long work that follows from them, which
``running`` does in a thread of the web process.
"""
