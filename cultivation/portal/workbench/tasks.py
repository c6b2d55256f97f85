"""What waits for the person: each a number with the list behind it.

A new kind of work is one more function in ``SOURCES``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from cultivation.access.models import Role
from cultivation.certification.changing import departed as left_the_city
from cultivation.certification.flow.cases import Party
from cultivation.certification.models import Application, Certification, Notice, Objection
from cultivation.certification.selectors.cases import parties_of
from cultivation.exchange.models import Import
from cultivation.exchange.models import State as ImportState
from cultivation.firms.api.filters import residing, without_figures
from cultivation.firms.models import Firm
from cultivation.journal.keeping import kept
from cultivation.ladders.models import Tier
from cultivation.pages import columns
from cultivation.portal.desk.parties import overdue, waiting_states, waits_for
from cultivation.portal.notices.staff import undecided
from cultivation.portal.standing.figures import Figure
from cultivation.portal.workbench import lists
from cultivation.portal.workbench.counted import Counted
from cultivation.rest.fields import NONE


@dataclass(frozen=True)
class Task:
    """A line: what waits, how much of it, and a word on it."""

    label: str
    figure: Figure
    note: str = ""
    state: columns.State = ""


@dataclass(frozen=True)
class Desk:
    """Whose work it is, and all that is counted.

    ``ladders`` are the only ones that concern the person; None for all.
    """

    counted: Counted
    ladders: tuple[str, ...] | None

    @property
    def ladder(self) -> str | None:
        """``ladders`` as the parameter of a list."""
        return None if self.ladders is None else ",".join(self.ladders)

    def concerns(self, tier: Tier) -> bool:
        """Whether certifications of ``tier`` are the person's work."""
        return self.ladders is None or tier.ladder_id in self.ladders


def desk_of(counted: Counted) -> Desk:
    """The desk of an account: bureau staff work on the ladders of their own authority."""
    user = counted.user
    if user.role != Role.BUREAU or user.is_superuser:
        return Desk(counted, None)
    ladders = {tier.ladder_id: tier.ladder for tier in counted.tiers.values()}
    own = [code for code, one in ladders.items() if one.authority_id == user.authority_id]
    return Desk(counted, tuple(own))


def certifications(desk: Desk) -> Iterator[Task]:
    """Certifications that end soon."""
    counted = desk.counted
    place = counted.own or lists.CITY
    tiers = [code for code, tier in counted.tiers.items() if desk.concerns(tier)]
    n = sum(counted.ending(code, place).value or 0 for code in tiers)
    address = lists.certifications(ladder=desk.ladder, **lists.ends_soon(counted.day))
    yield Task(
        # zh: 临近到期的认定
        _("Certifications about to end"),
        Figure(n, address),
        # zh: 90 天内到期
        _("within 90 days"),
        "attention" if n else "",
    )


def firms(desk: Desk) -> Iterator[Task]:
    """Firms whose record lacks something: code, place, figures."""
    counted = desk.counted
    found = kept(
        counted.state,
        ("firms lacking", counted.day, counted.scope, desk.ladders),
        lambda: _lacking(desk),
    )
    shared: dict[str, Any] = {"closed": "false", "ladder": desk.ladder}
    year = counted.day.year - 1
    # zh: 待补
    lacking = _("to be completed")
    yield Task(
        # zh: 待补信用代码
        _("Credit code pending"),
        Figure(found["pending"], lists.firms(pending="true", **shared)),
        lacking if found["pending"] else "",
        "info",
    )
    if "unplaced" in found:
        yield Task(
            # zh: 不在任何区（不明或已迁出）
            _("In no district (not known, or moved out)"),
            Figure(found["unplaced"], lists.firms(district=NONE, **shared)),
            # zh: 待核
            _("to be checked") if found["unplaced"] else "",
            "info",
        )
    yield Task(
        # zh: 缺 %(year)s 年度数据
        _("Without figures of %(year)s") % {"year": year},
        Figure(found["without"], lists.firms(no_figures=year, **shared)),
        lacking if found["without"] else "",
        "info",
    )


