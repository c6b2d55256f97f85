"""Which file of ``fixtures/`` is which table. A new reference table needs one line here."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db.models import Field, ForeignKey, ManyToManyField, Model

from cultivation.access.models import Authority
from cultivation.certification.models import (
    CalendarYear,
    Procedure,
    Requirement,
    SpecialDay,
)
from cultivation.firms.models import Industry, SizeRule
from cultivation.ladders.models import Ladder, Tier
from cultivation.places.models import Block, District, Grouping, PlaceAlias, Zone
from cultivation.standards.models import Standard
from cultivation.standards.selectors import assessed
from cultivation.targets.models import PublishedFigure, Target

FOLDER = Path(__file__).resolve().parents[3] / "fixtures"


@dataclass(frozen=True)
class Table:
    """A file and its model. The columns of the file are the fields of the model, by name.

    ``edited``: people change its rows in the pages too; what they changed then stays as it is.
    """

    path: str
    model: type[Model]
    edited: bool = False

    @cached_property
    def key(self) -> str:
        """The name of the primary key, the stable code."""
        return self.model._meta.pk.name

    @cached_property
    def fields(self) -> dict[str, "Field[Any, Any]"]:
        return {field.name: field for field in self.model._meta.concrete_fields}

    @cached_property
    def many(self) -> dict[str, "ManyToManyField[Any, Any]"]:
        """Columns that name several rows of another table, by their codes."""
        return {field.name: field for field in self.model._meta.many_to_many}

    @cached_property
    def references(self) -> dict[str, type[Model]]:
        """Columns that name rows of a table, with the model they name."""
        single = {f.name: f for f in self.fields.values() if isinstance(f, ForeignKey)}
        return {name: field.related_model for name, field in {**single, **self.many}.items()}


@dataclass(frozen=True)
class Folder(Table):
    """A folder with one JSON document a row. ``fixed`` tells rows (by key) that cannot change."""

    fixed: Callable[[Collection[str]], set[str]] = lambda keys: set()


# In an order in which every reference points upwards, or into its own table.
TABLES = (
    Table("places/districts.csv", District),
    Table("places/zones.csv", Zone),
    Table("places/groupings.csv", Grouping, edited=True),
    Table("places/blocks.csv", Block, edited=True),
    Table("places/aliases.csv", PlaceAlias, edited=True),
    Table("access/authorities.csv", Authority),
    Table("firms/industries.csv", Industry, edited=True),
    Table("firms/size_rules.csv", SizeRule),
    Table("ladders/ladders.csv", Ladder, edited=True),
    Table("ladders/tiers.csv", Tier, edited=True),
    Table("certification/calendar_years.csv", CalendarYear, edited=True),
    Table("certification/special_days.csv", SpecialDay, edited=True),
    Table("certification/procedures.csv", Procedure, edited=True),
    Table("certification/requirements.csv", Requirement, edited=True),
    Table("targets/targets.csv", Target, edited=True),
    Table("targets/published_figures.csv", PublishedFigure, edited=True),
)
DOCUMENTS = (Folder("standards", Standard, fixed=assessed),)
