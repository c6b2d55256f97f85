"""What a row would change, in words: what stands on file, and what would stand there."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cultivation.exchange.catalogue import LIST
from cultivation.exchange.matching import Known
from cultivation.exchange.planning import Plan
from cultivation.exchange.planning.onfile import OnFile
from cultivation.exchange.planning.plan import FirmPlan
from cultivation.exchange.rows import Kind, ListedRow
from cultivation.pages.shown import shown
from cultivation.standards.engine.sentences import written
from cultivation.standards.vocabulary import FACTS, read_facts

MOST = 12
LONGEST = 40


def days(row: ListedRow, kind: str) -> str:
    """The days of a row in one cell: its validity by first and last day, or the establishment."""
    values = row.values
    if kind != "list":
        day = "holds_on" if kind == "facts" else "established_on"
        return shown(values[day]) if day in values else ""
    if "valid_from" not in values:
        return ""
    first, end = values["valid_from"], values.get("valid_to")
    if end is None:
        # zh: %(first)s 起
        return _("from %(first)s") % {"first": first}
    # zh: %(first)s 至 %(last)s
    return _("%(first)s to %(last)s") % {"first": first, "last": end - dt.timedelta(days=1)}


def changes(plan: Plan, row: ListedRow) -> list[str]:
    """The sentences about ``row``; none for a row that writes nothing."""
    if row.kind not in (Kind.CREATE, Kind.UPDATE) or row.known is None or plan.onfile is None:
        return []
    planned = plan.firms.get(id(row.known))
    if plan.kind == "facts":
        found = list(_of_facts(row, row.known, plan.onfile))
    else:
        found = list(_of_firm(planned, plan.onfile)) if planned else []
    if plan.kind == "list" and row.kind is Kind.CREATE:
        # zh: 登记认定：%(days)s
        found.append(_("certified: %(days)s") % {"days": days(row, plan.kind)})
    for one in plan.decisions:
        if one.at == row.at:
            # zh: 办结批次“%(batch)s”的申报（待部认定 → 已认定）
            text = _("certifies the application in batch “%(batch)s” (so far with the ministry)")
            found.append(text % {"batch": one.batch})
    if len(found) > MOST:
        # zh: 等 %(n)d 项
        found = [*found[:MOST], _("%(n)d changes in all") % {"n": len(found)}]
    return found


def _of_firm(planned: FirmPlan, onfile: OnFile) -> Iterator[str]:
    known = planned.known
    if planned.registered:
        if known.uscc:
            # zh: 登记新企业
            yield _("registers a new firm")
        else:
            # zh: 登记新企业（代码待补）
            yield _("registers a new firm (code pending)")
    else:
        for name, value in planned.columns.items():
            yield _change(_label(name), onfile.column(known, name), value)
    if planned.residence and not planned.registered:
        yield _change(_label("place"), None, onfile.place_name(*planned.residence))
    if planned.zone_of:
        yield _change(_label("zone"), None, onfile.zones.get(planned.zone_of[1], ""))
    if planned.industry and not planned.registered:
        yield _change(_label("industry"), None, planned.industry)
    for year, figures in sorted(planned.years.items()):
        before = onfile.figures(known, year)
        for name, value in figures.items():
            yield _change(f"{year} {_label(name)}", before.get(name), value)


def _of_facts(row: ListedRow, known: Known, onfile: OnFile) -> Iterator[str]:
    for entry in row.facts.values():
        kept = onfile.fact(known, entry)
        if kept is None or not entry.same_as(kept):
            before = _value(entry.name, kept.value) if kept else None
            yield _change(str(FACTS[entry.name].text), before, _value(entry.name, entry.value))


def _value(name: str, kept: Any) -> str:
    facts, _wrong = read_facts({name: kept})
    return str(written(name, facts.get(name)))


def _label(name: str) -> str:
    if name == "capital_currency":
        # zh: 注册资本币种
        return _("Currency of capital")
    return str(LIST.by_key[name].label)


def _change(label: str, before: Any, after: Any) -> str:
    was, becomes = shown(before)[:LONGEST], shown(after)[:LONGEST]
    # zh: %(label)s：%(before)s → %(after)s
    return _("%(label)s: %(before)s → %(after)s") % {
        "label": label, "before": was, "after": becomes,
    }  # fmt: skip
