"""Blank lists to fill in: titles that the importer knows, drop-downs from the reference data."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter.utility import xl_col_to_name

from cultivation.clock import today
from cultivation.exchange.vocabulary import FIELDS
from cultivation.firms.models import Industry
from cultivation.firms.services.years import FIGURES
from cultivation.ladders.models import Tier
from cultivation.places.models import District, Zone
from cultivation.standards.services.facts import entered_by_hand
from cultivation.standards.vocabulary import FACTS, Fact, Kind

ROWS = 5000  # so many rows have drop-downs and formats
DATA, HELP, CHOICES = "名单", "填写说明", "选项"
WIDTHS = {"name": 36, "code": 24, "day": 14, "number": 18, "text": 20}
FORMATS = {"name": "@", "code": "@", "text": "@", "day": "yyyy-mm-dd", "number": "General"}


@dataclass(frozen=True)
class BlankColumn:
    """A column: its title, what stands in it, what can be picked, whether it must be filled."""

    title: str
    kind: str = "text"
    choices: Sequence[str] = ()
    needed: bool = False


@dataclass(frozen=True)
class BlankList:
    """A blank list: ``name`` is its file's, without the ending; ``help`` says how it is filled."""

    name: str
    label: "str | Promise"
    columns: tuple[BlankColumn, ...]
    help: tuple[str, ...] = ()


def of_firms() -> list[BlankList]:
    """The blank lists of firms: what they are, and their figures of the last year."""
    # zh: 企业名单模板
    firms = BlankList("firms", gettext_lazy("Blank list of firms"), tuple(_firm_columns()))
    # zh: 年度数据模板
    figures = BlankList("figures", gettext_lazy("Blank list of yearly figures"), tuple(_figures()))
    return [firms, figures]


def of_facts() -> BlankList:
    """The blank list of dated facts."""
    # zh: 企业数据项模板
    label = gettext_lazy("Blank list of facts about firms")
    return BlankList("facts", label, tuple(_fact_columns()), tuple(_fact_help()))


def blank(name: str) -> BlankList | None:
    """The blank list of that name; None if there is none. Those of tiers have the tier's code."""
    for one in (*of_firms(), of_facts()):
        if one.name == name:
            return one
    tier = Tier.objects.filter(pk=name).first()
    return BlankList(name, tier.name_zh, tuple(_of_tier(tier))) if tier else None


def write(blank_list: BlankList, target: IO[bytes]) -> None:
    """Write ``blank_list`` as a workbook: the list, how to fill it in, what can be picked."""
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet(DATA)
        _write_help(book, blank_list)
        choices = book.add_worksheet(CHOICES)
        choices.hide()
        plain = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        needed = book.add_format(
            {"bold": True, "bottom": 1, "valign": "top", "bg_color": "#FDF1DC"}
        )
        sheet.freeze_panes(1, 1)
        for at, column in enumerate(blank_list.columns):
            form = book.add_format({"num_format": FORMATS[column.kind]})
            sheet.set_column(at, at, WIDTHS[column.kind], form)
            sheet.write_string(0, at, column.title, needed if column.needed else plain)
            if column.choices:
                choices.write_column(0, at, column.choices)
                letter = xl_col_to_name(at)
                source = f"={CHOICES}!${letter}$1:${letter}${len(column.choices)}"
                rule: dict[str, Any] = {"validate": "list", "source": source}
                # zh: 请从下拉列表中选取。
                rule |= {"error_title": column.title, "error_message": _("Pick one of the list.")}
                sheet.data_validation(1, at, ROWS, at, rule)
            elif column.kind == "code":
                length = {"validate": "length", "criteria": "==", "value": 18}
                # zh: 信用代码为 18 位。
                sentence = _("A credit code has 18 places.")
                warning = {"error_type": "warning", "error_message": sentence}
                sheet.data_validation(1, at, ROWS, at, {**length, **warning})


def _write_help(book: Any, blank_list: BlankList) -> None:
    sheet = book.add_worksheet(HELP)
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
    needed = "、".join(column.title for column in blank_list.columns if column.needed)
    lines = [
        # zh: 请在“%(sheet)s”工作表中填写，每家一行；不要修改第一行的列名，不用的列可以留空或删除。
        _("Fill in the sheet “%(sheet)s”, one row each; keep the titles of the first row. Columns"
          " that are not used may be left empty or deleted.") % {"sheet": DATA},
        # zh: 必填：%(columns)s（底色标出）。
        _("Needed: %(columns)s (shaded).") % {"columns": needed},
        *(blank_list.help or _help()),
    ]  # fmt: skip
    for at, line in enumerate(lines):
        sheet.write_string(at, 0, line)


