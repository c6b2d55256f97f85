"""The calendar of working days: year by year to read, and a new year entered in one form."""

import datetime as dt
import re
from calendar import Calendar
from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act, may
from cultivation.certification.models import CalendarYear, SpecialDay
from cultivation.certification.services.calendar import enter_calendar, fewer_workdays
from cultivation.clock import today
from cultivation.pages.columns import Text
from cultivation.pages.forms import ActPage
from cultivation.pages.paging import wrong
from cultivation.pages.views import StaffPage
from cultivation.portal.certifications.tabs import tabs

MONDAY_FIRST = Calendar(0)
Days = dict[dt.date, str]
_DAY = r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
_LINE = re.compile(rf"{_DAY}(?:\s*(?:至|到|—|–|~|-)\s*{_DAY})?\s*[,，、\s]*(.*)")
# No holiday is longer: a year mistyped is no span of hundreds of days.
LONGEST = 15


def years() -> list[CalendarYear]:
    """The years on file, the newest first."""
    return list(CalendarYear.objects.order_by("-year"))


def special_days(year: int) -> dict[dt.date, SpecialDay]:
    """The days of ``year`` that are not what their weekday says."""
    rows = SpecialDay.objects.filter(day__gte=dt.date(year, 1, 1), day__lte=dt.date(year, 12, 31))
    return {one.day: one for one in rows}


def read_days(text: str) -> Days:
    """Days as they are pasted, a day or a span a line: ``2027-10-01 至 2027-10-07 国庆节``.

    Raises ValidationError with the line, also for a day that is given twice.
    """
    found: Days = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        for day, name in _days_of(line.strip(), number):
            if day in found:
                # zh: 第 %(line)s 行：%(day)s 重复。
                message = gettext("Line %(line)s: %(day)s is given twice.")
                raise forms.ValidationError(message % {"line": number, "day": day})
            found[day] = name
    return found


def _days_of(line: str, number: int) -> list[tuple[dt.date, str]]:
    match = _LINE.fullmatch(line)
    try:
        if match is None:
            raise ValueError(line)
        parts = match.groups()
        first = dt.date(*(int(part) for part in parts[:3]))
        last = dt.date(*(int(part) for part in parts[3:6])) if parts[3] else first
        if not 0 <= (last - first).days < LONGEST:
            raise ValueError(line)
    except ValueError:
        # zh: 第 %(line)s 行应为日期（或起止日期）和名称，例如“2027-10-01 至 2027-10-07 国庆节”。
        message = gettext("Line %(line)s must be a day, or two with 至 between them, and a name.")
        raise forms.ValidationError(message % {"line": number}) from None
    name = parts[6].strip()[:40]
    return [(first + dt.timedelta(days=k), name) for k in range((last - first).days + 1)]


class CalendarPage(StaffPage):
    """A year at a glance."""

    further = ("year",)
    template_name = "portal/desk/calendar.html"

    def tabs(self) -> list[tuple[Text, str, bool]]:
        """The lists of this part of the registry."""
        return tabs("")

    @property
    def weekdays(self) -> list[str]:
        """The heads of the columns of a month."""
        # zh: 一,二,三,四,五,六,日
        return gettext("Mo,Tu,We,Th,Fr,Sa,Su").split(",")

    def context(self) -> dict[str, Any]:
        there = years()
        known = [str(one.year) for one in there]
        asked = self.given.get("year", "")
        if asked and asked not in known:
            raise wrong("year", asked, known)
        year = int(asked) if asked else next((y.year for y in there if y.year <= today().year), 0)
        special = special_days(year) if year else {}
        holidays = [day for day, one in special.items() if one.kind == "holiday"]
        worked = [day for day, one in special.items() if one.kind == "worked"]
        return {
            "years": [(one, f"?year={one.year}", one.year == year) for one in there],
            "year": next((one for one in there if one.year == year), None),
            "months": [_month(year, month, special) for month in range(1, 13)] if year else [],
            "holidays": len(holidays),
            "worked": len(worked),
            "fewer": fewer_workdays(holidays, worked),
            "may_enter": may(self.user, Act.IMPORT_LISTS),
            "next_year_missing": str(today().year + 1) not in known,
            "next_year": today().year + 1,
        }


