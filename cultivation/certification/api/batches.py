"""``batches/``: what may be applied for, from when to when; opened and edited by its bureau."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cultivation.access.log import record_out_of_scope
from cultivation.access.permissions import Act
from cultivation.certification.api.batch_fields import (
    CLOSING,
    EDITED,
    OPENED,
    said_of,
    terms_of,
)
from cultivation.certification.api.batch_serializers import (
    BatchDetailSerializer,
    BatchSerializer,
    WrittenBatchSerializer,
    batch_answer,
    batch_tag,
)
from cultivation.certification.api.seeing import CaseView
from cultivation.certification.models import Batch
from cultivation.certification.services import batches
from cultivation.ladders.api import ladder_codes, tier_codes
from cultivation.ladders.models import Tier
from cultivation.rest import filters
from cultivation.rest.bodies import read_body, schema_of
from cultivation.rest.etags import check_match
from cultivation.rest.headers import IF_MATCH, KEY
from cultivation.rest.views import StrictViewSet


class BatchFilter(filters.StrictFilterSet):
    # zh: 层级代码，多个以逗号分隔
    tier = filters.Codes(label=gettext_lazy("Codes of tiers."), allowed=tier_codes)
    # zh: 梯度代码，多个以逗号分隔
    ladder = filters.Codes(label=gettext_lazy("Codes of ladders."), allowed=ladder_codes)
    # zh: 批次名称
    name = filters.Text(label=gettext_lazy("The name of the batch."))
    # zh: 仅列当日受理申报的批次
    takes_on = filters.Day(label=gettext_lazy("Only those in which is filed on this day."))
    # zh: 是否已办结
    closed = filters.Flag(label=gettext_lazy("Whether it is closed."))

    class Meta:
        model = Batch
        fields: list[str] = []

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.asked
        if asked["tier"]:
            rows = rows.filter(tier__in=asked["tier"])
        if asked["ladder"]:
            rows = rows.filter(tier__ladder__in=asked["ladder"])
        if asked["name"]:
            rows = rows.filter(name=asked["name"])
        if asked["takes_on"]:
            day = asked["takes_on"]
            rows = rows.filter(files_from__lte=day, files_to__gte=day, closed_on=None)
        if asked["closed"] is not None:
            rows = rows.filter(closed_on__isnull=not asked["closed"])
        return rows


class BatchView(CaseView):
    """An endpoint of batches: read by all who see them, written by the bureau of the ladder."""

    act = Act.IMPORT_LISTS

    def seen(self, pk: str) -> Batch:
        """The batch of that id. Raises Http404 where it is not there, or out of scope."""
        rows = Batch.objects.visible_to(self.account).select_related("tier__ladder")
        found = rows.filter(pk=pk).first()
        if found is None:
            if Batch.objects.filter(pk=pk).exists():
                record_out_of_scope(self.request._request, f"batch {pk}")
            raise Http404
        return found

    def own(self, pk: str) -> Batch:
        """The same, for writing. Raises Problem ``not_yours`` (403)."""
        found = self.seen(pk)
        batches.check_bureau(found.tier, self.account)
        return found

    def locked(self, batch: Batch) -> Batch:
        """``batch`` as it is on file now, kept so until the transaction ends.

        Raises Problem ``changed_meanwhile`` (412) where it is not what the client saw.
        """
        rows = Batch.objects.select_for_update(of=("self",)).select_related("tier__ladder")
        now = rows.get(pk=batch.pk)
        check_match(self.request, batch_tag(now))
        return now


@extend_schema_view(
    list=extend_schema(responses=BatchSerializer(many=True)),
    retrieve=extend_schema(responses=BatchDetailSerializer),
)
class BatchViewSet(BatchView, StrictViewSet):
    """Batches: those that take applications, and those of the certifications in your scope.

    POST opens one, for the bureau of the ladder; PATCH changes what it names and leaves the rest,
    within what has happened: nothing that is filed or proposed loses its place. Both are refused in
    the words of the pages; what is no obstacle but should be known comes back under `warnings`.
    """

    queryset = Batch.objects.all()
    http_method_names = ["get", "post", "patch", "head", "options"]
    lookup_value_regex = "[0-9]{1,18}"
    serializer_class = BatchSerializer
    parameter_set = BatchFilter

    def get_queryset(self) -> QuerySet[Batch]:
        return Batch.objects.visible_to(self.request.user).select_related("tier")

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return batch_answer(self.seen(kwargs["pk"]))

    @extend_schema(
        parameters=[KEY],
        request={"application/json": schema_of(OPENED)},
        responses={201: WrittenBatchSerializer},
    )
    def create(self, request: Request) -> HttpResponseBase:
        said = read_body(request, OPENED)
        tier = Tier.objects.select_related("ladder").get(pk=said.pop("tier"))
        batches.check_bureau(tier, self.account)

        def work() -> Response:
            # zh: 开设批次
            heading = _("Open a batch")
            why = said.get("reason") or said.get("document") or said["name"]
            with self.revision(f"{heading}：{why}"):
                made = batches.open_batch(
                    tier=tier,
                    terms=terms_of(said_of(None) | said, tier),
                    criteria=said.get("criteria", ()),
                    actor=self.account,
                )
            address = reverse("batch-detail", [made.pk], request=request)
            return batch_answer(made, WrittenBatchSerializer, 201, Location=address)

        return self.once(work)

    @extend_schema(
        operation_id="batches_edit",
        parameters=[KEY, IF_MATCH],
        request={"application/json": schema_of(EDITED)},
        responses={200: WrittenBatchSerializer},
    )
    def partial_update(self, request: Request, pk: str) -> HttpResponseBase:
        batch = self.own(pk)
        said = read_body(request, EDITED)

        def work() -> Response:
            # zh: 修改批次
            with self.revision(f"{_('Edit the batch')}：{said['reason']}"):
                now = self.locked(batch)
                edited = batches.edit_batch(
                    batch=now,
                    terms=terms_of(said_of(now) | said, now.tier),
                    criteria=said.get("criteria", batches.scored_by(now)),
                    actor=self.account,
                )
            return batch_answer(edited, WrittenBatchSerializer)

        return self.once(work)


class CloseView(BatchView):
    """Close a batch whose cases are all decided, drafts aside: nothing is filed in it any more."""

    http_method_names = ["post", "options"]
    operation = staticmethod(batches.close_batch)

    @property
    def heading(self) -> str:
        """What is done, for the journal."""
        # zh: 办结批次
        return _("Close the batch")

    @extend_schema(
        operation_id="batches_close",
        parameters=[KEY, IF_MATCH],
        request={"application/json": schema_of(CLOSING)},
        responses={200: BatchDetailSerializer},
    )
    def post(self, request: Request, pk: str) -> HttpResponseBase:
        batch = self.own(pk)
        said = read_body(request, CLOSING)

        def work() -> Response:
            with self.revision(f"{self.heading}：{said['reason']}"):
                after = self.operation(batch=self.locked(batch), actor=self.account)
            return batch_answer(after)

        return self.once(work)


class ReopenView(CloseView):
    """Take a closed batch up again: within its window applications are filed again."""

    operation = staticmethod(batches.reopen_batch)

    @property
    def heading(self) -> str:
        # zh: 恢复批次
        return _("Open the batch again")

    @extend_schema(
        operation_id="batches_reopen",
        parameters=[KEY, IF_MATCH],
        request={"application/json": schema_of(CLOSING)},
        responses={200: BatchDetailSerializer},
    )
    def post(self, request: Request, pk: str) -> HttpResponseBase:
        return super().post(request, pk)