def _help() -> list[str]:
    return [
        # zh: 信用代码不知道的可以留空，系统按名称匹配，没有登记过的企业以“代码待补”登记。
        _("A credit code that is not known may be left empty: names are matched, and a firm that is"
          " not on file is registered with its code pending."),
        # zh: 所属区、功能区、行业等请从下拉列表中选取；日期写作 2025-12-31；金额单位为万元。
        _("Pick districts, zones and industries from the lists; write days as 2025-12-31 and"
          " amounts in 10,000 yuan."),
        # zh: “有效期至”是最后一个有效日，当天仍然有效；起止日期留空的，以上传时填写的为准。
        _("有效期至 is the last valid day; where dates are left empty, those of the upload apply."),
        # zh: 空白的格不改变已登记的内容；名单不改变企业的名称、代码和住所，这些请在企业页面办理。
        _("An empty cell changes nothing on file. Names, codes and places are not changed by lists:"
          " file those on the page of the firm."),
    ]  # fmt: skip


def _fact_help() -> Iterator[str]:
    # zh: 所述日期：数据自该日起有效，直至登记更新的数据；核查日期不填的，为导入当日。
    yield _("所述日期 is the day from which it is true, until a later one is recorded; 核查日期 is"
            " the day of the import where it is left empty.")  # fmt: skip
    # zh: 空白的格不登记；同一企业、同一所述日期的数据已有登记的，以本表为准。
    yield _("An empty cell says nothing; what is on file for the same day is written over.")
    # zh: 登记库中没有的企业不予导入，请先登记企业。
    yield _("Firms that are not on file are refused: register them first.")
    for fact in FACTS.values():
        if entered_by_hand(fact) and fact.fields:
            fields = [_field_help(one) for one in fact.fields.values()]
            # zh: “%(fact)s”：每项一行（或用“;”隔开），依次填写 %(fields)s，用“|”隔开，不详的填“-”；没有的填“无”。
            told = _("“%(fact)s”: one a line (or “;” between them), %(fields)s with “|” between"
                     " them, “-” where not known; 无 if there are none.")  # fmt: skip
            yield told % {"fact": fact.text.zh, "fields": " | ".join(fields)}


def _field_help(field: Fact) -> str:
    """A field of a record, with what may stand there."""
    choices = "、".join(label.zh for label in field.choices.values())
    return f"{field.text.zh}（{choices}）" if choices else field.text.zh


def _fact_columns() -> Iterator[BlankColumn]:
    yield from _identity()
    yield BlankColumn("所述日期", "day", needed=True)
    yield BlankColumn("来源", "name", needed=True)
    yield BlankColumn("核查日期", "day")
    yield BlankColumn("证明材料", "name")
    for fact in filter(entered_by_hand, FACTS.values()):
        match fact.kind:
            case Kind.YES_NO:
                yield BlankColumn(fact.text.zh, choices=("是", "否"))
            case Kind.CHOICE:
                labels = [label.zh for label in fact.choices.values()]
                yield BlankColumn(fact.text.zh, choices=labels)
            case Kind.AMOUNT | Kind.NUMBER | Kind.COUNT:
                # In a column of text 12.5% stays what it is; Excel would make 0.125 of it.
                kind = "text" if fact.unit == "%" else "number"
                yield BlankColumn(f"{fact.text.zh}({fact.unit})", kind)
            case _:
                yield BlankColumn(fact.text.zh, "name")


def _identity() -> Iterator[BlankColumn]:
    yield BlankColumn("企业名称", "name", needed=True)
    yield BlankColumn("统一社会信用代码", "code")


def _places() -> Iterator[BlankColumn]:
    today_s = District.objects.filter(abolished_on__isnull=True, successor__isnull=True)
    yield BlankColumn("所属区", choices=list(today_s.values_list("name_zh", flat=True)))
    yield BlankColumn("功能区", choices=list(Zone.objects.values_list("name_zh", flat=True)))


def _firm_columns() -> Iterator[BlankColumn]:
    yield from _identity()
    yield from _places()
    industries = [
        f"{code} {name}" for code, name in Industry.objects.values_list("code", "name_zh")
    ]
    yield BlankColumn("行业代码", choices=industries)
    yield BlankColumn("成立日期", "day")
    yield BlankColumn("企业类型")
    yield BlankColumn("注册资本(万元)", "number")
    yield BlankColumn("注册地址", "name")
    yield BlankColumn("经营范围", "name")


def _figures() -> Iterator[BlankColumn]:
    yield from _identity()
    year = today().year - 1
    entries = {entry.key: entry for entry in FIELDS}
    for name in filter(entries.get, FIGURES):
        # Titles are kept folded; on paper the Roman numerals are capitals.
        title = re.sub("i+(?=类)", lambda found: found[0].upper(), entries[name].titles[0])
        unit = ",万元" if entries[name].kind == "money" else ""
        yield BlankColumn(f"{title}({year}年{unit})", "number")


def _of_tier(tier: Tier) -> Iterator[BlankColumn]:
    yield from _identity()
    yield from _places()
    yield BlankColumn("层级", choices=[tier.name_zh])
    yield BlankColumn("证书编号")
    yield BlankColumn("有效期起", "day")
    yield BlankColumn("有效期至", "day")
