"""Titles that lapsed without a renewal; and who of them is offered another library."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.access.permissions import Act, decides_on, may
from cultivation.certification import services
from cultivation.certification.models import Certification
from cultivation.certification.rules import months_later
from cultivation.certification.selectors.lapsed import (
    Offer,
    lapsed,
    offered_tiers,
    offers_of,
)
from cultivation.certification.standing import last_day
from cultivation.clock import today
from cultivation.ladders.models import Tier
from cultivation.pages.columns import Column, Text
from cultivation.pages.facets import Facet, Field
from cultivation.pages.forms import DayField
from cultivation.portal import labels
from cultivation.portal.firms import effects
from cultivation.portal.upkeep import titles
from cultivation.portal.upkeep.picking import (
    PickedAct,
    PickedForm,
    PickingList,
    Verdict,
    listed,
)
from cultivation.portal.upkeep.titles import TitleFilter
from cultivation.problems import Problem
from cultivation.rest import filters

SINCE = ("3", "6", "12", "24", "36")
DEFAULT = 12


class LapsedFilter(TitleFilter):
    # zh: 最近几个月内到期，默认 12
    since = filters.Choice(label=gettext_lazy("Within so many months past."), allowed=SINCE)

    def narrow(self, rows: Any) -> Any:
        first = months_later(today(), -int(self.asked["since"] or DEFAULT))
        return super().narrow(rows).filter(holds_to__gte=first)


class LapsedList(titles.OfTitles, PickingList):
    """Titles that reached their end, and none of their tier followed; firms that live on."""

    here = "upkeep-lapsed"
    # zh: 到期未复核
    heading = gettext_lazy("Lapsed, not renewed")
    # zh: 这段时间没有到期失效而未续的认定。
    empty = gettext_lazy("Nothing lapsed in that time without a renewal.")
    export_name = "lapsed"
    parameter_set = LapsedFilter
    default_order = ("-holds_to", "tier", "pk")
    columns = (
        titles.FIRM, titles.USCC, titles.DISTRICT, titles.TIER, titles.TO,
        # zh: 可转入
        Column("offer", gettext_lazy("Offered"), lambda row: row.offer, "state",
               state=lambda row: "good" if row.free else ""),
        titles.BATCH,
    )  # fmt: skip
    fields = (
        Field("name", gettext_lazy("Name of the firm")),
        Field(
            "since",
            # zh: 到期时间
            gettext_lazy("Lapsed within"),
            # zh: 最近 %(n)s 个月
            gettext_lazy("the past %(n)s months") % {"n": DEFAULT},
            tuple(
                (n, gettext_lazy("the past %(n)s months") % {"n": n})
                for n in SINCE
                if n != str(DEFAULT)
            ),
        ),
    )

    @property
    def lead(self) -> str:  # type: ignore[override]
        # zh: 最近 %(n)s 个月到期；到期之日起已不计入在库数
        told = _("lapsed in the past %(n)s months; they no longer count since then")
        return told % {"n": self.parameters.asked["since"] or DEFAULT}

    @cached_property
    def facets(self) -> list[Facet]:  # type: ignore[override]
        return titles.facets()

    def rows(self) -> QuerySet[Any]:
        return Certification.objects.visible_to(self.user).filter(
            lapsed(today()), firm__closed_on__isnull=True
        )

    def prepared(self, rows: list[Any]) -> list[Any]:
        tiers = offered_tiers()
        offers: dict[int, Offer] = {}
        for into in {one.pk: one for one in tiers.values()}.values():
            here = [row for row in rows if row.tier_id in tiers and tiers[row.tier_id] == into]
            offers |= {one.certification.pk: one for one in offers_of(here, into, today())}
        for row in rows:
            offer = offers.get(row.pk)
            row.free = offer is not None and not offer.against
            row.offer = ""
            if offer is not None:
                target = labels.short_name(tiers[row.tier_id])
                row.offer = offer.against[0] if offer.against else target
        return rows

    @cached_property
    def picked_acts(self) -> list[tuple[Text, str]]:
        own = {
            into.pk: into
            for into in offered_tiers().values()
            if decides_on(self.user, into.ladder.authority_id)
        }
        # zh: 转入%(tier)s库
        label = _("Take into %(tier)s")
        return [
            (label % {"tier": labels.short_name(one)}, reverse("portal:upkeep-take", args=[one.pk]))
            for one in own.values()
        ]


class TakeForm(PickedForm):
    # zh: 批次名称
    batch = forms.CharField(label=gettext_lazy("Name of the batch"), max_length=100)
    valid_from = DayField(
        # zh: 生效日期
        label=gettext_lazy("Effective on"),
        # zh: 自这一天起计入在库数。
        help_text=gettext_lazy("From this day on they count."),
    )
    # zh: 依据文件
    document = forms.CharField(label=gettext_lazy("Document"), max_length=200)
    # zh: 转入理由
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)
    checked = forms.BooleanField(
        # zh: 已核查：这些企业仍在经营、信用良好
        label=gettext_lazy("It was checked that these firms still trade and are in good credit"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = today()


class TakeOver(PickedAct):
    """Firms whose title lapsed are certified into the library that is offered to them."""

    # zh: 期满转入
    heading = gettext_lazy("Take lapsed firms over")
    # zh: 确认转入并认定
    button = gettext_lazy("Certify them")
    # zh: 转入即认定，计入在库数；如有错误须逐家办理终止。
    warning = gettext_lazy("This certifies them: a mistake is mended by ending each.")
    act = Act.IMPORT_LISTS
    listed = LapsedList
    form_class = TakeForm

    def allowed(self) -> bool:
        return may(self.user, self.act) and decides_on(self.user, self.into.ladder.authority_id)

    @cached_property
    def into(self) -> Tier:
        """The tier that is offered. Raises PermissionDenied where none leads to it."""
        tiers = {one.pk: one for one in offered_tiers().values()}
        found = tiers.get(str(self.kwargs["tier"]))
        if found is None:
            raise PermissionDenied
        return found

    @property
    def lead(self) -> str:  # type: ignore[override]
        return labels.name(self.into)

    def done_address(self) -> str:
        return reverse("portal:upkeep-lapsed")

    def detailed(self, rows: Any) -> Any:
        return rows.select_related("firm", "tier")

    def verdicts(self) -> Sequence[Verdict]:
        start = today()
        form = getattr(self, "sent", None)
        if form is not None and form.is_bound:
            start = form.cleaned_data.get("valid_from") or start
        # zh: 转入
        goes = _("is taken over")
        found = []
        for offer in offers_of(self.chosen, self.into, start):
            held = offer.certification
            # zh: %(tier)s，%(day)s 到期
            detail = _("%(tier)s, valid until %(day)s") % {
                "tier": held.tier.name_zh,
                "day": last_day(held.valid_to),
            }
            # zh: 、
            words = _(", ").join(offer.against) or goes
            state = "trouble" if offer.against else "good"
            found.append(Verdict(held.firm.name, detail, words, state))  # type: ignore[arg-type]
        return sorted(found, key=lambda one: one.state == "good")

    def perform(self, data: dict[str, Any]) -> list[str]:
        if not data["checked"]:
            # zh: 请先核查经营和信用状况。
            raise Problem("not_checked", _("Check that they trade and are in good credit."))
        firms, day = [one.firm_id for one in self.chosen], today()
        before = effects.cells(firms, day)
        taken = services.take_over(
            certifications=self.chosen,
            into=self.into,
            batch=data["batch"],
            valid_from=data["valid_from"],
            document=data["document"],
        )
        n = len(taken.made)
        # zh: %(n)s 家企业自 %(day)s 起认定为%(tier)s（批次“%(batch)s”，有效期至 %(last)s）：%(names)s
        told = _(
            "Certified, %(n)s firms: %(tier)s from %(day)s (%(batch)s, until %(last)s): %(names)s"
        )
        sentences = [
            told
            % {
                "n": n,
                "day": data["valid_from"],
                "tier": labels.name(self.into),
                "batch": data["batch"],
                "last": last_day(taken.made[0].valid_to) or "—",
                "names": listed([one.firm.name for one in taken.made]),
            }
        ]
        if taken.left_out:
            # zh: 未列入 %(n)s 家：%(names)s（原因见名单）
            left = _("Left out, %(n)s: %(names)s (the list says why)")
            names = [one.firm.name for one, _why in taken.left_out]
            sentences.append(left % {"n": len(names), "names": listed(names)})
        return [*sentences, *effects.told(before, effects.cells(firms, day), day)]
