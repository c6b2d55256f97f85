"""The bureau publishes a notice, and takes one back."""

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import decides_on
from cultivation.certification.flow.states import State
from cultivation.certification.models import Batch, Notice
from cultivation.certification.selectors.notices import Candidate, publishable
from cultivation.certification.selectors.workdays import calendar_from
from cultivation.certification.services import notices as services
from cultivation.clock import today
from cultivation.portal import labels
from cultivation.portal.notices import words
from cultivation.portal.notices.public import named
from cultivation.portal.notices.ticking import BureauPage, TickForm, TickPage, listed
from cultivation.problems import Problem


def batches_waiting(user: Any) -> list[Batch]:
    """The batches of the bureau's own ladders with proposed firms that a notice waits for."""
    proposed = Count("applications", filter=Q(applications__state=State.PROPOSED))
    rows = (
        Batch.objects.filter(tier__procedure__notice=True, tier__procedure__above=None)
        .annotate(n=proposed)
        .filter(n__gt=0)
        .select_related("tier__ladder")
        .order_by("tier__ladder__position", "tier__rank", "name")
    )
    return [one for one in rows if decides_on(user, one.tier.ladder.authority_id)]


class PublishForm(TickForm):
    title = forms.CharField(
        label=_("Title"), max_length=200, widget=forms.TextInput({"class": "long"})
    )
    days = forms.IntegerField(
        label=_("Working days"),
        min_value=1,
        max_value=60,
        # zh: 含发布当日；按国务院办公厅公布的节假日安排计算。
        help_text=_("The day of publication counts; by the calendar of the State Council."),
    )
    contact = forms.CharField(
        label=_("How to object"),
        max_length=2000,
        widget=forms.Textarea,
        # zh: 将随名单公布：受理单位、方式和要求。
        help_text=_("Published with the list: where, how, and what is asked for."),
    )

    field_order = ("title", "days", "contact", "applications")


class PublishNotice(TickPage):
    """Proposed firms of one batch go into a numbered notice; without a batch, which one it is."""

    # zh: 发布公示
    heading = _("Publish a notice")
    # zh: 确认发布
    button = _("Publish it")
    # zh: 发布后名单、标题和公示期不可更改；有误只能整体撤回后重新发布。
    warning = _("What is published does not change: a mistake takes the whole notice back.")
    form_class = PublishForm
    further = ("batch",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "batch" not in request.GET:
            self.template_name = "portal/notices/choose.html"
            return self.render(batches=self._named(batches_waiting(self.user)))
        return super().get(request, *args, **kwargs)

    @staticmethod
    def _named(batches: list[Batch]) -> list[tuple[Batch, str]]:
        return [(one, labels.name(one.tier)) for one in batches]

    @cached_property
    def batch(self) -> Batch:
        """The batch of the address. Raises Http404, or PermissionDenied for another bureau's."""
        asked = self.request.GET.get("batch", "")
        if not asked:
            # zh: 请先选择批次。
            raise Problem("batch_missing", gettext("Choose the batch first."))
        if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):
            raise Http404
        rows = Batch.objects.visible_to(self.user).select_related("tier__ladder__authority")
        found = rows.filter(pk=asked).first()
        if found is None:
            raise Http404
        self.own(found.tier)
        return found

    @cached_property
    def candidates(self) -> list[Candidate]:
        return publishable(self.batch, self.user, today())

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{labels.name(self.batch.tier)} · {self.batch.name}"

    @cached_property
    def window(self) -> str:
        """The window that the days in the form make, in words; or why there is none."""
        day = today()
        form = getattr(self, "sent", None)
        chosen = form.cleaned_data.get("days") if form is not None and form.is_bound else None
        try:
            days, last = services.window(self.batch, day, chosen)
        except Problem as problem:
            return str(problem)
        return words.window(day, days, last, calendar_from(day))

    def form_arguments(self) -> dict[str, Any]:
        initial = {
            "title": words.preset_title(self.batch),
            "contact": words.preset_contact(self.batch),
            "days": self._days(),
        }
        return super().form_arguments() | {"initial": initial}

    def _days(self) -> int | None:
        try:
            return services.window(self.batch, today())[0]
        except Problem:
            return self.batch.publicity_days

    def perform(self, data: dict[str, Any]) -> list[str]:
        self.made = notice = services.publish(
            batch=self.batch,
            applications=data["applications"],
            actor=self.user,
            title=data["title"],
            contact=data["contact"],
            days=data["days"],
        )
        # zh: %(n)s 家，公示 %(days)s 个工作日至 %(last)s，发布后不可更改。
        told = gettext("%(n)s firms, %(days)s working days to %(last)s; it cannot be changed then.")
        said = [
            told % {"n": len(data["applications"]), "days": notice.days, "last": notice.last_day},
            words.window(
                notice.published_on,
                notice.days,
                notice.last_day,
                calendar_from(notice.published_on),
            ),
        ]
        left = [
            one.application.firm.name
            for one in self.candidates
            if one.application.pk not in set(data["applications"])
        ]
        if left:
            # zh: 不列入此次公示，仍为拟认定：%(names)s。
            told = gettext("Left out and still proposed: %(names)s.")
            said.append(told % {"names": listed(left)})
        return said

    def reason(self, data: dict[str, Any]) -> str:
        return f"{gettext('Publish a notice')}：{data['title']}"

    def done_address(self) -> str:
        return reverse("portal:notice-staff", args=[self.made.number])

    def cancel_address(self) -> str:
        return reverse("portal:staff-notices")


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        # zh: 撤回原因
        label=pgettext_lazy("a notice", "Why withdrawn"),
        max_length=300,
        # zh: 供内部留痕，不公布；公示页只写明撤回及日期。
        help_text=_("Kept on file and not published: the page says that it was withdrawn, when."),
    )


class WithdrawNotice(BureauPage):
    """The whole notice is taken back: its firms are proposed again."""

    # zh: 撤回公示
    heading = _("Take a notice back")
    # zh: 确认撤回
    button = _("Take it back")
    # zh: 撤回不能恢复；名单须重新发布，公示期重新计算。
    warning = _("It cannot be put up again: the list is published anew, with a new window.")
    danger = True
    form_class = WithdrawForm

    @cached_property
    def notice(self) -> Notice:
        """The notice. Raises Http404, or PermissionDenied for another bureau's."""
        found = named(self.kwargs["number"])
        self.own(found.tier)
        return found

    def form_arguments(self) -> dict[str, Any]:
        assert self.notice
        return {}

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.notice.number}　{self.notice.title}"

    def reason(self, data: dict[str, Any]) -> str:
        return f"{gettext('Take a notice back')} {self.notice.number}：{data['reason']}"

    def perform(self, data: dict[str, Any]) -> list[str]:
        rows = self.notice.rows.filter(application__state__in=(State.NOTICED, State.OBJECTED))
        n = rows.count()
        services.withdraw_notice(notice=self.notice, actor=self.user, reason=data["reason"])
        # zh: %(n)s 家退回拟认定，须重新公示后方可认定；未处理的异议随之办结。
        told = gettext(
            "%(n)s firms are proposed again and need a new notice; open objections close with it."
        )
        return [told % {"n": n}]

    def done_address(self) -> str:
        return reverse("portal:notice-staff", args=[self.notice.number])
