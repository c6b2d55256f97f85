"""Amounts in 万元, counts, shares, registered capital."""

import re
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import inf, isfinite
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _

from ..reading import Cell
from ..titles import MONEY_UNITS
from .base import CellError, excel_error, folded, is_empty, refuse
from .currencies import CURRENCIES, ISO_CODES, TEN_THOUSANDS

MAX_AMOUNT = Decimal("1e9")  # 万元: ten trillion yuan, beyond any firm
MAX_COUNT = 10_000_000
FACTORS = {unit: Decimal(factor) for unit, factor in MONEY_UNITS.items()}

_NUMBER = r"(?:(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+)"
_MONEY_UNIT = r"(?:(?:千万|百万|十万|亿|万|千)?元|[万亿])"
_AMOUNT = re.compile(
    rf"(?:人民币|rmb|cny)?¥?(?:(?P<minus>-?)¥?(?P<plain>{_NUMBER})|\((?P<negative>{_NUMBER})\))"
    rf"(?:(?P<unit>{_MONEY_UNIT})|\((?P<unit2>{_MONEY_UNIT})\))?(?:人民币|整)?",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"(-?)({_NUMBER})(?:人次|[人名个项件家户台套位种])?")
_SHARE = re.compile(rf"(-?)({_NUMBER})(%|‰)?")
_SCIENTIFIC = re.compile(r"-?\d(?:\.\d+)?e\+?\d+", re.IGNORECASE)
_WITH_OTHER_UNIT = re.compile(rf"-?{_NUMBER}\D{{1,6}}")
# Applied to a text without its brackets, which must be in pairs: 174(万元人民币), 5万元(人民币).
_CAPITAL = re.compile(
    rf"(?:人民币|rmb|¥)?(?P<number>{_NUMBER})(?P<unit>万|亿|百万|千万|千|十万)?(?P<yuan>元)?"
    rf"(?P<currency>{'|'.join(CURRENCIES)}|[a-z]{{3}})?(?P<yuan2>元)?整?",
    re.IGNORECASE,
)
_PAIR = re.compile(r"(?<=[\d万亿千元])\(([^()\d]+)\)")
_MINUS = str.maketrans("−–—－", "----")


class Capital(NamedTuple):
    """Registered capital: ``amount`` in 万 of ``currency`` (its ISO code, '' if unsaid)."""

    amount: Decimal
    currency: str


def _exact(cell: int | float) -> Decimal:
    """The number Excel shows: 15 significant digits, so 0.1 + 0.2 is 0.3."""
    return Decimal(cell) if isinstance(cell, int) else Decimal(f"{cell:.15g}")


def _compact(text: str) -> str:
    """Half width, no blanks, one kind of minus, no apostrophe that marks text in Excel."""
    return re.sub(r"\s+", "", folded(text)).translate(_MINUS).removeprefix("'")


def _not_a_number(cell: Cell) -> CellError:
    # zh: “%(value)s”不是数字。
    return refuse("number_unreadable", _("“%(value)s” is no number."), cell)


def parse_amount(cell: Cell, unit: str = "万元") -> Decimal | CellError | None:
    """An amount of money in 万元, exactly.

    Parameters: ``unit`` of the column (元, 千元, 万元, 百万元, 亿元; '' is 万元); a unit in the
    cell goes before it. Thousands commas, full width, (1,234) for negative and 无, N/A, / are read.
    Errors: ``number_unreadable``, ``number_rounded`` (1.2E+08), ``amount_unit`` (139人, 5%),
    ``amount_too_large`` (the unit must be wrong), ``excel_error``.
    """
    if isinstance(cell, str):
        if cell == "":
            return None
        amount = _text_amount(cell, unit)
        if not isinstance(amount, Decimal):
            return amount
    elif isinstance(cell, (bool, date, time, timedelta)) or not isfinite(cell):
        return _not_a_number(cell)
    else:
        amount = _exact(cell)
        if unit and unit != "万元":
            amount *= FACTORS[unit]
    if abs(amount) >= MAX_AMOUNT:
        # zh: 金额“%(value)s”过大，请检查单位。
        message = _("The amount “%(value)s” is too large. Check its unit.")
        return refuse("amount_too_large", message, cell)
    return amount


