"""The plan of a published list of certifications."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cultivation.certification.rules import end_of_validity
from cultivation.certification.services.granting import end_by_closing
from cultivation.clock import today
from cultivation.exchange.cells import Period
from cultivation.exchange.matching import Known
from cultivation.exchange.planning.applications import settle_applications
from cultivation.exchange.planning.base import fill_place, finish, match_rows, settle_repeats
from cultivation.exchange.planning.firms import load, register_or_fill
from cultivation.exchange.planning.importer import SYSTEM, Importer, Reach
from cultivation.exchange.planning.onfile import PLAIN, Held, OnFile
from cultivation.exchange.planning.plan import Plan
from cultivation.exchange.rows import Kind, ListedRow
from cultivation.firms.models import Firm
from cultivation.journal.selectors import data_version
from cultivation.ladders.models import Tier
from cultivation.problems import Problem

FARTHEST = dt.timedelta(days=366)


@dataclass(frozen=True)
class ListOptions:
    """What the list is, as the person says who imports it.

    ``valid_from`` and ``valid_to`` (first day no longer valid) stand in for rows that have no
    dates of their own; without ``valid_to`` the validity of the tier does, if one is known.
    """

    tier: Tier
    batch: str
    valid_from: dt.date
    valid_to: dt.date | None = None


def plan_list(rows: list[ListedRow], options: ListOptions, importer: Importer = SYSTEM) -> Plan:
    """What importing ``rows`` as certifications of ``options.tier`` would write.

    A certification on file is a fact and is not changed by a list, but for a number that was
    missing. About the firms themselves the list only fills what is blank.
    """
    plan = Plan("list", data_version(), rows)
    check_options(options)
    for row in rows:
        _take_dates(row, options)
    matcher, onfile = load(rows)
    plan.onfile = onfile
    meant = match_rows(rows, matcher, importer, Reach(importer, matcher.pks))
    meant = settle_repeats(meant, lambda row, known: (id(known), row.values["batch"]))
    board = _Board(options, onfile, {row.values.get("number", "") for row, _known in meant})
    for row, known in meant:
        board.place(plan, row, known)
        if row.kind is not Kind.ERROR:
            _fill(plan, onfile, row, known)
    settle_applications(plan, meant, options.tier, onfile)
    return finish(plan, meant)


def check_options(options: ListOptions) -> None:
    """Refuse what cannot be meant.

    Raises Problem ``batch_missing``, ``ends_before_it_begins`` or ``valid_from_too_late``.
    """
    if not options.batch:
        # zh: 请填写批次名称。
        raise Problem("batch_missing", _("Give the name of the batch."))
    if options.valid_to and options.valid_to <= options.valid_from:
        raise Problem(
            "ends_before_it_begins",
            # zh: 有效期截止（失效首日 %(last)s）不晚于起始（%(first)s）；请核对。
            _("The validity ends (first day no longer %(last)s) before it begins (%(first)s).")
            % {"first": options.valid_from, "last": options.valid_to},
        )
    if options.valid_from > today() + FARTHEST:
        raise Problem(
            "valid_from_too_late",
            # zh: 有效期起始 %(first)s 过于遥远；请核对日期。
            _("The validity begins on %(first)s, too far ahead; check the day.")
            % {"first": options.valid_from},
        )


def _take_dates(row: ListedRow, options: ListOptions) -> None:
    values = row.values
    values.setdefault("batch", options.batch)
    own_start = "valid_from" in values
    values.setdefault("valid_from", options.valid_from)
    if "valid_to" not in values and "months" in values:
        values["valid_to"] = (
            Period(None, None, values["months"]).from_day(values["valid_from"]).valid_to
        )
    if "valid_to" not in values:
        validity = end_of_validity(values["valid_from"], options.tier.validity_years)
        values["valid_to"] = options.valid_to or validity
        if own_start and options.valid_to and options.valid_to <= values["valid_from"]:
            values["valid_to"] = validity
    year = row.listing.get("year", "")
    if not own_start and year.isdigit() and int(year) != values["valid_from"].year:
        # zh: 本行年度为%(year)s，有效期起始按 %(first)s 登记；请核对。
        message = _("The row says %(year)s; its validity is recorded from %(first)s. Check it.")
        row.remark("year", "year_differs", message % {"year": year, "first": values["valid_from"]})
    tier, last = values.get("tier"), values["valid_to"]
    if tier and tier != options.tier.code:
        # zh: 本行层级为“%(row)s”，与所选层级“%(tier)s”不符。
        message = _("The tier of this row is “%(row)s”, not “%(tier)s”.")
        words = {"row": row.listing.get("tier", tier)[:60], "tier": options.tier.name_zh}
        row.refuse("tier", "tier_differs", message % words)
    if last and last <= values["valid_from"]:
        # zh: 有效期的最后一天（%(last)s）早于起始（%(first)s）；请核对。
        message = _("The last day of the validity (%(last)s) is before its first (%(first)s).")
        days = {"first": values["valid_from"], "last": last - dt.timedelta(days=1)}
        row.refuse("valid_to", "ends_before_it_begins", message % days)
    alive = options.tier
    start = values["valid_from"]
    if (alive.valid_from and start < alive.valid_from) or (
        alive.valid_to and start >= alive.valid_to
    ):
        # zh: 有效期起始 %(day)s 在该层级存续期之外；名单为准，请核对日期。
        message = _("The validity begins on %(day)s, outside the life of the tier; check the day.")
        row.remark("valid_from", "tier_not_alive", message % {"day": start})


class _Board:
    """The certifications on file and planned: where a new one fits, and where not."""

    def __init__(self, options: ListOptions, onfile: OnFile, numbers: set[str]) -> None:
        self.options, self.onfile = options, onfile
        self.held = onfile.load_held(options.tier.code)
        self.taken: dict[str, object] = dict(onfile.numbers(options.tier.code, numbers))
        self.planned: dict[int, list[Held]] = {}

    def place(self, plan: Plan, row: ListedRow, known: Known) -> None:
        """Decide the kind of ``row``."""
        values = row.values
        first, last = values["valid_from"], values["valid_to"]
        closed = self.onfile.column(known, "closed_on") if known.pk else None
        if closed and closed <= first:
            # zh: “%(name)s”已于 %(day)s 终止，不能再认定。
            message = _("“%(name)s” closed on %(day)s and cannot be certified.")
            row.refuse("name", "firm_closed", message % {"name": known.name, "day": closed})
            return
        held = [*self.held.get(known.pk or 0, []), *self.planned.get(id(known), [])]
        for one in held:
            if one.batch == values["batch"] and one.valid_from == first and one.valid_to == last:
                self._same(plan, row, one)
                return
        for one in held:
            ends_first = one.holds_to is not None and one.holds_to <= first
            if one.batch == values["batch"] and (one.valid_from, one.valid_to) != (first, last):
                # zh: 该企业在批次“%(batch)s”已登记，有效期为 %(first)s 至 %(last)s，与本行不同；名单不能改写认定，请核对。
                message = _(
                    "The batch “%(batch)s” has this firm already, valid from %(first)s until"
                    " %(last)s; a list does not rewrite a certification."
                )
                row.refuse("valid_from", "certified_differently", message % _days(one))
                return
            if not ends_first and (last is None or one.valid_from < last):
                # zh: 该企业在此期间已持有同一层级的认定（批次“%(batch)s”，%(first)s 至 %(last)s）；续期应自到期之日起。
                message = _(
                    "The firm holds this tier already in that period (batch “%(batch)s”, from"
                    " %(first)s until %(last)s); a renewal starts when the earlier one stops."
                )
                row.refuse("valid_from", "held_already", message % _days(one))
                return
        if not self._take_number(row, known.pk or id(known)):
            return
        row.kind = Kind.CREATE
        end = self._end_by_closing(row, known, last)
        holds_to = end.get("ended_on", last)
        fresh = Held(0, values["batch"], values.get("number", ""), first, last, holds_to)
        self.planned.setdefault(id(known), []).append(fresh)
        plan.certifications.append((known, {**values, **end, "listing": row.listing}))

    def _end_by_closing(self, row: ListedRow, known: Known, last: dt.date | None) -> dict[str, Any]:
        """A firm that closed within the validity holds the tier to its last day only."""
        if known.pk is None:
            return {}
        closed_on = self.onfile.column(known, "closed_on")
        merged_into = self.onfile.column(known, "merged_into_id")
        end = end_by_closing(Firm(closed_on=closed_on, merged_into_id=merged_into), last)
        if end:
            # zh: 企业已于 %(day)s 终止，本认定登记至该日为止。
            message = _("The firm closed on %(day)s; the certification is recorded up to then.")
            row.remark("name", "ends_by_closing", message % {"day": closed_on})
        return end

    def _same(self, plan: Plan, row: ListedRow, one: Held) -> None:
        number = row.values.get("number", "")
        row.kind = Kind.SAME
        if number and not one.number:
            if self._take_number(row, one.pk):
                row.kind = Kind.UPDATE
                plan.numbers.append((one.pk, number))
        elif number and number != one.number:
            # zh: 已登记的编号为“%(number)s”，与本行不同；请核对。
            message = _("The number on file is “%(number)s”; check which is right.")
            row.refuse("number", "number_differs", message % {"number": one.number})

    def _take_number(self, row: ListedRow, owner: object) -> bool:
        number = row.values.get("number", "")
        if not number:
            return True
        if number in self.taken:
            # zh: 编号“%(number)s”已用于该层级的另一项认定；请核对。
            message = _("The number “%(number)s” belongs to another certification of this tier.")
            row.refuse("number", "number_taken", message % {"number": number})
            return False
        self.taken[number] = owner
        return True


def _days(one: Held) -> dict[str, object]:
    return {"batch": one.batch, "first": one.valid_from, "last": one.valid_to or "…"}


def _fill(plan: Plan, onfile: OnFile, row: ListedRow, known: Known) -> None:
    """Fill what is blank about the firm; what differs is remarked, not changed."""
    fill_place(plan, onfile, row, known, strict=False)
    register_or_fill(plan, onfile, row, known)
    planned = plan.firm(known)
    for name in PLAIN:
        if name not in row.values:
            continue
        before = onfile.column(known, name)
        if before in (None, ""):
            planned.columns.setdefault(name, row.values[name])
        elif before != row.values[name]:
            # zh: 与登记信息（%(value)s）不同；名单不改写企业信息。
            message = _("On file: %(value)s; a list does not rewrite what is on file.")
            row.remark(name, "differs_from_file", message % {"value": before})
    for year, figures in row.years.items():
        before = onfile.figures(known, year)
        blank = {name: n for name, n in figures.items() if before.get(name) is None}
        if blank:
            planned.years.setdefault(year, {}).update(blank)
    if row.kind is Kind.SAME and planned.changes and not planned.registered:
        row.kind = Kind.UPDATE
