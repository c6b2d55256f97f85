"""What all parsers share."""

import re
import unicodedata
from datetime import date, datetime, time
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..reading import Cell


class CellError(NamedTuple):
    """Why a cell was refused: a code for programs, a sentence for people, the cell as it stood."""

    code: str
    message: str
    value: str


# What people write for "nothing".
BLANK_WORDS = frozenset(
    (  # noqa: SIM905  # a list of these marks would be hard to read
        "- -- --- — —— – － / // \\ 、 . 。 * ** 〇 × n/a na none null nan nil (空) (无) "
        "无 暂无 没有 空 不详 未知 未填 未填写 不适用 缺 待定 待补 待补充"
    ).split()
) | {""}

INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]"
)
_EXCEL_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|GETTING_DATA)"
)


def cell_text(cell: Cell) -> str:
    """A cell as a person reads it: 12345.0 is 12345, a date is 2021-09-30."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e21 else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)


def folded(cell: Cell) -> str:
    """A cell's text in half width, without invisible characters and blanks around it."""
    text = unicodedata.normalize("NFKC", cell_text(cell))
    return INVISIBLE.sub("", text).strip()


def is_empty(text: str) -> bool:
    """Whether a folded text stands for nothing (see ``BLANK_WORDS``)."""
    return text.lower() in BLANK_WORDS


def excel_error(cell: Cell) -> CellError | None:
    """The error for an Excel error such as ``#N/A``; None for any other cell."""
    if not isinstance(cell, str) or not cell.startswith("#"):
        return None
    if not _EXCEL_ERROR.fullmatch(cell.strip()):
        return None
    # zh: 单元格是 Excel 错误值 %(value)s，请改为实际内容。
    message = _("The cell holds the Excel error %(value)s. Put in what is meant.")
    return CellError("excel_error", message % {"value": cell.strip()}, cell)


def refuse(code: str, message: str, cell: Cell, **words: object) -> CellError:
    """A ``CellError`` whose sentence may name ``%(value)s`` and further words."""
    value = cell_text(cell)
    shown = value if len(value) <= 60 else value[:59] + "…"
    return CellError(code, message % {"value": shown, **words}, value)
