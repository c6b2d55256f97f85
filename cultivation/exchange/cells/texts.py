"""Names, credit codes and plain text."""

import re
from datetime import date, time, timedelta
from math import isfinite

from django.utils.translation import gettext as _

from cultivation.firms import names
from cultivation.firms.uscc import normalise

from ..reading import Cell
from .base import (
    BLANK_WORDS,
    INVISIBLE,
    CellError,
    cell_text,
    excel_error,
    folded,
    is_empty,
    refuse,
)

MAX_NAME = 200
MAX_TEXT = 20_000

_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_CODE = re.compile(r"[0-9A-Z]{15,20}")
_NO_CODE_YET = frozenset({"办理中", "申请中", "待办", "待查", "未取得", "未办理", "新办"})
_BREAKS = re.compile(r"[\r\n\t\v\f]+")
_BLANKS = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000]{2,}")
_EDGES = (
    " \t\r\n\v\f\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000"
)
_GUARDED = ("'=", "'+", "'-", "'@")  # how text that could run as a formula is written out


def parse_code(cell: Cell) -> str | CellError | None:
    """A credit code, normalised but not yet checked; None where there is none.

    Errors: ``uscc_number_lost_digits`` (Excel keeps 15 digits of a number and the code is gone),
    ``uscc_not_text`` (a date, a truth value), ``excel_error``.
    """
    if isinstance(cell, str):
        if cell == "":
            return None
        code = normalise(cell)
        if len(code) == 18 and code.isalnum():
            return code
        if error := excel_error(cell):
            return error
        text = folded(cell)
        if is_empty(text) or text in _NO_CODE_YET or not code:
            return None
        if _ROUNDED.fullmatch(text):
            return _lost_digits(cell)
        return code
    if isinstance(cell, (bool, date, time, timedelta)):
        # zh: “%(value)s”不是信用代码。
        return refuse("uscc_not_text", _("“%(value)s” is no credit code."), cell)
    if cell == 0:
        return None
    if not isfinite(cell) or abs(cell) >= 10**15 or cell != int(cell):
        return _lost_digits(cell)
    return str(int(cell))


def _lost_digits(cell: Cell) -> CellError:
    # zh: 信用代码以数字格式保存，末尾几位已丢失（%(value)s）。请将该列设为文本格式后重新填写代码。
    message = _(
        "The code is stored as a number and its last digits are lost (%(value)s). Format the "
        "column as text and enter the code anew."
    )
    if isinstance(cell, float):
        return CellError(
            "uscc_number_lost_digits", message % {"value": f"{cell:.15g}"}, f"{cell:.15g}"
        )
    return refuse("uscc_number_lost_digits", message, cell)


def parse_name(cell: Cell) -> str | CellError | None:
    """A firm's name as written, without blanks around it, line breaks and doubled blanks.

    Width and brackets stay as they are: two real firms differ in nothing else.
    Errors: ``name_not_text`` (a number or a date), ``name_is_code``, ``name_too_long``,
    ``name_unreadable`` (replacement characters of a wrong decoding), ``excel_error``.
    """
    if not isinstance(cell, str):
        # zh: “%(value)s”不是企业名称。
        return refuse("name_not_text", _("“%(value)s” is no firm name."), cell)
    name = _clean(cell)
    if len(name) < 6 and folded(name).lower() in BLANK_WORDS:
        return None
    if error := excel_error(name):
        return error
    if name.isascii() and not any(character.isalpha() for character in name):
        # zh: “%(value)s”不是企业名称。
        return refuse("name_not_text", _("“%(value)s” is no firm name."), cell)
    if name.isascii() and len(name) == 18 and _CODE.fullmatch(name):
        # zh: 企业名称列中是信用代码（%(value)s），请检查各列是否错位。
        message = _("The name column holds a code (%(value)s). Check whether columns have shifted.")
        return refuse("name_is_code", message, cell)
    if "\ufffd" in name:
        # zh: 企业名称含有乱码（%(value)s）。
        return refuse("name_unreadable", _("The name holds broken characters (%(value)s)."), cell)
    # Folding makes a character up to 18 times as long, and the key has to fit as well.
    if len(name) > MAX_NAME or (18 * len(name) > MAX_NAME and len(names.key(name)) > MAX_NAME):
        # zh: 企业名称超过 %(limit)s 个字。
        message = _("The name is longer than %(limit)s characters.")
        return refuse("name_too_long", message, cell, limit=MAX_NAME)
    return name


def _clean(text: str) -> str:
    """Edges, invisible characters, line breaks and doubled blanks taken off."""
    if not (text.isascii() and text.isprintable()) and not _plain(text):
        text = INVISIBLE.sub("", text)
        text = _BREAKS.sub(lambda match: _instead_of_break(text, match), text)
        text = _BLANKS.sub(" ", text)
    elif "  " in text:
        text = _BLANKS.sub(" ", text)
    text = text.strip(_EDGES)
    return text[1:] if text.startswith(_GUARDED) else text


def _plain(text: str) -> bool:
    return text.isprintable() and "\u3000\u3000" not in text and "  " not in text


def _instead_of_break(text: str, match: re.Match[str]) -> str:
    """A line break inside Chinese text is only layout; between Latin words it parts them."""
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    return " " if before.isascii() and after.isascii() and before.strip() and after.strip() else ""


def parse_text(cell: Cell) -> str | CellError | None:
    """Plain text of one cell; blank words (无, N/A, -) give None, line breaks stay.

    Errors: ``text_too_long``, ``excel_error``.
    """
    text = cell if isinstance(cell, str) else cell_text(cell)
    text = text.strip(_EDGES)
    if not text.isprintable():
        text = INVISIBLE.sub("", text).strip(_EDGES)
    if len(text) < 8 and (text == "" or folded(text).lower() in BLANK_WORDS):
        return None
    if error := excel_error(text):
        return error
    if len(text) > MAX_TEXT:
        # zh: 文字超过 %(limit)s 个字。
        message = _("The text is longer than %(limit)s characters.")
        return refuse("text_too_long", message, cell, limit=MAX_TEXT)
    return text[1:] if text.startswith(_GUARDED) else text
