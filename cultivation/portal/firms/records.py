"""What is on file about a firm: put there, corrected, its yearly figures."""

import re
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act
from cultivation.clock import today
from cultivation.firms import names, services
from cultivation.firms.models import Firm, FirmYear
from cultivation.firms.refusals import told_to
from cultivation.firms.services.common import lock
from cultivation.firms.services.years import FIGURES, FIRST_YEAR
from cultivation.pages.forms import ActPage
from cultivation.pages.shown import shown
from cultivation.places.models import District, Zone
from cultivation.portal.firms import forms, listing
from cultivation.portal.firms.acts import FirmAct
from cultivation.problems import Problem

PLACE = ("district_id", "zone_id")
YEARS_OFFERED = 6


class Register(ActPage):
    # zh: 登记企业
    heading = _("Register a firm")
    # zh: 确认登记
    button = _("Put it on file")
    act = Act.WORK_ON_FIRMS
    form_class = forms.RegisterForm
    made: Firm | None = None

    def form_arguments(self) -> dict[str, Any]:
        return {"user": self.user}

    def perform(self, data: dict[str, Any]) -> list[str]:
        plain = ("name", "code", "industry", "established_on", "legal_form", "address")
        capital = data["registered_capital"]
        twins = list(
            Firm.objects.visible_to(self.user).filter(names__key=names.key(data["name"])).distinct()
        )
        try:
            self.made = services.register(
                **{name: data[name] for name in plain},
                district=District.objects.get(pk=data["district"]),
                zone=Zone.objects.filter(pk=data["zone"] or None).first(),
                registered_capital=capital,
                capital_currency="" if capital is None else "CNY",
            )
        except Problem as problem:
            raise told_to(self.user, problem) from problem
        if not Firm.objects.visible_to(self.user).filter(pk=self.made.pk).exists():
            # zh: 只能登记本辖区的企业。
            raise Problem("out_of_scope", gettext("Only firms of the own district can go on file."))
        # zh: “%(name)s”将登记入库。
        told = [gettext("“%(name)s” goes on file.") % {"name": self.made.name}]
        for twin in twins:
            # zh: 请注意：已有同名企业“%(name)s”（%(code)s）；如是同一家，请勿重复登记。
            same = gettext(
                "Mind: “%(name)s” (%(code)s) is on file already; if it is the same, stop."
            )
            told.append(same % {"name": twin.name, "code": twin.uscc or "—"})
        return told

    def reason(self, data: dict[str, Any]) -> str:
        return f"{self.heading}：{data['name']}"

    def done_address(self) -> str:
        return reverse("portal:firm", args=[self.made.pk]) if self.made else self.cancel_address()

    def cancel_address(self) -> str:
        return reverse("portal:firms")


class Overwriting(FirmAct):
    """What is on file is written over: one clerk at a time, so that nobody's change is lost."""

    def perform(self, data: dict[str, Any]) -> list[str]:
        lock(self.firm)
        return super().perform(data)


class Correct(Overwriting):
    # zh: 更正登记
    heading = _("Correct what is on file")
    # zh: 确认更正
    button = _("Correct it")
    form_class = forms.CorrectForm
    # zh: 更正用于改正录入错误，过去的统计也随之改变；更名、迁移请另行登记。
    warning = _("A correction mends past counts too; for a rename or a move file that instead.")

    def on_file(self) -> dict[str, Any]:
        """What is on file today, by the names of the form."""
        firm = listing.as_on(today(), Firm.objects.filter(pk=self.firm.pk)).get()
        home = next(iter(getattr(firm, "residences_then")), None)  # noqa: B009
        industry = next(iter(getattr(firm, "industries_then")), None)  # noqa: B009
        plain = ("name", "established_on", "legal_form", "registered_capital", "address")
        district = (forms.OUTSIDE if home.outside else home.district_id) if home else ""
        return {
            **{name: getattr(firm, name) for name in (*plain, "business_scope")},
            "uscc": firm.uscc or "",
            "district_id": district,
            "zone_id": (home.zone_id or "") if home else "",
            "industry_id": industry.industry_id if industry else "",
        }

    def form_arguments(self) -> dict[str, Any]:
        return {"user": self.user, "initial": self.on_file()}

    def act_on(self, data: dict[str, Any]) -> list[str]:
        changed = [name for name in self.sent.changed_data if name != "reason"]
        before = self.on_file()
        check_unchanged(self, changed, before)
        values = {name: data[name] for name in changed}
        told = [self._told(name, before[name]) for name in changed]
        if set(PLACE) & set(changed):
            values |= {name: data[name] for name in PLACE}
        for name in ("uscc", *PLACE):
            if values.get(name) in ("", forms.OUTSIDE):
                values[name] = None
        services.correct(firm=self.firm, changes=values, reason=data["reason"])
        return told

    def _told(self, name: str, before: Any) -> str:
        field = self.sent.fields[name]
        choices = dict(getattr(field, "choices", ()))

        def in_words(value: Any) -> str:
            return shown(choices.get(value, value))

        # zh: %(field)s：%(before)s → %(after)s
        told = gettext("%(field)s: %(before)s → %(after)s")
        after = self.sent.cleaned_data[name]
        return told % {
            "field": field.label,
            "before": in_words(before),
            "after": in_words(after),
        }


