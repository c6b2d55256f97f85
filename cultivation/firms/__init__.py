"""Firms: codes, names, residence, industry, yearly figures and the events of their lives."""