def _text_amount(raw: str, unit: str) -> Decimal | CellError | None:
    known = _known_amount(raw, unit)
    if known is not False:
        return known
    text = _compact(raw)
    if error := excel_error(raw):
        return error
    if _SCIENTIFIC.fullmatch(text):
        return _rounded(raw)
    if _WITH_OTHER_UNIT.fullmatch(text):
        # zh: “%(value)s”的单位不是金额单位。
        return refuse("amount_unit", _("The unit of “%(value)s” is not one of money."), raw)
    return _not_a_number(raw)


@lru_cache(maxsize=16384)
def _known_amount(raw: str, unit: str) -> Decimal | Literal[False] | None:
    """The amount, None for blank, False if the text is none.

    Refusals are not kept here: their sentence is in the language of whoever asks.
    """
    text = _compact(raw)
    if is_empty(text):
        return None
    if not (match := _AMOUNT.fullmatch(text)):
        return False
    number = Decimal((match["plain"] or match["negative"]).replace(",", ""))
    if match["minus"] or match["negative"]:
        number = -number
    return number * FACTORS[match["unit"] or match["unit2"] or unit or "万元"]


def _rounded(cell: Cell) -> CellError:
    # zh: “%(value)s”是四舍五入后的科学计数，请填写完整数字。
    message = _("“%(value)s” is a rounded number. Write all its digits.")
    return refuse("number_rounded", message, cell)


def parse_count(cell: Cell) -> int | CellError | None:
    """A whole number of people or things: 139, 139人, 1,200.

    Errors: ``count_fraction``, ``count_negative``, ``count_too_large``, ``number_unreadable``,
    ``excel_error``.
    """
    if isinstance(cell, str):
        if cell == "":
            return None
        text = _compact(cell)
        if is_empty(text):
            return None
        match = _COUNT.fullmatch(text)
        if not match:
            return excel_error(cell) or _not_a_number(cell)
        number = Decimal(match[1] + match[2].replace(",", ""))
    elif isinstance(cell, (bool, date, time, timedelta)) or not isfinite(cell):
        return _not_a_number(cell)
    else:
        number = _exact(cell)
    if number != int(number):
        # zh: “%(value)s”不是整数。
        return refuse("count_fraction", _("“%(value)s” is no whole number."), cell)
    if number < 0:
        # zh: “%(value)s”是负数。
        return refuse("count_negative", _("“%(value)s” is negative."), cell)
    if number > MAX_COUNT:
        # zh: 数量“%(value)s”过大。
        return refuse("count_too_large", _("The number “%(value)s” is too large."), cell)
    return int(number)


def parse_number(cell: Cell, unit: str = "") -> Decimal | CellError | None:
    """A number of anything but money, in ``unit``, which the cell may repeat: 12.5, 12.5%, 6年.

    Errors: ``number_unreadable``, ``percent_unclear`` (a cell that Excel shows as 12.5% holds
    0.125, and does not say so), ``excel_error``.
    """
    if not isinstance(cell, str):
        if isinstance(cell, (bool, date, time, timedelta)) or not isfinite(cell):
            return _not_a_number(cell)
        if unit == "%" and 0 < abs(cell) < 1:
            # zh: “%(value)s”可能是 %(value)s%%，也可能是单元格的百分比格式；请写成文本，如“12.5%%”。
            message = _(
                "“%(value)s” may be that many percent, or a share; write it as text: 12.5%%."
            )
            return refuse("percent_unclear", message, cell)
        return _exact(cell)
    text = _compact(cell)
    if is_empty(text):
        return None
    match = re.fullmatch(rf"(-?)({_NUMBER})(?:{re.escape(_compact(unit))})?", text)
    if not match:
        return excel_error(cell) or _not_a_number(cell)
    return Decimal(match[1] + match[2].replace(",", ""))