def _month(year: int, month: int, special: dict[dt.date, SpecialDay]) -> dict[str, Any]:
    weeks = []
    for week in MONDAY_FIRST.monthdatescalendar(year, month):
        days = []
        for day in week:
            one = special.get(day)
            kind = one.kind if one else "weekend" if day.weekday() > 4 else ""
            days.append((day.day if day.month == month else "", kind, one and one.name))
        weeks.append(days)
    return {"number": month, "weeks": weeks}


class CalendarForm(forms.Form):
    # zh: 年度
    year = forms.IntegerField(label=_("Year"), min_value=2008, max_value=2100)
    document = forms.CharField(
        # zh: 国务院办公厅通知
        label=_("Notice of the State Council"),
        max_length=200,
        # zh: 例如“国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕×号）”。
        help_text=_("With its number."),
    )
    # zh: 来源
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    holidays = forms.CharField(
        # zh: 放假
        label=_("Holidays"),
        widget=forms.Textarea(attrs={"rows": 9}),
        # zh: 每行一天或一段，含其中的周末：“2027-10-01 至 2027-10-07 国庆节”。可从通知粘贴。
        help_text=_("A day or a span a line, weekends in it too: 2027-10-01 至 2027-10-07 国庆节."),
    )
    worked = forms.CharField(
        # zh: 调休上班（周六、周日）
        label=_("Worked in exchange (Saturdays, Sundays)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        # zh: 每行一天：“2027-09-26 国庆节”。
        help_text=_("A day a line: 2027-09-26 国庆节."),
    )
    # zh: 理由
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def clean_holidays(self) -> Days:
        return read_days(self.cleaned_data["holidays"])

    def clean_worked(self) -> Days:
        return read_days(self.cleaned_data["worked"])


class EnterCalendar(ActPage):
    # zh: 录入年度日历
    heading = _("Enter the calendar of a year")
    # zh: 录入日历
    button = _("Enter the calendar")
    act = Act.IMPORT_LISTS
    form_class = CalendarForm
    further = ("year",)

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": self.on_file} if self.on_file else {}

    @cached_property
    def on_file(self) -> dict[str, Any]:
        """What is on file of the year that the address asks for, to be corrected."""
        asked = self.request.GET.get("year", "")
        row = CalendarYear.objects.filter(pk=asked).first() if asked.isdecimal() else None
        if row is None:
            return {}
        days = special_days(row.year)
        lines = {
            kind: "\n".join(f"{d} {one.name}" for d, one in days.items() if one.kind == kind)
            for kind in ("holiday", "worked")
        }
        return {
            "year": row.year,
            "document": row.document,
            "source": row.source,
            "holidays": lines["holiday"],
            "worked": lines["worked"],
        }

    def perform(self, data: dict[str, Any]) -> list[str]:
        given = {name: value for name, value in data.items() if name != "reason"}
        before = CalendarYear.objects.filter(pk=data["year"]).exists()
        made = enter_calendar(**given)
        # zh: %(year)s 年：放假 %(holidays)s 天，调休上班 %(worked)s 天，工作日比平常少 %(fewer)s 天。
        first = gettext(
            "%(year)s: %(holidays)s holidays, %(worked)s days worked in exchange, %(fewer)s working"
            " days fewer than weekdays."
        ) % {
            "year": data["year"],
            "holidays": len(data["holidays"]),
            "worked": len(data["worked"]),
            "fewer": made.fewer,
        }
        told = [first]
        last = special_days(data["year"] - 1)
        if last:
            kinds = {
                kind: [day for day, one in last.items() if one.kind == kind]
                for kind in ("holiday", "worked")
            }
            # zh: 上一年为 %(fewer)s 天；两年不同的，请核对是否录全。
            message = gettext("The year before it is %(fewer)s; see whether all is there.")
            told.append(message % {"fewer": fewer_workdays(kinds["holiday"], kinds["worked"])})
        if before:
            # zh: 该年已有日历：新增 %(added)s 天，去掉 %(removed)s 天。已发布的公示不因此改变截止日。
            message = gettext(
                "It replaces what is on file: %(added)s days more, %(removed)s days taken out. The"
                " last days of notices that were published do not change."
            )
            told.append(message % {"added": made.added, "removed": made.removed})
        return told

    def done_address(self) -> str:
        year = self.sent.cleaned_data.get("year") if hasattr(self, "sent") else None
        return f"{reverse('portal:calendar')}{f'?year={year}' if year else ''}"

    def cancel_address(self) -> str:
        return reverse("portal:calendar")
