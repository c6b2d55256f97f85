"""A queue for tests: officers, bureau staff, and cases on their way."""

import datetime as dt
from typing import Any

from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Batch
from cultivation.clock import today
from cultivation.firms.models import Firm
from tests.certification.cases import People, do, make_application, make_batch
from tests.factories import make_firm, writing
from tests.portal.desk import Desk


class Office:
    """和平区's officer, 市工信局's reviewer and decider, 市科技局's, each at a desk; one batch."""

    def __init__(self, tier: str = "innovative", **further: Any) -> None:
        self.people = People()
        self.batch = make_batch(tier, **further)
        self.district = Desk(self.people.officer)
        self.bureau = Desk(self.people.reviewer)
        self.decider = Desk(self.people.decider)
        self.science = Desk(self.people.scientist)

    def drafts(self, n: int = 1, *, batch: Batch | None = None, district: str = "120101",
               documents: bool = True) -> list[Application]:  # fmt: skip
        firms: list[Firm] = [make_firm(district=district) for _ in range(n)]
        return [
            make_application(batch or self.batch, self.people.officer, firm, documents=documents)
            for firm in firms
        ]

    def submitted(self, n: int = 1, **further: Any) -> list[Application]:
        """Cases that wait for the district."""
        made = self.drafts(n, **further)
        do(Doing.SUBMIT, made, self.people.officer)
        return made

    def recommended(self, n: int = 1) -> list[Application]:
        """Cases that wait for the bureau."""
        made = self.submitted(n)
        do(Doing.RECOMMEND, made, self.people.officer)
        return made


def late(applications: list[Application], days: int = 3, since: int = 0) -> None:
    """They were due some days ago, and have been in their stage for ``since`` days."""
    with writing():
        for one in applications:
            one.due_on = today() - dt.timedelta(days=days)
            one.since -= dt.timedelta(days=since)
            one.save(update_fields=["due_on", "since"])


def names(answer: Any) -> list[str]:
    """The firms on the page of the queue."""
    return [line.cells[0].text for line in answer.context["lines"]]


def firms_of(applications: list[Application]) -> set[str]:
    return {one.firm.name for one in applications}
