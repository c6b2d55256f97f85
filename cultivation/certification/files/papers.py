"""Which documents an application has, needs and was promised."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models import (
    Application,
    Commitment,
    Document,
    Requirement,
    SiteVisit,
)

COMMITMENT, EVIDENCE, OTHER = "commitment", "evidence", "other"
# What no tier asks for, and the registry takes none the less.
OWN_KINDS = {
    # zh: 容缺承诺书
    COMMITMENT: _("Signed commitment"),
    # zh: 其他材料
    OTHER: _("Other document"),
}
# Evidence is attached to its objection, and to nothing else.
# zh: 异议证据
NAMES = OWN_KINDS | {EVIDENCE: _("Evidence of an objection")}
_PHOTO = "visit:"


def photo_kind(visit: SiteVisit) -> str:
    """The kind of the photos of ``visit``."""
    return f"{_PHOTO}{visit.pk}"


def is_photo(document: Document) -> bool:
    """Whether it is a photo of a visit."""
    return document.kind.startswith(_PHOTO)


def name_of(requirement: Requirement) -> str:
    """What a needed document is called, in the language of the page."""
    english = (get_language() or "").startswith("en")
    return requirement.name_en if english else requirement.name_zh


def asked_of(application: Application) -> list[Requirement]:
    """The documents that ``application`` needs or may have, in order."""
    rows = Requirement.objects.filter(
        tier=application.tier_id, applies_to__in=(Requirement.For.BOTH, application.kind)
    )
    return list(rows)


@dataclass(frozen=True)
class Paper:
    """A kind of document with the files that are there; ``due_on`` is the day it is promised by,
    ``late``: that day is over."""

    kind: str
    name: str
    needed: bool
    files: list[Document] = field(default_factory=list)
    due_on: dt.date | None = None
    late: bool = False

    @property
    def state(self) -> str:
        """``there``, ``promised``, ``missing``, or empty where it need not be."""
        if self.files:
            return "there"
        if self.due_on:
            return "promised"
        return "missing" if self.needed else ""


def papers(
    asked: Sequence[Requirement],
    documents: Iterable[Document],
    promised: Iterable[Commitment],
    day: dt.date,
) -> list[Paper]:
    """All kinds that are asked for, as of ``day``, and the others of which there are files; photos
    of visits and evidence of objections left out."""
    files: dict[str, list[Document]] = {}
    for one in documents:
        if one.withdrawn_on is None and not is_photo(one) and one.objection_id is None:
            files.setdefault(one.kind, []).append(one)
    due = {one.kind: one.due_on for one in promised if one.fulfilled_on is None}
    found = [
        Paper(
            one.kind,
            name_of(one),
            one.needed,
            files.pop(one.kind, []),
            due.get(one.kind),
            late=due.get(one.kind, day) < day,
        )
        for one in asked
    ]
    rest = (Paper(kind, str(NAMES.get(kind, kind)), False, files[kind]) for kind in files)
    return [*found, *rest]
