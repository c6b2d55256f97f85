"""How a batch is shown: its call, what it changes in the standard, how experts score."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from cultivation.certification.models import Batch
from cultivation.certification.models.batch import Criterion
from cultivation.certification.selectors.opening import remarks_on
from cultivation.clock import today
from cultivation.rest.etags import row_tag
from cultivation.standards.engine.content import Act


class BatchReference(serializers.Serializer[Batch]):
    """A batch as others name it."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class TextSerializer(serializers.Serializer[Any]):
    zh = serializers.CharField()
    en = serializers.CharField()


class ChangeSerializer(serializers.Serializer[Any]):
    """What becomes of one criterion."""

    criterion = serializers.CharField(help_text="Its id in the standard.")
    what = serializers.ChoiceField(choices=["threshold", "waived", "added"])
    value = serializers.CharField(allow_null=True, help_text="The threshold, in its own unit.")
    text = TextSerializer(allow_null=True, help_text="What the criterion says now.")


class OverrideSerializer(serializers.Serializer[Any]):
    """What a document allows to change in the standard for this batch."""

    code = serializers.CharField()
    document = serializers.CharField()
    title = TextSerializer()
    reason = serializers.CharField()
    acts = serializers.ListField(child=serializers.ChoiceField(choices=[str(act) for act in Act]))
    changes = ChangeSerializer(many=True)


class ScoredSerializer(serializers.ModelSerializer[Criterion]):
    """What experts score by."""

    class Meta:
        model = Criterion
        fields = ["name", "full_marks", "weight"]
        extra_kwargs = {"weight": {"help_text": "In percent; all make up 100."}}


class BatchSerializer(serializers.ModelSerializer[Batch]):
    tier = serializers.CharField(source="tier_id", read_only=True)
    ladder = serializers.CharField(source="tier.ladder_id", read_only=True)
    standard = serializers.CharField(
        source="standard_id",
        read_only=True,
        allow_null=True,
        help_text="The version of the standard, as code.version; null where the day of filing"
        " says which applies.",
    )
    overrides = serializers.SerializerMethodField(
        help_text="What the call changes in the standard; empty: nothing."
    )
    takes_today = serializers.SerializerMethodField(
        help_text="Whether applications are filed in it today."
    )

    class Meta:
        model = Batch
        fields = [
            "id", "tier", "ladder", "name", "kind", "document", "files_from", "files_to",
            "takes_today", "district_due_on", "review_due_on", "quota", "publicity_days",
            "standard", "overrides", "closed_on",
        ]  # fmt: skip
        extra_kwargs = {
            "files_from": {"help_text": "Null: only the name of a published list."},
            "files_to": {"help_text": "The last day of filing."},
            "publicity_days": {
                "help_text": "Working days of the notice; null: as the procedure of the tier says."
            },
        }

    @extend_schema_field(OverrideSerializer(many=True))
    def get_overrides(self, batch: Batch) -> list[dict[str, Any]]:
        return [
            {name: one.get(name, "") for name in ("code", "document", "title", "reason", "acts")}
            | {"changes": [_change(change) for change in one["changes"]]}
            for one in batch.overrides
        ]

    def get_takes_today(self, batch: Batch) -> bool:
        return batch.takes_on(today())


class BatchDetailSerializer(BatchSerializer):
    """A single batch."""

    criteria = ScoredSerializer(many=True, read_only=True)

    class Meta(BatchSerializer.Meta):
        fields = [*BatchSerializer.Meta.fields, "criteria"]


class RemarkSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()


class WrittenBatchSerializer(BatchDetailSerializer):
    """A batch as it was written."""

    warnings = serializers.SerializerMethodField(
        help_text="What is no obstacle, but asks for something before the batch can be finished."
    )

    class Meta(BatchDetailSerializer.Meta):
        fields = [*BatchDetailSerializer.Meta.fields, "warnings"]

    @extend_schema_field(RemarkSerializer(many=True))
    def get_warnings(self, batch: Batch) -> list[dict[str, str]]:
        return [{"code": one.code, "message": one.message} for one in remarks_on(batch)]


def _change(change: dict[str, Any]) -> dict[str, Any]:
    if "add" in change:
        added = change["add"]
        what, value, text = "added", added.get("value", added.get("min")), added["text"]
        return {"criterion": added["id"], "what": what, "value": value, "text": text}
    to = change.get("set", {})
    return {
        "criterion": change["criterion"],
        "what": "waived" if change.get("waive") else "threshold",
        "value": to.get("value", to.get("min")),
        "text": to.get("text"),
    }


def batch_tag(batch: Batch) -> str:
    """The ETag of a batch: of what its call says, not of what follows from the day."""
    return shown_tag(BatchDetailSerializer(batch).data)


def shown_tag(shown: Mapping[str, Any]) -> str:
    """The same of a batch as ``BatchDetailSerializer`` shows it, or as one with more."""
    names = (name for name in BatchDetailSerializer.Meta.fields if name != "takes_today")
    return row_tag({name: shown[name] for name in names})


def batch_answer(
    batch: Batch, kind: type[BatchDetailSerializer] = BatchDetailSerializer, status: int = 200,
    **headers: str,
) -> Response:  # fmt: skip
    """A single batch, with its ETag."""
    shown = kind(batch).data
    return Response(shown, status=status, headers={"ETag": shown_tag(shown), **headers})
