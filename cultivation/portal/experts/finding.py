"""Which scorings and cases these pages are about; what else there is to look at."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from cultivation.access import log as access_log
from cultivation.access.models import User
from cultivation.access.permissions import Act
from cultivation.certification.models import Application, Document, Requirement, Scoring
from cultivation.pages.views import StaffPage

TOGETHER = (
    "application__firm",
    "application__batch__standard",
    "application__tier__ladder__authority",
)


def scorings_of(user: User) -> "QuerySet[Scoring]":
    """What the expert was given and has no conflict in."""
    return Scoring.objects.visible_to(user).filter(expert=user.pk).select_related(*TOGETHER)


class OfScoring(StaffPage):
    """A page about one application that was given to the expert who asks; no other is there."""

    act = Act.SCORE

    @cached_property
    def scoring(self) -> Scoring:
        """The scoring of the address. Raises Http404."""
        found = scorings_of(self.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            if Scoring.objects.filter(pk=self.kwargs["pk"]).exists():
                access_log.record_out_of_scope(self.request, f"scoring {self.kwargs['pk']}")
            raise Http404
        return found

    @property
    def application(self) -> Application:
        return self.scoring.application


@dataclass(frozen=True)
class File:
    """A document as an expert sees it: what it is, its size, where it can be read."""

    name: str
    size: int
    address: str


def files_of(application: Application, user: User) -> list[File]:
    """The documents of ``application`` that count, as far as ``user`` may see them."""
    kinds = dict(
        Requirement.objects.filter(tier=application.tier_id).values_list("kind", "name_zh")
    )
    rows = Document.objects.visible_to(user).filter(application=application, withdrawn_on=None)
    return [
        File(
            name=_name(kinds.get(one.kind, ""), one.name),
            size=one.size,
            address=reverse("portal:case-document", args=[application.pk, one.pk]),
        )
        for one in rows
    ]


def _name(kind: str, name: str) -> str:
    """The name of the file, after what it is where it does not say so itself."""
    return name if kind in name else f"{kind}　{name}"
