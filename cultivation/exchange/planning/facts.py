"""The plan of a list of dated facts: what is new, what is mended, what is refused."""

from collections import defaultdict
from typing import NamedTuple

from django.utils.translation import gettext as _

from cultivation.exchange.matching import Known
from cultivation.exchange.planning.base import Means, finish, match_rows, repeats
from cultivation.exchange.planning.firms import load
from cultivation.exchange.planning.importer import SYSTEM, Importer, Reach
from cultivation.exchange.planning.onfile import OnFile
from cultivation.exchange.planning.plan import Plan
from cultivation.exchange.rows import Kind, ListedRow
from cultivation.journal.selectors import data_version
from cultivation.standards.services.facts import Entry


class Said(NamedTuple):
    """A fact of a firm and day, as a row says it."""

    row: ListedRow
    entry: Entry


def plan_facts(rows: list[ListedRow], importer: Importer = SYSTEM) -> Plan:
    """What importing ``rows`` as a list of facts would write, by ``importer``.

    A fact of the same day is written over; a blank cell says nothing. Firms that are not on file
    are refused: a list of facts registers nobody.
    """
    plan = Plan("facts", data_version(), rows)
    matcher, onfile = load(rows)
    plan.onfile = onfile
    onfile.load_facts({one.holds_on for row in rows for one in row.facts.values()})
    reach = Reach(importer, matcher.pks)
    meant = match_rows(rows, matcher, importer, reach, registers=False)
    for row, known in _settled(meant):
        _plan_row(plan, onfile, row, known)
    return finish(plan, meant)


def _settled(meant: Means) -> Means:
    """The rows that stand: none that repeats others, none that contradicts another."""
    said: defaultdict[tuple[int, str, object], list[Said]] = defaultdict(list)
    for row, known in meant:
        for entry in row.facts.values():
            said[id(known), entry.name, entry.holds_on].append(Said(row, entry))
    first: dict[int, list[ListedRow]] = {id(row): [] for row, _known in meant}
    for (_known, name, _day), every in said.items():
        if any(one.entry != every[0].entry for one in every):
            _refuse_all(name, [one.row for one in every])
        for one in every:
            first[id(one.row)].append(every[0].row)
    standing = []
    for row, known in meant:
        if row.kind is Kind.ERROR:
            continue
        if all(before is not row for before in first[id(row)]):
            row.kind = Kind.DUPLICATE
            row.errors.append(row.finding("name", "duplicate_row", repeats(first[id(row)][0])))
        else:
            standing.append((row, known))
    return standing


def _refuse_all(name: str, rows: list[ListedRow]) -> None:
    for row in rows:
        rest = ", ".join(str(other.row) for other in rows if other is not row)
        # zh: 与第 %(rows)s 行是同一企业同一日期，但内容不一致；请保留正确的一行。
        message = _("Rows %(rows)s are about the same firm and day but differ; keep the right one.")
        row.refuse(name, "rows_contradict", message % {"rows": rest})


def _plan_row(plan: Plan, onfile: OnFile, row: ListedRow, known: Known) -> None:
    planned, kinds = plan.firm(known), set()
    for entry in row.facts.values():
        kept = onfile.fact(known, entry)
        if kept is not None and entry.same_as(kept):
            continue
        kinds.add(Kind.CREATE if kept is None else Kind.UPDATE)
        planned.facts[entry.name, entry.holds_on] = entry
    row.kind = Kind.UPDATE if Kind.UPDATE in kinds else kinds.pop() if kinds else Kind.SAME
