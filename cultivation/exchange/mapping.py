"""One table's columns, one by one: which field, which unit, which year, or what is wrong."""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

from .catalogue import IGNORE, Catalogue, Synonym
from .layout import Column, Table
from .reading import Cell, is_blank
from .titles import FOREIGN_UNIT, MONEY_UNITS, fold, parse_title
from .vocabulary import Entry

SAMPLES = 3  # values shown of a column, for people
_SAMPLE = 300  # rows looked at to tell what an ambiguous column holds
# Stands over a column without a title in the file of bad rows.
UNTITLED = "未命名列"
_LEGAL_FORM = re.compile("有限|股份|合伙|独资|集体|国有|个体|合作|联营|私营|外商|公司|法人")
_TIER = re.compile(
    "专精特新|小巨人|种子|创新型|雏鹰|瞪羚|领军|猎豹|specialized|seed|giant|innovative"
)


@dataclass(slots=True, frozen=True)
class MappedColumn:
    """A column that is read: into which ``field``, how (``kind``), its ``unit``, its year.

    ``year`` is set where the title names a year, or a relative one and the list's own year is
    known; ``years_back`` keeps a relative one (上年度: 1) for the caller to resolve.
    """

    field: str
    kind: str
    index: int
    title: str
    letter: str
    unit: str = ""
    year: int | None = None
    years_back: int | None = None


