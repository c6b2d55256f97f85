"""``notices/``: the proposed lists in public notice, for everybody; publishing one."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cultivation.certification.api.acts import errors_of
from cultivation.certification.api.seeing import (
    CaseView,
    PublishedHere,
    bureau_only,
    not_there,
    seen_applications,
)
from cultivation.certification.models import Batch, Notice, NoticeRow
from cultivation.certification.services import Refused
from cultivation.certification.services.notices import publish, withdraw_notice
from cultivation.clock import today
from cultivation.ladders.api import ladder_codes, tier_codes
from cultivation.problems import Problem
from cultivation.rest import filters, kinds
from cultivation.rest.bodies import Field, read_body, schema_of, shown, text
from cultivation.rest.fields import Wrong
from cultivation.rest.headers import KEY
from cultivation.rest.refusals import Refusal
from cultivation.rest.views import StrictViewSet

MOST = 5000
MOST_DAYS = 60


def _read_days(value: Any) -> int:
    good = isinstance(value, int) and not isinstance(value, bool)
    if not good or not 1 <= value <= MOST_DAYS:
        # zh: 请填写工作日数，1 至 %(most)d。
        message = _("Give a number of working days, 1 to %(most)d.") % {"most": MOST_DAYS}
        raise Wrong("not_days", message, shown(value))
    return int(value)


FIELDS = {
    "batch": kinds.row_id(required=True),
    "applications": kinds.listed(kinds.row_id(), most=MOST, required=True),
    "title": text(most=200, required=True),
    "contact": kinds.prose(most=1000, required=True),
    "days": Field(_read_days, {"type": "integer", "minimum": 1, "maximum": MOST_DAYS}),
}


WITHDRAWING = {"reason": text(most=300, required=True)}


class NoticeRowSerializer(serializers.ModelSerializer[NoticeRow]):
    """A firm as it was called and where it was on the day of publishing."""

    district = serializers.CharField(source="district_id", read_only=True, allow_null=True)

    class Meta:
        model = NoticeRow
        fields = ["position", "name", "uscc", "district"]


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    tier = serializers.CharField(source="tier_id", read_only=True)
    batch = serializers.CharField(source="batch.name", read_only=True)
    stands = serializers.SerializerMethodField(help_text="Whether it still stands today.")

    class Meta:
        model = Notice
        fields = [
            "number", "tier", "batch", "title", "published_on", "days", "last_day", "stands",
            "contact",
        ]  # fmt: skip
        extra_kwargs = {
            "days": {"help_text": "Working days, the day of publishing counted if it is one."},
            "last_day": {"help_text": "The last day on which objections are taken."},
            "contact": {"help_text": "How to object."},
        }

    def get_stands(self, notice: Notice) -> bool:
        in_window = notice.published_on <= today() <= notice.last_day
        return in_window and notice.withdrawn_on is None


class NoticeDetailSerializer(NoticeSerializer):
    rows = NoticeRowSerializer(many=True, read_only=True)

    class Meta(NoticeSerializer.Meta):
        fields = [*NoticeSerializer.Meta.fields, "rows"]


class WithdrawnSerializer(NoticeSerializer):
    """A notice that was taken back, as nobody reads it any more."""

    class Meta(NoticeSerializer.Meta):
        fields = [*NoticeSerializer.Meta.fields, "withdrawn_on", "withdrawn_reason"]


class NoticeFilter(filters.StrictFilterSet):
    # zh: 层级代码，多个以逗号分隔
    tier = filters.Codes(label=gettext_lazy("Codes of tiers."), allowed=tier_codes)
    # zh: 梯度代码，多个以逗号分隔
    ladder = filters.Codes(label=gettext_lazy("Codes of ladders."), allowed=ladder_codes)
    # zh: 批次名称
    batch = filters.Text(label=gettext_lazy("The name of the batch."))
    # zh: 公示日期自（含）
    published_from = filters.Day(label=gettext_lazy("Published on this day or later."))
    # zh: 公示日期至（含）
    published_to = filters.Day(label=gettext_lazy("Published on this day or earlier."))
    # zh: 是否仍在公示期内
    stands = filters.Flag(label=gettext_lazy("Whether it still stands today."))

    class Meta:
        model = Notice
        fields: list[str] = []

    COLUMNS = {
        "tier": "tier__in",
        "ladder": "tier__ladder__in",
        "batch": "batch__name",
        "published_from": "published_on__gte",
        "published_to": "published_on__lte",
    }

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.asked
        given = {c: asked[name] for name, c in self.COLUMNS.items() if asked[name] is not None}
        if asked["stands"] is not None:
            given["last_day__gte" if asked["stands"] else "last_day__lt"] = today()
        return rows.filter(**given)


@extend_schema_view(
    list=extend_schema(responses=NoticeSerializer(many=True)),
    retrieve=extend_schema(responses=NoticeDetailSerializer),
)
class NoticeViewSet(CaseView, StrictViewSet):
    """The public notices of proposed lists: a firm in one is not certified yet.

    A single notice has the list as it was published. Those that were taken back are not there. POST
    puts proposed applications of a batch into a notice that stands from today, for `days` working
    days or as many as the batch or the procedure of the tier say.
    """

    queryset = Notice.objects.all()
    permission_classes = [PublishedHere]
    lookup_field = "number"
    lookup_value_regex = "[0-9]{4}-[0-9]{3,9}"
    serializer_class = NoticeSerializer
    parameter_set = NoticeFilter

    def get_queryset(self) -> QuerySet[Notice]:
        rows = Notice.objects.published(today()).select_related("batch")
        if self.action == "retrieve":
            rows = rows.prefetch_related(Prefetch("rows", NoticeRow.objects.order_by("position")))
        return rows

    def get_serializer_class(self) -> Any:
        return NoticeDetailSerializer if self.action == "retrieve" else NoticeSerializer

    @extend_schema(
        parameters=[KEY],
        request={"application/json": schema_of(FIELDS)},
        responses={201: NoticeDetailSerializer},
    )
    def create(self, request: Request) -> HttpResponseBase:
        said = read_body(request, FIELDS)
        batches = Batch.objects.visible_to(request.user).select_related("tier__ladder")
        batch = batches.filter(pk=said["batch"]).first()
        if batch is None:
            raise not_there("batch", said["batch"])
        bureau_only(request, batch.tier)
        asked: list[int] = said["applications"]
        there = set(seen_applications(request).filter(pk__in=asked).values_list("pk", flat=True))
        for pk in asked:
            if pk not in there:
                raise not_there("applications", pk)

        def work() -> Response:
            try:
                # zh: 公示
                with self.revision(f"{_('put into public notice')} {said['title']}"):
                    notice = publish(
                        batch=batch,
                        applications=asked,
                        actor=self.account,
                        title=said["title"],
                        contact=said["contact"],
                        days=said.get("days"),
                    )
            except Refused as refused:
                raise _none_of(refused) from refused
            address = reverse("notice-detail", [notice.number], request=request)
            shown = NoticeDetailSerializer(notice).data
            return Response(shown, status=201, headers={"Location": address})

        return self.once(work)


class WithdrawView(CaseView):
    """Take a whole notice back: its firms are proposed again and need a new notice, and objections
    that are open close with it. Not once a firm of the list is certified."""

    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="notices_withdraw",
        parameters=[KEY],
        request={"application/json": schema_of(WITHDRAWING)},
        responses={200: WithdrawnSerializer},
    )
    def post(self, request: Request, number: str) -> HttpResponseBase:
        rows = Notice.objects.filter(published_on__lte=today())
        notice = rows.select_related("batch", "tier__ladder").filter(number=number).first()
        if notice is None:
            raise Http404
        bureau_only(request, notice.tier)
        said = read_body(request, WITHDRAWING)

        def work() -> Response:
            # zh: 撤回公示
            reason = f"{_('Take a notice back')} {notice.number}：{said['reason']}"
            try:
                with self.revision(reason):
                    done = withdraw_notice(notice=notice, actor=self.account, reason=said["reason"])
            except Refused as refused:
                raise _none_of(refused) from refused
            return Response(WithdrawnSerializer(done).data)

        return self.once(work)


def _none_of(refused: Refused) -> Problem:
    errors: list[Refusal] = []
    for row in refused.rows:
        more = {"field": "applications", "value": str(row.application.pk)}
        errors += errors_of(row.refused, row.status, **more)
    status = int(refused.params["status"])
    return Problem(refused.code, refused.message, status=status, errors=errors)
