"""What becomes of certifications and open applications when their firm closes."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from cultivation.certification.changing import close_open, closing_effects
from cultivation.certification.models import Certification, EndKind
from cultivation.certification.services.ending import cut_short
from cultivation.certification.services.granting import (
    end_by_closing,
    ground_of_closing,
    overlapping,
)
from cultivation.firms.consequences import Closing, Effect


def _running(closing: Closing) -> list[Certification]:
    """The certifications that still hold on the closing day or would begin later."""
    held = (
        Certification.objects.filter(firm=closing.firm)
        .exclude(holds_to__lte=closing.effective_on)
        .exclude(holds_to=F("valid_from"))  # ended from its first day on: it never held
    )
    return list(held.select_related("tier", "batch").order_by("tier", "valid_from"))


def _moves(closing: Closing, held: Certification) -> bool:
    """Whether the successor goes on with ``held``: where it does not hold the tier itself."""
    start = max(closing.effective_on, held.valid_from)
    return closing.successor is not None and not overlapping(
        closing.successor, held.tier, start, held.holds_to
    )


def preview(closing: Closing) -> list[Effect]:
    effects = []
    for held in _running(closing):
        names = {"tier": held.tier.name_zh, "batch": held.batch.name, "day": closing.effective_on}
        if _moves(closing, held):
            names["successor"] = closing.successor.name if closing.successor else ""
            # zh: “%(tier)s”（%(batch)s）自 %(day)s 起由“%(successor)s”承继，有效期不变。
            text = _(
                "%(tier)s (%(batch)s) goes on with “%(successor)s” from %(day)s, same validity."
            )
            effects.append(Effect("continues", text % names, str(held.pk)))
        else:
            # zh: “%(tier)s”（%(batch)s）自 %(day)s 起终止。
            text = _("%(tier)s (%(batch)s) ends on %(day)s.")
            effects.append(Effect("ends", text % names, str(held.pk)))
    return [*effects, *closing_effects(closing.firm)]


def apply(closing: Closing) -> None:
    merged = closing.successor is not None
    close_open(closing.firm, ground_of_closing(merged=merged))
    for held in _running(closing):
        goes_on = _continuation(closing, held) if _moves(closing, held) else None
        # Filed late, the closing may come before an end that is on file: then it takes its place
        # here (the firm was gone by then), and the end goes on with the successor.
        cut_short(
            held,
            kind=EndKind.MERGER if merged else EndKind.DEREGISTRATION,
            effective_on=max(closing.effective_on, held.valid_from),
            reason=ground_of_closing(merged=merged),
        )
        if goes_on is not None:
            goes_on.save()


def _continuation(closing: Closing, held: Certification) -> Certification:
    """The rest of ``held``, for the successor: same validity, and the same end if there is one."""
    successor = closing.successor
    assert successor is not None
    end: dict[str, Any] = end_by_closing(successor, held.holds_to)
    if not end and held.ended_on:
        names = ("ended_on", "end_kind", "end_reason", "end_document")
        end = {name: getattr(held, name) for name in names}
    return Certification(
        firm=successor,
        tier=held.tier,
        batch=held.batch,
        valid_from=max(closing.effective_on, held.valid_from),
        valid_to=held.valid_to,
        continues=held,
        **end,
    )
