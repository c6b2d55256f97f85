"""Pure rules of certifications."""

import datetime as dt


def years_later(day: dt.date, years: int) -> dt.date:
    """The same day ``years`` years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def end_of_validity(valid_from: dt.date, validity_years: int | None) -> dt.date | None:
    """The first day no longer valid; None where no document seen gives a validity.

    Parameters: ``validity_years`` (3 for the 专精特新 ladder: 工信部企业〔2022〕63号 第四条 ff.).
    """
    return years_later(valid_from, validity_years) if validity_years else None
