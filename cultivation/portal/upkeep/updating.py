"""Yearly updates are recorded for many firms in one act, and late ones let count."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.access.permissions import Act
from cultivation.certification import services
from cultivation.certification.models import YearlyUpdate
from cultivation.certification.rules import update_due_on
from cultivation.certification.selectors.updating import accepts_late, records_updates
from cultivation.clock import today
from cultivation.pages.forms import DayField
from cultivation.portal.upkeep.picking import PickedAct, PickedForm, Verdict, listed
from cultivation.portal.upkeep.updates import (
    STATES,
    UpdateList,
    state_of,
)
from cultivation.problems import Problem
from cultivation.rest.fields import FIRST_DAY, LAST_DAY


class OfYear(PickedAct):
    """An act on the updates of the year in the address."""

    act = Act.WORK_ON_FIRMS
    listed = UpdateList

    @property
    def year(self) -> int:
        """The year. Raises Problem ``invalid_year``."""
        year = int(self.kwargs["year"])
        if not FIRST_DAY.year <= year <= LAST_DAY.year:
            # zh: 没有这一年度。
            raise Problem("invalid_year", _("There is no such year."), status=404)
        return year

    @property
    def lead(self) -> str:  # type: ignore[override]
        # zh: %(year)s 年度，%(day)s 截止
        told = _("%(year)s, due by %(day)s")
        return told % {"year": self.year, "day": update_due_on(self.year)}

    def done_address(self) -> str:
        return f"{reverse('portal:upkeep-updates')}?year={self.year}"

    def reason(self, data: dict[str, Any]) -> str:
        given = str(data.get("reason") or "").strip()
        return f"{self.heading}（{self.year}）" + (f"：{given}" if given else "")

    def states(self) -> list[tuple[Any, str]]:
        """The picked firms, each with how its update stands."""
        rows = YearlyUpdate.objects.filter(firm__in=self.ids, year=self.year)
        done = {one.firm_id: one for one in rows}
        return [(firm, state_of(done.get(firm.pk), self.year)) for firm in self.chosen]

    # Of these states a row is acted on; the others are left out.
    takes: tuple[str, ...] = ()

    def verdicts(self) -> Sequence[Verdict]:
        found = []
        for firm, code in sorted(self.states(), key=lambda one: one[1] in self.takes):
            label, state = STATES[code]
            # zh: 不办理：%(state)s
            out = _("left out: %(state)s") % {"state": label}
            words = str(label) if code in self.takes else out
            found.append(Verdict(firm.name, firm.uscc or "", words, state))
        return found

    def sorted_out(self) -> tuple[list[Any], list[str]]:
        """Who is acted on, and the names of who is left out."""
        states = self.states()
        good = [firm for firm, code in states if code in self.takes]
        return good, [firm.name for firm, code in states if code not in self.takes]

    def left(self, out: list[str]) -> list[str]:
        """The sentence about who is left out."""
        if not out:
            return []
        # zh: 不办理 %(n)s 家：%(names)s（原因见名单）
        told = _("Left out, %(n)s: %(names)s (see the list)")
        return [told % {"n": len(out), "names": listed(out)}]


class RecordForm(PickedForm):
    # zh: 完成日期
    updated_on = DayField(label=gettext_lazy("Updated on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["updated_on"].initial = today()


class RecordUpdates(OfYear):
    # zh: 登记年度更新
    heading = gettext_lazy("Record yearly updates")
    button = gettext_lazy("Record yearly updates")
    form_class = RecordForm
    takes = ("due", "overdue")

    def allowed(self) -> bool:
        return records_updates(self.user)

    def perform(self, data: dict[str, Any]) -> list[str]:
        good, out = self.sorted_out()
        if not good:
            # zh: 所选企业该年度的更新均已登记。
            raise Problem("nobody_left", _("The update of all of them is on file already."))
        day = data["updated_on"]
        made = services.record_updates(
            firms=[one.pk for one in good], year=self.year, updated_on=day, actor=self.user
        )
        # zh: 登记 %(n)s 家企业于 %(day)s 完成 %(year)s 年度更新：%(names)s
        told = _("The update of %(year)s was done on %(day)s, %(n)s in all: %(names)s")
        names = listed([one.name for one in good])
        values = {"n": len(made), "day": day, "year": self.year, "names": names}
        sentences = [told % values]
        if day > update_due_on(self.year):
            # zh: 晚于截止日 %(day)s，不计入按期更新；确有理由的，由主管部门认可。
            late = _("That is after %(day)s: it does not count until the bureau lets it.")
            sentences.append(late % {"day": update_due_on(self.year)})
        return [*sentences, *self.left(out)]


class AcceptForm(PickedForm):
    # zh: 认可理由
    reason = forms.CharField(label=gettext_lazy("Why it counts"), max_length=300)


class AcceptLate(OfYear):
    # zh: 认可逾期更新
    heading = gettext_lazy("Let late updates count")
    button = gettext_lazy("Let late updates count")
    form_class = AcceptForm
    takes = ("late",)

    def allowed(self) -> bool:
        return accepts_late(self.user)

    def perform(self, data: dict[str, Any]) -> list[str]:
        good, out = self.sorted_out()
        n = services.accept_late(
            firms=[one.pk for one in good], year=self.year, reason=data["reason"]
        )
        # zh: 认可 %(n)s 家企业 %(year)s 年度的逾期更新，恢复复核资格：%(names)s
        told = _("The late update of %(year)s counts, %(n)s in all, who may renew: %(names)s")
        names = listed([one.name for one in good])
        return [told % {"n": n, "year": self.year, "names": names}, *self.left(out)]


class RemindOfficers(OfYear):
    # zh: 提醒所在区
    heading = gettext_lazy("Remind the districts")
    # zh: 发送提醒
    button = gettext_lazy("Send the reminders")
    takes = ("due", "overdue")

    def allowed(self) -> bool:
        return accepts_late(self.user)

    def perform(self, data: dict[str, Any]) -> list[str]:
        good, out = self.sorted_out()
        if not good:
            raise Problem("nobody_left", _("The update of all of them is on file already."))
        done = services.remind_of_updates(firms=good, year=self.year, address=self.done_address())
        # zh: 就 %(n)s 家企业提醒 %(officers)s 位区级审核员（系统消息；登记了邮箱的同时发邮件）。
        told = _("%(officers)s officers are told about %(n)s firms, by e-mail too if they have it.")
        heard = len(good) - len(done.unheard)
        sentences = [told % {"n": heard, "officers": done.officers}]
        if done.unheard:
            # zh: %(n)s 家所在区没有区级审核员，未能提醒：%(names)s
            nobody = _("Nobody to tell for %(n)s: %(names)s")
            names = listed([one.name for one in done.unheard])
            sentences.append(nobody % {"n": len(done.unheard), "names": names})
        return [*sentences, *self.left(out)]
