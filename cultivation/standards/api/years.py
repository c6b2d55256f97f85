"""``firms/{uscc}/years/``: the yearly figures of a firm, read and recorded.

Stands here and not with firms, because what is implausible is for standards to say.
"""

from decimal import Decimal
from typing import Any

from django.db.models import PositiveIntegerField
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.access.permissions import Act
from cultivation.access.writing import WritingView
from cultivation.firms.api.lookup import seen_firm
from cultivation.firms.api.serializers import FirmYearSerializer
from cultivation.firms.models import Firm, FirmYear
from cultivation.firms.services import record_year
from cultivation.firms.services.common import lock
from cultivation.firms.services.years import FIGURES, SIGNED
from cultivation.problems import Problem
from cultivation.rest import bodies
from cultivation.rest.etags import check_match, row_tag
from cultivation.rest.headers import CONDITIONS, IF_MATCH, KEY
from cultivation.rest.pages import ReferencePage
from cultivation.rest.views import StrictView
from cultivation.standards.api.writing import (
    REASON,
    Warned,
    row_answer,
    why,
    written_answer,
)
from cultivation.standards.selectors import warnings_of_figures

Figures = dict[str, Decimal | int | None]


def _field(name: str) -> bodies.Field:
    whole = isinstance(FirmYear._meta.get_field(name), PositiveIntegerField)
    kind = bodies.whole if whole else bodies.amount
    return kind(signed=name in SIGNED, nullable=True)


FIELDS = {name: _field(name) for name in FIGURES} | REASON
BODY = {"application/json": bodies.schema_of(FIELDS)}


class RecordedYearSerializer(FirmYearSerializer, Warned):
    """Figures as they were recorded, with what is implausible in them."""

    class Meta(FirmYearSerializer.Meta):
        fields = [*FirmYearSerializer.Meta.fields, "warnings"]


class YearsView(StrictView):
    """The yearly figures of a firm, the latest year first."""

    pagination_class = ReferencePage

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.paginator = ReferencePage()
        super().initial(request, *args, **kwargs)

    @extend_schema(operation_id="firms_years_list", responses=FirmYearSerializer(many=True))
    def get(self, request: Request, uscc: str) -> Response:
        rows = FirmYear.objects.filter(firm=seen_firm(request, uscc)).order_by("-year")
        page = self.paginator.paginate_queryset(rows, request, self)
        found: Response = self.paginator.get_paginated_response(
            FirmYearSerializer(page, many=True).data
        )
        return found


class YearView(WritingView):
    """The figures of a firm for one accounting year.

    PUT records the year as it is sent: figures that are left out are not known from then on. PATCH
    changes the figures that it names and leaves the others. Amounts are in 万元, `null` is "not
    known". The size class follows by itself; what is implausible is recorded and comes back under
    `warnings`. What is the same already is not written again.
    """

    act = Act.WORK_ON_FIRMS
    http_method_names = ["get", "put", "patch", "head", "options"]

    @extend_schema(operation_id="firms_years_retrieve", responses=FirmYearSerializer)
    def get(self, request: Request, uscc: str, year: str) -> Response:
        record = on_file(seen_firm(request, uscc), int(year))
        if record is None:
            raise Http404
        return row_answer(FirmYearSerializer(record).data)

    @extend_schema(
        operation_id="firms_years_record",
        parameters=[KEY, *CONDITIONS],
        request=BODY,
        responses={200: RecordedYearSerializer, 201: RecordedYearSerializer},
    )
    def put(self, request: Request, uscc: str, year: str) -> HttpResponseBase:
        firm = seen_firm(request, uscc)
        given = bodies.read_body(request, FIELDS)
        reason = given.pop("reason", "")
        if all(value is None for value in given.values()):
            raise nothing_given()
        figures = dict.fromkeys(FIGURES) | given
        return self.once(lambda: self.record(firm, int(year), figures, reason))

    @extend_schema(
        operation_id="firms_years_amend",
        parameters=[KEY, IF_MATCH],
        request=BODY,
        responses={200: RecordedYearSerializer},
    )
    def patch(self, request: Request, uscc: str, year: str) -> HttpResponseBase:
        firm = seen_firm(request, uscc)
        given = bodies.read_body(request, FIELDS)
        reason = given.pop("reason", "")
        if on_file(firm, int(year)) is None:
            raise Http404
        if not given:
            raise nothing_given()
        return self.once(lambda: self.record(firm, int(year), given, reason))

    def record(self, firm: Firm, year: int, figures: Figures, reason: str) -> Response:
        """Write ``figures``, if they say anything new."""
        before = on_file(firm, year)
        if before is not None and _same(before, figures):
            check_match(self.request, tag_of(before))
            return _answer(before, created=False)
        # zh: 年度数据
        heading = _("Yearly figures")
        with self.revision(why(f"{heading} {year}", reason)):
            before = on_file(lock(firm), year)
            check_match(self.request, tag_of(before))
            record = record_year(firm=firm, year=year, figures=figures)
        record.refresh_from_db()
        return _answer(record, created=before is None)


def on_file(firm: Firm, year: int) -> FirmYear | None:
    """The figures of the year, if there are any."""
    return FirmYear.objects.filter(firm=firm, year=year).first()


def tag_of(record: FirmYear | None) -> str:
    """The ETag of a year as reading shows it."""
    return row_tag(FirmYearSerializer(record).data if record else None)


def nothing_given() -> Problem:
    """The refusal of a body without a figure."""
    # zh: 请至少填写一项数据。
    return Problem("no_figures", _("Give one figure at least."))


def _same(before: FirmYear, figures: Figures) -> bool:
    return all(getattr(before, name) == value for name, value in figures.items())


def _answer(record: FirmYear, *, created: bool) -> Response:
    context = {"warnings": warnings_of_figures(record)}
    answer = RecordedYearSerializer(record, context=context).data
    return written_answer(FirmYearSerializer(record).data, answer, created=created)