@dataclass(slots=True)
class Mapping:
    """The columns of one table: those read, those recognised and left out, and remarks.

    ``flat_titles`` say in one line what the header and the texts above it say of each column, so
    that a file with them means the same (``营业收入(2021年,万元)``).
    """

    table: Table
    columns: list[MappedColumn]
    ignored: list[tuple[Column, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    flat_titles: list[str] = field(default_factory=list)

    def get(self, key: str) -> MappedColumn | None:
        """The column of a field (of a yearly one the first), None if there is none."""
        return next((column for column in self.columns if column.field == key), None)

    def index(self, key: str) -> int:
        """The cell index of a field in ``Row.cells``, -1 if there is none."""
        column = self.get(key)
        return column.index if column else -1


class Trouble(NamedTuple):
    """What is wrong with a column; ``column`` is None if it concerns the whole table."""

    code: str
    sheet: str
    column: Column | None
    message: str
    candidates: tuple[str, ...] = ()


class Mapper:
    """Maps one table and collects what is wrong with it."""

    def __init__(self, table: Table, catalogue: Catalogue, given: dict[str, str]) -> None:
        self.table, self.catalogue, self.given = table, catalogue, given
        self.used: set[str] = set()
        self.troubles: list[Trouble] = []
        self.mapping = Mapping(table, [])
        self.taken: dict[tuple[str, int | None, int | None], Column] = {}

    def run(self) -> Mapping:
        weak: list[tuple[int, Column, Synonym]] = []
        for column in self.table.columns:
            meaning = self._meaning(column)
            if meaning is None:
                continue
            if meaning.weak:
                entry = self.catalogue.by_key[meaning.field]
                title = parse_title(column.title)
                words = next((t for t in (title.full, title.bare) if t in entry.weak), "")
                rank = entry.weak.index(words) if words else len(entry.weak)
                weak.append((rank, column, meaning))
            else:
                self._take(column, meaning.field)
        for _rank, column, meaning in sorted(weak, key=lambda item: item[0]):
            self._take_weak(column, meaning)
        self.mapping.columns.sort(key=lambda column: column.index)
        read = {column.index: column for column in self.mapping.columns}
        self.mapping.flat_titles = [
            self._flat_title(column, read.get(column.index)) for column in self.table.columns
        ]
        if self.mapping.get("name") is None and self.mapping.get("uscc") is None:
            # zh: 缺少“企业名称”或“统一社会信用代码”列。
            message = _("There is neither a column 企业名称 nor a column 统一社会信用代码.")
            if not self.troubles:
                self._object("missing_column", None, message)
        return self.mapping

    def _object(
        self, code: str, column: Column | None, message: str, candidates: tuple[str, ...] = ()
    ) -> None:
        self.troubles.append(Trouble(code, self.table.sheet, column, message, candidates))

    def _meaning(self, column: Column) -> Synonym | None:
        """What a column means; None if it was set aside or refused."""
        title = parse_title(column.title)
        names = (
            fold(column.title),
            title.full,
            title.bare,
            fold(column.heading),
            column.letter.lower(),
        )
        for name in names:
            if name and name in self.given:
                self.used.add(name)
                if self.given[name] == IGNORE:
                    self.mapping.ignored.append((column, IGNORE))
                    return None
                return Synonym(self.given[name])
        if not column.title:
            return self._untitled(column)
        if meaning := self.catalogue.resolve(column.title, column.groups):
            return meaning
        candidates = self.catalogue.candidates(column.title)
        if candidates:
            return self._resolve_by_values(column, candidates)
        close = self._closest(title.bare or title.full)
        # zh: 无法识别列“%(title)s”（%(letter)s 列）%(hint)s。请用 --map "%(title)s=字段" 说明其含义，或用 --map "%(title)s=ignore" 不导入。
        message = _(
            "The column “%(title)s” (%(letter)s) is not known%(hint)s. Say what it is with "
            '--map "%(title)s=FIELD", or leave it out with --map "%(title)s=ignore".'
        )
        # zh: ，最接近的字段：%(fields)s
        hint = _("; closest: %(fields)s") % {"fields": "、".join(close)} if close else ""
        texts = {"title": column.heading, "letter": column.letter, "hint": hint}
        self._object("unknown_columns", column, message % texts, close)
        return None

    def _values(self, column: Column) -> list[Cell]:
        cells = (row.cells[column.index] for row in self.table.rows[:_SAMPLE])
        return [cell for cell in cells if not is_blank(cell)]

    def _untitled(self, column: Column) -> Synonym | None:
        if self._is_sequence(column):
            return Synonym("sequence")
        filled = [row.number for row in self.table.rows if not is_blank(row.cells[column.index])]
        rows = "、".join(map(str, filled[:5]))
        texts = {"letter": column.letter, "rows": rows}
        if len(filled) <= 2 and len(self.table.rows) > 5:
            # zh: %(letter)s 列没有列名，其第 %(rows)s 行的内容未读取。
            message = _("Column %(letter)s has no title; what stands in row %(rows)s was not read.")
            self.mapping.notes.append(message % texts)
            self.mapping.ignored.append((column, IGNORE))
            return None
        # zh: %(letter)s 列有内容但没有列名。请补上列名，或用 --map "%(letter)s=字段"（或 =ignore）说明。
        message = _(
            "Column %(letter)s holds something but has no title. Add one, or say what it is with "
            '--map "%(letter)s=FIELD" (or =ignore).'
        )
        self._object("unknown_columns", column, message % texts)
        return None

    def _is_sequence(self, column: Column) -> bool:
        numbers = []
        for cell in self._values(column):
            text = fold(str(cell)).removesuffix(".0")
            if not text.isdigit():
                return False
            numbers.append(int(text))
        steps = sum(1 for a, b in pairwise(numbers) if b == a + 1)
        return bool(numbers) and numbers[0] <= 1 and steps >= (len(numbers) - 1) * 0.8

    def _resolve_by_values(self, column: Column, candidates: tuple[str, ...]) -> Synonym | None:
        texts = [fold(str(cell)) for cell in self._values(column)]

        def mostly(pattern: str | re.Pattern[str]) -> bool:
            found = re.compile(pattern) if isinstance(pattern, str) else pattern
            return sum(1 for t in texts if found.search(t)) * 5 >= len(texts) * 4 > 0

        tests = {
            "uscc": lambda: mostly(r"^[0-9a-z]{15}$|^[0-9a-z]{18}$"),
            "industry": lambda: mostly(r"^[a-t]?\d{2,4}$"),
            "legal_form": lambda: mostly(_LEGAL_FORM) and not mostly(_TIER),
            "tier": lambda: mostly(_TIER),
        }
        if "sequence" in candidates:
            other = next(key for key in candidates if key != "sequence")
            return Synonym("sequence" if self._is_sequence(column) else other)
        for key in candidates:
            if key in tests and tests[key]():
                return Synonym(key)
        # zh: 列“%(title)s”（%(letter)s 列）含义不明，可能是：%(fields)s。请用 --map "%(title)s=字段" 说明。
        message = _(
            "The column “%(title)s” (%(letter)s) may mean several things: %(fields)s. Say which "
            'with --map "%(title)s=FIELD".'
        )
        labels = "、".join(f"{self.catalogue.by_key[key].label}（{key}）" for key in candidates)
        names = {"title": column.heading, "letter": column.letter, "fields": labels}
        self._object("ambiguous_column", column, message % names, candidates)
        return None

    def _closest(self, title: str) -> tuple[str, ...]:
        titles = self.catalogue.by_title
        near = get_close_matches(title, titles, n=6, cutoff=0.5)
        return tuple(dict.fromkeys(titles[name].field for name in near))[:3]

    def _take_weak(self, column: Column, meaning: Synonym) -> None:
        year, back = self._year(column, self.catalogue.by_key[meaning.field])
        taken = (meaning.field, year, back) in self.taken
        if meaning.field == "valid_from" and self._periods_hold_dates():
            taken = True
        if not taken:
            self._take(column, meaning.field)
        elif meaning.otherwise and (meaning.otherwise, None, None) not in self.taken:
            self._take(column, meaning.otherwise)
        else:
            self.mapping.ignored.append((column, meaning.field))
            # zh: 列“%(title)s”未读取：已有更明确的列。
            message = _("The column “%(title)s” was not read: another one says it more clearly.")
            self.mapping.notes.append(message % {"title": column.heading})

    def _periods_hold_dates(self) -> bool:
        column = self.taken.get(("validity", None, None))
        return column is not None and any(
            re.search(r"\d{4}.*\d{4}", str(cell)) for cell in self._values(column)
        )

    def _flat_title(self, column: Column, read: MappedColumn | None) -> str:
        """One title that alone means what the column means here, with its year and unit."""
        if not column.title:
            return "序号" if read else UNTITLED
        name = self._name_alone(column)
        if read is None or read.kind not in {"money", "capital", "count"}:
            return name
        leaf = parse_title(name)
        said = []
        if read.year is not None and leaf.year is None:
            said.append(f"{read.year}年")
        elif read.year is None and read.years_back is not None and leaf.years_back is None:
            said.append(("本年度", "上年度", "上上年度")[min(read.years_back, 2)])
        if read.unit and not leaf.unit:
            said.append(read.unit)
        if said and leaf.years_back is not None and read.year is not None:
            name = leaf.full  # 上年度 would be said beside the year it means
        return f"{name}({','.join(said)})" if said else name

    def _name_alone(self, column: Column) -> str:
        """The column's title; with its groups' words where it needs them to be understood."""
        title = column.title
        meaning = self.catalogue.resolve(title, column.groups)
        if meaning is None:
            candidates = self.catalogue.candidates(title)
            found = next((c for c in self.mapping.columns if c.index == column.index), None)
            if found and found.field in candidates:
                return self.catalogue.by_key[found.field].titles[0]
            return title
        leaf = parse_title(title)
        groups = [parse_title(text).bare for text in reversed(column.groups)]
        for name in (title, *(above + leaf.bare for above in groups), *groups):
            alone = self.catalogue.resolve(name)
            if alone and alone.field == meaning.field:
                return name
        return title

    def _year(self, column: Column, entry: Entry) -> tuple[int | None, int | None]:
        if not entry.yearly:
            return None, None
        for text in (column.title, *reversed(column.groups)):
            title = parse_title(text)
            if title.year is not None:
                return title.year, None
            if title.years_back is not None:
                year = self.table.context.title_year
                return (year - title.years_back if year else None), title.years_back
        return None, None

    def _unit(self, column: Column, entry: Entry) -> str:
        named = [parse_title(text).unit for text in (column.title, *reversed(column.groups))]
        units = [unit for unit in (column.unit, *named) if unit]
        if entry.kind not in {"money", "capital"}:
            return units[0] if units else ""
        money = [
            unit
            for unit in units
            if unit in MONEY_UNITS or (entry.kind == "capital" and FOREIGN_UNIT.fullmatch(unit))
        ]
        if units and not money:
            # zh: 列“%(title)s”的单位“%(unit)s”不是金额单位（人民币）。
            message = _(
                "The unit “%(unit)s” of the column “%(title)s” is not one of money in yuan."
            )
            names = {"title": column.heading, "unit": units[0]}
            self._object("wrong_unit", column, message % names)
        unit = money[0] if money else self.table.context.unit
        if not unit and entry.kind == "money":
            # zh: 列“%(title)s”没有注明单位，按万元读取。
            message = _("The column “%(title)s” names no unit and is read in 万元.")
            self.mapping.notes.append(message % {"title": column.heading})
        return unit

    def _take(self, column: Column, key: str) -> None:
        entry = self.catalogue.by_key[key]
        if entry.kind == "skip":
            self.mapping.ignored.append((column, key))
            return
        year, back = self._year(column, entry)
        place = (key, year, back)
        if (before := self.taken.get(place)) is not None:
            self._twice(before, column, entry)
            return
        self.taken[place] = column
        mapped = MappedColumn(
            key,
            entry.kind,
            column.index,
            column.heading,
            column.letter,
            self._unit(column, entry),
            year,
            back,
        )
        self.mapping.columns.append(mapped)

    def _twice(self, before: Column, column: Column, entry: Entry) -> None:
        for row in self.table.rows:
            cell = row.cells[column.index]
            if not is_blank(cell) and fold(str(cell)) != fold(str(row.cells[before.index])):
                break
        else:
            self.mapping.ignored.append((column, entry.key))
            return
        # zh: 列“%(first)s”（%(first_letter)s 列）与“%(second)s”（%(second_letter)s 列）都是“%(field)s”，内容却不同。请用 --map 说明，或删去其一。
        message = _(
            "The columns “%(first)s” (%(first_letter)s) and “%(second)s” (%(second_letter)s) both "
            "mean “%(field)s” and differ. Say with --map which one counts."
        )
        texts = {
            "first": before.heading,
            "first_letter": before.letter,
            "second": column.heading,
            "second_letter": column.letter,
            "field": entry.label,
        }
        self._object("column_twice", column, message % texts, (entry.key,))
