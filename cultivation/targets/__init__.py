"""Targets, published figures and how far the ledger is from them."""
