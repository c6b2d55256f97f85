"""``batches/{id}/overrides/``: what the call of a batch changes in the standard."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cultivation.certification.api.batch_fields import ADJUSTED, REASONED, adjustment_of
from cultivation.certification.api.batch_serializers import (
    BatchDetailSerializer,
    OverrideSerializer,
    TextSerializer,
    shown_tag,
)
from cultivation.certification.api.batches import BatchView
from cultivation.certification.models import Batch
from cultivation.certification.selectors.judging import Outcomes, outcomes
from cultivation.certification.selectors.overriding import filed_in
from cultivation.certification.services.overriding import remove_override, set_override
from cultivation.problems import Problem
from cultivation.rest.bodies import read_body, schema_of
from cultivation.rest.headers import IF_MATCH, KEY
from cultivation.standards.engine.numbers import plain
from cultivation.standards.models import Assessment


class MovedSerializer(serializers.Serializer[Any]):
    before = serializers.ChoiceField(choices=Assessment.Result.choices)
    after = serializers.ChoiceField(choices=Assessment.Result.choices)
    count = serializers.IntegerField()


class EffectsSerializer(serializers.Serializer[Any]):
    """What it does to the open cases of the batch."""

    judged = serializers.IntegerField(help_text="Those that are still to be reviewed.")
    kept = serializers.IntegerField(help_text="Those that passed: their assessments stay.")
    moved = MovedSerializer(many=True, help_text="How many of `judged` come to another result.")


class OverriddenSerializer(serializers.Serializer[Any]):
    """A batch after a change of its overrides; with `preview`, as it would be."""

    batch = BatchDetailSerializer()
    effects = EffectsSerializer()


class ChangeableSerializer(serializers.Serializer[Any]):
    """A criterion as it is filed."""

    criterion = serializers.CharField()
    text = TextSerializer()
    acts = serializers.ListField(child=serializers.CharField(), help_text="That examine it.")
    value = serializers.CharField(allow_null=True, help_text="Its threshold; null: it has none.")
    unit = serializers.CharField()
    waivable = serializers.BooleanField(help_text="Not where it is one of several alternatives.")


class FiledSerializer(serializers.Serializer[Any]):
    standard = serializers.CharField(help_text="The version of the standard, as code.version.")
    acts = serializers.ListField(child=serializers.CharField())
    criteria = ChangeableSerializer(many=True)


class OverridesSerializer(serializers.Serializer[Any]):
    """What is changed, and what can be."""

    overrides = OverrideSerializer(many=True)
    filed = FiledSerializer(
        many=True,
        help_text="The standards of the batch with the criteria that can be changed; empty where"
        " none can be told: POST then says why.",
    )


class _Undone(Exception):
    """Takes back what a preview wrote."""


class OverrideView(BatchView):
    """What the endpoints of overrides share."""

    def changed(
        self, batch: Batch, said: dict[str, Any], reason: str, act: Callable[[Batch], Batch]
    ) -> HttpResponseBase:
        """Do ``act``, or (``preview``) only say what it would come to."""

        def work() -> Response:
            preview = said.get("preview", False)
            answers: list[Response] = []
            with suppress(_Undone), transaction.atomic():
                with self.revision(reason):
                    before = self.locked(batch)
                    after = act(before)
                    found = outcomes(after, before.overrides, after.overrides)
                answers.append(_answer(after, found, tagged=not preview))
                if preview:
                    raise _Undone
            (answer,) = answers
            if len(after.overrides) > len(before.overrides) and not preview:
                answer.status_code = 201
                answer["Location"] = reverse("batch-overrides", [batch.pk], request=self.request)
            return answer

        return self.once(work)


class OverridesView(OverrideView):
    """What the call of a batch changes in the standard: thresholds of criteria, or that they are
    waived, by the document that allows it.

    POST adds one, for the bureau of the ladder; `filed` has the criteria with their ids.
    Cases that are still to be reviewed are judged by it then; assessments that were kept stay.
    `effects` says how many come to another result; with `preview` nothing is written.
    """

    @extend_schema(operation_id="batches_overrides_list", responses=OverridesSerializer)
    def get(self, request: Request, pk: str) -> Response:
        batch = self.seen(pk)
        whole = BatchDetailSerializer(batch).data
        shown = {"overrides": whole["overrides"], "filed": _filed(batch)}
        return Response(shown, headers={"ETag": shown_tag(whole)})

    @extend_schema(
        operation_id="batches_overrides_add",
        parameters=[KEY, IF_MATCH],
        request={"application/json": schema_of(ADJUSTED)},
        responses={200: OverriddenSerializer, 201: OverriddenSerializer},
    )
    def post(self, request: Request, pk: str) -> HttpResponseBase:
        batch = self.own(pk)
        said = read_body(request, ADJUSTED)
        adjustment = adjustment_of(said)

        def add(batch: Batch) -> Batch:
            return set_override(batch=batch, adjustment=adjustment, actor=self.account)

        # zh: 调整标准
        heading = _("Change the standard for this batch")
        return self.changed(batch, said, f"{heading}：{_why(said)}", add)


class OneOverrideView(OverrideView):
    """One change of the standard for a batch: PUT puts another in its place."""

    http_method_names = ["put", "options"]

    @extend_schema(
        operation_id="batches_overrides_replace",
        parameters=[KEY, IF_MATCH],
        request={"application/json": schema_of(ADJUSTED)},
        responses={200: OverriddenSerializer},
    )
    def put(self, request: Request, pk: str, code: str) -> HttpResponseBase:
        batch = self.own(pk)
        said = read_body(request, ADJUSTED)
        adjustment = adjustment_of(said)

        def replace(batch: Batch) -> Batch:
            return set_override(batch=batch, adjustment=adjustment, actor=self.account, code=code)

        # zh: 修改调整
        heading = _("Edit the change of the standard")
        return self.changed(batch, said, f"{heading}：{_why(said)}", replace)


class RemoveOverrideView(OverrideView):
    """Take a change of the standard back: the standard holds again."""

    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="batches_overrides_remove",
        parameters=[KEY, IF_MATCH],
        request={"application/json": schema_of(REASONED)},
        responses={200: OverriddenSerializer},
    )
    def post(self, request: Request, pk: str, code: str) -> HttpResponseBase:
        batch = self.own(pk)
        said = read_body(request, REASONED)

        def remove(batch: Batch) -> Batch:
            return remove_override(batch=batch, code=code, actor=self.account)

        # zh: 取消对标准的调整
        heading = _("Take the change of the standard back")
        return self.changed(batch, said, f"{heading}：{said['reason']}", remove)


def _filed(batch: Batch) -> list[dict[str, Any]]:
    try:
        found = filed_in(batch)
    except Problem:
        return []
    return [
        {
            "standard": filed.content.key,
            "acts": [str(act) for act in filed.acts],
            "criteria": [
                {
                    "criterion": one.id,
                    "text": one.node.says.text.as_dict(),
                    "acts": [str(act) for act in one.acts],
                    "value": None if one.bound is None else plain(one.bound),
                    "unit": one.unit,
                    "waivable": not one.alternative,
                }
                for one in filed.criteria
            ],
        }
        for filed in found
    ]


def _why(said: dict[str, Any]) -> str:
    return f"{said['document']}，{said['reason']}"


def _answer(batch: Batch, found: Outcomes, *, tagged: bool) -> Response:
    """The batch and what became of its cases; what is not on file (a preview) has no ETag."""
    moved = [{"before": str(before), "after": str(after), "count": n}
             for (before, after), n in sorted(found.moved.items())]  # fmt: skip
    effects = {"judged": found.judged, "kept": found.kept, "moved": moved}
    whole = BatchDetailSerializer(batch).data
    headers = {"ETag": shown_tag(whole)} if tagged else {}
    return Response({"batch": whole, "effects": effects}, headers=headers)
