"""A title is revoked: it ends at once, and the firm may not apply for three years."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db.models import Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.certification.models import Ban, Certification, EndKind
from cultivation.certification.rules import EVERY_TITLE_FROM, EVERY_TITLE_LADDER, banned_from
from cultivation.certification.services.ending import end
from cultivation.clock import today
from cultivation.problems import Problem


class Cause(TextChoices):
    """For what a title is revoked (工信部企业〔2022〕63号, 动态管理)."""

    # zh: 数据造假
    DATA_FRAUD = "data_fraud", gettext_lazy("data fraud")
    # zh: 重大安全、质量、环境等事故
    ACCIDENT = "accident", gettext_lazy("major accident")
    # zh: 严重失信
    DISHONESTY = "dishonesty", gettext_lazy("serious dishonesty")
    # zh: 偷税漏税
    TAX_EVASION = "tax_evasion", gettext_lazy("tax evasion")


@dataclass(frozen=True)
class Revocation:
    """What was revoked, and how long the firm may not apply."""

    ended: Sequence[Certification]
    ban: Ban


def revoke(
    *,
    certification: Certification,
    cause: str,
    effective_on: dt.date,
    reason: str,
    document: str = "",
    appeal_by: dt.date | None = None,
    every_title: bool = False,
) -> Revocation:
    """Revoke ``certification`` from ``effective_on`` on, and ban its firm for three years.

    Parameters: ``cause`` (one of Cause), ``appeal_by`` (last day of an appeal, None where none is
    set), ``every_title`` (with it all titles of the firm on the ladder of 优质中小企业, for fraud
    since 2026-04-01; what begins later ends on its first day, so that it never holds). Source:
    工信部企业〔2022〕63号, 〔2026〕2号. Raises Problem
    ``cause_missing``, ``every_title_without_fraud``, ``every_title_not_yet``,
    ``every_title_elsewhere``, those of ``end``.
    """
    if cause not in Cause.values:
        # zh: 撤销须选择情形（数据造假、重大事故、严重失信、偷税漏税）。
        raise Problem("cause_missing", _("Choose for what it is revoked."), field="cause")
    if every_title and cause != Cause.DATA_FRAUD:
        # zh: 只有数据造假才一并取消全部梯度称号。
        message = _("Only data fraud ends every title of the firm.")
        raise Problem("every_title_without_fraud", message, field="every_title")
    if every_title and effective_on < EVERY_TITLE_FROM:
        # zh: 一并取消全部称号自 %(day)s 起施行；此前生效的撤销只及于本项称号。
        message = _("Every title ends together since %(day)s only; earlier, it is this title.")
        raise Problem(
            "every_title_not_yet", message % {"day": EVERY_TITLE_FROM}, field="every_title"
        )
    if every_title and certification.tier.ladder_id != EVERY_TITLE_LADDER:
        # zh: 一并取消全部称号只适用于优质中小企业梯度；请取消勾选。
        message = _("Every title ends together on the ladder of quality SMEs only; leave it out.")
        raise Problem("every_title_elsewhere", message, field="every_title")
    grounds = _grounds(cause, reason)
    revoked = partial(end, kind=EndKind.REVOCATION, reason=grounds, document=document)
    ended = [revoked(certification=certification, effective_on=effective_on, appeal_by=appeal_by)]
    for one in fellows_of(certification) if every_title else []:
        first = max(effective_on, one.valid_from)
        if one.valid_to and first >= one.valid_to:
            continue  # it lapses by itself before
        # An appeal is open until the title would have begun, at least.
        until = max(appeal_by, first) if appeal_by else None
        ended.append(revoked(certification=one, effective_on=first, appeal_by=until))
    ban = Ban.objects.create(
        firm_id=certification.firm_id,
        certification=ended[0],
        from_day=effective_on,
        until=banned_from(effective_on),
        grounds=grounds,
        document=document,
    )
    return Revocation(ended, ban)


def fellows_of(certification: Certification) -> list[Certification]:
    """The other titles of the firm on the same ladder that run, or are still to begin."""
    rows = Certification.objects.filter(
        Q(holds_to=None) | Q(holds_to__gt=today()),
        firm=certification.firm_id,
        ended_on=None,
        tier__ladder=certification.tier.ladder_id,
    )
    return list(rows.exclude(pk=certification.pk).select_related("tier").order_by("tier", "pk"))


def lift_ban(*, ban: Ban, reason: str) -> Ban:
    """Let the firm of ``ban`` apply again from today on, for ``reason``.

    Raises Problem ``reason_missing``, ``lifted_already``, ``ban_over``.
    """
    ban = Ban.objects.select_for_update().get(pk=ban.pk)
    if not reason.strip():
        # zh: 请填写解除理由。
        raise Problem("reason_missing", _("Say why the ban is lifted."), field="reason")
    if ban.lifted_on is not None:
        # zh: 该禁止申报已于 %(day)s 解除。
        message = _("The ban was lifted on %(day)s already.") % {"day": ban.lifted_on}
        raise Problem("lifted_already", message, status=409)
    if ban.until <= today():
        # zh: 该禁止申报已于 %(day)s 期满；无须解除。
        message = _("The ban was over on %(day)s; nothing is left to lift.") % {"day": ban.until}
        raise Problem("ban_over", message, status=409)
    ban.lifted_on, ban.lifted_reason = today(), reason.strip()
    ban.save(update_fields=["lifted_on", "lifted_reason"])
    return ban


def _grounds(cause: str, reason: str) -> str:
    label = str(Cause(cause).label)
    return f"{label}：{reason.strip()}" if reason.strip() else label
