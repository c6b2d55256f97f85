"""Acts on firms, each a form with a preview of what follows."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act
from cultivation.access.scope import scope_of
from cultivation.certification.rules import reported_late
from cultivation.clock import today
from cultivation.firms import services
from cultivation.firms.models import Firm
from cultivation.firms.refusals import told_to
from cultivation.pages.forms import ActPage
from cultivation.places.models import District, Zone
from cultivation.portal.firms import effects, forms
from cultivation.portal.firms.page import OfFirm
from cultivation.problems import Problem


class FirmAct(OfFirm, ActPage):
    """An act on one firm: what it changes in the counts of today is told before it is done."""

    act = Act.WORK_ON_FIRMS
    template_name = "pages/act.html"

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.firm.name}　{self.firm.uscc or ''}"

    def done_address(self) -> str:
        return self.firm_address

    def form_arguments(self) -> dict[str, Any]:
        return {"user": self.user}

    def touched(self, data: dict[str, Any]) -> list[int]:
        """The firms whose counts may change."""
        return [self.firm.pk]

    def act_on(self, data: dict[str, Any]) -> list[str]:
        """Do it; returns sentences beside those about counts."""
        raise NotImplementedError

    def perform(self, data: dict[str, Any]) -> list[str]:
        check_day(self, data.get("effective_on"))
        firms, day = self.touched(data), today()
        before = effects.cells(firms, day)
        try:
            sentences = self.act_on(data)
        except Problem as problem:
            raise told_to(self.user, problem) from problem
        check_scope(self)
        return [*sentences, *effects.told(before, effects.cells(firms, day), day)]


def check_scope(page: FirmAct) -> None:
    """Refuse what would take the firm out of the account's own scope."""
    if not Firm.objects.visible_to(page.user).filter(pk=page.firm.pk).exists():
        raise Problem(
            "out_of_scope",
            # zh: 办理后该企业将不在您的辖区；迁出本区请由市级主管部门办理。
            gettext("The firm would leave your district: a move out of it is for the bureau."),
        )


def check_day(page: FirmAct, day: dt.date | None) -> None:
    """Refuse a change on a day on which the firm was in another district: its counts are not ours.

    Raises Problem ``before_own_scope``.
    """
    scope = scope_of(page.user)
    if scope.city or day is None:
        return
    own = Firm.objects.filter(pk=page.firm.pk)
    there = own.residing(day, district=scope.district, zone=scope.zone)
    if own.residing(day).exists() and not there.exists():
        raise Problem(
            "before_own_scope",
            # zh: 该企业 %(day)s 不在您的辖区；此日的变更请由市级主管部门办理。
            gettext("On %(day)s the firm was outside your district: such a change is the bureau's.")
            % {"day": day},
        )


def days(data: dict[str, Any]) -> dict[str, Any]:
    """What every act asks, as services take it."""
    return {name: data[name] for name in ("effective_on", "filed_on", "reason") if name in data}


def late(data: dict[str, Any]) -> list[str]:
    """A sentence where the change is reported after its three months."""
    if not reported_late(data["effective_on"], data["filed_on"]):
        return []
    # zh: 变更应在三个月内报告：本次逾期，登记后在变更记录和复核名单中标明。
    told = gettext("Changes are reported within three months: this one is late, and shown as such.")
    return [told]


def doubted(firm: Firm, day: dt.date) -> list[str]:
    """A sentence where something is on file that happened to ``firm`` after its end on ``day``: no
    refusal, as events are never changed and the later one may be the mistake."""
    later = services.changed_after(firm, day)
    if later is None:
        return []
    # zh: 请核对日期：“%(firm)s”在 %(last)s 还有%(kind)s登记，晚于本次终止日期 %(day)s。
    told = gettext("Check the day: “%(firm)s” has a later entry (%(kind)s, %(last)s) than %(day)s.")
    words = {"kind": later.get_kind_display(), "last": later.effective_on}
    return [told % {**words, "firm": firm.name, "day": day}]


class Rename(FirmAct):
    # zh: 登记更名
    heading = _("File a rename")
    button = _("File a rename")
    form_class = forms.RenameForm

    def act_on(self, data: dict[str, Any]) -> list[str]:
        old = self.firm.name
        follows = services.preview_rename(firm=self.firm, effective_on=data["effective_on"])
        services.rename(firm=self.firm, name=data["name"], document=data["document"], **days(data))
        # zh: 自 %(day)s 起名称为“%(name)s”；原名“%(old)s”留作曾用名，仍可查到。
        told = gettext("From %(day)s it is “%(name)s”; “%(old)s” stays on file and is found.")
        first = told % {"day": data["effective_on"], "name": data["name"], "old": old}
        return [first, *late(data), *(effect.text for effect in follows)]


