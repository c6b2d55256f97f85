"""Which revisions and entries an account may see (``cultivation.journal.sight`` says why)."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from cultivation.journal.sight import Sight, published_tables, reserved_tables, sight_of

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
            hidden = Q(pk__in=_reserved()) & ~Exists(_inside(sight))
            return self.filter(own | ~hidden)
        # Two sets, each over its own index: one condition for both would read all entries.
        return self.filter(
            own
            | Q(pk__in=_entries().filter(subject_id__in=sight.subjects).values("revision"))
            | Q(pk__in=_entries().filter(table_name__in=published_tables()).values("revision"))
        )

    def told_to(self, user: Any) -> Self:
        """With ``told``: whether ``user`` may read the reason, which may speak of hidden rows."""
        sight = sight_of(user)
        if sight.everything:
            return self.annotate(told=Value(True))
        if sight.city:
            others = Q(pk__in=_reserved())
        else:
            unseen = _entries().filter(revision=OuterRef("pk")).exclude(sight.condition)
            others = Q(Exists(unseen))
        return self.annotate(
            told=models.Case(
                models.When(Q(actor_id=user.pk) | ~others, then=True),
                default=False,
                output_field=models.BooleanField(),
            )
        )


def _entries() -> QuerySet["Entry"]:
    from cultivation.journal.models import Entry

    return Entry.objects.all()


def _inside(sight: Sight) -> QuerySet["Entry"]:
    """The entries of a revision that are seen."""
    return _entries().filter(sight.condition, revision=OuterRef("pk"))


def _reserved() -> QuerySet[Any]:
    """The revisions that changed reserved rows."""
    return _entries().filter(table_name__in=reserved_tables()).values("revision")
