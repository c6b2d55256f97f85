"""The page of a target, and the acts on it."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.access.models import User
from cultivation.access.permissions import Act, decides_on, may
from cultivation.clock import today
from cultivation.pages import shown
from cultivation.pages.columns import Text
from cultivation.pages.forms import ActPage
from cultivation.pages.views import StaffPage
from cultivation.portal import labels
from cultivation.portal.journal.grouping import of_record
from cultivation.portal.targets import forms
from cultivation.portal.targets.columns import state, state_colour
from cultivation.portal.targets.listing import tabs
from cultivation.targets import services
from cultivation.targets.models import PublishedFigure, Target
from cultivation.targets.selectors import progress


def found(code: str) -> Target:
    """The target of ``code``. Raises Http404."""
    rows = Target.objects.select_related("district").prefetch_related("tiers__ladder")
    target = rows.filter(pk=code).first()
    if target is None:
        raise Http404
    return target


def may_change(user: User, target: Target) -> bool:
    """Whether ``user`` may change it: bureau staff whose authority has all of its ladders."""
    return may(user, Act.SET_TARGETS) and all(
        decides_on(user, tier.ladder.authority_id) for tier in target.tiers.all()
    )


def follows(target: Target) -> list[str]:
    """What a target that was written means, in sentences."""
    target = found(target.pk)
    (one,) = progress(as_of=today(), targets=[target])
    # zh: “%(name)s”：%(value)s 家，%(due)s
    said = gettext("“%(name)s”: %(value)s firms, %(due)s") % {
        "name": labels.name(target),
        "value": shown.number(target.value),
        # zh: 未定期限
        "due": target.due_on or gettext("no due day"),
    }
    if one.counted is None:
        return [said]
    return [
        said,
        # zh: 台账今日 %(n)s 家，完成 %(percent)s%%，%(state)s
        gettext("In the ledger today: %(n)s, %(percent)s %% of it; %(state)s")
        % {"n": shown.number(one.counted), "percent": one.percent, "state": one.status.label},
    ]


class TargetPage(StaffPage):
    """A target: what it says, how far it is, what was published beside it."""

    template_name = "portal/targets/target.html"

    @cached_property
    def target(self) -> Target:
        return found(self.kwargs["pk"])

    def tabs(self) -> list[tuple[Text, str, bool]]:
        """The lists of this part of the registry."""
        return tabs("")

    def context(self) -> dict[str, Any]:
        (one,) = progress(as_of=today(), targets=[self.target])
        self.target.progress = one  # type: ignore[attr-defined]
        wanted = {tier.code for tier in self.target.tiers.all()}
        figures = PublishedFigure.objects.filter(
            tiers__in=wanted, district=self.target.district_id, zone__isnull=True
        )
        if self.target.district_id is None:
            figures = figures.filter(area_level="city")
        return {
            "target": self.target,
            "name": labels.name(self.target),
            "tiers": [labels.name(tier) for tier in self.target.tiers.all()],
            "place": labels.name(self.target.district),
            "progress": one,
            "state": state(self.target),
            "state_colour": state_colour(self.target),
            "figures": figures.distinct().order_by("-last_day", "code"),
            "may_change": may_change(self.user, self.target) and not self.target.retired_on,
            **of_record("targets_target", self.target.pk, self.user),
        }


class SetTarget(ActPage):
    # zh: 设定目标
    heading = _("Set a target")
    # zh: 设定目标
    button = _("Set the target")
    act = Act.SET_TARGETS
    form_class = forms.SetForm

    def form_arguments(self) -> dict[str, Any]:
        return {"user": self.user}

    def done_address(self) -> str:
        return reverse("portal:targets")

    def perform(self, data: dict[str, Any]) -> list[str]:
        given = {name: value for name, value in data.items() if name != "reason"}
        return follows(services.set_target(**given))


class OnTarget(ActPage):
    """An act on a target that there is: for the bureau of its ladders."""

    act = Act.SET_TARGETS

    @cached_property
    def target(self) -> Target:
        """The target. Raises Http404, or PermissionDenied on another bureau's ladder."""
        target = found(self.kwargs["pk"])
        if not may_change(self.user, target):
            raise PermissionDenied
        return target

    @property
    def lead(self) -> str:  # type: ignore[override]
        return labels.name(self.target)

    def done_address(self) -> str:
        return reverse("portal:target", args=[self.target.pk])


class ChangeTarget(OnTarget):
    # zh: 变更目标
    heading = _("Change a target")
    # zh: 变更目标
    button = _("Change the target")
    form_class = forms.ChangeForm

    def form_arguments(self) -> dict[str, Any]:
        names = ("value", "due_on", "document", "source", "name_zh", "name_en", "note")
        return {"initial": {name: getattr(self.target, name) for name in names}}

    def perform(self, data: dict[str, Any]) -> list[str]:
        given = {name: value for name, value in data.items() if name != "reason"}
        return follows(services.change_target(target=self.target, **given))


class RetireTarget(OnTarget):
    # zh: 撤下目标
    heading = _("Retire a target")
    # zh: 撤下目标
    button = _("Retire the target")
    # zh: 撤下后不能恢复，只能重新设定。
    warning = _("This cannot be taken back; the target would have to be set anew.")
    danger = True
    form_class = forms.RetireForm

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"retired_on": today()}}

    def perform(self, data: dict[str, Any]) -> list[str]:
        day = data["retired_on"]
        services.retire_target(target=self.target, retired_on=day)
        # zh: 自 %(day)s 起，“%(name)s”不再作为目标，记录保留。
        told = gettext("From %(day)s on “%(name)s” is no target any more; it stays on file.")
        return [told % {"day": day, "name": labels.name(self.target)}]