class Figures(Overwriting):
    # zh: 年度数据
    heading = _("Yearly figures")
    # zh: 保存年度数据
    button = _("Save the figures")
    form_class = forms.FiguresForm
    template_name = "portal/firms/figures.html"
    further = ("year",)

    @cached_property
    def year(self) -> int:
        """The accounting year asked for; last year by default. Raises Problem."""
        text = self.request.GET.get("year", str(today().year - 1))
        if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= today().year:
            # zh: “%(year)s”不是可登记的年度（%(first)s 至 %(last)s）。
            told = gettext(
                "“%(year)s” is no year that figures can be recorded for: %(first)s–%(last)s."
            )
            names_ = {"year": text[:20], "first": FIRST_YEAR, "last": today().year}
            raise Problem("year_out_of_range", told % names_)
        return int(text)

    def on_file(self) -> dict[str, Any]:
        """The figures of the year that are on file."""
        row = FirmYear.objects.filter(firm=self.firm, year=self.year).first()
        return {name: getattr(row, name) if row else None for name in FIGURES}

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": self.on_file()}

    def context(self) -> dict[str, Any]:
        last = today().year
        kept = FirmYear.objects.filter(firm=self.firm).values_list("year", flat=True)
        return {"year": self.year, "years": sorted({*range(last - YEARS_OFFERED, last), *kept})}

    def act_on(self, data: dict[str, Any]) -> list[str]:
        changed = [name for name in self.sent.changed_data if name != "reason"]
        if not changed:
            # zh: 没有改动；请填写要登记的数据。
            raise Problem("nothing_changes", gettext("Nothing was changed; fill in the figures."))
        check_unchanged(self, changed, self.on_file())
        figures = {name: data[name] for name in changed}
        record = services.record_year(firm=self.firm, year=self.year, figures=figures)
        # zh: %(year)s 年：登记 %(n)s 项数据；划型：%(size)s
        told = gettext("%(year)s: %(n)s figures recorded; size class: %(size)s")
        size = record.get_size_class_display() or "—"
        return [told % {"year": self.year, "n": len(changed), "size": size}]


def check_unchanged(page: ActPage, names_: list[str], on_file: dict[str, Any]) -> None:
    """Refuse to overwrite what somebody else changed since the form was opened.

    Raises Problem ``changed_meanwhile``.
    """
    for name in names_:
        if not _seen(page.sent, name, on_file[name]):
            # zh: “%(field)s”已被他人修改（现为：%(value)s）；请重新打开本页再改。
            told = gettext(
                "“%(field)s” was changed meanwhile (now: %(value)s); open the page again."
            )
            values = {"field": page.sent.fields[name].label, "value": shown(on_file[name])}
            raise Problem("changed_meanwhile", told % values)


def _seen(form: Form, name: str, value: Any) -> bool:
    """Whether ``value`` stood in the field when the form was opened."""
    try:
        before = form.fields[name].to_python(form.data.get(form[name].html_initial_name, ""))
    except ValidationError:
        return False
    return _as_sent(before) == _as_sent(value)


def _as_sent(value: Any) -> Any:
    """A value as browsers send it back: other line breaks, no outer blanks; nothing is no zero."""
    if isinstance(value, str):
        value = "\n".join(value.splitlines()).strip()
    return None if value == "" else value
