"""Which revisions and entries an account may see (``cultivation.journal.sight`` says why)."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from cultivation.journal.sight import Sight, sight_of

if TYPE_CHECKING:
    from cultivation.journal.models import Entry, Revision  # noqa: F401


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: Any) -> Self:
        """The entries about rows that ``user`` may see; all of them for the whole city."""
        return self.filter(sight_of(user).condition)

    def of(self, table: str, key: str) -> Self:
        """The entries of one row: the whole history of a record."""
        return self.filter(table_name=table, row_key=key)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, user: Any) -> Self:
        """The revisions that ``user`` made, or that changed rows it may see."""
        sight = sight_of(user)
        if sight.everything:
            return self
        if sight.nothing:
            return self.none()
        own = Q(actor_id=user.pk)
        if sight.city:
            hidden = Q(pk__in=_withheld(sight)) & ~Exists(_inside().filter(sight.condition))
            return self.filter(own | ~hidden)
        changed = (Q(Exists(_inside().filter(condition))) for condition in sight.conditions)
        return self.filter(reduce(or_, changed, own))

    def told_to(self, user: Any) -> Self:
        """With ``told``: whether ``user`` may read the reason, which may speak of hidden rows."""
        sight = sight_of(user)
        if sight.everything:
            return self.annotate(told=Value(True))
        if sight.city:
            others = Q(pk__in=_withheld(sight))
        else:
            # An event of two firms names both: its reason does too.
            second = Cast(KeyTextTransform("other_id", "after"), models.BigIntegerField())
            shared = _inside().annotate(second=second).filter(second__isnull=False)
            inside = () if sight.nothing else sight.subjects
            others = Q(Exists(_inside().exclude(sight.condition)))
            others |= Q(Exists(shared.exclude(second__in=inside)))
        return self.annotate(
            told=models.Case(
                models.When(Q(actor_id=user.pk) | ~others, then=True),
                default=False,
                output_field=models.BooleanField(),
            )
        )


def _inside() -> QuerySet["Entry"]:
    """The entries of a revision."""
    from cultivation.journal.models import Entry

    return Entry.objects.filter(revision=OuterRef("pk"))


def _withheld(sight: Sight) -> QuerySet[Any]:
    """The revisions that changed rows which an account of the city does not read of."""
    from cultivation.journal.models import Entry

    return Entry.objects.filter(sight.withheld).values("revision")
