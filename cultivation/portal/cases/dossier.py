"""Everything on file about one application, read once for its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cultivation.access.models import User
from cultivation.certification.files.papers import Paper, papers, photo_kind
from cultivation.certification.flow.cases import Case
from cultivation.certification.models import (
    Act,
    Application,
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

    def case(self) -> Case:
        """The case, without reading again what is here."""
        one = self.application
        known: dict[str, list[tuple[Any, ...]]] = {
            "acts": [(one.pk, row.doing, row.actor_id) for row in self.acts],
            "documents": [(one.pk, d.kind) for d in self.documents if d.withdrawn_on is None],
            "commitments": [(one.pk, c.kind, c.due_on, c.fulfilled_on) for c in self.commitments],
            "visits": [(one.pk, row.conclusion) for row in self.visits],
            "scorings": [(one.pk, row.scored_on) for row in self.scorings if not row.conflict],
            "required": [
                (one.tier_id, r.kind, r.applies_to, r.name_zh) for r in self.asked if r.needed
            ],
        }
        return cases_of([one], today(), known)[one.pk]

    def for_eyes_of(self, sees_reserved: bool) -> list[Document]:
        """The documents without those that are reserved."""
        return [one for one in self.documents if sees_reserved or not one.reserved]

    def papers(self, documents: Sequence[Document]) -> list[Paper]:
        """What is asked for, there, promised and missing, among ``documents``."""
        return papers(self.asked, documents, self.commitments)

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
    """The dossier of ``application``, in six queries."""
    one = application
    kinds = (Requirement.For.BOTH, one.kind)
    return Dossier(
        application=one,
        acts=list(Act.objects.filter(application=one).order_by("id")),
        documents=list(
            Document.objects.filter(application=one).select_related("uploaded_by").order_by("id")
        ),
        commitments=list(Commitment.objects.filter(application=one)),
        visits=list(SiteVisit.objects.filter(application=one).select_related("recorded_by")),
        scorings=list(Scoring.objects.filter(application=one).select_related("expert")),
        asked=list(Requirement.objects.filter(tier=one.tier_id, applies_to__in=kinds)),
    )


def notices_of(application: Application) -> list[NoticeRow]:
    """The notices in which ``application`` stood or stands."""
    rows = NoticeRow.objects.filter(application=application).select_related("notice")
    return list(rows.order_by("notice_id"))


def objections_of(application: Application, user: User) -> list[Objection]:
    """The objections to it that ``user`` may see: they name persons."""
    return list(Objection.objects.visible_to(user).filter(application=application))
