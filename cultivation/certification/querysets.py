"""Which certifications: in the library on a day, whose rows."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import CharField, Q
from django.db.models.functions import Cast

from cultivation.access.models import Role, User
from cultivation.access.permissions import Act, may
from cultivation.access.scope import scope_of
from cultivation.certification.flow.states import OPEN
from cultivation.firms.querysets import OfFirmQuerySet

if TYPE_CHECKING:
    from cultivation.certification.models import (  # noqa: F401
        Application,
        Batch,
        Certification,
        Notice,
        Objection,
    )


class CertificationQuerySet(OfFirmQuerySet):
    def as_of(self, day: dt.date) -> Self:
        """The certifications in their library on ``day``: ``valid_from <= day < holds_to``."""
        return self.filter(Q(holds_to__isnull=True) | Q(holds_to__gt=day), valid_from__lte=day)


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The batches that ``user`` may see: those called for, and those of its certifications."""
        from cultivation.certification.models import Certification

        scope = scope_of(user)
        if scope.city:
            return self
        if scope.nothing:
            return self.none()
        held = Certification.objects.visible_to(user).values("batch")
        return self.filter(Q(pk__in=held) | Q(files_from__isnull=False))


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The applications of the firms whose rows ``user`` may see; an expert sees those that it
        was given, until they are decided."""
        from cultivation.firms.models import Firm

        scope = scope_of(user)
        if scope.city:
            return self
        if may(user, Act.SCORE):
            return self.filter(state__in=OPEN, scorings__expert=user.pk, scorings__conflict=False)
        if scope.nothing:
            return self.none()
        return self.filter(firm__in=Firm.objects.visible_to(user))


class OfApplicationQuerySet(models.QuerySet[Any]):
    """Rows that belong to an application, by their column ``application``."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The rows of the applications that ``user`` may see."""
        from cultivation.certification.models import Application

        if scope_of(user).city:
            return self
        return self.filter(application__in=Application.objects.visible_to(user))


class ScoringQuerySet(OfApplicationQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """As all of an application; an expert sees only what it gave itself, decided or not."""
        if not scope_of(user).city and may(user, Act.SCORE):
            return self.filter(expert=user.pk, conflict=False)
        return super().visible_to(user)


class DocumentQuerySet(OfApplicationQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """As all of an application; what is reserved only for the bureau of its ladder, auditors
        and the administrator, evidence of objections as the objections themselves."""
        rows = super().visible_to(user)
        if not may(user, Act.SEE):
            rows = rows.exclude(kind="evidence")
        if not isinstance(user, User) or user.is_superuser or user.role == Role.AUDITOR:
            return rows
        own = Q(application__tier__ladder__authority=user.authority_id)
        return rows.filter(Q(reserved=False) | (own if user.role == Role.BUREAU else Q(pk=None)))


class NoticeQuerySet(models.QuerySet["Notice"]):
    def published(self, day: dt.date) -> Self:
        """The notices that the public has seen by ``day``, those withdrawn left out."""
        return self.filter(published_on__lte=day, withdrawn_on__isnull=True)


class ObjectionQuerySet(OfFirmQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The objections to firms whose rows ``user`` may see.

        They carry names of persons: no machine reads them, however wide its scope.
        """
        return super().visible_to(user) if may(user, Act.SEE) else self.none()


def kept_back(user: User | AnonymousUser) -> Mapping[str, Q | None]:
    """What the journal keeps from ``user``, by table: the documents that it may not see, and, from
    districts, who scored and what (``journal.sight.keep_back``)."""
    from cultivation.certification.models import Document, Scoring

    if not isinstance(user, User) or user.is_superuser or user.role == Role.AUDITOR:
        return {}
    reserved = Document.objects.filter(reserved=True)
    if user.role == Role.BUREAU:
        reserved = reserved.exclude(application__tier__ladder__authority=user.authority_id)
    keys = reserved.annotate(key=Cast("pk", CharField())).values("key")
    found: dict[str, Q | None] = {Document._meta.db_table: Q(row_key__in=keys)}
    if not scope_of(user).city:
        found[Scoring._meta.db_table] = None
    return found
