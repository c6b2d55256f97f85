"""A certification is ended before its last day: by the bureau of its ladder."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act, decides_on
from cultivation.certification import services
from cultivation.certification.flow.states import OPEN
from cultivation.certification.models import Application, Certification, EndKind
from cultivation.certification.rules import EVERY_TITLE_LADDER
from cultivation.certification.services.revoking import Cause, fellows_of
from cultivation.clock import today
from cultivation.pages.forms import ActPage
from cultivation.portal.certifications.forms import EndForm
from cultivation.portal.firms import effects


class OfCertification(ActPage):
    """An act on one certification, by the bureau of its ladder."""

    act = Act.IMPORT_LISTS

    @cached_property
    def held(self) -> Certification:
        """The certification. Raises Http404, or PermissionDenied on another bureau's ladder."""
        rows = Certification.objects.visible_to(self.user).select_related("tier__ladder", "firm")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        if not decides_on(self.user, found.tier.ladder.authority_id):
            raise PermissionDenied
        return found


class EndCertification(OfCertification):
    # zh: 终止认定
    heading = _("End a certification")
    # zh: 确认终止
    button = _("End the certification")
    # zh: 终止后只有申诉成立才能恢复。
    warning = _("Only an appeal that is upheld takes this back.")
    danger = True
    form_class = EndForm

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.held.firm.name}　{self.held.tier.name_zh}"

    def done_address(self) -> str:
        return reverse("portal:firm", args=[self.held.firm_id])

    def perform(self, data: dict[str, Any]) -> list[str]:
        held, day = self.held, today()
        before = effects.cells([held.firm_id], day)
        kind = EndKind(data["kind"])
        given = {name: data[name] for name in ("effective_on", "reason", "document", "appeal_by")}
        if kind is EndKind.REVOCATION:
            sentences = self._revoke(data, given)
        else:
            services.end(certification=held, kind=kind, **given)
            sentences = [_ended(held.tier.name_zh, kind, data["effective_on"])]
        sentences += self._to_come(revoked=kind is EndKind.REVOCATION)
        if data["appeal_by"]:
            # zh: 企业可在 %(day)s 前（含当日）申诉。
            told = gettext("The firm may appeal until %(day)s.")
            sentences.append(told % {"day": data["appeal_by"]})
        sentences += self._applications(revoked=kind is EndKind.REVOCATION)
        return [*sentences, *effects.told(before, effects.cells([held.firm_id], day), day)]

    def _revoke(self, data: dict[str, Any], given: dict[str, Any]) -> list[str]:
        """Revoke the title, and the others if asked; says which, and until when the ban is."""
        others = fellows_of(self.held) if data["cause"] == Cause.DATA_FRAUD else []
        done = services.revoke(
            certification=self.held, cause=data["cause"], every_title=data["every_title"], **given
        )
        sentences = [
            _ended(one.tier.name_zh, EndKind.REVOCATION, one.ended_on) for one in done.ended
        ]
        ended = {one.pk for one in done.ended}
        left = [one for one in others if one.pk not in ended and one.valid_from <= today()]
        if left and self.held.tier.ladder_id == EVERY_TITLE_LADDER:
            # zh: 企业的其他在库称号不终止：%(tiers)s；2026年4月1日起数据造假应取消全部梯度称号，可勾选一并取消。
            told = gettext(
                "Other titles run on: %(tiers)s; since 2026-04-01 data fraud ends every title."
            )
            # zh: 、
            names = gettext(", ").join(one.tier.name_zh for one in left)
            sentences.append(told % {"tiers": names})
        foreign = self._foreign() if data["cause"] == Cause.DATA_FRAUD else []
        if foreign:
            # zh: 企业在其他梯度的称号不随之终止，请由其主管部门处理：%(tiers)s。
            told = gettext("Titles on other ladders run on, and are for their bureaus: %(tiers)s.")
            sentences.append(told % {"tiers": gettext(", ").join(foreign)})
        # zh: 企业自 %(first)s 起禁止申报，%(until)s 起方可再申报。
        told = gettext("The firm may not apply from %(first)s on, and again from %(until)s.")
        return [*sentences, told % {"first": done.ban.from_day, "until": done.ban.until}]

    def _foreign(self) -> list[str]:
        rows = Certification.objects.as_of(today()).filter(firm=self.held.firm_id)
        own = self.held.tier.ladder_id
        rows = rows.exclude(tier__ladder=own).select_related("tier").order_by("tier")
        return [one.tier.name_zh for one in rows]

    def _to_come(self, *, revoked: bool) -> list[str]:
        """What was certified and has not begun: of this tier, or of the ladder for a firm that is
        banned. It would begin, and count, on its day."""
        rows = [
            one
            for one in fellows_of(self.held)
            if one.valid_from > today() and (revoked or one.tier_id == self.held.tier_id)
        ]
        # zh: %(tier)s（自 %(day)s 起）
        named = gettext("%(tier)s (from %(day)s on)")
        found = [
            named % {"tier": one.tier.name_zh, "day": one.valid_from}
            for one in sorted(rows, key=lambda one: (one.valid_from, one.pk))
        ]
        if not found:
            return []
        # zh: 已认定、尚未生效的称号不随之终止，自生效日起计入在库数：%(titles)s；也应终止的，请在企业页面另行办理。
        told = gettext(
            "What is certified and has not begun does not end, and will count from its day on:"
            " %(titles)s. If it must not begin, end it from the page of the firm."
        )
        # zh: 、
        return [told % {"titles": gettext(", ").join(found)}]

    def _applications(self, *, revoked: bool) -> list[str]:
        """What becomes of the firm's open applications."""
        rows = Application.objects.filter(firm=self.held.firm_id, state__in=OPEN)
        if not revoked:
            rows = rows.filter(renews=self.held)
        found = []
        for one in rows.select_related("tier", "batch").order_by("pk"):
            names = {
                "tier": one.tier.name_zh,
                "batch": one.batch.name,
                "state": one.get_state_display(),
            }
            if revoked:
                # zh: 在办申报（%(tier)s，%(batch)s，%(state)s）因禁止申报不能再推进，请办理撤回或不予认定。
                told = gettext(
                    "The open application (%(tier)s, %(batch)s, %(state)s) is stopped by the ban:"
                    " take it back or refuse it."
                )
            else:
                # zh: 该称号的复核申报（%(tier)s，%(batch)s，%(state)s）仍在办，请一并处理。
                told = gettext(
                    "Its renewal (%(tier)s, %(batch)s, %(state)s) is still open: see to it, too."
                )
            found.append(told % names)
        return found


def _ended(tier: str, kind: EndKind, day: Any) -> str:
    # zh: %(tier)s自 %(day)s 起：%(kind)s，不再计入在库数。
    told = gettext("%(tier)s, from %(day)s on: %(kind)s; it no longer counts.")
    return told % {"tier": tier, "day": day, "kind": kind.label}
