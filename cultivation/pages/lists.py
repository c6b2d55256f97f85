"""Lists of records: filters in words and with counts, columns, order, pages, exports."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from cultivation.access import log as access_log
from cultivation.access.permissions import Act, may
from cultivation.pages import exports, saved
from cultivation.pages.columns import Cell, Column, State, Text
from cultivation.pages.facets import Chip, Control, Facet, Field, Option, address, options
from cultivation.pages.paging import neighbours, page_number, wrong
from cultivation.pages.views import StaffPage

__all__ = ["Column", "Facet", "Field", "ListPage", "State", "Text"]

PAGE = 50
# How many rows of an export are in memory at a time.
CHUNK = 2000


class Line:
    """One row of the list on the page: its cells, where it leads, its key (to pick it)."""

    def __init__(self, cells: list[Cell], address: str, key: Any = "") -> None:
        self.cells, self.address, self.key = cells, address, key


class ListPage(StaffPage):
    """A list. Subclasses say ``heading``, ``parameter_set``, ``columns`` and ``rows``.

    ``facets`` are offered as links with counts, ``fields`` in the form above; ``unoffered`` are
    taken from an address only (a link of another page), and named like the others. ``unit`` is the
    measure word of its rows (家, 条). Any list can be exported as it is filtered, by accounts
    that may, from the same address with ``export=xlsx`` or ``csv``.

    ``unspoken`` are parameters whose values may name persons: they stay out of the access log.
    ``saved_as`` is the name of its address, where its filters can be saved under a name; ``picks``
    gives rows a box to tick, which belongs to a form with the id ``picked``.
    """

    template_name = "pages/list.html"
    further = ("page", "order", "export")
    heading: Text = ""
    lead: Text = ""
    unit: Text = ""
    empty: Text = ""
    columns: Sequence[Column] = ()
    facets: Sequence[Facet] = ()
    fields: Sequence[Field] = ()
    unoffered: Sequence[Facet | Field] = ()
    unspoken: tuple[str, ...] = ()
    default_order: tuple[Any, ...] = ("-pk",)
    export_name = "list"
    export_act: Act = Act.EXPORT
    saved_as = ""
    picks = False

    def tabs(self) -> list[tuple[Text, str, bool]]:
        """Neighbouring pages: (label, address, whether it is this one)."""
        return []

    def subtabs(self) -> list[tuple[Text, str, bool]]:
        """Pages below the open tab, likewise."""
        return []

    def exported(self, kind: str) -> None:
        """Called before the list goes out as a file of ``kind``: puts that on record."""
        words = self.in_words(self.unspoken)
        access_log.record_export(self.request, self.export_name, words, self.total, kind)

    def rows(self) -> QuerySet[Any]:
        """All rows that the account may see."""
        raise NotImplementedError

    def row_address(self, row: Any) -> str:
        """Where a click on a row leads; nothing by default."""
        return ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "export" in self.given:
            if not self.may_export:
                raise PermissionDenied
            response = exports.respond(self, self.given["export"])
            self.exported(self.given["export"])
            return response
        return self.render()

    @property
    def may_export(self) -> bool:
        """Whether this account may take the list away as a file."""
        return may(self.user, self.export_act)

    @cached_property
    def narrowed(self) -> QuerySet[Any]:
        """The rows as they are asked for, in their order."""
        rows = self.parameters.narrow(self.rows()) if self.parameter_set else self.rows()
        return rows.order_by(*self.order_fields())

    @cached_property
    def total(self) -> int:
        """How many rows there are."""
        return self.narrowed.order_by().count()

    def order_fields(self) -> tuple[Any, ...]:
        """The fields to sort by; the last one makes the order a total one."""
        asked = self.given.get("order", "")
        if not asked:
            return self.default_order
        field = self._sortable().get(asked.removeprefix("-"))
        if field is None:
            raise wrong("order", asked, [*self._sortable()])
        return (f"-{field}" if asked.startswith("-") else field, "pk")

    def _sortable(self) -> dict[str, str]:
        return {column.key: column.order for column in self.columns if column.order}

    # --- what the template shows ---

    def context(self) -> dict[str, Any]:
        number = page_number(self.given.get("page", "1"))
        found = list(self.detailed(self.narrowed)[(number - 1) * PAGE : number * PAGE])
        visible = [column for column in self.columns if not column.exported_only]
        return {
            "lines": [
                Line(
                    [column.cell(row) for column in visible],
                    self.row_address(row),
                    getattr(row, "pk", ""),
                )
                for row in self.prepared(found)
            ],
            "heads": [self._head(column) for column in visible],
            "chips": self.chips,
            "facet_options": self.facet_options(),
            **self._controls(),
            "kept": self._kept(),
            "export_xlsx": address(self.request.GET, export="xlsx"),
            "export_csv": address(self.request.GET, export="csv"),
            **saved.context(self.saved_as, self.user, self.request),
            **neighbours(
                self.request.GET, number=number, size=PAGE, shown=len(found), total=self.total
            ),
        }

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """``rows`` with all that the columns need beside the row itself (prefetched, annotated)."""
        return rows

    def prepared(self, rows: list[Any]) -> list[Any]:
        """The rows of one page, with what is best looked up for all of them at once."""
        return rows

    def export_rows(self) -> Iterator[Any]:
        """All rows of the list as it is narrowed, for an export: prepared a few at a time."""
        batch: list[Any] = []
        for row in self.detailed(self.narrowed).iterator(chunk_size=CHUNK):
            batch.append(row)
            if len(batch) == CHUNK:
                yield from self.prepared(batch)
                batch = []
        yield from self.prepared(batch)

    def _head(self, column: Column) -> dict[str, Any]:
        asked = self.given.get("order", "")
        up, down = column.key, f"-{column.key}"
        turned = down if asked == up else up
        return {
            "column": column,
            "address": address(self.request.GET, order=turned) if column.order else "",
            "sort": {up: "ascending", down: "descending"}.get(asked, ""),
        }

    @cached_property
    def chips(self) -> list[Chip]:
        """What the list is narrowed by, in words."""
        labels: dict[str, Callable[[str], tuple[Any, str]]] = {}
        for one in (*self.facets, *self.fields, *self.unoffered):
            labels[one.name] = (
                self._facet_words(one) if isinstance(one, Facet) else self._field_words(one)
            )
        chips = []
        for name, value in self.given.items():
            if name not in self.further:
                label, words = labels.get(name, lambda text, name=name: (name, text))(value)
                where = address(self.request.GET, **{name: None})
                chips.append(Chip(str(label), words, where, name))
        return chips

    def _facet_words(self, facet: Facet) -> Callable[[str], tuple[Any, str]]:
        def words(value: str) -> tuple[Any, str]:
            names = self._labels(facet)
            # zh: 、
            return facet.label, _(", ").join(names.get(code, code) for code in value.split(","))

        return words

    def _field_words(self, field: Field) -> Callable[[str], tuple[Any, str]]:
        def words(value: str) -> tuple[Any, str]:
            return field.label, str(dict(field.options).get(value, value))

        return words

    def in_words(self, unspoken: tuple[str, ...] = ()) -> str:
        """The filter in words, for headings and files; empty when there is none.

        Parameters: ``unspoken`` (names of parameters whose values are left out).
        """
        return " · ".join(
            f"{chip.label}：{'…' if chip.name in unspoken else chip.value}" for chip in self.chips
        )

    def facet_options(self) -> list[tuple[Facet, list[Option]]]:
        """Each facet with its codes; counts are of the rows narrowed by everything else."""
        found = []
        for facet in self.facets:
            counts = facet.counts(self._without(facet.name)) if facet.counts else None
            chosen = [code for code in self.given.get(facet.name, "").split(",") if code]
            labels = self._labels(facet)
            found.append((facet, options(facet, labels, chosen, counts, self.request.GET)))
        return found

    def _without(self, name: str) -> QuerySet[Any]:
        if name not in self.given:
            return self.narrowed.order_by()
        return self.parameters.without(name).narrow(self.rows()).order_by()

    def _labels(self, facet: Facet) -> dict[str, str]:
        """The names of the codes of ``facet``, looked up once a page."""
        if facet.name not in self._looked_up:
            self._looked_up[facet.name] = facet.labels()
        return self._looked_up[facet.name]

    @cached_property
    def _looked_up(self) -> dict[str, dict[str, str]]:
        return {}

    def controls(self) -> list[Control]:
        """The fields of the form with their values."""
        declared = self.parameter_set.declared() if self.parameter_set else {}
        found = []
        for field in self.fields:
            value = self.given.get(field.name, "")
            choices = [(code, str(label), code == value) for code, label in field.options]
            found.append(Control(field, field.kind(declared), value, choices))
        return found

    def _controls(self) -> dict[str, Any]:
        """The fields that are always there (the wide ones, or all), and those behind "more"."""
        controls = self.controls()
        wide = [one for one in controls if one.field.wide]
        more = [one for one in controls if wide and not one.field.wide]
        return {
            "main_controls": wide or controls,
            "more_controls": more,
            "more_open": any(one.value for one in more),
        }

    def _kept(self) -> list[tuple[str, str]]:
        """What the form has to pass on: everything asked for that is none of its fields."""
        own = {field.name for field in self.fields} | {"page"}
        return [(name, value) for name, value in self.given.items() if name not in own]


def flag_options(yes: Text, no: Text) -> tuple[tuple[str, Text], ...]:
    """The options of a parameter that is true or false, in words."""
    return (("true", yes), ("false", no))
