"""The case page: an application with all that belongs to it, and what can be done with it."""

from functools import cached_property
from typing import Any

from django.urls import reverse

from cultivation.access.permissions import Act as May
from cultivation.access.permissions import may
from cultivation.certification.flow.cases import Case
from cultivation.certification.flow.states import State
from cultivation.certification.models import Application, Ban, Certification, Document
from cultivation.certification.scoring import spread
from cultivation.certification.selectors.judging import judge_applications
from cultivation.certification.selectors.renewing import remarks_on
from cultivation.certification.services.documents import may_attach, may_withdraw
from cultivation.certification.standing import in_words, last_day
from cultivation.clock import today
from cultivation.portal import labels
from cultivation.portal.cases import assessing, offering, stagebar, telling, waiting
from cultivation.portal.cases.base import OfCase
from cultivation.portal.cases.dossier import Dossier, dossier_of
from cultivation.portal.certificates.addresses import certificate_address
from cultivation.portal.firms import listing
from cultivation.standards.models import Assessment
from cultivation.standards.texts import Text

COLOURS = {
    State.CERTIFIED: "good",
    State.REFUSED: "trouble",
    State.NOT_RECOMMENDED: "trouble",
    State.RETURNED: "attention",
    State.RETURNED_TO_DISTRICT: "attention",
    State.OBJECTED: "attention",
}


class CasePage(OfCase):
    template_name = "portal/cases/case.html"

    @cached_property
    def dossier(self) -> Dossier:
        return dossier_of(self.application)

    @cached_property
    def case(self) -> Case:
        return self.dossier.case()

    def context(self) -> dict[str, Any]:
        one, dossier = self.application, self.dossier
        documents = dossier.for_eyes_of(self.sees_reserved)
        acts = offering.buttons(one, self.case, self.person, dossier)
        return {
            "one": one,
            "tier": labels.name(one.tier),
            "certificate_address": self._certificate(),
            "ban": self._ban(),
            "remarks": remarks_on(one.renews) if one.renews and one.is_open else (),
            "state_colour": COLOURS.get(State(one.state), "info"),
            "time_left": waiting.time_left(one.due_on if one.is_open else None, today()),
            "neighbours": waiting.neighbours(one, self.user),
            "queue_address": reverse("portal:cases"),
            "steps": stagebar.steps(self.case, telling.last_days(dossier.acts), one.filed_on),
            "main_acts": [act for act in acts if act.lead],
            "other_acts": [act for act in acts if not act.lead],
            "notice_rows": [
                (row, reverse("portal:notice-staff", args=[row.notice.number]))
                for row in dossier.notice_rows
            ],
            "scoring_address": reverse("portal:case-scoring", args=[one.pk]),
            "objections": dossier.objected(documents),
            **self._assessment(),
            **self._firm(),
            **self._documents(documents),
            "visits": dossier.photos(documents),
            "scorings": dossier.scorings if self.sees_reserved else None,
            "spread": spread(
                [
                    one.total
                    for one in dossier.scorings
                    if one.total is not None and not one.conflict
                ]
            ),
            "history": self._history(documents),
        }

    def _certificate(self) -> str:
        """Where the certificate of what it led to is printed."""
        if self.application.state != State.CERTIFIED:
            return ""
        rows = Certification.objects.visible_to(self.user).select_related("certificate")
        held = rows.filter(application=self.application).first()
        return certificate_address(held) if held else ""

    def _ban(self) -> Ban | None:
        """The ban that is in force today and lasts longest."""
        day = today()
        running = [
            ban
            for ban in self.dossier.bans
            if ban.lifted_on is None and ban.from_day <= day < ban.until
        ]
        return max(running, key=lambda ban: ban.until, default=None)

    def _assessment(self) -> dict[str, Any]:
        one = self.application
        judgement = judge_applications([one]).get(one.pk)
        if judgement is None:
            return {"assessed": None}
        works = may(self.user, May.WORK_ON_FIRMS) and one.is_open
        return {"assessed": assessing.assessed(one, judgement, self.dossier.acts, works=works)}

    def _firm(self) -> dict[str, Any]:
        one, day = self.application, today()
        firm = one.firm
        earlier = Application.objects.visible_to(self.user).filter(firm=one.firm_id)
        held = getattr(firm, "held_then")  # noqa: B009
        return {
            "firm": firm,
            "place": listing.place(firm),
            "industry": listing.industry(firm),
            "titles": [
                (h, labels.name(h.tier), in_words(h, day), last_day(h.holds_to)) for h in held
            ],
            "bans": self.dossier.bans,
            "earlier": [
                (other, labels.name(other.tier))
                for other in earlier.exclude(pk=one.pk)
                .select_related("tier", "batch")
                .order_by("-pk")[:10]
            ],
        }

    def _documents(self, documents: list[Document]) -> dict[str, Any]:
        one, person = self.application, self.person
        papers = self.dossier.papers(documents)
        return {
            "papers": papers,
            "missing": sum(one.state == "missing" for one in papers),
            "promised": sum(one.state == "promised" for one in papers),
            "late": sum(one.state == "promised" and one.late for one in papers),
            "withdrawn": [
                one for one in documents if one.withdrawn_on and one.objection_id is None
            ],
            "attach_address": reverse("portal:case-attach", args=[one.pk])
            if may_attach(person, one.state)
            else "",
            "withdrawable": {d.pk for d in documents if may_withdraw(person, d, one.state)},
            "visit_address": reverse("portal:case-visit", args=[one.pk])
            if may_attach(person, one.state)
            else "",
        }

    def _history(self, documents: list[Document]) -> list[telling.Told]:
        acts = self.dossier.acts
        last = self.application.assessment
        kept = {last.pk: last} if last else {}
        others = {act.seen.get("assessment") for act in acts} - {None, *kept}
        kept |= Assessment.objects.in_bulk(others) if others else {}
        criteria = {
            one["id"]: str(Text.of(one["text"]))
            for assessment in kept.values()
            for one in assessment.result["criteria"]
        }
        return telling.told(acts, documents, kept, criteria)
