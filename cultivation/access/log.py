"""The access log: who logged in, what was refused, what was taken away as a file."""

from django.http import HttpRequest


def record_export(request: HttpRequest, name: str, words: str, rows: int, kind: str) -> None:
    """Put an export on record: which list, by which filter, how many rows, as what."""


def record_out_of_scope(request: HttpRequest, what: str) -> None:
    """Put on record that somebody asked for a row that is outside of the own scope."""
