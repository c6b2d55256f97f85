"""A notice of three firms, and the people around it."""

import datetime as dt
from contextlib import AbstractContextManager
from typing import Any

import time_machine

from cultivation.certification.models import Application, Batch, Notice
from tests.certification.cases import People, make_application, make_batch, notice_of, propose
from tests.factories import make_firm
from tests.portal.desk import Desk

# Monday; with the Dragon Boat Festival (06-19 to 06-21) five working days end on 06-22.
MONDAY = dt.date(2026, 6, 15)
LAST = dt.date(2026, 6, 22)
AFTER = dt.date(2026, 6, 23)
# Rare signs of firms' names, some of them in the extension blocks of Unicode.
RARE = "天津埰囙㛃镕垚科技有限公司"
NAMES = (RARE, "天津甲试验有限公司", "天津乙试验有限公司")


def on(day: dt.date) -> AbstractContextManager[Any]:
    """Being in the morning of ``day`` in Tianjin."""
    return time_machine.travel(dt.datetime(day.year, day.month, day.day, 2, tzinfo=dt.UTC))


class Story:
    """Proposed firms of 和平区 on the Monday; ``desk`` is of the bureau that decides."""

    def __init__(self, names: tuple[str, ...] = NAMES, batch: str = "2026年第一批") -> None:
        self.people = People()
        self.batch: Batch = make_batch(name=batch)
        self.cases: list[Application] = [
            make_application(self.batch, self.people.officer, make_firm(name)) for name in names
        ]
        propose(self.people, self.cases)
        self.desk, self.reviewer = Desk(self.people.decider), Desk(self.people.reviewer)
        self.officer = Desk(self.people.officer)

    def publish(self) -> Notice:
        """All of them in a notice."""
        self.notice = notice_of(
            self.batch, self.cases, self.people.reviewer, title="关于名单的公示", contact="书面实名"
        )
        return self.notice

    def states(self) -> list[str]:
        """Where the cases stand."""
        rows = Application.objects.filter(pk__in=[one.pk for one in self.cases]).order_by("pk")
        return list(rows.values_list("state", flat=True))

    def objection(self, case: Application, **further: str) -> dict[str, str]:
        """A form filled in by somebody who objects to ``case``."""
        return {
            "application": str(case.pk),
            "raised_on": MONDAY.isoformat(),
            "objector": "王实名",
            "contact": "13800000000",
            "content": "研发费用与审计报告不符",
        } | further
