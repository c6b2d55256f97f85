"""What becomes of certifications when their firm closes."""

from django.utils.translation import gettext as _

from cultivation.certification.models import Certification, EndKind
from cultivation.certification.services.ending import end
from cultivation.certification.services.granting import certify, overlapping
from cultivation.firms.consequences import Closing, Effect


def _running(closing: Closing) -> list[Certification]:
    """The certifications that still hold on the closing day or would begin later."""
    held = Certification.objects.filter(firm=closing.firm).exclude(
        holds_to__lte=closing.effective_on
    )
    return list(held.select_related("tier", "batch").order_by("tier", "valid_from"))


def _moves(closing: Closing, held: Certification) -> bool:
    """Whether the successor goes on with ``held``: it does where it does not hold the tier itself."""
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
            text = _("%(tier)s (%(batch)s) goes on with “%(successor)s” from %(day)s, same validity.")
            effects.append(Effect("continues", text % names, str(held.pk)))
        else:
            # zh: “%(tier)s”（%(batch)s）自 %(day)s 起终止。
            text = _("%(tier)s (%(batch)s) ends on %(day)s.")
            effects.append(Effect("ends", text % names, str(held.pk)))
    return effects


def apply(closing: Closing) -> None:
    merged = closing.successor is not None
    for held in _running(closing):
        moves, holds_to = _moves(closing, held), held.holds_to
        start = max(closing.effective_on, held.valid_from)
        end(
            certification=held,
            kind=EndKind.MERGER if merged else EndKind.DEREGISTRATION,
            effective_on=start,
            # zh: 企业合并
            # zh: 企业注销
            reason=_("merger of the firm") if merged else _("deregistration of the firm"),
        )
        if moves and closing.successor is not None:
            certify(
                firm=closing.successor,
                tier=held.tier,
                batch=held.batch.name,
                valid_from=start,
                valid_to=holds_to,
                continues=held,
            )
