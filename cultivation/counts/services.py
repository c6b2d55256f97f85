"""Upkeep of the ledger. It needs none in daily work: triggers keep it."""

from django.db import connection, transaction


def rebuild() -> None:
    """Make the whole ledger anew from the raw facts; writers wait meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT counts_rebuild()")


def compact() -> None:
    """Add up the changes of one cell and day: the ledger grows by acts and shrinks by this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT counts_compact()")
