"""Revisions: who changed what, when and why; the data version that every cached answer hangs on."""