def parse_share(cell: Cell, unit: str = "") -> Decimal | CellError | None:
    """A share as a fraction: 5%, or 5 in a column of ``unit`` %, or 0.05, all give 0.05.

    Errors: ``number_unreadable``, ``excel_error``.
    """
    if isinstance(cell, (bool, date, time, timedelta)):
        return _not_a_number(cell)
    if not isinstance(cell, str):
        if not isfinite(cell):
            return _not_a_number(cell)
        return _exact(cell) / 100 if unit == "%" else _exact(cell)
    text = _compact(cell)
    if is_empty(text):
        return None
    match = _SHARE.fullmatch(text)
    if not match:
        return excel_error(cell) or _not_a_number(cell)
    number = Decimal(match[1] + match[2].replace(",", ""))
    divisor = {"%": 100, "‰": 1000}.get(match[3] or unit, 1)
    return number / divisor


def parse_capital(cell: Cell, unit: str = "") -> Capital | CellError | None:
    """Registered capital such as 174(万元人民币), 10(万美元), 5万人民币 or 1000元人民币.

    Parameters: ``unit`` of the column (万元, 元, 万美元; '' is 万元) for cells that name none.
    Errors: ``capital_unreadable``, ``number_rounded``, ``amount_too_large``, ``excel_error``.
    """
    if isinstance(cell, str):
        if cell == "":
            return None
        capital = _text_capital(cell, unit)
    elif isinstance(cell, (bool, date, time, timedelta)) or not 0 <= cell < inf:
        return _bad_capital(cell)
    else:
        capital = _in_unit(_exact(cell), unit)
    if isinstance(capital, Capital) and capital.amount >= MAX_AMOUNT * 10:
        # zh: 金额“%(value)s”过大，请检查单位。
        message = _("The amount “%(value)s” is too large. Check its unit.")
        return refuse("amount_too_large", message, cell)
    return capital


def _bad_capital(cell: Cell) -> CellError:
    # zh: 无法识别注册资本“%(value)s”，请写作 500万元人民币。
    message = _("The capital “%(value)s” cannot be read. Write it as 500万元人民币.")
    return refuse("capital_unreadable", message, cell)


def _in_unit(number: Decimal, unit: str) -> Capital:
    """A bare number in the column's unit."""
    for words, code in CURRENCIES.items():
        if unit.endswith(words) and code != "CNY":
            return Capital(number * Decimal(TEN_THOUSANDS[unit.removesuffix(words)]), code)
    return Capital(number * FACTORS[unit or "万元"], "")


def _text_capital(raw: str, unit: str) -> Capital | CellError | None:
    known = _known_capital(raw, unit)
    if known is not False:
        return known
    if error := excel_error(raw):
        return error
    return _rounded(raw) if _SCIENTIFIC.fullmatch(_compact(raw)) else _bad_capital(raw)


@lru_cache(maxsize=16384)
def _known_capital(raw: str, unit: str) -> Capital | Literal[False] | None:
    text = _compact(raw)
    if is_empty(text):
        return None
    match = _CAPITAL.fullmatch(_PAIR.sub(r"\1", text))
    if not match:
        return False
    number = Decimal(match["number"].replace(",", ""))
    named = (match["currency"] or "").lower()
    currency = CURRENCIES.get(named, named.upper())
    if currency and currency not in ISO_CODES:
        return False
    if text.lower().startswith(("人民币", "rmb", "¥")):
        currency = currency or "CNY"
    if not (match["unit"] or match["yuan"] or match["yuan2"] or named):
        bare = _in_unit(number, unit)
        return Capital(bare.amount, currency or bare.currency)
    return Capital(number * Decimal(TEN_THOUSANDS[match["unit"] or ""]), currency)
