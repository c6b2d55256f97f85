"""What of the journal an account sees.

The journal stands below accounts and firms: the app that knows both says which firms an account
sees (``seen_by``), and each app says which of its rows are for every account (``publish``), which
for few (``reserve``), and which it keeps from whom (``keep_back``). What nobody spoke of is for
accounts of the whole city.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q


@dataclass(frozen=True)
class Sight:
    """What an account sees: everything of the ``city``, or what belongs to the firms ``subjects``.

    ``subjects`` is a subquery of their ids. ``reserved`` is for those who see reserved rows too.
    ``hidden`` is what an app keeps back all the same: the condition of the entries, by table; None
    for all of a table.
    """

    city: bool = False
    subjects: Any = None
    reserved: bool = False
    hidden: Mapping[str, Q | None] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        return not self.city and self.subjects is None

    @property
    def everything(self) -> bool:
        return self.city and self.reserved and not self.hidden

    @property
    def kept_back(self) -> Q:
        """The condition that an entry is kept back; of no entry where nothing is."""
        found = Q(pk__in=())
        for table, rows in self.hidden.items():
            found |= Q(table_name=table) if rows is None else Q(table_name=table) & rows
        return found

    @property
    def withheld(self) -> Q:
        """The condition that an entry is reserved or kept back from an account of the city."""
        tables = () if self.reserved else reserved_tables()
        return Q(table_name__in=tables) | self.kept_back

    @property
    def conditions(self) -> list[Q]:
        """The conditions of which one holds for every entry that is seen; never two.

        Each has its own index: where much is counted, they are asked one by one.
        """
        if self.nothing:
            return []
        if self.everything:
            return [Q()]
        if self.city:
            return [~self.withheld]
        own = Q(subject_id__in=self.subjects)
        return [
            own & ~self.kept_back if self.hidden else own,
            Q(table_name__in=published_tables()),
        ]

    @property
    def condition(self) -> Q:
        """The condition that an entry is seen."""
        return reduce(or_, self.conditions) if self.conditions else Q(pk__in=())


NOTHING = Sight()
EVERYTHING = Sight(city=True, reserved=True)
Eye = Callable[[Any], Sight]
Keeper = Callable[[Any], Mapping[str, Q | None]]
_eyes: list[Eye] = []
_keepers: list[Keeper] = []
_published: set[str] = set()
_reserved: set[str] = set()


def seen_by(eye: Eye) -> None:
    """Register who tells what an account sees; called once, when apps are ready."""
    _eyes[:] = [eye]


def publish(*models: type[Model]) -> None:
    """Register what is public anyway: every account may read what became of it."""
    _published.update(_tables(models))


def reserve(*models: type[Model]) -> None:
    """Register rows that not even every account of the whole city may read of."""
    _reserved.update(_tables(models))


def keep_back(keeper: Keeper) -> None:
    """Register who tells which entries are kept from an account that would see them."""
    _keepers.append(keeper)


def sight_of(user: Any) -> Sight:
    """What ``user`` sees; nothing as long as nobody tells."""
    found = _eyes[0](user) if _eyes else NOTHING
    if found.nothing:
        return found
    hidden = {table: rows for keeper in _keepers for table, rows in keeper(user).items()}
    return replace(found, hidden=hidden)


def published_tables() -> list[str]:
    """The tables of what is public, those that link its rows included."""
    return sorted(_published)


def reserved_tables() -> list[str]:
    """The tables that few may read of."""
    return sorted(_reserved)


def _tables(models: tuple[type[Model], ...]) -> set[str]:
    links = {many.m2m_db_table() for model in models for many in model._meta.local_many_to_many}
    return {model._meta.db_table for model in models} | links
