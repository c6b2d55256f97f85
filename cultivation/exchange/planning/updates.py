"""Figures of a list as the yearly updates (年度信息更新) of its firms, where a person says so."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cultivation.certification.models import Certification, YearlyUpdate
from cultivation.certification.rules import update_due_on
from cultivation.certification.selectors.renewing import duties
from cultivation.certification.selectors.updating import records_updates
from cultivation.clock import today
from cultivation.exchange import bulk
from cultivation.exchange.planning.base import NOT_WRITTEN
from cultivation.exchange.planning.importer import Importer
from cultivation.exchange.planning.plan import Plan
from cultivation.exchange.rows import ListedRow
from cultivation.problems import Problem


@dataclass(frozen=True)
class Updates:
    """The updates that a list brings: those of ``firms`` (ids), of ``year``, done on
    ``updated_on``.

    How many others of the list bring none: ``on_file`` (that update is on file already),
    ``untitled`` (no running title with this duty), ``blank`` (no figures of the year before).
    """

    year: int
    updated_on: dt.date
    firms: tuple[int, ...]
    on_file: int
    untitled: int
    blank: int

    @property
    def late(self) -> int:
        """How many of them are after the last day, and do not count until the bureau lets them."""
        return len(self.firms) if self.updated_on > update_due_on(self.year) else 0

    def as_dict(self) -> dict[str, Any]:
        """As the JSON report of the command has them."""
        return {
            "year": self.year, "updated_on": self.updated_on.isoformat(), "late": self.late,
            "record": len(self.firms), "on_file": self.on_file, "untitled": self.untitled,
            "no_figures": self.blank,
        }  # fmt: skip

    def told(self) -> list[str]:
        """What follows, in sentences."""
        words = {"n": len(self.firms), "year": self.year, "day": self.updated_on}
        # zh: 登记 %(n)s 家企业于 %(day)s 完成 %(year)s 年度信息更新。
        found = [_("%(n)s firms did their yearly update of %(year)s on %(day)s.") % words]
        if self.late:
            # zh: 其中 %(n)s 家逾期（截止日为 %(due)s），经主管部门认可后方计入。
            text = _("%(n)s of them late (due by %(due)s): they count when the bureau lets them.")
            found.append(text % {"n": self.late, "due": update_due_on(self.year)})
        for n, text in (
            # zh: %(n)s 家当日没有须更新信息的在库称号，不登记。
            (self.untitled, _("%(n)s hold no title on that day that asks for it: left out.")),
            # zh: %(n)s 家的该年度更新已登记，保留原登记。
            (self.on_file, _("%(n)s have it on file already: that stays.")),
            # zh: %(n)s 家名单中没有 %(before)s 年数据，不登记。
            (self.blank, _("%(n)s have no figures of %(before)s in the list: left out.")),
        ):
            if n:
                found.append(text % {"n": n, "before": self.year - 1})
        return found


def figures_years(rows: list[ListedRow]) -> list[int]:
    """The years of which ``rows`` bring figures."""
    return sorted({year for row in rows for year in row.years})


def update_year(years: list[int], updated_on: dt.date) -> int:
    """Of which year's update figures of ``years`` are that were handed in on ``updated_on``: the
    one after the last year that was over by then.

    Raises Problem ``update_day_to_come``, ``no_figures_of_a_year_over``.
    """
    if updated_on > today():
        # zh: 完成日期不能晚于今天；请核对。
        message = _("The day of the update is still to come; check it.")
        raise Problem("update_day_to_come", message, field="updated_on")
    over = [year for year in years if year < updated_on.year]
    if not over:
        # zh: 名单中没有 %(year)s 年之前的年度数据，不能作为年度信息更新；请核对完成日期和数据年度。
        message = _(
            "The list has no figures of a year before %(year)s, so they are no yearly update;"
            " check the day and the year of the figures."
        )
        raise Problem(
            "no_figures_of_a_year_over", message % {"year": updated_on.year}, field="updated_on"
        )
    return max(over) + 1


def check_recorder(importer: Importer) -> None:
    """Raises Problem ``not_yours`` where the importer may not record yearly updates."""
    if importer.user is not None and not records_updates(importer.user):
        # zh: 年度信息更新由企业所在区或相应梯度的主管部门登记；请清空完成日期，只导入数据。
        message = _(
            "Yearly updates are for the districts and the bureau of these titles; leave the day"
            " out and import the figures only."
        )
        raise Problem("not_yours", message, status=403, field="updated_on")


def plan_updates(plan: Plan, updated_on: dt.date, importer: Importer) -> Updates:
    """The yearly updates that the firms of ``plan`` did by its figures on ``updated_on``.

    Raises Problem ``not_yours``, ``update_day_to_come``, ``no_figures_of_a_year_over``.
    """
    check_recorder(importer)
    year = update_year(figures_years(plan.rows), updated_on)
    listed = [row for row in plan.rows if row.kind not in NOT_WRITTEN and row.known]
    full = {row.known for row in listed if year - 1 in row.years}
    pks = {known.pk for known in full if known and known.pk}
    held = Certification.objects.as_of(updated_on).filter(
        firm__in=bulk.numbers(pks), tier__in=duties()
    )
    titled = set(held.values_list("firm_id", flat=True))
    done = YearlyUpdate.objects.filter(firm__in=bulk.numbers(titled), year=year)
    on_file = set(done.values_list("firm_id", flat=True))
    return Updates(
        year=year,
        updated_on=updated_on,
        firms=tuple(sorted(titled - on_file)),
        on_file=len(on_file),
        untitled=len(full) - len(titled),
        blank=len({row.known for row in listed} - full),
    )
