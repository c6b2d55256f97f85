"""Numbers, one after the other within a year: of certificates, of notices."""

import datetime as dt
from collections.abc import Callable, Collection

from cultivation.certification.models import NumberSeries


def next_numbers(code: str, year: int, n: int) -> range:
    """The next ``n`` numbers of the series ``code`` in ``year``: given once, in commit order.

    Whoever asks at the same moment waits; what was given is never given again, whatever becomes of
    what it was given to.
    """
    NumberSeries.objects.get_or_create(code=code, year=year)
    series = NumberSeries.objects.select_for_update().get(code=code, year=year)
    first = series.last + 1
    series.last += n
    series.save(update_fields=["last"])
    return range(first, first + n)


def formatted(pattern: str, day: dt.date, seq: int) -> str:
    """A number by its pattern: ``TJ-ZJTX-{year}-{seq:05}`` gives ``TJ-ZJTX-2026-00001``."""
    return pattern.format(year=day.year, seq=seq)


def free_numbers(
    code: str,
    pattern: str,
    day: dt.date,
    n: int,
    taken: Callable[[Collection[str]], Collection[str]],
) -> list[str]:
    """The next ``n`` numbers by ``pattern`` on ``day``, those left out that something has already.

    A series starts anew each year where the year is in its numbers, and never where it is not.
    Parameters: ``taken`` (which of some numbers stand on file: lists bring numbers as well).
    """
    year = day.year if "{year}" in pattern else 0
    found: list[str] = []
    while len(found) < n:
        seqs = next_numbers(code, year, n - len(found))
        made = [formatted(pattern, day, seq) for seq in seqs]
        stand = set(taken(made))
        found += [number for number in made if number not in stand]
    return found
