"""The shape of an assessment in OpenAPI."""

from typing import Any

from cultivation.standards.api.serializers import FREE
from cultivation.standards.engine.results import Result

TEXT: dict[str, Any] = {"type": "string"}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
RESULT: dict[str, Any] = {
    "type": "string",
    "enum": [str(one) for one in Result],
    "description": "Met, not met, a figure is missing, or a person has to judge.",
}
ASSESSMENT: dict[str, Any] = {
    "type": "object",
    "required": ["engine", "standard", "act", "as_of", "overrides", "result", "criteria"],
    "properties": {
        "engine": {"type": "string", "description": "The definition of the engine."},
        "standard": {**FREE, "description": "Code, version, title, document, source, confidence."},
        "act": TEXT,
        "as_of": DAY,
        "overrides": {
            "type": "array",
            "items": FREE,
            "description": "Notices that changed the standard for this batch.",
        },
        "result": RESULT,
        "missing": {
            "type": "array",
            "items": FREE,
            "description": "The facts that would settle what is missing.",
        },
        "criteria": {
            "type": "array",
            "items": FREE,
            "description": "Criterion by criterion: text, article, document, result, figure,"
            " threshold with unit, distance, and for scores the points. Alternatives are nested.",
        },
        "warnings": {
            "type": "array",
            "items": FREE,
            "description": "Figures that cannot be true together.",
        },
    },
}
OF_FIRM: dict[str, Any] = {
    **ASSESSMENT,
    "properties": {
        **ASSESSMENT["properties"],
        "firm": {**FREE, "description": "Id, credit code and name."},
        "applies": {**FREE, "nullable": True, "description": "Why this standard applies."},
        "facts": {**FREE, "description": "The facts that were judged."},
        "sources": {**FREE, "description": "Where each fact comes from."},
        "stale": {**FREE, "description": "Checks that are too old to count, with their day."},
    },
}
ASKED: dict[str, Any] = {
    "type": "object",
    "required": ["facts"],
    "additionalProperties": False,
    "properties": {
        "facts": {
            **FREE,
            "description": "Facts by name, as the standard's page lists them; leave out what is"
            " not known. Amounts in 万元, shares in percent, exact numbers as text or number.",
            "example": {"revenue_y1": "5000", "rd_expense_y1": "160.5", "in_abnormal_list": False},
        },
        "as_of": {**DAY, "description": "The day of filing; today if empty."},
        "act": {"type": "string", "enum": ["new", "renewal"], "default": "new"},
        "version": {"type": "integer", "description": "The newest if empty."},
        "overrides": {
            "type": "array",
            "items": TEXT,
            "description": "Codes of the standard's overrides; by default those of the day.",
        },
    },
}
