"""What is sent to open or edit a batch, or to change the standard for it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cultivation.certification.models import Batch
from cultivation.certification.services.batches import LONGEST_NAME, Scored, Terms
from cultivation.certification.services.overriding import (
    LONGEST_DOCUMENT,
    LONGEST_REASON,
    Adjustment,
)
from cultivation.ladders.api import tier_codes
from cultivation.ladders.models import Tier
from cultivation.rest import bodies, kinds
from cultivation.rest.bodies import Field, refuse_fields, refused_field, shown
from cultivation.rest.fields import Wrong, one_of
from cultivation.standards.engine.content import Act
from cultivation.standards.engine.overriding import Change
from cultivation.standards.models import Standard

MOST_CRITERIA, MOST_CHANGES = 50, 100
REASON = bodies.text(most=LONGEST_REASON, required=True)
NUMBER: dict[str, Any] = {"oneOf": [{"type": "string"}, {"type": "number"}]}


def _standard_keys() -> list[str]:
    return list(Standard.objects.order_by("key").values_list("key", flat=True))


def _read_standard(value: Any) -> Standard:
    key = one_of(shown(value) if isinstance(value, str) else f"{shown(value)} ", _standard_keys())
    return Standard.objects.get(pk=key)


def _objects(value: Any, names: Mapping[str, bool], most: int) -> list[dict[str, Any]]:
    """A list of objects that have ``names`` (True: needed) and nothing else."""
    needed = {name for name, must in names.items() if must}
    good = isinstance(value, list) and len(value) <= most and all(
        isinstance(one, dict) and needed <= set(one) <= set(names) for one in value
    )  # fmt: skip
    if not good:
        # zh: 请填写最多 %(most)d 项的列表，每项为含 %(names)s 的对象。
        message = _("Give a list of at most %(most)d objects with %(names)s.")
        raise Wrong("not_a_list", message % {"most": most, "names": ", ".join(names)}, shown(value))
    found: list[dict[str, Any]] = value
    return found


def _exact(value: Any) -> Decimal:
    """A number in whatever unit, as exact as an amount."""
    try:
        found: Decimal = bodies.amount(signed=True).read(value)
    except Wrong:
        # zh: 请填写数字，如 "12.5"：最多%(before)d位整数、%(after)d位小数。
        message = _('Give a number like "12.5": at most %(before)d digits and %(after)d decimals.')
        digits = {"before": bodies.DIGITS_BEFORE, "after": bodies.DIGITS_AFTER}
        raise Wrong("not_a_number", message % digits, shown(value)) from None
    return found


def _read_criteria(value: Any) -> list[Scored]:
    asked = _objects(value, {"name": True, "full_marks": True, "weight": True}, MOST_CRITERIA)
    name = bodies.text(most=LONGEST_NAME, required=True)
    return [
        Scored(name.read(one["name"]), _exact(one["full_marks"]), _exact(one["weight"]))
        for one in asked
    ]


def _read_changes(value: Any) -> list[Change]:
    asked = _objects(value, {"criterion": True, "value": False, "waive": False}, MOST_CHANGES)
    name = bodies.text(most=40, required=True)
    found = []
    for one in asked:
        if ("value" in one) is (one.get("waive") is True) or one.get("waive", True) is not True:
            # zh: 每项请填写 value（新的门槛）或 waive: true（免除），只能填一项。
            message = _("Give each a value (its new threshold) or waive: true, and not both.")
            raise Wrong("value_or_waive", message, shown(one))
        value_of = _exact(one["value"]) if "value" in one else None
        found.append(Change(name.read(one["criterion"]), value_of))
    return found


TERMS: dict[str, Field] = {
    "name": bodies.text(most=100, required=True),
    "kind": kinds.choice(Batch.Kind.values),
    "document": bodies.text(),
    "files_from": bodies.day(required=True),
    "files_to": bodies.day(required=True),
    "district_due_on": bodies.day(nullable=True),
    "review_due_on": bodies.day(nullable=True),
    "quota": bodies.whole(nullable=True),
    "publicity_days": bodies.whole(nullable=True),
    "standard": Field(
        _read_standard,
        {"type": "string", "description": "code.version; null: the day of filing says which."},
        nullable=True,
    ),
}
CRITERIA = Field(
    _read_criteria,
    {
        "type": "array",
        "maxItems": MOST_CRITERIA,
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": ["name", "full_marks", "weight"],
            "properties": {"name": {"type": "string"}, "full_marks": NUMBER, "weight": NUMBER},
        },
    },
)
OPENED = {
    "tier": kinds.choice(tier_codes, required=True),
    **TERMS,
    "criteria": CRITERIA,
    "reason": bodies.text(most=LONGEST_REASON),
}
EDITED = {
    **{name: Field(one.read, one.schema, nullable=one.nullable) for name, one in TERMS.items()},
    "criteria": CRITERIA,
    "reason": REASON,
}
ADJUSTED = {
    "document": bodies.text(most=LONGEST_DOCUMENT, required=True),
    "reason": REASON,
    "acts": kinds.listed(kinds.choice([str(act) for act in Act]), most=2, required=True),
    "changes": Field(
        _read_changes,
        {
            "type": "array",
            "maxItems": MOST_CHANGES,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["criterion"],
                "properties": {
                    "criterion": {"type": "string", "description": "Its id in the standard."},
                    "value": {**NUMBER, "description": "Its new threshold, in its own unit."},
                    "waive": {"type": "boolean", "enum": [True]},
                },
            },
        },
        required=True,
    ),
    "preview": kinds.flag(),
}
CLOSING = {"reason": REASON}
REASONED = CLOSING | {"preview": kinds.flag()}


def said_of(batch: Batch | None) -> dict[str, Any]:
    """The terms of ``batch`` as a body would give them; of a new one those that may be left out."""
    if batch is None:
        return {"kind": Batch.Kind.BOTH}
    return {name: getattr(batch, name) for name in TERMS}


def terms_of(said: Mapping[str, Any], tier: Tier) -> Terms:
    """The terms that were said.

    Raises Problem where a batch that was only the name of a list is not given its whole window.
    """
    # zh: 请填写此字段。
    needed = _("This field is needed.")
    missing = [name for name in ("files_from", "files_to") if said.get(name) is None]
    if missing:
        refuse_fields([refused_field(name, None, "required", needed) for name in missing])
    return Terms(**{name: said[name] for name in TERMS if name in said})


def adjustment_of(said: Mapping[str, Any]) -> Adjustment:
    """What the body allows to change."""
    acts = tuple(Act(one) for one in said["acts"])
    return Adjustment(said["document"], said["reason"], acts, said["changes"])
