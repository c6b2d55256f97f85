"""Pure rules of certifications."""

import datetime as dt
import re
import unicodedata


def years_later(day: dt.date, years: int) -> dt.date:
    """The same day ``years`` years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day ``months`` months later; the last of the month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = dt.date(year, month + 1, 1)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def end_of_validity(valid_from: dt.date, validity_years: int | None) -> dt.date | None:
    """The first day no longer valid; None where no document seen gives a validity.

    Parameters: ``validity_years`` (3 for the 专精特新 ladder: 工信部企业〔2022〕63号 第四条 ff.).
    """
    return years_later(valid_from, validity_years) if validity_years else None


def update_due_on(year: int) -> dt.date:
    """The last day of the yearly update: 05-31 since 2026 (工信部企业〔2026〕2号), 04-30 before
    (〔2022〕63号)."""
    return dt.date(year, 5, 31) if year >= 2026 else dt.date(year, 4, 30)


def updates_owed(first_year: int | None, valid_from: dt.date, day: dt.date) -> list[int]:
    """The years whose update a holder since ``valid_from`` had to do by ``day``.

    Parameters: ``first_year`` (from which updates are kept; None for never).
    """
    if first_year is None:
        return []
    first = max(first_year, valid_from.year + 1)
    return [year for year in range(first, day.year + 1) if update_due_on(year) < day]


# What a pattern may be made of: signs that stand in an address as they are, or as people type them.
_SIGNS = re.compile(r"[0-9A-Z\u4e00-\u9fff〔〕()._-]*")


def normalised_number(number: str) -> str:
    """``number`` as certificates have it: full-width signs, blanks around it and small letters are
    what keyboards make of it."""
    return unicodedata.normalize("NFKC", number).replace("\0", "").strip().upper()


def can_be_checked(pattern: str) -> bool:
    """Whether numbers by ``pattern`` are found by whoever types them: they are compared after
    ``normalised_number``, and stand in an address."""
    made = pattern.format(year=2026, seq=1)
    return made == normalised_number(made) and bool(_SIGNS.fullmatch(made))


# A change is reported within so many months (工信部企业〔2022〕63号, 〔2026〕2号).
REPORT_MONTHS = 3
# After fraud or an accident no application for so many years (工信部企业〔2022〕63号).
BAN_YEARS = 3
# From this day on, fraud ends every gradient title of the firm (工信部企业〔2026〕2号).
EVERY_TITLE_FROM = dt.date(2026, 4, 1)
# The ladder that this text is about (科技和创新型、专精特新、“小巨人”, and 种子 beside them).
EVERY_TITLE_LADDER = "quality_sme"


def report_due_on(effective_on: dt.date) -> dt.date:
    """The last day on which a change of ``effective_on`` is reported in time."""
    return months_later(effective_on, REPORT_MONTHS)


def reported_late(effective_on: dt.date | None, filed_on: dt.date) -> bool:
    """Whether a change of ``effective_on`` was reported (``filed_on``) after its three months."""
    return effective_on is not None and filed_on > report_due_on(effective_on)


def banned_from(day: dt.date) -> dt.date:
    """The first day on which a firm may apply again that is banned from ``day`` on."""
    return years_later(day, BAN_YEARS)
