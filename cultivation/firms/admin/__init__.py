"""Firms and what belongs to them in the admin, to read: acts on a firm are on its own page."""

from cultivation.firms.admin import firm, parts, standards

__all__ = ["firm", "parts", "standards"]
