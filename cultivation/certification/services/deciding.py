"""Firms are certified by decision: all of a notice in one act, in the same number of queries."""

import datetime as dt
from collections.abc import Collection
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import (
    Act,
    Application,
    Certificate,
    Certification,
    NumberSeries,
    Procedure,
)
from cultivation.certification.rules import end_of_validity
from cultivation.certification.services import bulk
from cultivation.certification.services.acting import Given, Row, effect_of
from cultivation.certification.services.granting import check_tier, held_already
from cultivation.certification.services.numbering import free_numbers
from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.problems import Problem
from cultivation.standards.models import Assessment

# So long after the decision at most a title begins.
LATEST_START = dt.timedelta(days=366)


@effect_of(Doing.CERTIFY, Doing.ENTER_RESULT)
def certify_rows(rows: list[Row], given: Given, actor: User | None) -> None:
    """Certify the firms of ``rows``, number them, and issue their certificates.

    A renewal starts when the earlier certification stops, or on the day of the decision if that
    has passed. Raises Problem ``held_already``, ``tier_not_alive``, ``number_taken``,
    ``number_of_one``, ``valid_from_odd``, ``decided_on_odd``.
    """
    decided = given.decided_on or today()
    if given.listed:
        for row in rows:
            row.application.certification = given.listed[row.application.pk]
        _put_beside_assessments(rows, "met", decided)
        return
    _check_given(rows, given)
    firms = Firm.objects.select_for_update().filter(pk__in={r.application.firm_id for r in rows})
    list(firms.order_by("pk"))
    made = {row.application.pk: _certification(row.application, given, decided) for row in rows}
    _refuse_overlaps(made)
    _number(rows, made, given, decided)
    Certification.objects.bulk_create(made.values())
    for row in rows:
        row.application.certification = made[row.application.pk]
    _issue(rows, decided)
    _put_beside_assessments(rows, "met", decided)


@effect_of(Doing.REFUSE, Doing.ENTER_REFUSAL)
def refuse_rows(rows: list[Row], given: Given, actor: User | None) -> None:
    _put_beside_assessments(rows, "not_met", today(), given.differs or given.opinion)


@effect_of(Doing.UPHOLD_OBJECTION)
def refuse_objected(rows: list[Row], given: Given, actor: User | None) -> None:
    """Without the grounds: they may name who objected, and assessments are read by more people."""
    # zh: 异议成立
    _put_beside_assessments(rows, "not_met", today(), _("an objection was upheld"))


@effect_of(Doing.REOPEN)
def reopen(rows: list[Row], given: Given, actor: User | None) -> None:
    """A case that is taken up again has not been decided; it is assessed anew."""
    for row in rows:
        row.application.assessment = None


def _check_given(rows: list[Row], given: Given) -> None:
    """What the ministry has decided it has decided by now, each under a number of its own."""
    if given.number and len(rows) > 1:
        # zh: 编号只能用于一家企业；请逐件录入。
        message = _("A number is that of one firm: enter them one by one.")
        raise Problem("number_of_one", message, field="number")
    if given.decided_on is not None:
        _check_decided(rows, given.decided_on)


def _certification(one: Application, given: Given, decided: dt.date) -> Certification:
    start = given.valid_from or decided
    if one.renews is not None and given.valid_from is None:
        start = max(decided, one.renews.holds_to or decided)
    if given.valid_from is not None:
        _check_start(one, start, decided)
    check_tier(one.tier, start)
    return Certification(
        firm_id=one.firm_id,
        tier_id=one.tier_id,
        batch_id=one.batch_id,
        number=given.number,
        filed_on=one.filed_on,
        decided_on=decided,
        valid_from=start,
        valid_to=end_of_validity(start, one.tier.validity_years),
        continues=one.renews,
    )


def _check_start(one: Application, start: dt.date, decided: dt.date) -> None:
    """A title starts after it was applied for, and within a year; a renewal within a year after
    the title that it renews."""
    first = one.filed_on or start
    last = decided if one.renews is None else max(decided, one.renews.holds_to or decided)
    last += LATEST_START
    if not first <= start <= last:
        # zh: 有效期起始日 %(day)s 须在申报日 %(first)s 之后、%(last)s 之前（含当日）；请核对日期。
        message = _(
            "The first day of validity, %(day)s, lies from %(first)s to %(last)s; check it."
        )
        names = {"day": start, "first": first, "last": last}
        raise Problem("valid_from_odd", message % names, field="valid_from", about=one.firm_id)


def _check_decided(rows: list[Row], day: dt.date) -> None:
    """A decision that is entered was made after the application, and not tomorrow."""
    filed = max((row.application.filed_on or day for row in rows), default=day)
    if not filed <= day <= today():
        # zh: 认定日期 %(day)s 须在申报日 %(first)s 至今天之间；请核对日期。
        message = _("The day of the decision, %(day)s, lies from %(first)s to today; check it.")
        names = {"day": day, "first": filed}
        raise Problem("decided_on_odd", message % names, field="decided_on")


