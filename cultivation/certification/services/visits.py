"""Visits to a firm for its application."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.certification.files.papers import photo_kind
from cultivation.certification.flow.states import CLOSED
from cultivation.certification.models import Application, SiteVisit
from cultivation.certification.selectors.cases import person_of
from cultivation.certification.services.documents import attach_photo
from cultivation.clock import now, today
from cultivation.problems import Problem


def record_visit(
    *,
    application: Application,
    actor: User,
    visited_on: dt.date,
    visitors: str,
    findings: str,
    conclusion: SiteVisit.Conclusion,
    photos: Sequence[tuple[str, bytes]] = (),
) -> SiteVisit:
    """Record who visited the firm when, what was found, with ``photos`` (name and content).

    Raises Problem ``not_yours``, ``case_closed``, ``visit_to_come``, ``visit_too_early``,
    ``visit_incomplete``, ``visit_there`` and those of photos (``not_a_picture`` and the like).
    """
    rows = Application.objects.select_for_update(of=("self",)).select_related(
        "tier__ladder", "batch"
    )
    application = rows.get(pk=application.pk)
    if not person_of(actor, application.tier).parties:
        raise Problem("not_yours", _("This is not for your account to do."), status=403)
    if application.state in CLOSED:
        # zh: 该件已办结，不再登记核查。
        raise Problem("case_closed", _("The case is closed: no visit is recorded."), status=409)
    if visited_on > today():
        # zh: 核查日期不能在今天之后。
        message = _("A visit is recorded after it was made; check the day.")
        raise Problem("visit_to_come", message, field="visited_on")
    first = application.batch.files_from
    if first is not None and visited_on < first:
        # zh: 核查日期早于该批次申报起始日 %(day)s；请核对日期。
        message = _("The batch takes applications from %(day)s on: a visit is not before it.")
        raise Problem("visit_too_early", message % {"day": first}, field="visited_on")
    if not (visitors.strip() and findings.strip()):
        # zh: 请填写核查人员和核查情况。
        raise Problem("visit_incomplete", _("Say who visited the firm, and what was found."))
    same = SiteVisit.objects.filter(
        application=application,
        visited_on=visited_on,
        visitors=visitors.strip(),
        findings=findings.strip(),
        conclusion=conclusion,
    )
    if same.exists():
        # zh: 同一次核查已经登记；无须重复登记。
        message = _("This very visit is recorded already; nothing is left to do.")
        raise Problem("visit_there", message, status=409)
    visit = SiteVisit.objects.create(
        application=application,
        firm_id=application.firm_id,
        visited_on=visited_on,
        visitors=visitors.strip(),
        findings=findings.strip(),
        conclusion=conclusion,
        recorded_by=actor,
        recorded_at=now(),
    )
    for name, content in photos:
        attach_photo(
            application=application,
            kind=photo_kind(visit),
            name=name,
            content=content,
            actor=actor,
        )
    return visit
