"""A firm is certified into a tier."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from cultivation.certification.models import Batch, Certification, EndKind
from cultivation.certification.rules import end_of_validity
from cultivation.certification.selectors.cases import banned_until
from cultivation.firms.models import Firm
from cultivation.ladders.models import Tier
from cultivation.problems import Problem

UNSET: Any = object()


def certify(
    *,
    firm: Firm,
    tier: Tier,
    batch: str,
    valid_from: dt.date,
    valid_to: dt.date | None = UNSET,
    number: str = "",
    filed_on: dt.date | None = None,
    decided_on: dt.date | None = None,
    listing: dict[str, Any] | None = None,
) -> Certification:
    """Certify ``firm`` into ``tier`` from ``valid_from`` on.

    Parameters: ``batch`` (its name; made when the tier has none of that name), ``valid_to`` (first
    day no longer valid; by default the validity of the tier, none where that is not known).
    A renewal without a gap starts on the day the earlier certification stops. Filed after the firm
    closed, it ends on the day of the closing. Raises Problem ``batch_missing``,
    ``ends_before_it_begins``, ``tier_not_alive``, ``firm_closed``, ``firm_banned``,
    ``held_already`` or ``number_taken``.
    """
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    if valid_to is UNSET:
        valid_to = end_of_validity(valid_from, tier.validity_years)
    if not batch.strip():
        # zh: 请填写批次名称。
        raise Problem("batch_missing", _("Give the name of the batch."))
    if valid_to and valid_to <= valid_from:
        raise Problem(
            "ends_before_it_begins",
            # zh: 有效期止（%(last)s）必须晚于有效期起（%(first)s）；请核对日期。
            _("The validity ends (%(last)s) before it begins (%(first)s); check the days.")
            % {"first": valid_from, "last": valid_to},
        )
    check_tier(tier, valid_from)
    if firm.closed_on and firm.closed_on <= valid_from:
        raise Problem(
            "firm_closed",
            # zh: “%(name)s”已于 %(day)s 终止，不能再认定；请核对企业和日期。
            _("“%(name)s” closed on %(day)s and cannot be certified; check firm and day.")
            % {"name": firm.name, "day": firm.closed_on},
        )
    until = banned_on(firm.pk, valid_from)
    if until:
        raise Problem("firm_banned", banned_then(firm.name, valid_from, until), status=409)
    closing = end_by_closing(firm, valid_to)
    held = overlapping(firm, tier, valid_from, closing.get("ended_on", valid_to))
    if held:
        raise Problem("held_already", held_already(firm.name, held))
    other = Certification.objects.filter(tier=tier, number=number).first() if number else None
    if other:
        raise Problem(
            "number_taken",
            # zh: 编号“%(number)s”已用于“%(name)s”同一层级的认定；请核对编号。
            _("The number “%(number)s” is that of “%(name)s” in this tier; check the number.")
            % {"number": number, "name": other.firm.name},
            about=other.firm_id,
        )
    return Certification.objects.create(
        firm=firm,
        tier=tier,
        batch=Batch.objects.get_or_create(tier=tier, name=batch)[0],
        number=number,
        filed_on=filed_on,
        decided_on=decided_on,
        valid_from=valid_from,
        valid_to=valid_to,
        listing=listing or {},
        **closing,
    )


def banned_on(firm: int, day: dt.date) -> dt.date | None:
    """Until when ``firm`` (id) may not be certified from ``day`` on; None where it may."""
    return banned_until([firm], day).get(firm)


def banned_then(name: str, day: dt.date, until: dt.date) -> str:
    """The sentence that refuses a certification of a banned firm."""
    # zh: “%(name)s”曾被撤销称号，在 %(until)s 前不得申报，不能自 %(day)s 起认定；请核对，或先由主管部门解除。
    return _(
        "“%(name)s” may not apply before %(until)s, as a title of it was revoked, and cannot be"
        " certified from %(day)s on; check it, or lift the ban first."
    ) % {"name": name, "until": until, "day": day}


def end_by_closing(firm: Firm, until: dt.date | None) -> dict[str, Any]:
    """The end of a certification that would hold to ``until``, if ``firm`` closed before that day.

    Returns the columns of the end; empty when the firm lives on till then.
    """
    if not firm.closed_on or (until and until <= firm.closed_on):
        return {}
    return {
        "ended_on": firm.closed_on,
        "end_kind": EndKind.MERGER if firm.merged_into_id else EndKind.DEREGISTRATION,
        "end_reason": ground_of_closing(merged=bool(firm.merged_into_id)),
    }


def ground_of_closing(*, merged: bool) -> str:
    """Why a certification ends when its firm closes, as a text for people."""
    # zh: 企业合并
    # zh: 企业注销
    return _("merger of the firm") if merged else _("deregistration of the firm")


def check_tier(tier: Tier, day: dt.date) -> None:
    """Refuse a certification that starts on a day on which the tier did not exist."""
    before = tier.valid_from and day < tier.valid_from
    after = tier.valid_to and day >= tier.valid_to
    if before or after:
        raise Problem(
            "tier_not_alive",
            # zh: 层级“%(tier)s”在 %(day)s 不存在（%(first)s 起，%(last)s 止）；请核对日期。
            _(
                "The tier “%(tier)s” did not exist on %(day)s (from %(first)s, until %(last)s);"
                " check the day."
            )
            % {
                "tier": tier.name_zh,
                "day": day,
                "first": tier.valid_from or "…",
                "last": tier.valid_to or "…",
            },
        )


def overlapping(
    firm: Firm, tier: Tier, valid_from: dt.date, valid_to: dt.date | None
) -> Certification | None:
    """A certification of ``firm`` in ``tier`` that holds on a day of the period, if any."""
    held = Certification.objects.filter(firm=firm, tier=tier).exclude(holds_to__lte=valid_from)
    if valid_to:
        held = held.filter(valid_from__lt=valid_to)
    return held.select_related("batch").order_by("valid_from").first()


def held_already(name: str, held: Certification) -> str:
    """The sentence that says which certification is in the way."""
    # zh: “%(name)s”在此期间已持有同一层级的认定（%(batch)s，%(first)s 至 %(last)s）；续期应自到期之日起。
    return _(
        "“%(name)s” holds this tier already in that period (%(batch)s, from %(first)s until"
        " %(last)s); a renewal starts when the earlier certification stops."
    ) % {
        "name": name,
        "batch": held.batch.name,
        "first": held.valid_from,
        "last": held.holds_to or "…",
    }