def _refuse_overlaps(made: dict[int, Certification]) -> None:
    new = {(one.firm_id, one.tier_id): one for one in made.values()}
    rows = Certification.objects.filter(
        firm__in={firm for firm, _tier in new}, tier__in={tier for _firm, tier in new}
    ).exclude(holds_to__lte=min(one.valid_from for one in new.values()))
    for held in rows.select_related("batch", "firm"):
        one = new.get((held.firm_id, held.tier_id))
        if one is None or (held.holds_to is not None and held.holds_to <= one.valid_from):
            continue
        if one.valid_to is None or held.valid_from < one.valid_to:
            message = held_already(held.firm.name, held)
            raise Problem("held_already", message, status=409, about=held.firm_id)


def _number(
    rows: list[Row], made: dict[int, Certification], given: Given, decided: dt.date
) -> None:
    """Numbers by the pattern of the tier; what the ministry certifies has the ministry's."""
    tiers = {row.application.tier_id: row.application.tier for row in rows}
    for procedure in Procedure.objects.filter(pk__in=tiers).exclude(number_pattern=""):
        own = [row for row in rows if row.application.tier_id == procedure.pk]
        if given.number or any(map(_by_ministry, own)):
            continue
        numbers = free_numbers(
            NumberSeries.of(tiers[procedure.pk]),
            procedure.number_pattern,
            decided,
            len(own),
            partial(_taken, procedure.pk),
        )
        for row, number in zip(own, numbers, strict=True):
            made[row.application.pk].number = number
    taken = Certification.objects.filter(
        tier__in=tiers, number__in=[one.number for one in made.values() if one.number]
    ).first()
    if taken is not None:
        # zh: 编号“%(number)s”在该层级已使用；请核对编号规则和编号序列。
        message = _("The number “%(number)s” is used in this tier; check pattern and series.")
        raise Problem("number_taken", message % {"number": taken.number}, status=409)


def _by_ministry(row: Row) -> bool:
    """Whether the ministry decides, which numbers and prints what it certifies: as the act says,
    since the procedure of the tier may have been edited after the case was sent there."""
    return row.act is not None and row.act.doing == Doing.ENTER_RESULT


def _taken(tier: str, numbers: Collection[str]) -> set[str]:
    """Which of ``numbers`` stand on a certificate already, or came for ``tier`` by a list."""
    held = Certification.objects.filter(tier=tier, number__in=numbers)
    issued = Certificate.objects.filter(number__in=numbers)
    return {*held.values_list("number", flat=True), *issued.values_list("number", flat=True)}


def _issue(rows: list[Row], day: dt.date) -> None:
    """Certificates for what the registry's own bureaus certify under a number."""
    Certificate.objects.bulk_create(
        Certificate(
            certification=held,
            firm_id=held.firm_id,
            number=held.number,
            issued_on=day,
            facts=printed(row.application, held, day),
        )
        for row in rows
        if (held := row.application.certification) and held.number and not _by_ministry(row)
    )


def printed(one: Application | Certification, held: Certification, day: dt.date) -> dict[str, Any]:
    """What is printed on the certificate of ``held``: names as they are on the day of issue."""
    last = held.valid_to - dt.timedelta(days=1) if held.valid_to else None
    return {
        "title": one.tier.name_zh,
        "firm": one.firm.name,
        "uscc": one.firm.uscc or "",
        "number": held.number,
        "valid_from": held.valid_from.isoformat(),
        "last_valid_day": last.isoformat() if last else "",
        "authority": one.tier.ladder.authority.name_zh,
        "issued_on": day.isoformat(),
        "batch": one.batch.name,
    }


def _put_beside_assessments(rows: list[Row], decided: str, day: dt.date, reason: str = "") -> None:
    """What was decided goes beside what was computed, with the reason where they differ."""
    kept: list[Assessment] = []
    why = {
        pk: differs or opinion
        for pk, differs, opinion in _reasons([row.application.pk for row in rows])
    }
    for row in rows:
        one = row.application.assessment
        if one is None:
            continue
        held = row.application.certification
        one.decided, one.decided_on = decided, (held and held.decided_on) or day
        if decided != one.computed:
            # zh: 经人工审核认定
            one.decided_reason = reason or why.get(row.application.pk) or _("by review")
        kept.append(one)
    bulk.update(kept, ["decided", "decided_on", "decided_reason"])


def _reasons(applications: list[int]) -> Any:
    """Why the last proposal went against the assessment, or what its reviewer said."""
    acts = Act.objects.filter(application__in=applications, doing=Doing.PROPOSE)
    return (
        acts.order_by("application_id", "-id")
        .distinct("application_id")
        .values_list("application_id", "differs_because", "opinion")
    )
