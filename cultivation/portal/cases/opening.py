"""An application is opened: for a firm, in a batch that takes it."""

import datetime as dt
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.access import log as access_log
from cultivation.access.models import User
from cultivation.access.permissions import Act as May
from cultivation.certification import services
from cultivation.certification.flow.cases import Party
from cultivation.certification.flow.states import OPEN
from cultivation.certification.models import Application, Batch, Certification, Procedure
from cultivation.certification.selectors.cases import banned_until, person_of
from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.pages.forms import ActPage
from cultivation.portal import labels
from cultivation.portal.firms.forms import FirmField
from cultivation.problems import Problem
from cultivation.rest.refusals import unknown_value

_LONGEST_ID = 18


def batches_for(user: User, day: dt.date) -> list[Batch]:
    """The batches in which ``user`` may open an application on ``day``: not over, not closed.

    Tiers without a district's review are filed by the bureau alone.
    """
    rows = Batch.objects.filter(files_to__gte=day, closed_on=None)
    rows = rows.select_related("tier__ladder").order_by(
        "tier__ladder__position", "tier__rank", "files_to", "pk"
    )
    by_bureau = set(Procedure.objects.filter(district=False).values_list("pk", flat=True))
    found = []
    for one in rows:
        wanted = Party.BUREAU if one.tier_id in by_bureau else Party.FILER
        if wanted in person_of(user, one.tier).parties:
            found.append(one)
    return found


def told_of(firm: Firm, day: dt.date) -> list[str]:
    """What stands against any application of ``firm``, and which tiers are taken already."""
    told = []
    if firm.closed_on and firm.closed_on <= day:
        # zh: 该企业已于 %(day)s 终止，不能申报。
        told.append(gettext("It closed on %(day)s and cannot apply.") % {"day": firm.closed_on})
    until = banned_until([firm.pk], day).get(firm.pk)
    if until:
        # zh: 该企业在 %(day)s 前不得申报（曾被撤销称号）。
        message = gettext("The firm may not apply before %(day)s: a title of it was revoked.")
        told.append(message % {"day": until})
    rows = Application.objects.filter(firm=firm, state__in=OPEN).select_related("tier", "batch")
    for one in rows:
        # zh: “%(tier)s”已有在办申报（%(batch)s，%(state)s），办结前不能再申报该层级。
        message = gettext("“%(tier)s” has an open application (%(batch)s, %(state)s); that first.")
        names = {
            "tier": labels.name(one.tier),
            "batch": one.batch.name,
            "state": one.get_state_display(),
        }
        told.append(message % names)
    return told


class OpenForm(forms.Form):
    # zh: 申报说明
    statement = forms.CharField(
        label=_("Statement"), max_length=2000, required=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, user: User, batches: list[Batch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firm = FirmField(user=user, label=_("Firm"))
        # zh: 企业全称或统一社会信用代码。
        firm.help_text = gettext("The whole name or the credit code.")
        firm.widget.attrs["data-suggest"] = reverse("portal:firm-suggestions")
        # zh: 请选择
        choices = [("", gettext("choose")), *((str(one.pk), _named(one)) for one in batches)]
        # zh: 事项
        kinds = forms.ChoiceField(label=_("What for"), choices=Application.Kind.choices)
        self.fields = {
            "firm": firm,
            # zh: 批次
            "batch": forms.ChoiceField(
                label=_("Batch"), choices=choices, widget=forms.Select({"class": "long"})
            ),
            "kind": kinds,
            **self.fields,
        }


def _named(batch: Batch) -> str:
    # zh: %(tier)s · %(batch)s（%(first)s 至 %(last)s）
    message = gettext("%(tier)s · %(batch)s (%(first)s to %(last)s)")
    return message % {
        "tier": labels.name(batch.tier),
        "batch": batch.name,
        "first": batch.files_from,
        "last": batch.files_to,
    }


class OpenCase(ActPage):
    """Opens a draft: ``?firm=`` and ``?batch=`` (ids) fill the form in."""

    act = May.HANDLE_CASES
    template_name = "portal/cases/open.html"
    # zh: 登记申报
    heading = _("Open an application")
    # zh: 登记申报
    button = _("Open an application")
    form_class = OpenForm
    previewed = False
    further = ("firm", "batch")
    made: Application

    def _asked(self, name: str) -> int | None:
        text = self.request.GET.get(name, "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID):
            record = unknown_value(name, text, [])
            raise Problem("invalid_parameters", str(record["message"]), errors=[record])
        return int(text)

    @cached_property
    def firm(self) -> Firm | None:
        """The firm that the address names. Raises Http404 for one that is not seen."""
        pk = self._asked("firm")
        if pk is None:
            return None
        found = Firm.objects.visible_to(self.user).filter(pk=pk).first()
        if found is None:
            if Firm.objects.filter(pk=pk).exists():
                access_log.record_out_of_scope(self.request, f"firm {pk}")
            raise Http404
        return found

    @cached_property
    def batches(self) -> list[Batch]:
        return batches_for(self.user, today())

    @cached_property
    def asked_batch(self) -> Batch | None:
        """The batch that the address names.

        Raises Http404, PermissionDenied where it is not for the account, Problem
        ``batch_takes_none`` where it takes nothing any more.
        """
        pk = self._asked("batch")
        if pk is None:
            return None
        found = Batch.objects.visible_to(self.user).select_related("tier__ladder").filter(pk=pk)
        batch = found.first()
        if batch is None:
            raise Http404
        if batch in self.batches:
            return batch
        if not person_of(self.user, batch.tier).parties:
            raise PermissionDenied
        # zh: “%(batch)s”不受理申报，或受理已结束；请选择其他批次。
        message = gettext("“%(batch)s” takes no applications, or no more; choose another batch.")
        raise Problem("batch_takes_none", message % {"batch": batch.name}, status=409)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.firm, self.asked_batch  # noqa: B018 (404 and 403 before the form)
        return super().get(request, *args, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        if self.firm:
            initial["firm"] = self.firm.uscc or self.firm.name
        if self.asked_batch:
            initial["batch"] = str(self.asked_batch.pk)
            if self.asked_batch.kind == Batch.Kind.RENEWAL:
                initial["kind"] = Application.Kind.RENEWAL
        return {"user": self.user, "batches": self.batches, "initial": initial}

    def context(self) -> dict[str, Any]:
        return {
            "firm": self.firm,
            "told": told_of(self.firm, today()) if self.firm else [],
            "none": not self.batches,
        }

    def perform(self, data: dict[str, Any]) -> list[str]:
        batch = next(one for one in self.batches if str(one.pk) == data["batch"])
        renews = None
        if data["kind"] == Application.Kind.RENEWAL:
            held = Certification.objects.as_of(today()).filter(
                firm=data["firm"], tier=batch.tier_id
            )
            renews = held.first()
            if renews is None:
                # zh: 该企业今天不在“%(tier)s”库内，没有可复核的认定；请选择新申报或其他批次。
                message = gettext("The firm does not hold “%(tier)s” today: nothing to renew.")
                message %= {"tier": labels.name(batch.tier)}
                raise Problem("nothing_to_renew", message, field="kind")
        self.made = services.open_application(
            batch=batch,
            firm=data["firm"],
            actor=self.user,
            renews=renews,
            statement=data["statement"].strip(),
        )
        return []

    def reason(self, data: dict[str, Any]) -> str:
        return str(self.heading)

    def done_address(self) -> str:
        return reverse("portal:case", args=[self.made.pk])

    def cancel_address(self) -> str:
        if self.firm:
            return reverse("portal:firm", args=[self.firm.pk])
        return reverse("portal:batches")
