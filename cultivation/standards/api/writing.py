"""What writing figures and facts of a firm share: the reason, the warnings."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from cultivation.rest import bodies
from cultivation.rest.etags import row_tag
from cultivation.standards.facts.plausibility import Warning

LONGEST_REASON = 500
# Why it is written, for the journal: every body may say it.
REASON = {"reason": bodies.text(most=LONGEST_REASON)}
WARNING: dict[str, Any] = {
    "type": "object",
    "required": ["code", "text", "facts"],
    "properties": {
        "code": {"type": "string"},
        "text": {
            "type": "object",
            "required": ["zh", "en"],
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
        },
        "facts": {"type": "array", "items": {"type": "string"}},
    },
}


class Warned(serializers.Serializer[Any]):
    """What is answered to a write beside the row itself."""

    warnings = serializers.SerializerMethodField(
        help_text="What cannot be true together; it was recorded all the same."
    )

    @extend_schema_field({"type": "array", "items": WARNING})
    def get_warnings(self, row: Any) -> list[dict[str, Any]]:
        found: list[Warning] = self.context["warnings"]
        return [one.as_dict() for one in found]


def row_answer(shown: Any) -> Response:
    """A single row, with its ETag."""
    return Response(shown, headers={"ETag": row_tag(shown)})


def written_answer(shown: Any, answer: Any, *, created: bool) -> Response:
    """What was written: ``shown`` is the row as reading shows it, ``answer`` says more."""
    return Response(answer, status=201 if created else 200, headers={"ETag": row_tag(shown)})


def why(what: object, given: str) -> str:
    """The reason of a revision: what is done, and why, if that was said."""
    return f"{what}：{given}" if given else str(what)
