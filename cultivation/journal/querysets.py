"""Which revisions and entries an account may see: those about firms that it may see."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

if TYPE_CHECKING:
    from cultivation.journal.models import Entry, Revision  # noqa: F401

# Gives the subjects that an account may see: all of them (None), or their ids as a subquery. The
# journal stands below accounts and firms; who knows them says so (``seen_by``).
Subjects = Callable[[Any], Any]
_subjects: list[Subjects] = []


def seen_by(subjects: Subjects) -> None:
    """Register how to tell which subjects an account may see; called once, when apps are ready."""
    _subjects[:] = [subjects]


class _Nobody:
    """The account sees nothing at all."""


NOTHING = _Nobody()


def _seen(user: Any) -> Any:
    return _subjects[0](user) if _subjects else NOTHING


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: Any) -> Self:
        """The entries about rows that ``user`` may see; all of them for the whole city."""
        seen = _seen(user)
        if seen is None:
            return self
        return self.none() if seen is NOTHING else self.filter(subject_id__in=seen)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, user: Any) -> Self:
        """The revisions that ``user`` made, or that changed rows it may see."""
        from cultivation.journal.models import Entry

        seen = _seen(user)
        if seen is None:
            return self
        if seen is NOTHING:
            return self.none()
        entries = Entry.objects.filter(revision=OuterRef("pk"), subject_id__in=seen)
        return self.filter(Q(actor_id=user.pk) | Exists(entries))

    def told_to(self, user: Any) -> Self:
        """With ``told``: whether ``user`` may read the reason, which may speak of other rows."""
        from cultivation.journal.models import Entry

        seen = _seen(user)
        if seen is None:
            return self.annotate(told=models.Value(True))
        inside = [] if seen is NOTHING else seen
        entries = Entry.objects.filter(revision=OuterRef("pk"))
        others = entries.exclude(subject_id__in=inside)
        # An event of two firms names both: its reason does too.
        second = Cast(KeyTextTransform("other_id", "after"), models.BigIntegerField())
        shared = entries.annotate(second=second).filter(second__isnull=False)
        of_others = Exists(others) | Exists(shared.exclude(second__in=inside))
        return self.annotate(
            told=models.Case(
                models.When(Q(actor_id=user.pk) | ~of_others, then=True),
                default=False,
                output_field=models.BooleanField(),
            )
        )
