"""A row of a screening, as JSON and as the columns of a table."""

from typing import Any

from cultivation.standards.screening import ScreenRow

COLUMNS = (
    "firm", "uscc", "name", "district", "zone", "standing", "result", "not_met", "missing",
    "person", "shortfalls", "points_least", "points_most",
)  # fmt: skip


def as_row(row: ScreenRow) -> dict[str, Any]:
    """The row in JSON, in the order of COLUMNS."""
    values = (
        row.firm,
        row.uscc,
        row.name,
        row.district,
        row.zone,
        str(row.standing),
        str(row.result),
        list(row.not_met),
        list(row.missing),
        list(row.person),
        [
            {
                "criterion": one.id,
                "text": one.text.as_dict(),
                "value": one.value,
                # Parts of a hundred, for sorting only.
                "short_percent": None if one.share is None else round(float(one.share) * 100, 2),
            }
            for one in row.shortfalls
        ],
        row.least,
        row.most,
    )
    return dict(zip(COLUMNS, values, strict=True))
