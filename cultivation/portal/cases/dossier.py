"""Everything on file about one application, read once for its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cultivation.certification.files.papers import Paper, papers, photo_kind
from cultivation.certification.flow.cases import Case
from cultivation.certification.models import (
    Act,
    Application,
    Ban,
    Commitment,
    Document,
    NoticeRow,
    Objection,
    Requirement,
    Scoring,
    SiteVisit,
)
from cultivation.certification.selectors.cases import cases_of
from cultivation.clock import today
from cultivation.portal.firms import listing


@dataclass(frozen=True)
class Dossier:
    """The rows of an application. ``documents`` are all of them: ask ``for_eyes_of``."""

    application: Application
    acts: Sequence[Act]
    documents: Sequence[Document]
    commitments: Sequence[Commitment]
    visits: Sequence[SiteVisit]
    scorings: Sequence[Scoring]
    asked: Sequence[Requirement]
    notice_rows: Sequence[NoticeRow]
    objections: Sequence[Objection]
    bans: Sequence[Ban]

    def case(self) -> Case:
        """The case, without reading again what is here."""
        one, day = self.application, today()
        firm: Any = one.firm
        procedure = getattr(one.tier, "procedure", None)
        bans = [
            ban.until
            for ban in self.bans
            if ban.lifted_on is None and ban.from_day <= day < ban.until
        ]
        known: dict[str, list[Any]] = {
            "procedures": [procedure] if procedure else [],
            "notices": [
                (one.pk, row.notice.last_day)
                for row in sorted(self.notice_rows, key=lambda row: row.notice.last_day)
                if row.notice.withdrawn_on is None
            ],
            "objections": [one.pk for row in self.objections if row.state == Objection.State.OPEN],
            "bans": [(firm.pk, max(bans))] if bans else [],
            "outside": [firm.pk for row in firm.residences_then if row.outside],
            "held": [(firm.pk, row.tier_id) for row in firm.held_then],
            "acts": [(one.pk, row.doing, row.actor_id) for row in self.acts],
            "documents": [(one.pk, d.kind) for d in self.documents if d.withdrawn_on is None],
            "commitments": [(one.pk, c.kind, c.due_on, c.fulfilled_on) for c in self.commitments],
            "visits": [(one.pk, row.conclusion) for row in self.visits],
            "scorings": [(one.pk, row.scored_on) for row in self.scorings if not row.conflict],
            "required": [
                (one.tier_id, r.kind, r.applies_to, r.name_zh) for r in self.asked if r.needed
            ],
        }
        return cases_of([one], day, known)[one.pk]

    def for_eyes_of(self, sees_reserved: bool) -> list[Document]:
        """The documents without those that are reserved."""
        return [one for one in self.documents if sees_reserved or not one.reserved]

    def papers(self, documents: Sequence[Document]) -> list[Paper]:
        """What is asked for, there, promised and missing, among ``documents``."""
        return papers(self.asked, documents, self.commitments, today())

    def objected(self, documents: Sequence[Document]) -> list[tuple[Objection, list[Document]]]:
        """The objections, each with its evidence among ``documents``."""
        there = [one for one in documents if one.withdrawn_on is None]
        return [(one, [d for d in there if d.objection_id == one.pk]) for one in self.objections]

    def photos(self, documents: Sequence[Document]) -> list[tuple[SiteVisit, list[Document]]]:
        """The visits, each with its photos among ``documents``."""
        return [
            (
                visit,
                [d for d in documents if d.kind == photo_kind(visit) and d.withdrawn_on is None],
            )
            for visit in self.visits
        ]


def dossier_of(application: Application) -> Dossier:
    """The dossier of ``application``, whose firm gets where it is and what it holds today.

    Whoever sees the application sees the objections to it: both follow the firm.
    """
    one = application
    listing.put_on(today(), [one.firm])
    notice_rows = NoticeRow.objects.filter(application=one).select_related("notice")
    kinds = (Requirement.For.BOTH, one.kind)
    return Dossier(
        application=one,
        acts=list(Act.objects.filter(application=one).order_by("id")),
        documents=list(
            Document.objects.filter(application=one)
            .select_related("uploaded_by", "objection")
            .order_by("id")
        ),
        commitments=list(Commitment.objects.filter(application=one)),
        visits=list(SiteVisit.objects.filter(application=one).select_related("recorded_by")),
        scorings=list(Scoring.objects.filter(application=one).select_related("expert")),
        asked=list(Requirement.objects.filter(tier=one.tier_id, applies_to__in=kinds)),
        notice_rows=list(notice_rows.order_by("notice_id")),
        objections=list(Objection.objects.filter(application=one)),
        bans=list(Ban.objects.filter(firm=one.firm_id)),
    )
