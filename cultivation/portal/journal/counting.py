"""How many entries of a revision an account may see."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from django.db.models import Count, OuterRef, Subquery

from cultivation.access.models import User
from cultivation.access.scope import scope_of
from cultivation.clock import today
from cultivation.journal.keeping import kept, state
from cultivation.journal.models import Entry, Revision
from cultivation.journal.sight import sight_of

# What has more entries is counted once and kept: the first load of a city has millions.
MANY = 5000
Counts = TypeVar("Counts")


def counted(revisions: Sequence[Revision], user: User) -> dict[int, int]:
    """How many entries of each of ``revisions`` the account may see, by their ids."""
    large = _large(revisions)
    found = _counts({one.pk for one in revisions} - large, user)
    if large:
        found |= _keeping(("entries of", frozenset(large)), user, lambda: _counts(large, user))
    return {one.pk: found.get(one.pk, 0) for one in revisions}


def by_kind(revision: int, user: User) -> dict[str, int]:
    """How many entries of each table the account may see of the revision of that id."""

    def count() -> dict[str, int]:
        seen = Entry.objects.visible_to(user).filter(revision=revision)
        return dict(seen.values_list("table_name").annotate(n=Count("pk")).order_by())

    return _keeping(("entries by kind", revision), user, count)


def _keeping(what: tuple[Hashable, ...], user: User, count: Callable[[], Counts]) -> Counts:
    scope = scope_of(user)
    if scope.city:
        # What a revision wrote stays; only the firms of a district come and go.
        whose = (user.role, user.authority_id, sight_of(user).reserved)
        return kept((0, 0), (*what, *whose), count)
    return kept(state(), (*what, scope, today()), count)


def _counts(revisions: Iterable[int], user: User) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for condition in sight_of(user).conditions:
        seen = Entry.objects.filter(condition, revision__in=revisions)
        for pk, n in seen.values_list("revision").annotate(n=Count("pk")).order_by():
            found[pk] += n
    return found


def _large(revisions: Sequence[Revision]) -> set[int]:
    entries = Entry.objects.filter(revision=OuterRef("pk")).order_by()
    beyond = Subquery(entries.values("pk")[MANY : MANY + 1])
    rows = Revision.objects.filter(pk__in=[one.pk for one in revisions])
    return set(rows.annotate(beyond=beyond).exclude(beyond=None).values_list("pk", flat=True))
