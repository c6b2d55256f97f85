"""A firm's own page: where it stands, what it did, what can be done."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery, prefetch_related_objects
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from cultivation.access import log as access_log
from cultivation.access.permissions import Act, decides_on, may
from cultivation.certification.models import Appeal, Ban, Certification
from cultivation.certification.selectors.appeals import DECIDED
from cultivation.certification.standing import Standing, in_words, last_day, standing
from cultivation.clock import today
from cultivation.firms.models import Firm, FirmYear
from cultivation.firms.size import explain
from cultivation.journal.models import Entry
from cultivation.pages import shown
from cultivation.pages.views import StaffPage
from cultivation.portal import labels
from cultivation.portal.certificates.addresses import certificate_address
from cultivation.portal.firms import listing
from cultivation.portal.firms.story import story
from cultivation.portal.journal.grouping import latest
from cultivation.portal.judging.card import card_of

# So much of a firm's story is shown unasked.
SHOWN = 12
STATES = {
    Standing.HELD: "good",
    Standing.ENDS_SOON: "attention",
    Standing.TO_COME: "info",
    Standing.ENDED: "trouble",
    Standing.LAPSED: "info",
}


def bans(day: dt.date) -> dict[str, Any]:
    """The ban in force on ``day`` that lasts longest, as columns of a firm."""
    rows = Ban.objects.filter(
        firm=OuterRef("pk"), lifted_on=None, from_day__lte=day, until__gt=day
    ).order_by("-until")
    return {
        "banned_until": Subquery(rows.values("until")[:1]),
        "ban": Subquery(rows.values("pk")[:1]),
        "ban_grounds": Subquery(rows.values("grounds")[:1]),
    }


class OfFirm(StaffPage):
    """A page about one firm of the account's scope; any other firm is not there."""

    @cached_property
    def firm(self) -> Firm:
        """The firm, with where it is and what it holds today. Raises Http404."""
        pk = self.kwargs["pk"]
        rows = Firm.objects.visible_to(self.user).filter(pk=pk).annotate(**bans(today()))
        found = listing.as_on(today(), rows).first()
        if found is None:
            if Firm.objects.filter(pk=pk).exists():
                access_log.record_out_of_scope(self.request, f"firm {pk}")
            raise Http404
        return found

    @property
    def firm_address(self) -> str:
        return reverse("portal:firm", args=[self.firm.pk])


