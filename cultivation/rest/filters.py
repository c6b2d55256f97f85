"""Filters of lists that refuse what they do not know.

django-filter ignores unknown parameters and has no switch for it; here the view checks all names
and values first (``cultivation.rest.views``), and a set of filters only sees what is right.
"""

from collections.abc import Mapping
from copy import copy
from typing import Any, Self

import django_filters
from django.db.models import Q, QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from cultivation.rest import fields
from cultivation.rest.refusals import Refusal, refusal


class Parameter(django_filters.Filter):
    """A parameter of a FilterSet that does nothing by itself: the set reads it from ``asked``."""

    field_class: type[fields.Parameter] = fields.Parameter

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs


class Day(Parameter):
    field_class = fields.Day


class Year(Parameter):
    field_class = fields.Year


class Flag(Parameter):
    field_class = fields.Flag


class Choice(Parameter):
    field_class = fields.Choice


class Codes(Parameter):
    field_class = fields.CodeList


class Text(Parameter):
    field_class = fields.Text


class StrictFilterSet(django_filters.FilterSet):
    """The parameters of an endpoint, and what they do to its rows.

    Subclasses declare parameters and write ``narrow``. ``asked`` holds the values that were given,
    ``user`` is whoever asks.
    """

    user: Any = None
    _asked: dict[str, Any] | None = None

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(data=dict(data), queryset=self._meta.model._default_manager.none())

    @classmethod
    def declared(cls) -> dict[str, Parameter]:
        """The parameters by name."""
        return dict(cls.base_filters)

    @property
    def asked(self) -> dict[str, Any]:
        """The values by name; None where nothing was given."""
        return self.form.cleaned_data if self._asked is None else self._asked

    def without(self, name: str) -> Self:
        """These parameters but for one; what was read and found right is not read again."""
        fewer = copy(self)
        fewer._asked = {**self.asked, name: None}
        return fewer

    def refusals(self) -> list[Refusal]:
        """What is wrong with the values, each parameter by name."""
        found = []
        for name, errors in self.form.errors.as_data().items():
            for error in errors:
                found.append(
                    refusal(
                        name,
                        getattr(error, "wrong_value", self.data.get(name, "")),
                        error.code or "invalid",
                        str(error.message),
                        getattr(error, "allowed", ()),
                    )
                )
        return found

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """``rows`` as far as they were asked for."""
        return rows


class StrictBackend(BaseFilterBackend):
    """Applies the parameters that the view has checked."""

    def filter_queryset(self, request: Request, queryset: Any, view: APIView) -> Any:
        parameters: StrictFilterSet | None = getattr(view, "parameters", None)
        return parameters.narrow(queryset) if parameters is not None else queryset


def among(column: str, codes: tuple[str, ...]) -> Q:
    """The condition that ``column`` has one of ``codes``; ``none`` stands for NULL."""
    condition = Q(**{f"{column}__in": [code for code in codes if code != fields.NONE]})
    return condition | Q(**{f"{column}__isnull": True}) if fields.NONE in codes else condition
