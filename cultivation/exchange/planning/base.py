"""What both imports do: find each row's firm, sort out repeated rows, fill what is blank."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from cultivation.exchange.matching import Known, Matcher, Unclear
from cultivation.exchange.planning.choosing import chosen
from cultivation.exchange.planning.importer import Importer, Reach
from cultivation.exchange.planning.onfile import OnFile
from cultivation.exchange.planning.plan import Plan
from cultivation.exchange.rows import Kind, ListedRow
from cultivation.firms import names

Means = list[tuple[ListedRow, Known]]
NOT_WRITTEN = (Kind.ERROR, Kind.CHOOSE, Kind.DUPLICATE)


def match_rows(
    rows: list[ListedRow],
    matcher: Matcher,
    importer: Importer,
    reach: Reach,
    *,
    registers: bool = True,
) -> Means:
    """The firm of each row that has no error yet.

    Rows that fit several firms are for the importer to choose, else refused; so are rows about
    firms out of the importer's reach, and about new ones where the list ``registers`` none.
    """
    meant: Means = []
    for row in rows:
        if row.kind is Kind.ERROR:
            continue
        code, name = row.values.get("uscc"), row.values.get("name")
        try:
            known = matcher.find(code, name)
        except Unclear as unclear:
            known = chosen(row, unclear, importer, reach)
            if known is None:
                continue
            code = None if code in matcher.by_code else code
        if known is None and not registers:
            # zh: 登记库中没有该企业；请核对名称和代码，或先登记企业。
            message = _("No such firm is on file; check name and code, or register it first.")
            row.refuse("uscc" if code else "name", "firm_unknown", message)
            continue
        if known is None:
            if not name:
                # zh: 登记库中没有代码为 %(code)s 的企业，且本行没有企业名称；请补填名称。
                message = _("No firm of the code %(code)s is on file, and the row has no name.")
                row.refuse("name", "name_missing", message % {"code": code})
                continue
            if not reach.takes_new(row):
                continue
            known = matcher.add(code, name, row.at)
        elif not reach.sees(known):
            reach.refuse(row)
            continue
        elif registers and code and known.uscc is None:
            matcher.give_code(known, code)
        row.known = known
        meant.append((row, known))
    return meant


def settle_repeats(meant: Means, identity: Callable[[ListedRow, Known], Hashable]) -> Means:
    """Of rows that say the same, one stands and the others are duplicates.

    Rows about the same thing that say different things are all errors: which one is right is not
    the registry's to guess.
    """
    groups: dict[Hashable, Means] = {}
    for row, known in meant:
        groups.setdefault(identity(row, known), []).append((row, known))
    standing: Means = []
    for group in groups.values():
        fullest = max(group, key=lambda pair: (_size(pair[0]), -pair[0].table, -pair[0].row))
        others = [row for row, _known in group if row is not fullest[0]]
        if all(_says_no_more(row, fullest[0]) for row in others):
            for row in others:
                row.kind = Kind.DUPLICATE
                row.errors.append(row.finding("name", "duplicate_row", repeats(fullest[0])))
            standing.append(fullest)
            continue
        for row, _known in group:
            rest = [str(other.row) for other, _k in group if other is not row]
            # zh: 与第 %(rows)s 行是同一企业，但内容不一致；请保留正确的一行。
            message = _("Rows %(rows)s are about the same firm but differ; keep the right one.")
            row.refuse("name", "rows_contradict", message % {"rows": ", ".join(rest)})
    standing.sort(key=lambda pair: (pair[0].table, pair[0].row))
    return standing


def repeats(first: ListedRow) -> str:
    """What is said of a row that says what ``first`` said already."""
    where = f"{first.sheet}!{first.row}" if first.sheet else str(first.row)
    # zh: 与第 %(row)s 行重复，不再重复登记。
    return _("Repeats row %(row)s; not recorded again.") % {"row": where}


def _size(row: ListedRow) -> int:
    return len(row.values) + sum(map(len, row.years.values()))


def _says_no_more(row: ListedRow, than: ListedRow) -> bool:
    def told(one: ListedRow) -> dict[Any, Any]:
        values: dict[Any, Any] = dict(one.values)
        for year, figures in one.years.items():
            values.update({(year, name): n for name, n in figures.items()})
        if "name" in values:
            values["name"] = names.key(values["name"])
        return values

    return told(row).items() <= told(than).items()


def fill_place(plan: Plan, onfile: OnFile, row: ListedRow, known: Known, *, strict: bool) -> None:
    """The place of a row: recorded where none is on file; a different one is no move.

    A list does not say since when, and counts by district hang on that day. So a different place
    is an error where the list is about the firms themselves (``strict``), and a remark elsewhere.
    """
    if "place" not in row.values:
        return
    district, zone = row.values["place"]
    current = onfile.place(known)
    planned = plan.firm(known)
    if current is None:
        if planned.residence and planned.residence != (district, zone):
            row.remark("place", "place_differs", _differs(onfile, *planned.residence))
        else:
            planned.residence = (district, zone)
        return
    if current.district == district and (zone is None or current.zone == zone):
        return
    if current.district == district and current.zone is None and zone:
        planned.zone_of = (current.pk, zone)
        return
    message = _differs(onfile, current.district, current.zone)
    if strict:
        row.refuse("place", "place_differs", message)
    else:
        row.remark("place", "place_differs", message)


def _differs(onfile: OnFile, district: str | None, zone: str | None) -> str:
    # zh: 登记住所为“%(place)s”，与名单不同；统计以登记住所为准，如已迁移请办理迁移。
    return _(
        "On file the firm is in “%(place)s”; counts go by that. If it has moved, file the move."
    ) % {"place": onfile.place_name(district, zone)}


def finish(plan: Plan, meant: Iterable[tuple[ListedRow, Known]]) -> Plan:
    """Firms of which no row is left are not written."""
    alive = {id(known) for row, known in meant if row.kind not in NOT_WRITTEN}
    plan.firms = {key: firm for key, firm in plan.firms.items() if key in alive}
    return plan
