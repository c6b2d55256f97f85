"""Constraints shared by everything of a firm that holds for a period."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Value
from django.utils.translation import gettext_lazy as _


class IntegerPoint(Func):
    """A whole number as a range of one: lets GiST compare it without any extension."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"
    output_field: Any = models.Field()


class TextPoint(Func):
    """A code as a range of one (needs the type ``coderange``)."""

    function = "coderange"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"
    output_field: Any = models.Field()


class Period(Func):
    """The half-open period between two date columns; NULL is unbounded."""

    function = "daterange"
    output_field = DateRangeField()


def order(prefix: str) -> models.CheckConstraint:
    """A period ends after it begins."""
    return models.CheckConstraint(
        condition=models.Q(valid_from__isnull=True)
        | models.Q(valid_to__isnull=True)
        | models.Q(valid_to__gt=models.F("valid_from")),
        name=f"{prefix}_ends_after_it_begins",
        # zh: 截止日期必须晚于起始日期。
        violation_error_message=_("The last day must be after the first day."),
    )


def no_overlap(prefix: str, message: Any) -> ExclusionConstraint:
    """At most one row of a firm holds on any day."""
    return ExclusionConstraint(
        name=f"{prefix}_one_at_a_time",
        expressions=[
            (IntegerPoint("firm"), RangeOperators.OVERLAPS),
            (Period("valid_from", "valid_to", Value("[)")), RangeOperators.OVERLAPS),
        ],
        violation_error_message=message,
    )