def _lacking(desk: Desk) -> dict[str, int]:
    """How many firms lack what. Whoever sees a part of the city sees none that is in no part."""
    counted, day = desk.counted, desk.counted.day
    rows = Firm.objects.visible_to(counted.user)
    rows = rows.exclude(closed_on__isnull=False, closed_on__lte=day)
    if desk.ladders is not None:
        held = Certification.objects.as_of(day).filter(tier__ladder__in=desk.ladders)
        rows = rows.filter(Exists(held.filter(firm=OuterRef("pk"))))
    conditions = {"pending": Q(uscc__isnull=True), "without": without_figures(day.year - 1)}
    if counted.scope.city:
        conditions["unplaced"] = residing((NONE,), "district", day)
    # One by one: a condition on the rows is a join, one inside a count is a look-up for each row.
    return {name: rows.filter(condition).count() for name, condition in conditions.items()}


def imports(desk: Desk) -> Iterator[Task]:
    """Lists that were uploaded and wait for a person; nothing where there are none."""
    waiting = (ImportState.MAPPING, ImportState.READY)
    user = desk.counted.user
    n = Import.objects.visible_to(user).filter(state__in=waiting).count()
    if n:
        yield Task(
            # zh: 待确认的名单
            _("Lists that wait to be confirmed"),
            Figure(n, lists.imports(state=",".join(waiting))),
            # zh: 待确认
            _("to be confirmed"),
            "attention",
        )


def cases(desk: Desk) -> Iterator[Task]:
    """Applications that wait for the person's party, and those of them that are overdue."""
    user, day = desk.counted.user, desk.counted.day
    if not waiting_states(user):
        return
    rows = Application.objects.visible_to(user).filter(waits_for(user))
    found = rows.aggregate(n=Count("pk"), late=Count("pk", filter=overdue(day)))
    yield Task(
        # zh: 待办理的申报
        _("Applications to handle"),
        Figure(found["n"], lists.cases()),
        # zh: 待办理
        _("to be handled") if found["n"] else "",
        "info",
    )
    if found["late"]:
        yield Task(
            # zh: 其中已逾期
            _("Of these overdue"),
            Figure(found["late"], lists.cases(due="overdue")),
            # zh: 已逾期
            _("overdue"),
            "trouble",
        )


def notices(desk: Desk) -> Iterator[Task]:
    """For the bureau: public notices that are over with firms to decide on; open objections."""
    counted = desk.counted
    user = counted.user
    if Party.BUREAU not in parties_of(user):
        return
    over = Notice.objects.filter(undecided(counted.day))
    objected = Objection.objects.visible_to(user).filter(state=Objection.State.OPEN)
    tiers = None
    if desk.ladders is not None:
        over = over.filter(tier__ladder__in=desk.ladders)
        objected = objected.filter(application__tier__ladder__in=desk.ladders)
        tiers = ",".join(code for code, tier in counted.tiers.items() if desk.concerns(tier))
    if n := over.count():
        yield Task(
            # zh: 期满待决定的公示
            _("Public notices over, to be decided"),
            Figure(n, lists.notices(undecided="true", tier=tiers)),
            # zh: 待决定
            _("to be decided"),
            "attention",
        )
    if n := objected.count():
        yield Task(
            # zh: 异议核查中
            _("Objections under inquiry"),
            Figure(n, lists.objections(state=Objection.State.OPEN.value, tier=tiers)),
            # zh: 待核查
            _("to be inquired into"),
            "attention",
        )


def departed(desk: Desk) -> Iterator[Task]:
    """Running titles of firms that left the city: whether they end is for the bureau to say."""
    counted = desk.counted
    if not counted.scope.city:
        return
    rows = Certification.objects.as_of(counted.day).filter(left_the_city(counted.day))
    if desk.ladders is not None:
        rows = rows.filter(tier__ladder__in=desk.ladders)
    n = kept(counted.state, ("departed", counted.day, desk.ladders), rows.count)
    if n:
        codes = [code for code, tier in counted.tiers.items() if desk.concerns(tier)]
        yield Task(
            # zh: 企业已迁出、认定仍在库
            _("Titles of firms that left the city"),
            Figure(n, lists.departed(tier=None if desk.ladders is None else ",".join(codes))),
            # zh: 待定是否终止
            _("whether they end is open"),
            "attention",
        )


SOURCES: tuple[Callable[[Desk], Iterator[Task]], ...] = (
    cases,
    notices,
    imports,
    certifications,
    departed,
    firms,
)


def tasks(desk: Desk) -> list[Task]:
    """All that waits, in the order of ``SOURCES``."""
    return [task for source in SOURCES for task in source(desk)]
