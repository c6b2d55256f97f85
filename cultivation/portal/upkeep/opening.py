"""Drafts of renewals are opened for many firms in one act."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.access.permissions import Act
from cultivation.certification import services
from cultivation.certification.flow.cases import Party
from cultivation.certification.models import Batch, Certification
from cultivation.certification.selectors.cases import person_of
from cultivation.certification.selectors.renewing import Renewal, renewals_of
from cultivation.certification.standing import last_day
from cultivation.clock import today
from cultivation.ladders.models import Tier
from cultivation.portal.upkeep.picking import PickedAct, PickedForm, Verdict, listed
from cultivation.portal.upkeep.renewals import RenewalList
from cultivation.problems import Problem


class OpenForm(PickedForm):
    batch = forms.ModelChoiceField(
        # zh: 批次
        label=gettext_lazy("Batch"),
        queryset=Batch.objects.none(),
        # zh: 仅列受理复核、尚未截止的批次；没有时请先建立批次。
        help_text=gettext_lazy("Batches that take renewals now; if there is none, open one first."),
    )

    def __init__(self, *args: Any, batches: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["batch"]
        field.queryset = batches  # type: ignore[attr-defined]
        field.label_from_instance = _named  # type: ignore[attr-defined]
        if len(batches) == 1:
            field.initial = batches[0].pk


def _named(batch: Batch) -> str:
    # zh: %(tier)s　%(name)s（至 %(day)s）
    return _("%(tier)s　%(name)s (until %(day)s)") % {
        "tier": batch.tier.name_zh,
        "name": batch.name,
        "day": batch.files_to,
    }


class OpenRenewals(PickedAct):
    # zh: 开立复核申报
    heading = gettext_lazy("Open renewals")
    button = gettext_lazy("Open renewals")
    # zh: 开立后为草稿，由企业（区）补充材料并提交；不需要的可以撤回。
    warning = gettext_lazy("They are drafts: completed and submitted later, or taken back.")
    act = Act.HANDLE_CASES
    listed = RenewalList
    form_class = OpenForm

    def done_address(self) -> str:
        return reverse("portal:upkeep")

    def form_arguments(self) -> dict[str, Any]:
        return {"batches": self.batches}

    @cached_property
    def batches(self) -> Any:
        """The batches that take renewals of what was picked, today or later."""
        tiers = {one.tier_id for one in self.chosen if one.tier_id in self.own}
        return (
            Batch.objects.visible_to(self.user)
            .filter(tier__in=tiers, closed_on=None, files_to__gte=today())
            .exclude(kind=Batch.Kind.NEW)
            .select_related("tier")
            .order_by("tier", "files_to", "pk")
        )

    @cached_property
    def own(self) -> set[str]:
        """The tiers for which the account may file."""
        tiers = {one.tier_id for one in self.chosen}
        rows = Tier.objects.filter(pk__in=tiers).select_related("ladder")
        return {one.pk for one in rows if Party.FILER in person_of(self.user, one).parties}

    def detailed(self, rows: Any) -> Any:
        return rows.select_related("firm", "tier")

    @cached_property
    def renewals(self) -> list[Renewal]:
        return renewals_of(self.chosen, today())

    def against(self, renewal: Renewal, batch: Batch | None) -> list[str]:
        """Why no draft is opened for a row; empty when one is."""
        held = renewal.certification
        found = [text for _code, text in renewal.against]
        if held.tier_id not in self.own:
            # zh: 该层级由其他部门办理
            found.append(_("another authority handles this tier"))
        elif batch is not None and batch.tier_id != held.tier_id:
            # zh: 不属于该批次的层级（%(tier)s）
            found.append(_("not of the tier of this batch (%(tier)s)") % {"tier": batch.tier})
        return found

    def verdicts(self) -> Sequence[Verdict]:
        form = getattr(self, "sent", None)
        batch = form.cleaned_data.get("batch") if form is not None and form.is_bound else None
        # zh: 开立草稿
        opens = _("a draft is opened")
        found = []
        for renewal in self.renewals:
            held = renewal.certification
            # zh: %(tier)s，有效期至 %(day)s
            detail = _("%(tier)s, valid to %(day)s") % {
                "tier": held.tier.name_zh,
                "day": last_day(held.valid_to),
            }
            against = self.against(renewal, batch)
            # zh: 、
            words = _(", ").join(against or [opens, *renewal.remarks])
            state = "trouble" if against else "attention" if renewal.remarks else "good"
            found.append(Verdict(held.firm.name, detail, words, state))  # type: ignore[arg-type]
        return sorted(found, key=lambda one: ("trouble", "attention", "good").index(one.state))

    def perform(self, data: dict[str, Any]) -> list[str]:
        batch: Batch = data["batch"]
        good: list[Certification] = []
        out: list[str] = []
        for renewal in self.renewals:
            against = self.against(renewal, batch)
            if against:
                out.append(renewal.certification.firm.name)
            else:
                good.append(renewal.certification)
        if not good:
            # zh: 所选均不能开立复核申报；原因见右侧名单。
            raise Problem("nobody_left", _("No draft can be opened for any of these: see why."))
        made = services.open_renewals(batch=batch, certifications=good, actor=self.user)
        n = len(made)
        names = listed([one.firm.name for one in good])
        # zh: 在“%(batch)s”为 %(n)s 家企业开立复核申报（草稿）：%(names)s
        told = _("Drafts are opened in “%(batch)s”, %(n)s in all: %(names)s")
        sentences = [told % {"batch": batch.name, "n": n, "names": names}]
        if out:
            # zh: 未列入 %(n)s 家：%(names)s（原因见名单）
            left = _("Left out, %(n)s: %(names)s (the list says why)")
            sentences.append(left % {"n": len(out), "names": listed(out)})
        return sentences

    def reason(self, data: dict[str, Any]) -> str:
        return f"{self.heading}：{data['batch'].name}"
