"""How a standard is shown: its head in lists, all of it, with the facts it asks for, alone."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cultivation.standards.engine.compiling import compile_standard
from cultivation.standards.engine.content import Act
from cultivation.standards.models import Standard
from cultivation.standards.vocabulary import FACTS, UNITS, Fact

BOTH = {
    "type": "object",
    "required": ["zh", "en"],
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
}
FREE = {"type": "object", "additionalProperties": True}


class StandardSerializer(serializers.ModelSerializer[Standard]):
    tier = serializers.CharField(source="tier_id", read_only=True)
    acts = serializers.ListField(
        child=serializers.ChoiceField(choices=[str(act) for act in Act]),
        read_only=True,
        help_text="What is judged by it: new applications, renewals.",
    )

    class Meta:
        model = Standard
        fields = [
            "code", "version", "tier", "acts", "title_zh", "title_en", "document",
            "in_force_from", "in_force_to", "source", "confidence",
        ]  # fmt: skip
        extra_kwargs = {"in_force_to": {"help_text": "The first day no longer in force."}}


class StandardDetailSerializer(StandardSerializer):
    content = serializers.SerializerMethodField(
        help_text="The whole standard: criteria, score table, overrides of batches, notes."
    )
    versions = serializers.SerializerMethodField(help_text="The versions there are.")
    facts = serializers.SerializerMethodField(
        help_text="The facts it asks for, as assess/ takes them."
    )

    class Meta(StandardSerializer.Meta):
        fields = [*StandardSerializer.Meta.fields, "content", "versions", "facts"]

    @extend_schema_field(FREE)
    def get_content(self, standard: Standard) -> Any:
        return standard.content

    @extend_schema_field({"type": "array", "items": {"type": "integer"}})
    def get_versions(self, standard: Standard) -> list[int]:
        rows = Standard.objects.filter(code=standard.code).order_by("version")
        return list(rows.values_list("version", flat=True))

    @extend_schema_field({"type": "array", "items": FREE})
    def get_facts(self, standard: Standard) -> list[dict[str, Any]]:
        return [described(FACTS[name]) for name in facts_asked(standard)]


def facts_asked(standard: Standard) -> list[str]:
    """The names of the facts that a standard looks at, in the order of the vocabulary."""
    asked = {
        name for act in standard.read.acts for name in compile_standard(standard.read, act).facts
    }
    if "size_class" in asked:
        asked.add("industry")
    return [name for name in FACTS if name in asked]


def described(fact: Fact) -> dict[str, Any]:
    """A fact of the vocabulary in JSON."""
    found: dict[str, Any] = {
        "name": fact.name,
        "label": fact.text.as_dict(),
        "kind": str(fact.kind),
        "origin": str(fact.origin),
        "unit": fact.unit,
        "unit_label": UNITS[fact.unit].as_dict(),
    }
    if fact.choices:
        found["choices"] = {code: text.as_dict() for code, text in fact.choices.items()}
    if fact.fields:
        found["fields"] = [described(one) for one in fact.fields.values()]
        found["required"] = list(fact.required)
    return found
