"""How applications are shown: in a list, and with what the flow looks at."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cultivation.access.models import User
from cultivation.certification.api.application_filters import STAGE_OF, STAGES
from cultivation.certification.api.batch_serializers import BatchReference
from cultivation.certification.flow.states import State
from cultivation.certification.models import Application
from cultivation.clock import today
from cultivation.firms.api.serializers import FirmReference, reference
from cultivation.standards.models import Assessment


def name_of(user: User | None) -> str | None:
    """An account as history names it."""
    return user.shown_name if user else None


class ApplicationSerializer(serializers.ModelSerializer[Application]):
    firm = serializers.SerializerMethodField()
    tier = serializers.CharField(source="tier_id", read_only=True)
    ladder = serializers.CharField(source="tier.ladder_id", read_only=True)
    batch = serializers.SerializerMethodField()
    stage = serializers.SerializerMethodField(help_text="Whose turn it is.")
    overdue = serializers.SerializerMethodField(help_text="Whether its last day is over.")
    assigned_to = serializers.SerializerMethodField(help_text="The name of who has taken it.")
    renews = serializers.IntegerField(
        source="renews_id",
        read_only=True,
        allow_null=True,
        help_text="The certification that a renewal goes on from.",
    )
    certification = serializers.IntegerField(
        source="certification_id",
        read_only=True,
        allow_null=True,
        help_text="The certification that it led to.",
    )

    class Meta:
        model = Application
        fields = [
            "id", "firm", "tier", "ladder", "batch", "kind", "state", "stage", "since", "due_on",
            "overdue", "filed_on", "assigned_to", "renews", "certification", "version",
        ]  # fmt: skip
        extra_kwargs = {
            "since": {"help_text": "When it came into this state."},
            "due_on": {"help_text": "The last day of this stage."},
            "version": {"help_text": "Grows with each act: the ETag."},
        }

    @extend_schema_field(FirmReference())
    def get_firm(self, row: Application) -> Any:
        return reference(row.firm_id, row.firm)

    @extend_schema_field(BatchReference())
    def get_batch(self, row: Application) -> Any:
        return {"id": row.batch_id, "name": row.batch.name}

    @extend_schema_field(serializers.ChoiceField(choices=list(STAGES)))
    def get_stage(self, row: Application) -> str:
        return STAGE_OF[State(row.state)]

    def get_overdue(self, row: Application) -> bool:
        return bool(row.is_open and row.due_on and row.due_on < today())

    def get_assigned_to(self, row: Application) -> str | None:
        return name_of(row.assigned_to)


class KindOfDocument(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="Code of the kind.")
    name = serializers.CharField(help_text="Its name, in Chinese as in the call.")


class PromisedDocument(KindOfDocument):
    due_on = serializers.DateField(help_text="The day by which it is promised.")


class NoticeWindow(serializers.Serializer[Any]):
    number = serializers.CharField()
    published_on = serializers.DateField()
    last_day = serializers.DateField(help_text="The last day of the notice.")


class AssessmentSummary(serializers.Serializer[Any]):
    """What the standard said when somebody reviewed it, and beside it what was decided."""

    standard = serializers.CharField(help_text="The version of the standard, as code.version.")
    as_of = serializers.DateField()
    computed = serializers.ChoiceField(choices=Assessment.Result.choices)
    decided = serializers.ChoiceField(choices=Assessment.Decision.choices, allow_null=True)
    decided_on = serializers.DateField(allow_null=True)
    decided_reason = serializers.CharField(allow_null=True)


class Returns(serializers.Serializer[Any]):
    to_firm = serializers.IntegerField()
    by_bureau = serializers.IntegerField()
    limit = serializers.IntegerField(
        allow_null=True, help_text="Returns by the bureau, at most; null: no limit."
    )


class CaseSerializer(ApplicationSerializer):
    """An application with what the flow looks at; ``facts`` stand in the context."""

    missing = serializers.SerializerMethodField(
        help_text="Documents that are needed, and neither there nor promised."
    )
    promised = serializers.SerializerMethodField(
        help_text="Documents that are missing under a commitment."
    )
    notice = serializers.SerializerMethodField(help_text="The public notice it stands in.")
    district_notice_to = serializers.DateField(
        read_only=True, allow_null=True, help_text="The last day of the notice of the district."
    )
    open_objections = serializers.SerializerMethodField()
    assessment = serializers.SerializerMethodField()
    returns = serializers.SerializerMethodField()

    class Meta(ApplicationSerializer.Meta):
        fields = [
            *ApplicationSerializer.Meta.fields, "statement", "missing", "promised", "notice",
            "district_notice_to", "open_objections", "assessment", "returns",
        ]  # fmt: skip

    @extend_schema_field(KindOfDocument(many=True))
    def get_missing(self, row: Application) -> Any:
        return self.context["facts"].missing

    @extend_schema_field(PromisedDocument(many=True))
    def get_promised(self, row: Application) -> Any:
        return self.context["facts"].promised

    @extend_schema_field(NoticeWindow(allow_null=True))
    def get_notice(self, row: Application) -> Any:
        return self.context["facts"].notice

    def get_open_objections(self, row: Application) -> int:
        found: int = self.context["facts"].case.open_objections
        return found

    @extend_schema_field(AssessmentSummary(allow_null=True))
    def get_assessment(self, row: Application) -> Any:
        kept = row.assessment
        if kept is None:
            return None
        return {
            "standard": kept.standard_id,
            "as_of": kept.as_of,
            "computed": kept.computed,
            "decided": kept.decided or None,
            "decided_on": kept.decided_on,
            "decided_reason": kept.decided_reason or None,
        }

    @extend_schema_field(Returns())
    def get_returns(self, row: Application) -> Any:
        limit = self.context["facts"].case.stages.return_limit
        return {"to_firm": row.firm_returns, "by_bureau": row.city_returns, "limit": limit}
