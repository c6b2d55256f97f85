"""``objections/``: read within the scope, recorded, settled. Never public."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cultivation.access.log import record_out_of_scope
from cultivation.certification.api.acts import refusing
from cultivation.certification.api.application_filters import read_id
from cultivation.certification.api.case_serializers import name_of
from cultivation.certification.api.documents import DocumentSerializer
from cultivation.certification.api.seeing import (
    CaseView,
    ForInquiries,
    bureau_only,
    not_there,
    seen_applications,
)
from cultivation.certification.models import Document, Notice, Objection
from cultivation.certification.services.evidence import MOST, attach_evidence, contents
from cultivation.certification.services.notices import raise_objection, settle_objection
from cultivation.clock import today
from cultivation.firms.api.serializers import FirmReference, reference
from cultivation.rest import filters, kinds
from cultivation.rest.bodies import (
    FORM,
    JSON,
    ExactJSONParser,
    body_of,
    day,
    read_body,
    schema_of,
    text,
)
from cultivation.rest.headers import KEY
from cultivation.rest.views import StrictViewSet

FIELDS = {
    "notice": text(most=40, required=True),
    "application": kinds.row_id(required=True),
    "objector": text(most=100, required=True),
    "contact": text(most=200, required=True),
    "content": kinds.prose(required=True),
    "raised_on": day(),
    "evidence": kinds.listed(kinds.file(), most=MOST),
}
ATTACHING = {"evidence": kinds.listed(kinds.file(), most=MOST, required=True)}
SETTLING = {"upheld": kinds.flag(required=True), "grounds": kinds.prose(required=True)}


class ObjectionSerializer(serializers.ModelSerializer[Objection]):
    notice = serializers.CharField(source="notice.number", read_only=True)
    application = serializers.IntegerField(source="application_id", read_only=True)
    firm = serializers.SerializerMethodField()
    recorded_by = serializers.SerializerMethodField()
    settled_by = serializers.SerializerMethodField()
    evidence = DocumentSerializer(
        many=True, read_only=True, help_text="Files, those that were withdrawn too."
    )

    class Meta:
        model = Objection
        fields = [
            "id", "notice", "application", "firm", "raised_on", "objector", "contact", "content",
            "evidence", "state", "recorded_by", "settled_on", "settled_by", "grounds",
        ]  # fmt: skip

    @extend_schema_field(FirmReference())
    def get_firm(self, row: Objection) -> Any:
        return reference(row.firm_id, row.firm)

    def get_recorded_by(self, row: Objection) -> str | None:
        return name_of(row.recorded_by)

    def get_settled_by(self, row: Objection) -> str | None:
        return name_of(row.settled_by)


class ObjectionFilter(filters.StrictFilterSet):
    state = filters.Choice(
        # zh: 异议状态：open 核查中、upheld 成立、rejected 不成立
        label=gettext_lazy("Open, upheld or rejected."),
        allowed=Objection.State.values,
    )
    # zh: 公示编号
    notice = filters.Text(label=gettext_lazy("The number of the notice."))
    # zh: 申报编号
    application = filters.Text(label=gettext_lazy("The id of the application."), read_as=read_id)
    # zh: 提出日期自（含）
    raised_from = filters.Day(label=gettext_lazy("Raised on this day or later."))
    # zh: 提出日期至（含）
    raised_to = filters.Day(label=gettext_lazy("Raised on this day or earlier."))

    class Meta:
        model = Objection
        fields: list[str] = []

    COLUMNS = {
        "state": "state",
        "notice": "notice__number",
        "application": "application",
        "raised_from": "raised_on__gte",
        "raised_to": "raised_on__lte",
    }

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.asked
        return rows.filter(
            **{c: asked[name] for name, c in self.COLUMNS.items() if asked[name] is not None}
        )


@extend_schema_view(
    list=extend_schema(responses=ObjectionSerializer(many=True)),
    retrieve=extend_schema(responses=ObjectionSerializer),
)
class ObjectionViewSet(CaseView, StrictViewSet):
    """Objections to firms in public notices, in your scope. They carry names of persons: clients
    and the public never see them.

    POST records one that came in, by real name and within the window of the notice; from then on
    the firm is not certified until it is settled. The body is JSON, or a form where files of
    `evidence` go with it.
    """

    parser_classes = [ExactJSONParser, MultiPartParser]

    queryset = Objection.objects.all()
    permission_classes: list[type[BasePermission]] = [ForInquiries]
    lookup_value_regex = "[0-9]{1,18}"
    serializer_class = ObjectionSerializer
    parameter_set = ObjectionFilter

    def get_queryset(self) -> QuerySet[Objection]:
        return seen_objections(self.request)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(ObjectionSerializer(seen_objection(request, kwargs["pk"])).data)

    @extend_schema(
        parameters=[KEY],
        request=body_of(FIELDS, JSON, FORM),
        responses={201: ObjectionSerializer},
    )
    def create(self, request: Request) -> HttpResponseBase:
        said = read_body(request, FIELDS)
        one = seen_applications(request).filter(pk=said["application"]).first()
        if one is None:
            raise not_there("application", said["application"])
        bureau_only(request, one.tier)
        notice = Notice.objects.published(today()).filter(number=said["notice"]).first()
        if notice is None:
            raise not_there("notice", said["notice"])

        def work() -> Response:
            # zh: 受理异议
            with refusing(), self.revision(_("take up an objection")):
                made = raise_objection(
                    notice=notice,
                    application=one,
                    actor=self.account,
                    objector=said["objector"],
                    contact=said["contact"],
                    content=said["content"],
                    raised_on=said.get("raised_on"),
                    evidence=contents(said.get("evidence", ())),
                )
            address = reverse("objection-detail", [made.pk], request=request)
            shown = ObjectionSerializer(seen_objection(request, made.pk)).data
            return Response(shown, status=201, headers={"Location": address})

        return self.once(work)


class EvidenceView(CaseView):
    """Attach files of evidence to an objection that is under inquiry: a form with one or several
    parts `evidence`. They are for whoever may read who objects, and for nobody else."""

    permission_classes: list[type[BasePermission]] = [ForInquiries]
    parser_classes = [MultiPartParser]
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="objections_evidence_attach",
        parameters=[KEY],
        request=body_of(ATTACHING, FORM),
        responses={201: ObjectionSerializer},
    )
    def post(self, request: Request, pk: str) -> HttpResponseBase:
        objection = seen_objection(request, pk)
        bureau_only(request, objection.application.tier)
        said = read_body(request, ATTACHING)

        def work() -> Response:
            # zh: 补充证据
            with refusing(), self.revision(_("Attach evidence")):
                files = contents(said.get("evidence", ()))
                attach_evidence(objection=objection, files=files, actor=self.account)
            shown = ObjectionSerializer(seen_objection(request, pk)).data
            return Response(shown, status=201)

        return self.once(work)


class SettleView(CaseView):
    """Settle an objection: upheld, the firm is refused; rejected, it stands again in its notice.

    Whoever recommended or reviewed the application does not uphold one.
    """

    permission_classes: list[type[BasePermission]] = [ForInquiries]
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="objections_settle",
        parameters=[KEY],
        request={"application/json": schema_of(SETTLING)},
        responses={200: ObjectionSerializer},
    )
    def post(self, request: Request, pk: str) -> HttpResponseBase:
        objection = seen_objection(request, pk)
        bureau_only(request, objection.application.tier)
        said = read_body(request, SETTLING)

        def work() -> Response:
            # zh: 处理异议
            with refusing(), self.revision(_("settle an objection")):
                settle_objection(
                    objection=objection,
                    upheld=said["upheld"],
                    grounds=said["grounds"],
                    actor=self.account,
                )
            return Response(ObjectionSerializer(seen_objection(request, pk)).data)

        return self.once(work)


def seen_objections(request: Request) -> QuerySet[Objection]:
    """The objections of the reader's scope."""
    files = Document.objects.visible_to(request.user).select_related("uploaded_by").order_by("pk")
    rows = Objection.objects.visible_to(request.user).prefetch_related(Prefetch("evidence", files))
    return rows.select_related(
        "notice", "firm", "application__tier__ladder", "recorded_by", "settled_by"
    )


def seen_objection(request: Request, pk: int | str) -> Objection:
    """The objection of that id. Raises Http404 where it is not there, or out of scope."""
    found = seen_objections(request).filter(pk=pk).first()
    if found is None:
        if Objection.objects.filter(pk=pk).exists():
            record_out_of_scope(request._request, f"objection {pk}")
        raise Http404
    return found
