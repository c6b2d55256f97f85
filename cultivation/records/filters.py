"""What a list of the admin can be narrowed by: codes by name, each with its number of rows."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

Labels = dict[str, Any]
NONE = "none"


class Codes(SimpleListFilter):
    """Rows by the codes of a column. Counts are one GROUP BY, not one COUNT a code.

    Subclasses say ``title``, ``parameter_name``, ``column`` and ``labels``; where a row has several
    codes, or the code of another table, also ``narrowed`` and ``counted``.
    """

    column: ClassVar[str] = ""
    nullable: ClassVar[bool] = False
    text: ClassVar[bool] = False
    with_counts: ClassVar[bool] = True

    def labels(self) -> Labels:
        """The codes with their names, in order."""
        raise NotImplementedError

    def narrowed(self, rows: QuerySet[Any], code: str) -> QuerySet[Any]:
        """The ``rows`` of a code."""
        if code != NONE:
            return rows.filter(**{self.column: code})
        return rows.filter(self._unknown())

    def counted(self, rows: QuerySet[Any]) -> dict[Any, int]:
        """How many ``rows`` have each code."""
        found = rows.order_by().values_list(self.column).annotate(n=Count("pk"))
        return {NONE if code in (None, "") else code: n for code, n in found}

    def _unknown(self) -> Q:
        null = Q(**{f"{self.column}__isnull": True})
        return null | Q(**{self.column: ""}) if self.text else null

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        # A list makes its filters anew for the counts of each of them: the names are read once.
        kept = request.__dict__.setdefault("_labels_of_filters", {})
        if self.parameter_name not in kept:
            # zh: 未填
            empty = {NONE: _("not given")} if self.nullable else {}
            kept[self.parameter_name] = list((self.labels() | empty).items())
        found: list[tuple[str, Any]] = kept[self.parameter_name]
        return found

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        code = self.value()
        if code is None:
            return queryset
        if code not in dict(self.lookup_choices):
            raise IncorrectLookupParameters
        return self.narrowed(queryset, code)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        assert self.parameter_name
        counts = self._counts(changelist) if self.with_counts else {}
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            # zh: 全部
            "display": _("all"),
        }
        for code, label in self.lookup_choices:
            chosen = self.value() == str(code)
            if counts.get(code) or chosen or not self.with_counts:
                yield {
                    "selected": chosen,
                    "query_string": changelist.get_query_string({self.parameter_name: code}),
                    "display": label,
                    "count": counts.get(code, 0) if self.with_counts else None,
                }

    def _counts(self, changelist: ChangeList) -> dict[str, int]:
        """The counts of the rows that everything else leaves."""
        rows = changelist.get_queryset(self.request, exclude_parameters=self.expected_parameters())
        return {str(code): n for code, n in self.counted(rows).items()}


def by_choice(model: type[Model], name: str, title: Any) -> type[Codes]:
    """A filter by a field with choices."""
    field: Any = model._meta.get_field(name)

    def labels() -> Labels:
        return {str(code): label for code, label in field.flatchoices if code}

    return _made(name, title, name, labels, nullable=field.blank, text=True)


def by_reference(column: str, title: Any, target: type[Model], *, nullable: bool) -> type[Codes]:
    """A filter by a row of a reference table; ``column`` may lead there over other tables."""

    def labels() -> Labels:
        name = "name_en" if (get_language() or "").startswith("en") else "name_zh"
        return dict(target._default_manager.values_list("pk", name))

    return _made(column.replace("__", "_"), title, column, labels, nullable=nullable)


def by_flag(name: str, title: Any, yes: Any, no: Any, condition: Q) -> type[Codes]:
    """A filter by whether a row meets ``condition``, in words."""

    def narrowed(self: Codes, rows: QuerySet[Any], code: str) -> QuerySet[Any]:
        return rows.filter(condition if code == "yes" else ~condition)

    def counted(self: Codes, rows: QuerySet[Any]) -> dict[Any, int]:
        found = rows.order_by().aggregate(every=Count("pk"), met=Count("pk", filter=condition))
        return {"yes": found["met"], "no": found["every"] - found["met"]}

    made = _made(name, title, name, lambda: {"yes": yes, "no": no}, nullable=False)
    return type(made.__name__, (made,), {"narrowed": narrowed, "counted": counted})


def _made(
    parameter: str, title: Any, column: str, labels: Callable[[], Labels], **further: Any
) -> type[Codes]:
    content = {
        "parameter_name": parameter,
        "title": title,
        "column": column,
        "labels": lambda self: labels(),
        **further,
    }
    return type(f"By_{parameter}", (Codes,), content)
