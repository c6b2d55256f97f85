"""What happened to a firm, newest first: names, places, tiers and events by their days."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.certification.models import Certification
from cultivation.certification.selectors.renewing import is_late
from cultivation.certification.standing import last_day
from cultivation.firms.models import Firm, FirmEvent, Industry
from cultivation.places.models import District, Zone
from cultivation.portal import labels


@dataclass(frozen=True)
class Moment:
    """One thing that happened: its day by legal meaning (None: not known), and what is told."""

    day: dt.date | None
    title: str
    detail: str = ""


def story(firm: Firm, user: User, day: dt.date) -> list[Moment]:
    """The story of ``firm`` up to ``day``, as ``user`` may read it: other firms only if visible."""
    events = list(firm.events.all())
    absorbed = list(
        FirmEvent.objects.filter(
            other=firm, kind__in=(FirmEvent.Kind.MERGE, FirmEvent.Kind.SPLIT)
        ).select_related("firm")
    )
    others = {e.other_id for e in events if e.other_id} | {e.firm_id for e in absorbed}
    visible = (
        dict(Firm.objects.visible_to(user).filter(pk__in=others).values_list("pk", "name"))
        if others
        else {}
    )
    names = _Names(events)
    moments = [
        *_founding(firm),
        *(_event(event, names, visible) for event in events),
        *(_absorbed(event, visible) for event in absorbed),
        *_titles(firm, day),
    ]
    return sorted(moments, key=lambda one: one.day or dt.date.min, reverse=True)


def events_told(events: list[FirmEvent], user: User) -> list[Moment]:
    """Each of ``events`` as a moment, told to ``user``: for lists of events of many firms."""
    others = {event.other_id for event in events if event.other_id}
    seen = Firm.objects.visible_to(user).filter(pk__in=others) if others else Firm.objects.none()
    visible = dict(seen.values_list("pk", "name"))
    names = _Names(events)
    return [_event(event, names, visible) for event in events]


def _name(visible: dict[int, str], pk: int | None) -> str:
    # zh: 辖区以外的企业
    return visible.get(pk or 0) or _("a firm outside your district")


class _Names:
    """The names of the places and industries that events speak of, looked up at once."""

    def __init__(self, events: Iterable[FirmEvent]) -> None:
        codes = [value for e in events for one in (e.before, e.after) for value in one.values()]
        texts = {code for code in codes if isinstance(code, str)}
        self.places = {
            row.pk: labels.name(row)
            for model in (District, Zone)
            for row in (model.objects.filter(pk__in=texts) if texts else ())
        }
        self.industries = {
            row.pk: labels.name(row)
            for row in (Industry.objects.filter(pk__in=texts) if texts else ())
        }

    def place(self, stored: dict[str, Any]) -> str:
        if stored.get("outside"):
            # zh: 外地
            return _("elsewhere")
        codes = [stored.get("district_id"), stored.get("zone_id")]
        return " · ".join(self.places.get(code, code) for code in codes if code)


def _absorbed(event: FirmEvent, visible: dict[int, str]) -> Moment:
    if event.kind == FirmEvent.Kind.SPLIT:
        # zh: 由“%(name)s”分立
        title = _("split from “%(name)s”") % {"name": _name(visible, event.firm_id)}
        return Moment(event.effective_on, title)
    # zh: 吸收合并“%(name)s”
    title = _("absorbed “%(name)s”") % {"name": _name(visible, event.firm_id)}
    return Moment(event.effective_on, title)


def _founding(firm: Firm) -> list[Moment]:
    # zh: 登记成立
    return [Moment(firm.established_on, _("established"))] if firm.established_on else []


def _event(event: FirmEvent, names: _Names, visible: dict[int, str]) -> Moment:
    before, after = event.before, event.after
    match event.kind:
        case FirmEvent.Kind.RENAME:
            # zh: 更名为“%(name)s”
            title = _("renamed “%(name)s”") % {"name": after.get("name", "")}
            # zh: 原名：%(name)s
            old = _("before: %(name)s") % {"name": before["name"]} if before.get("name") else ""
            details = [old]
        case FirmEvent.Kind.MOVE:
            # zh: 迁至%(place)s
            title = _("moved to %(place)s") % {"place": names.place(after)}
            # zh: 原：%(place)s
            old = _("from %(place)s") % {"place": names.place(before)} if before else ""
            details = [old]
        case FirmEvent.Kind.INDUSTRY:
            code = after.get("industry", "")
            # zh: 行业变更为%(industry)s
            title = _("industry now %(industry)s") % {"industry": names.industries.get(code, code)}
            details = []
        case FirmEvent.Kind.MERGE:
            # zh: 并入“%(name)s”
            title = _("merged into “%(name)s”") % {"name": _name(visible, event.other_id)}
            details = []
        case FirmEvent.Kind.SPLIT:
            # zh: 分立出“%(name)s”
            title = _("split off “%(name)s”") % {"name": _name(visible, event.other_id)}
            details = []
        case _:
            title, details = str(event.get_kind_display()), []
    # zh: 申报 %(day)s
    filed = _("filed %(day)s") % {"day": event.filed_on}
    if is_late(event):
        # zh: %(filed)s（超过三个月，逾期报告）
        filed = _("%(filed)s (late: after three months)") % {"filed": filed}
    details.append(filed)
    if event.other_id is None or event.other_id in visible:
        # What a clerk wrote about two firms may name the other one.
        details += [event.reason, event.document]
    return Moment(event.effective_on or event.filed_on, title, "　".join(filter(None, details)))


def _titles(firm: Firm, day: dt.date) -> list[Moment]:
    """What became of the firm's certifications; one that goes on without a gap is a renewal."""
    held = list(firm.certifications.all())
    begins = {(one.tier_id, one.valid_from) for one in held}
    stops = {(one.tier_id, one.holds_to) for one in held if not one.ended_on}
    moments = []
    for one in held:
        moments.append(_granted(one, renewed=(one.tier_id, one.valid_from) in stops))
        if one.holds_to and one.holds_to <= day and (one.tier_id, one.holds_to) not in begins:
            moments.append(_over(one))
    return moments


def _granted(held: Certification, *, renewed: bool) -> Moment:
    tier = {"tier": labels.name(held.tier)}
    until = last_day(held.valid_to)
    # zh: %(batch)s，有效期至 %(day)s
    period = _("%(batch)s, valid to %(day)s") % {"batch": held.batch.name, "day": until or "—"}
    if renewed:
        # zh: %(tier)s续期
        return Moment(held.valid_from, _("renewed: %(tier)s") % tier, period)
    # zh: 认定为%(tier)s
    return Moment(held.valid_from, _("certified: %(tier)s") % tier, period)


def _over(held: Certification) -> Moment:
    tier = labels.name(held.tier)
    if held.ended_on == held.holds_to:
        kind = str(held.get_end_kind_display())
        # zh: %(tier)s：%(kind)s
        title = _("%(tier)s: %(kind)s") % {"tier": tier, "kind": kind}
        return Moment(held.holds_to, title, held.end_reason)
    # zh: %(tier)s到期失效
    return Moment(held.holds_to, _("%(tier)s lapsed") % {"tier": tier})
