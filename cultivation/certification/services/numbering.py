"""Numbers, one after the other within a year: of certificates, of notices."""

import datetime as dt

from cultivation.certification.models import NumberSeries


def next_numbers(code: str, year: int, n: int) -> range:
    """The next ``n`` numbers of the series ``code`` in ``year``: given once, in commit order."""
    NumberSeries.objects.get_or_create(code=code, year=year)
    series = NumberSeries.objects.select_for_update().get(code=code, year=year)
    first = series.last + 1
    series.last += n
    series.save(update_fields=["last"])
    return range(first, first + n)


def formatted(pattern: str, day: dt.date, seq: int) -> str:
    """A number by its pattern: ``TJ-ZJTX-{year}-{seq:05}`` gives ``TJ-ZJTX-2026-00001``."""
    return pattern.format(year=day.year, seq=seq)
