"""Who may renew what, and what stands against it: for lists as conditions, for rows as reasons."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import DateField, Exists, F, Func, OuterRef, Q
from django.utils.translation import gettext as _

from cultivation.certification.flow.states import OPEN
from cultivation.certification.models import (
    Application,
    Ban,
    Certification,
    Procedure,
    YearlyUpdate,
)
from cultivation.certification.rules import (
    REPORT_MONTHS,
    months_later,
    reported_late,
    update_due_on,
    updates_owed,
)
from cultivation.certification.selectors.cases import banned_until, updates_of
from cultivation.firms.models import FirmEvent, Residence
from cultivation.firms.querysets import on

# What has to be reported (重大变化): 工信部企业〔2022〕63号.
REPORTED = (
    FirmEvent.Kind.RENAME,
    FirmEvent.Kind.MOVE,
    FirmEvent.Kind.MERGE,
    FirmEvent.Kind.SPLIT,
    FirmEvent.Kind.DEREGISTER,
)


@dataclass(frozen=True)
class Renewal:
    """How a certification stands before its renewal: ``against`` are reasons (code, sentence) for
    which no draft is opened, ``remarks`` what whoever handles it has to look at."""

    certification: Certification
    application: Application | None
    against: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]


def duties() -> dict[str, int]:
    """The tiers with a yearly update, each with the first year of which it counts."""
    rows = Procedure.objects.filter(updates_from__isnull=False)
    return {tier: first for tier, first in rows.values_list("tier_id", "updates_from") if first}


def filed_late() -> Q:
    """The condition that an event was reported after its three months."""
    due = Func(
        F("effective_on"),
        template=f"(%(expressions)s + interval '{REPORT_MONTHS} months')::date",
        output_field=DateField(),
    )
    return Q(kind__in=REPORTED, effective_on__isnull=False, filed_on__gt=due)


def is_late(event: FirmEvent) -> bool:
    """Whether ``event`` was reported after its three months, as ``filed_late`` says of rows."""
    return event.kind in REPORTED and reported_late(event.effective_on, event.filed_on)


# --- conditions on certifications ---


def being_renewed() -> Q:
    """An application for the tier is open."""
    return Q(
        Exists(
            Application.objects.filter(
                firm=OuterRef("firm_id"), tier=OuterRef("tier_id"), state__in=OPEN
            )
        )
    )


def renewed() -> Q:
    """A later certification of the tier is on file."""
    later = Certification.objects.filter(
        firm=OuterRef("firm_id"), tier=OuterRef("tier_id"), valid_from__gte=OuterRef("holds_to")
    )
    return Q(Exists(later.exclude(pk=OuterRef("pk"))))


def update_missing(day: dt.date) -> Q:
    """A yearly update that was owed by ``day`` is missing: the right to renewal is lost."""
    found = Q(pk__in=[])
    for tier, first in duties().items():
        for year in range(first, day.year + 1):
            due = update_due_on(year)
            if due >= day:
                continue
            done = YearlyUpdate.objects.filter(
                Q(updated_on__lte=due) | ~Q(accepted_because=""),
                firm=OuterRef("firm_id"),
                year=year,
            )
            found |= Q(tier=tier, valid_from__lt=dt.date(year, 1, 1)) & ~Q(Exists(done))
    return found


def change_late() -> Q:
    """A change of the firm within the validity was reported after its three months."""
    events = FirmEvent.objects.filter(
        filed_late(), firm=OuterRef("firm_id"), effective_on__gte=OuterRef("valid_from")
    )
    return Q(Exists(events))


def banned(day: dt.date) -> Q:
    """The firm may not apply on ``day``."""
    bans = Ban.objects.filter(lifted_on=None, from_day__lte=day, until__gt=day)
    return Q(firm__in=bans.values("firm"))


# --- reasons for rows ---


def renewals_of(rows: Sequence[Certification], day: dt.date) -> list[Renewal]:
    """How ``rows`` (with ``firm`` and ``tier``) stand before their renewal on ``day``, in order."""
    firms, tiers = {one.firm_id for one in rows}, {one.tier_id for one in rows}
    applications = {
        (one.firm_id, one.tier_id): one
        for one in Application.objects.filter(firm__in=firms, tier__in=tiers, state__in=OPEN)
    }
    later = set(
        Certification.objects.filter(renewed_by(rows)).values_list(
            "firm_id", "tier_id", "valid_from"
        )
    )
    bans = banned_until(firms, day)
    outside = set(
        Residence.objects.filter(on(day), firm__in=firms, outside=True).values_list(
            "firm_id", flat=True
        )
    )
    done, first_years = updates_of(firms), duties()
    ahead = dict(Procedure.objects.filter(pk__in=tiers).values_list("pk", "renewal_months"))
    events: dict[int, list[FirmEvent]] = defaultdict(list)
    for event in FirmEvent.objects.filter(filed_late(), firm__in=firms).order_by("effective_on"):
        events[event.firm_id].append(event)
    found = []
    for one in rows:
        application = applications.get((one.firm_id, one.tier_id))
        against = _firm_against(one, day, bans.get(one.firm_id), one.firm_id in outside)
        if application is not None:
            # zh: 已有在办申报（%(state)s）
            text = _("an application is open (%(state)s)")
            state = {"state": application.get_state_display()}
            against.append(("open_already", text % state))
        ends = one.holds_to
        if ends and any(
            (firm, tier) == (one.firm_id, one.tier_id) and start >= ends
            for firm, tier, start in later
        ):
            # zh: 已续期
            against.append(("renewed_already", _("renewed already")))
        if one.ended_on is not None:
            # zh: 已于 %(day)s %(kind)s
            text = _("%(kind)s on %(day)s")
            names = {"kind": one.get_end_kind_display(), "day": one.ended_on}
            against.append(("ended_already", text % names))
        months = ahead.get(one.tier_id)
        if months and ends and ends > months_later(day, months):
            # zh: 到期前 %(n)s 个月内方可复核
            text = _("a renewal is filed within %(n)s months before the end")
            against.append(("too_early", text % {"n": months}))
        owed = updates_owed(first_years.get(one.tier_id), one.valid_from, day)
        missing = [year for year in owed if year not in done[one.firm_id]]
        if missing:
            # zh: 未按期完成 %(years)s 年度信息更新，失去复核资格
            text = _("the yearly update of %(years)s is missing: the right to renewal is lost")
            # zh: 、
            years = _(", ").join(map(str, missing))
            against.append(("update_missing", text % {"years": years}))
        found.append(Renewal(one, application, tuple(against), _late(one, events[one.firm_id])))
    return found


def remarks_on(held: Certification) -> tuple[str, ...]:
    """What whoever renews ``held`` has to look at: changes that were reported late."""
    events = FirmEvent.objects.filter(filed_late(), firm=held.firm_id).order_by("effective_on")
    return _late(held, list(events))


def renewed_by(rows: Sequence[Certification]) -> Q:
    """The certifications that may go on from ``rows``."""
    starts = [one.holds_to for one in rows if one.holds_to]
    return Q(
        firm__in={one.firm_id for one in rows},
        tier__in={one.tier_id for one in rows},
        valid_from__gte=min(starts, default=dt.date.max),
    )


def _firm_against(
    one: Certification, day: dt.date, until: dt.date | None, outside: bool
) -> list[tuple[str, str]]:
    against = []
    if one.firm.closed_on:
        # zh: 企业已于 %(day)s 终止
        text = _("the firm closed on %(day)s")
        against.append(("firm_closed", text % {"day": one.firm.closed_on}))
    if outside:
        # zh: 企业已迁出本市
        against.append(("firm_outside", _("the firm has left the city")))
    if until:
        # zh: 禁止申报至 %(day)s
        text = _("it may not apply before %(day)s")
        against.append(("firm_banned", text % {"day": until}))
    return against


def _late(one: Certification, events: list[FirmEvent]) -> tuple[str, ...]:
    # zh: %(kind)s（%(day)s 生效）于 %(filed)s 才报告，超过三个月，是否失去复核资格请审核时裁量
    text = _(
        "%(kind)s of %(day)s, reported on %(filed)s only, after three months: whether the right to"
        " renewal is lost is for the review to say"
    )
    return tuple(
        text
        % {"kind": event.get_kind_display(), "day": event.effective_on, "filed": event.filed_on}
        for event in events
        if event.effective_on and event.effective_on >= one.valid_from
    )
