"""What acts on targets and on published figures share."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from cultivation.ladders.models import Tier
from cultivation.places.models import District
from cultivation.problems import Problem

# What stands in ``confidence`` of a row that a person entered from its source.
SEEN = "seen"


def check(record: models.Model) -> None:
    """Ask the fields and constraints of ``record``. Raises Problem ``invalid_record``."""
    try:
        record.full_clean()
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        field = {} if name in (NON_FIELD_ERRORS, "code") else {"field": name}
        raise Problem("invalid_record", " ".join(sentences), **field) from None


def check_tiers(tiers: Collection[Tier]) -> list[Tier]:
    """``tiers`` in their order, each once. Raises Problem ``tiers_missing``."""
    if not tiers:
        # zh: 请至少选择一个层级。
        raise Problem("tiers_missing", _("Choose at least one tier."), field="tiers")
    return sorted({*tiers}, key=lambda tier: (tier.ladder_id, tier.rank))


def check_district(district: District | None) -> None:
    """Refuse a district that is no more. Raises Problem ``district_abolished``."""
    if district and district.successor_id:
        raise Problem(
            "district_abolished",
            # zh: “%(name)s”已撤销，现为“%(successor)s”；请按现行区划填写。
            _("The district “%(name)s” was abolished and is now “%(successor)s”; give that one.")
            % {"name": district.name_zh, "successor": district.successor},
            field="district",
        )


def free_code(model: type[models.Model], base: str) -> str:
    """``base``, or with the next number behind it where that code is given already."""
    rows = model._default_manager.filter(pk__startswith=base)
    taken = set(rows.values_list("pk", flat=True))
    number = 2
    code = base
    while code in taken:
        code, number = f"{base}.{number}", number + 1
    return code


def put(record: Any, tiers: Collection[Tier]) -> None:
    """Check a new ``record`` and save it with its ``tiers``. Raises Problem ``invalid_record``."""
    check(record)
    record.save(force_insert=True)
    record.tiers.set(tiers)


def change(record: Any, values: Mapping[str, Any]) -> list[str]:
    """Set ``values`` on ``record``, check it and save what differs; returns the names of that.

    Raises Problem ``nothing_changes`` or ``invalid_record``.
    """
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    if not changed:
        # zh: 与现有登记相同；无须变更。
        raise Problem("nothing_changes", _("This is on file already; nothing needs to change."))
    for name in changed:
        setattr(record, name, values[name])
    check(record)
    record.save(update_fields=changed)
    return changed
