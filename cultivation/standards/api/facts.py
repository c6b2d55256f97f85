"""``firms/{uscc}/facts/``: the dated facts of a firm that are no yearly figures."""

import datetime as dt
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.access.permissions import Act
from cultivation.access.writing import WritingView
from cultivation.firms.api.lookup import seen_firm
from cultivation.firms.models import Firm
from cultivation.firms.services.common import lock
from cultivation.rest import bodies, filters
from cultivation.rest.etags import check_match, row_tag
from cultivation.rest.fields import Wrong, read_day
from cultivation.rest.headers import CONDITIONS, KEY
from cultivation.rest.pages import ReferencePage
from cultivation.standards.api.writing import (
    REASON,
    Warned,
    row_answer,
    why,
    written_answer,
)
from cultivation.standards.facts.sheets import facts_of
from cultivation.standards.models import FirmFact
from cultivation.standards.selectors import warnings_of
from cultivation.standards.services.facts import Entry, entered_by_hand, put_on_file, read_entry
from cultivation.standards.vocabulary import FACTS

SAID = {
    "value": bodies.anything(),
    "source": bodies.text(required=True),
    "checked_on": bodies.day(nullable=True),
    "proof": bodies.text(most=300),
} | REASON
NAMED = {"name": bodies.text(required=True), "holds_on": bodies.day(required=True)} | SAID


def names() -> list[str]:
    """The facts that can be recorded."""
    return [fact.name for fact in FACTS.values() if entered_by_hand(fact)]


class FactFilter(filters.StrictFilterSet):
    # zh: 数据项代码，多个以逗号分隔
    name = filters.Codes(label=gettext_lazy("Names of facts."), allowed=names)

    class Meta:
        model = FirmFact
        fields: list[str] = []

    def narrow(self, rows: Any) -> Any:
        return rows.filter(name__in=self.asked["name"]) if self.asked["name"] else rows


class FactSerializer(serializers.ModelSerializer[FirmFact]):
    """A fact that holds from a day on, until a later one of its name."""

    value = serializers.JSONField(
        read_only=True, help_text="As `facts` of a standard describes it; numbers are text, exact."
    )

    class Meta:
        model = FirmFact
        fields = ["name", "value", "holds_on", "checked_on", "source", "proof"]


class RecordedFactSerializer(FactSerializer, Warned):
    """A fact as it was recorded, with what is implausible about it."""

    class Meta(FactSerializer.Meta):
        fields = [*FactSerializer.Meta.fields, "warnings"]


ANSWERS = {200: RecordedFactSerializer, 201: RecordedFactSerializer}


class FactWritingView(WritingView):
    act = Act.WORK_ON_FIRMS

    def record(self, firm: Firm, said: dict[str, Any]) -> Response:
        """Write what was said, if it is anything new."""
        reason = said.pop("reason", "")
        entry = read_entry(**said)
        kept = on_file(firm, entry)
        if kept is not None and entry.same_as(kept):
            check_match(self.request, tag_of(kept))
            return _answer(firm, kept, created=False)
        # zh: 登记数据项
        heading = _("Record a fact")
        with self.revision(why(f"{heading}：{FACTS[entry.name].text}", reason)):
            before = on_file(lock(firm), entry)
            check_match(self.request, tag_of(before))
            kept = put_on_file(firm, entry)
        return _answer(firm, kept, created=before is None)


class FactsView(FactWritingView):
    """The dated facts of a firm: lists, certificates, shares, scores.

    POST records one; a fact of the same name and day is written over. It holds from `holds_on` on,
    until a later one of its name: to end one, record what holds from then on. `checked_on` is
    today where it is left out. What is the same already is not written again.
    """

    http_method_names = ["get", "post", "head", "options"]
    pagination_class = ReferencePage

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.paginator = ReferencePage() if request.method != "POST" else None
        super().initial(request, *args, **kwargs)

    def get_parameter_set(self) -> type[filters.StrictFilterSet] | None:
        return None if self.request.method == "POST" else FactFilter

    @extend_schema(operation_id="firms_facts_list", responses=FactSerializer(many=True))
    def get(self, request: Request, uscc: str) -> Response:
        kept = FirmFact.objects.filter(firm=seen_firm(request, uscc)).order_by("name", "-holds_on")
        assert self.parameters is not None
        page = self.paginator.paginate_queryset(self.parameters.narrow(kept), request, self)
        found: Response = self.paginator.get_paginated_response(
            FactSerializer(page, many=True).data
        )
        return found

    @extend_schema(
        operation_id="firms_facts_record",
        parameters=[KEY, *CONDITIONS],
        request={"application/json": bodies.schema_of(NAMED)},
        responses=ANSWERS,
    )
    def post(self, request: Request, uscc: str) -> HttpResponseBase:
        firm = seen_firm(request, uscc)
        said = bodies.read_body(request, NAMED)
        return self.once(lambda: self.record(firm, said))


class FactView(FactWritingView):
    """The fact of a name that holds from a day on.

    PUT records it, or corrects it as a whole. A day on which nothing was recorded is 404.
    """

    http_method_names = ["get", "put", "head", "options"]

    @extend_schema(operation_id="firms_facts_retrieve", responses=FactSerializer)
    def get(self, request: Request, uscc: str, name: str, holds_on: str) -> Response:
        firm, day = seen_firm(request, uscc), day_of(holds_on)
        kept = FirmFact.objects.filter(firm=firm, name=name, holds_on=day).first()
        if kept is None:
            raise Http404
        return row_answer(FactSerializer(kept).data)

    @extend_schema(
        operation_id="firms_facts_correct",
        parameters=[KEY, *CONDITIONS],
        request={"application/json": bodies.schema_of(SAID)},
        responses=ANSWERS,
    )
    def put(self, request: Request, uscc: str, name: str, holds_on: str) -> HttpResponseBase:
        firm, day = seen_firm(request, uscc), day_of(holds_on)
        said = {"name": name, "holds_on": day, **bodies.read_body(request, SAID)}
        return self.once(lambda: self.record(firm, said))


def day_of(text: str) -> dt.date:
    """The day in an address. Raises Http404."""
    try:
        return read_day(text)
    except Wrong:
        raise Http404 from None


def on_file(firm: Firm, entry: Entry) -> FirmFact | None:
    """The fact of that name and day, if there is one."""
    return FirmFact.objects.filter(firm=firm, name=entry.name, holds_on=entry.holds_on).first()


def tag_of(kept: FirmFact | None) -> str:
    """The ETag of a fact as reading shows it."""
    return row_tag(FactSerializer(kept).data if kept else None)


def _answer(firm: Firm, kept: FirmFact, *, created: bool) -> Response:
    found = warnings_of(firm, facts_of(firm, kept.holds_on))
    about = [one for one in found if kept.name in one.facts]
    answer = RecordedFactSerializer(kept, context={"warnings": about}).data
    return written_answer(FactSerializer(kept).data, answer, created=created)
