"""What a published list means for applications of its firms: those with the ministry are decided.

A list of a tier that is certified above is the ministry's decision (名单录入). Every other open
application is left as it is, and the person is told of it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cultivation.certification.flow.cases import Party, Person
from cultivation.certification.flow.deciding import obstacles, rule_for
from cultivation.certification.flow.states import OPEN, Doing
from cultivation.certification.models import Application, Certification
from cultivation.certification.selectors.cases import cases_of
from cultivation.certification.services.acting import SELECTED
from cultivation.clock import today
from cultivation.exchange import bulk
from cultivation.exchange.matching import Known
from cultivation.exchange.planning.onfile import Held, OnFile
from cultivation.exchange.planning.plan import Plan
from cultivation.exchange.rows import Finding, Kind, ListedRow
from cultivation.ladders.models import Tier

if TYPE_CHECKING:
    from cultivation.exchange.planning.base import Means

REGISTRY = Person(None, frozenset({Party.REGISTRY}))
TAKEN = (Kind.CREATE, Kind.UPDATE, Kind.SAME)


@dataclass(frozen=True)
class Decision:
    """An application that the list decides, by its row ``at``.

    It is linked to the certification of its firm ``known`` from ``first`` on: ``held`` where that
    is on file, None where it is planned. ``batch`` is that of the application.
    """

    application: int
    at: str
    known: Known
    first: dt.date
    held: int | None
    batch: str


def settle_applications(plan: Plan, meant: "Means", tier: Tier, onfile: OnFile) -> None:
    """Plan what the list decides, and say in each row what becomes of an application there."""
    rows = Application.objects.filter(firm__in=onfile.firms, tier=tier, state__in=OPEN)
    found = {one.firm_id: one for one in rows.select_related(*SELECTED)}
    if not found:
        return
    cases = cases_of(list(found.values()), today())
    held = onfile.load_held(tier.code)
    spoken = _spoken_for({one.pk for ones in held.values() for one in ones})
    left = 0
    # Of several rows of a firm the newest is the one that may decide.
    newest = sorted(meant, key=lambda pair: pair[0].values["valid_from"], reverse=True)
    for row, known in newest:
        application = found.get(known.pk or 0)
        if row.kind not in TAKEN or application is None:
            continue
        on_file = _on_file(row, held.get(known.pk or 0, []))
        why = _why_not(application, row)
        rule = rule_for(cases[application.pk], REGISTRY, Doing.ENTER_RESULT)
        if not why and rule is not None:
            against = obstacles(rule, cases[application.pk], REGISTRY)
            why = against[0].message if against else ""
        if why or rule is None or (on_file and on_file in spoken):
            row.remark("name", "application_left", why or _left(application))
            left += 1
            continue
        del found[application.firm_id]
        first, batch = row.values["valid_from"], application.batch.name
        plan.decisions.append(Decision(application.pk, row.at, known, first, on_file, batch))
        if on_file is None:
            _fill_in(plan, row, known, application)
        elif row.kind is Kind.SAME:
            row.kind = Kind.UPDATE
    _say(plan, left)


def _spoken_for(held: set[int]) -> set[int]:
    """The certifications among ``held`` that an application has led to already."""
    rows = Certification.objects.filter(pk__in=bulk.numbers(held), application__isnull=False)
    return set(rows.values_list("pk", flat=True))


def _on_file(row: ListedRow, held: list[Held]) -> int | None:
    """The certification that a row repeats; none for one that brings its own."""
    if row.kind is Kind.CREATE:
        return None
    key = row.values["batch"], row.values["valid_from"]
    return next((one.pk for one in held if (one.batch, one.valid_from) == key), None)


def _why_not(application: Application, row: ListedRow) -> str:
    """An old list decides nothing that was filed after it."""
    first, filed = row.values["valid_from"], application.filed_on
    if filed is None or first >= filed:
        return ""
    # zh: 该企业有在办申报（批次“%(batch)s”，%(filed)s 申报），晚于本行有效期起始，不由本名单办结。
    message = _(
        "The firm has an open application (batch “%(batch)s”, filed on %(filed)s), filed after this"
        " row begins to be valid: the list does not decide it."
    )
    return message % {"batch": application.batch.name, "filed": filed}


def _left(application: Application) -> str:
    # zh: 该企业有在办申报（批次“%(batch)s”，现为“%(state)s”），导入名单不改变它；请另行办理。
    message = _(
        "The firm has an open application (batch “%(batch)s”, now “%(state)s”); the list leaves it"
        " as it is, handle it by itself."
    )
    names = {"batch": application.batch.name, "state": application.get_state_display()}
    return message % names


def _fill_in(plan: Plan, row: ListedRow, known: Known, application: Application) -> None:
    """What the list does not know of its certification, and the application does."""
    for one, values in plan.certifications:
        if one is known and (values["batch"], values["valid_from"]) == (
            row.values["batch"],
            row.values["valid_from"],
        ):
            values["filed_on"] = application.filed_on
            values["continues_id"] = application.renews_id


def _say(plan: Plan, left: int) -> None:
    decided = len(plan.decisions)
    if decided:
        # zh: 本名单将办结 %(n)s 件待部认定的申报；办结后不能随导入一起撤销。
        message = ngettext(
            "%(n)s application is certified by this list, which is not undone with the import.",
            "%(n)s applications are certified by this list, which is not undone with the import.",
            decided,
        )
        plan.notices.append(_notice("applications_decided", message % {"n": decided}))
    if left:
        # zh: 名单中有 %(n)s 家企业另有在办申报，导入不改变这些申报；见各行说明。
        message = ngettext(
            "%(n)s row is of a firm with an open application that is left as it is; see the row.",
            "%(n)s rows are of firms with open applications that are left as they are; see there.",
            left,
        )
        plan.notices.append(_notice("applications_left", message % {"n": left}))


def _notice(code: str, message: str) -> Finding:
    return Finding("", 0, "", "", code, message)