class Move(FirmAct):
    # zh: 登记迁移
    heading = _("File a move")
    button = _("File a move")
    form_class = forms.MoveForm

    def act_on(self, data: dict[str, Any]) -> list[str]:
        outside = data["district"] == forms.OUTSIDE
        place: dict[str, Any] = {
            "district": None if outside else District.objects.get(pk=data["district"]),
            "zone": Zone.objects.filter(pk=data["zone"] or None).first(),
        }
        follows = services.preview_move(firm=self.firm, effective_on=data["effective_on"], **place)
        services.move(firm=self.firm, document=data["document"], **place, **days(data))
        # zh: 自 %(day)s 起按新住所统计；此前的统计不变。
        told = gettext("From %(day)s on it counts at the new place; the days before stay.")
        first = told % {"day": data["effective_on"]}
        return [first, *late(data), *(effect.text for effect in follows)]


class ChangeIndustry(FirmAct):
    # zh: 变更行业
    heading = _("Change the industry")
    button = _("Change the industry")
    form_class = forms.IndustryForm

    def act_on(self, data: dict[str, Any]) -> list[str]:
        services.change_industry(firm=self.firm, industry=data["industry"], **days(data))
        # zh: 自 %(day)s 起按新行业统计；规模类型随之重新划定。
        told = gettext("From %(day)s on it counts in the new industry; its size class follows.")
        return [told % {"day": data["effective_on"]}]


class Merge(FirmAct):
    # zh: 登记合并
    heading = _("File a merger")
    button = _("File a merger")
    # zh: 合并办理后不能撤回；该企业自生效日起终止。
    warning = _("This cannot be taken back: the firm ends on the effective day.")
    danger = True
    form_class = forms.MergeForm

    def touched(self, data: dict[str, Any]) -> list[int]:
        return [self.firm.pk, data["into"].pk]

    def act_on(self, data: dict[str, Any]) -> list[str]:
        told = services.preview_merge(
            firm=self.firm, into=data["into"], effective_on=data["effective_on"]
        )
        doubts = doubted(self.firm, data["effective_on"])
        services.merge(firm=self.firm, into=data["into"], document=data["document"], **days(data))
        # zh: 自 %(day)s 起“%(firm)s”终止，并入“%(into)s”。
        first = gettext("From %(day)s on “%(firm)s” is no more and goes on in “%(into)s”.")
        names = {"day": data["effective_on"], "firm": self.firm.name, "into": data["into"].name}
        return [first % names, *doubts, *late(data), *(effect.text for effect in told)]


class Deregister(FirmAct):
    # zh: 登记注销
    heading = _("File a deregistration")
    button = _("File a deregistration")
    # zh: 注销办理后不能撤回；该企业在库的认定自生效日起终止。
    warning = _("This cannot be taken back: what the firm holds ends on the effective day.")
    danger = True
    form_class = forms.DeregisterForm

    def act_on(self, data: dict[str, Any]) -> list[str]:
        told = services.preview_deregister(firm=self.firm, effective_on=data["effective_on"])
        doubts = doubted(self.firm, data["effective_on"])
        services.deregister(firm=self.firm, document=data["document"], **days(data))
        # zh: “%(firm)s”自 %(day)s 起终止。
        first = gettext("“%(firm)s” is no more from %(day)s on.")
        return [
            first % {"firm": self.firm.name, "day": data["effective_on"]},
            *doubts,
            *late(data),
            *(effect.text for effect in told),
        ]


class Split(FirmAct):
    # zh: 登记分立
    heading = _("File a split")
    button = _("File a split")
    # zh: 分立办理后不能撤回；新企业随即登记。
    warning = _("This cannot be taken back: the new firm is put on file at once.")
    danger = True
    form_class = forms.SplitForm

    def act_on(self, data: dict[str, Any]) -> list[str]:
        follows = services.preview_split(firm=self.firm, effective_on=data["effective_on"])
        services.split(
            firm=self.firm,
            name=data["name"],
            code=data["code"] or None,
            district=District.objects.get(pk=data["district"]),
            zone=Zone.objects.filter(pk=data["zone"] or None).first(),
            industry=data["industry"],
            document=data["document"],
            **days(data),
        )
        # zh: 登记新企业“%(name)s”，自 %(day)s 起由“%(firm)s”分立；两家企业的页面互相链接。
        told = gettext("“%(name)s” is put on file, split from “%(firm)s” on %(day)s; both say so.")
        names = {"name": data["name"], "firm": self.firm.name, "day": data["effective_on"]}
        return [told % names, *late(data), *(effect.text for effect in follows)]