class FirmPage(OfFirm):
    template_name = "portal/firms/firm.html"

    def context(self) -> dict[str, Any]:
        firm, day = self.firm, today()
        appeal = Appeal.objects.filter(certification=OuterRef("pk")).order_by("-pk")
        ever = (
            Certification.objects.select_related("tier__ladder", "batch", "certificate")
            .order_by("tier__ladder__position", "-tier__rank", "-valid_from")
            .annotate(
                appeal=Subquery(appeal.values("pk")[:1]),
                appeal_state=Subquery(appeal.values("state")[:1]),
            )
        )
        events = firm.events.order_by("filed_on", "id")
        years = list(FirmYear.objects.filter(firm=firm).order_by("-year"))
        together = (Prefetch("certifications", ever), Prefetch("events", events), "names")
        prefetch_related_objects([firm], *together)
        titles = [self._title(held) for held in firm.certifications.all()]
        moments = story(firm, self.user, day)
        held = [one.tier_id for one in getattr(firm, "held_then")]  # noqa: B009
        return {
            "firm": firm,
            "place": listing.place(firm),
            "industry": listing.industry(firm),
            "ban_address": self._ban_address(),
            "state": listing.state(firm),
            "state_colour": listing.state_colour(firm) or "attention",
            "size": self._size(years),
            "titles": [row for row in titles if not row["past"]],
            "past_titles": [row for row in titles if row["past"]],
            "years": [self._year(year) for year in years],
            "former_names": [one for one in firm.names.all() if one.valid_to],
            "facts": self._facts(firm),
            "story": moments[:SHOWN],
            "earlier": moments[SHOWN:],
            "acts": self._acts(firm),
            "journal_address": reverse("portal:firm-journal", args=[firm.pk]),
            "revisions": latest(
                Entry.objects.visible_to(self.user).filter(subject_id=firm.pk), self.user
            ),
            "successor": self._successor(firm),
            "card": card_of(firm, held, works=may(self.user, Act.WORK_ON_FIRMS)),
        }

    def _ban_address(self) -> str:
        ban = getattr(self.firm, "ban")  # noqa: B009
        if ban is None or not may(self.user, Act.IMPORT_LISTS):
            return ""
        return reverse("portal:ban-lift", args=[ban])

    def _appeal(self, held: Certification, *, decides: bool) -> tuple[str, str]:
        """Where the appeal against the end of ``held`` is: its address, and what it is called."""
        known = getattr(held, "appeal")  # noqa: B009
        if known is not None:
            state = getattr(held, "appeal_state")  # noqa: B009
            label = dict(Appeal.State.choices).get(state)
            # zh: 申诉：%(state)s
            told = _("appeal: %(state)s") % {"state": label} if label else _("Appeal")
            return reverse("portal:appeal", args=[known]), told
        if decides and held.end_kind in DECIDED:
            # zh: 登记申诉
            return reverse("portal:certification-appeal", args=[held.pk]), _("Record an appeal")
        return "", ""

    def _successor(self, firm: Firm) -> Firm | None:
        if firm.merged_into_id is None:
            return None
        return Firm.objects.visible_to(self.user).filter(pk=firm.merged_into_id).first()

    def _size(self, years: list[FirmYear]) -> str:
        classed = next((y for y in years if y.size_class and y.year < today().year), None)
        if classed is None:
            return ""
        label = classed.get_size_class_display()
        # zh: %(size)s（%(year)s 年：%(reason)s）
        return _("%(size)s (%(year)s: %(reason)s)") % {
            "size": label,
            "year": classed.year,
            "reason": explain(classed.size_reason) or "—",
        }

    def _title(self, held: Certification) -> dict[str, Any]:
        day = today()
        found = standing(held, day)
        ends_in = (held.holds_to - day).days if held.holds_to else None
        may_end = decides_on(self.user, held.tier.ladder.authority_id)
        past = found in (Standing.ENDED, Standing.LAPSED)
        appeal_address, appeal = self._appeal(held, decides=may_end)
        return {
            "tier": labels.name(held.tier),
            "standing": in_words(held, day),
            "colour": STATES[found],
            # zh: %(n)s 天后到期
            "ends_in": _("ends in %(n)s days") % {"n": ends_in}
            if found is Standing.ENDS_SOON
            else "",
            "past": past,
            "from": held.valid_from,
            "to": last_day(held.valid_to),
            "ended": held.ended_on,
            "batch": held.batch.name,
            "number": held.number,
            "certificate_address": certificate_address(held) if may(self.user, Act.EXPORT) else "",
            "appeal_address": appeal_address,
            "appeal": appeal,
            "end_address": reverse("portal:certification-end", args=[held.pk])
            if may_end and not past and not held.ended_on
            else "",
        }

    def _year(self, year: FirmYear) -> dict[str, Any]:
        return {
            "year": year.year,
            "cells": [
                shown.shown(year.revenue),
                shown.percent(year.main_revenue, year.revenue),
                shown.shown(year.rd_expense),
                shown.percent(year.rd_expense, year.revenue),
                shown.percent(year.liabilities, year.assets),
                shown.NOTHING if year.staff is None else shown.number(year.staff),
            ],
            "size": year.get_size_class_display() or shown.NOTHING,
            "address": reverse("portal:firm-figures", args=[self.firm.pk]) + f"?year={year.year}",
        }

    def _facts(self, firm: Firm) -> list[tuple[str, str]]:
        capital = shown.shown(firm.registered_capital)
        if firm.registered_capital is not None and firm.capital_currency not in ("", "CNY"):
            capital += f" {firm.capital_currency}"
        names = ("established_on", "legal_form", "registered_capital", "address", "business_scope")
        shown_instead = {"registered_capital": capital}
        return [
            (
                str(Firm._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
                shown_instead.get(name) or shown.shown(getattr(firm, name)),
            )
            for name in names
        ]

    def _acts(self, firm: Firm) -> list[tuple[str, str]]:
        if not may(self.user, Act.WORK_ON_FIRMS):
            return []
        names = {
            # zh: 补录年度数据
            "firm-figures": _("Record yearly figures"),
            # zh: 登记资质、市场等数据
            "firm-fact": _("Record another fact"),
            # zh: 更正登记
            "firm-correct": _("Correct what is on file"),
        }
        if not firm.closed_on:
            names |= {
                # zh: 登记更名
                "firm-rename": _("File a rename"),
                # zh: 登记迁移
                "firm-move": _("File a move"),
                # zh: 变更行业
                "firm-industry": _("Change the industry"),
                # zh: 登记合并
                "firm-merge": _("File a merger"),
                # zh: 登记分立
                "firm-split": _("File a split"),
                # zh: 登记注销
                "firm-deregister": _("File a deregistration"),
            }
        found = [
            (label, reverse(f"portal:{name}", args=[firm.pk])) for name, label in names.items()
        ]
        if not firm.closed_on and may(self.user, Act.HANDLE_CASES):
            # zh: 登记申报
            opening = _("Open an application"), reverse("portal:case-open") + f"?firm={firm.pk}"
            found.insert(0, opening)
        return found
