"""The plan of a list of firms: who is new, what changes, what is refused."""

from django.utils.translation import gettext as _

from cultivation.exchange.matching import Known, Matcher
from cultivation.exchange.planning.base import fill_place, finish, match_rows, settle_repeats
from cultivation.exchange.planning.importer import SYSTEM, Importer, Reach
from cultivation.exchange.planning.onfile import PLAIN, OnFile
from cultivation.exchange.planning.plan import Plan
from cultivation.exchange.rows import Kind, ListedRow
from cultivation.firms import names
from cultivation.journal.selectors import data_version


def plan_firms(rows: list[ListedRow], importer: Importer = SYSTEM) -> Plan:
    """What importing ``rows`` as a list of firms would write, by ``importer``.

    A value that the list gives replaces what is on file; a blank one leaves it. Names, codes on
    file and places are never changed by a list: those are acts with a day.
    """
    plan = Plan("firms", data_version(), rows)
    matcher, onfile = load(rows)
    plan.onfile = onfile
    meant = match_rows(rows, matcher, importer, Reach(importer, matcher.pks))
    meant = settle_repeats(meant, lambda _row, known: id(known))
    for row, known in meant:
        _plan_row(plan, onfile, row, known)
    return finish(plan, meant)


def load(rows: list[ListedRow]) -> tuple[Matcher, OnFile]:
    """Everything on file that ``rows`` could mean, in a handful of queries."""
    codes = {row.values["uscc"] for row in rows if row.values.get("uscc")}
    keys = {names.key(row.values["name"]) for row in rows if row.values.get("name")}
    matcher = Matcher(codes, keys)
    onfile = OnFile(matcher)
    onfile.load_years({year for row in rows for year in row.years})
    return matcher, onfile


def _plan_row(plan: Plan, onfile: OnFile, row: ListedRow, known: Known) -> None:
    fill_place(plan, onfile, row, known, strict=True)
    if row.kind is Kind.ERROR:
        return
    register_or_fill(plan, onfile, row, known)
    planned = plan.firm(known)
    for name in PLAIN:
        if name in row.values and row.values[name] != onfile.column(known, name):
            planned.columns[name] = row.values[name]
    for year, figures in row.years.items():
        before = onfile.figures(known, year)
        changed = {name: n for name, n in figures.items() if before.get(name) != n}
        if changed:
            planned.years[year] = changed
    if planned.registered:
        row.kind = Kind.CREATE
    else:
        row.kind = Kind.UPDATE if planned.changes else Kind.SAME


def register_or_fill(plan: Plan, onfile: OnFile, row: ListedRow, known: Known) -> None:
    """A firm not on file is registered; on one that is, a pending code and industry are filled."""
    planned = plan.firm(known)
    if known.pk is None:
        planned.registered = True
        planned.industry = row.values.get("industry") or planned.industry
        return
    if onfile.column(known, "uscc") is None and known.uscc:
        planned.columns["uscc"] = known.uscc
        planned.code_given = True
    industry = row.values.get("industry")
    if industry and known.pk not in onfile.industries:
        planned.industry = industry
    elif industry and all(code != industry for *_days, code in onfile.industries[known.pk]):
        # zh: 登记行业与名单不同；行业变更请另行办理。
        row.remark(
            "industry", "industry_differs", _("Another industry is on file; file the change.")
        )
