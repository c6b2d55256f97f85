"""A year of a bureau: a batch of each tier from the call to the certificate, and what follows.

The same year is played through the desk in tests/browser, and through REST in ``test_year_rest``.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from cultivation.access.models import Role
from cultivation.certification import services
from cultivation.certification.flow.stages import Need
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.models import (
    Application,
    Batch,
    EndKind,
    Notice,
    Procedure,
    Scoring,
    SiteVisit,
)
from cultivation.certification.services import Refused
from cultivation.certification.services.notices import raise_objection, settle_objection
from cultivation.clock import now, today
from cultivation.firms.models import Firm
from tests.certification.cases import People, attach, do, make_application, notice_of
from tests.factories import make_certification, make_firm, make_user, writing
from tests.scenarios.story import counted, day

pytestmark = pytest.mark.django_db

FIRM_TIERS = (
    "innovative", "seed", "specialized", "little_giant", "eaglet", "gazelle",
    "leading_cultivation", "leading", "cheetah", "tech_sme",
)  # fmt: skip
CARRIER_TIERS = ("incubator_municipal", "makerspace_national", "startup_base_municipal")
SCIENCE = ("innovation_leader", "cheetah", "tech_sme", "incubator", "makerspace")


class Year:
    """The people, the clock and the batch of a tier, from September on."""

    def __init__(self, clock: Any, tier: str) -> None:
        self.clock = clock
        self.tier = tier
        self.stages = Procedure.objects.get(pk=tier).stages
        self.prior = list(Procedure.objects.get(pk=tier).prior.values_list("pk", flat=True))
        self.people = People()
        with writing():
            self.batch = Batch.objects.create(
                tier_id=tier, name="2026年第二批", document="申报通知", publicity_days=5,
                files_from=day("2026-08-20"), files_to=day("2026-09-15"),
                district_due_on=day("2026-09-20"), review_due_on=day("2026-09-25"),
            )  # fmt: skip
        science = self.batch.tier.ladder_id in SCIENCE
        pair = (self.people.scientist, self.people.science_decider)
        self.reviewer, self.decider = pair if science else (
            self.people.reviewer, self.people.decider
        )  # fmt: skip
        # Carriers have no district: the bureau files what was handed in.
        self.filer = self.people.officer if self.stages.district else self.reviewer

    def on(self, text: str) -> None:
        self.clock.move_to(dt.datetime.combine(day(text), dt.time(10), dt.UTC))

    def firm(self) -> Firm:
        """A firm that holds the title that comes first."""
        firm = make_firm()
        if self.prior:
            make_certification(
                firm, self.prior[0], valid_from=day("2025-01-01"), valid_to=day("2028-01-01"),
                batch="先前批次",
            )  # fmt: skip
        return firm

    def reviewed(self, cases: list[Application]) -> None:
        """The district recommends where there is one; the bureau reviews and proposes."""
        if self.stages.district:
            do(Doing.RECOMMEND, cases, self.people.officer)
        if self.stages.experts is Need.MANDATORY:
            with pytest.raises(Refused) as refused:
                do(Doing.PROPOSE, cases, self.reviewer)
            assert refused.value.code == "scores_missing"
            self.scored(cases)
        if self.stages.visit is Need.MANDATORY:
            with pytest.raises(Refused) as refused:
                do(Doing.PROPOSE, cases, self.reviewer)
            assert refused.value.code == "visit_missing"
            self.visited(cases)
        do(Doing.PROPOSE, cases, self.reviewer)

    def scored(self, cases: list[Application]) -> None:
        expert = make_user(Role.EXPERT)
        do(Doing.SEND_TO_EXPERTS, cases, self.reviewer, experts=(expert.pk,))
        with writing():
            Scoring.objects.filter(expert=expert).update(scored_on=today(), total="82.50")

    def visited(self, cases: list[Application]) -> None:
        do(Doing.ORDER_VISIT, cases, self.reviewer)
        with writing():
            for one in cases:
                SiteVisit.objects.create(
                    application=one, firm_id=one.firm_id, visited_on=today(), visitors="甲、乙",
                    findings="情况属实", conclusion="confirmed", recorded_by=self.reviewer,
                    recorded_at=now(),
                )  # fmt: skip


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(dt.datetime(2026, 9, 1, 2, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize("tier", [*FIRM_TIERS, *CARRIER_TIERS])
def test_a_year_of_a_batch(clock: Any, tier: str) -> None:
    year = Year(clock, tier)
    good, late, bad = (
        make_application(year.batch, year.filer, year.firm(), documents=number != 1)
        for number in range(3)
    )
    cases = [good, late, bad]
    do(Doing.SUBMIT, cases, year.filer)
    assert {one.filed_on for one in cases} == {day("2026-09-01")}

    # One came without its documents: it goes back, is completed, and comes again.
    returns = year.people.officer if year.stages.district else year.reviewer
    do(Doing.RETURN_TO_FIRM, late, returns, reason="documents_missing", opinion="请补申请书")
    assert (late.state, late.firm_returns) == (State.RETURNED, 1)
    year.on("2026-09-08")
    with writing():
        attach(late, year.filer)
    do(Doing.RESUBMIT, late, year.filer)
    year.on("2026-09-15")
    year.reviewed(cases)
    assert {one.state for one in cases} == {State.PROPOSED}
    assert counted(tier, on="2026-09-15") == 0

    # The list is in public notice over National Day, and somebody objects to one of its firms.
    year.on("2026-09-24")
    if year.stages.notice and not year.stages.above:
        noticed(year, cases, bad)
        certified = [good, late]
    elif year.stages.above:
        do(Doing.RECOMMEND_ABOVE, cases, year.decider)
        do(Doing.ENTER_REFUSAL, bad, year.decider)
        certified = [good, late]
    else:
        do(Doing.REFUSE, bad, year.decider, reason="standard_not_met")
        certified = [good, late]
    year.on("2026-10-15")
    if year.stages.above:
        given = {"valid_from": day("2026-10-15"), "document": "部公告"}
        do(Doing.ENTER_RESULT, certified, year.decider, **given)
    else:
        do(Doing.CERTIFY, certified, year.decider)

    # They count from that day on, and not before.
    assert bad.state == State.REFUSED
    assert counted(tier, on="2026-10-14") == 0
    assert counted(tier, on="2026-10-15") == 2
    years = year.batch.tier.validity_years
    assert good.certification is not None
    assert good.certification.valid_to == (day("2029-10-15") if years else None)
    numbered = Procedure.objects.get(pk=tier).number_pattern and not year.stages.above
    assert hasattr(good.certification, "certificate") == bool(numbered)
    after(year, good, late)


def noticed(year: Year, cases: list[Application], bad: Application) -> None:
    notice = notice_of(year.batch, cases, year.reviewer)
    # 09-24, 09-28 to 09-30, then 10-08: the holidays of 09-25 to 09-27 and 10-01 to 10-07 are not
    # counted, and of the worked weekend days none lies between (09-20, 10-10).
    assert notice.last_day == day("2026-10-08")
    year.on("2026-09-30")
    for upheld, one in ((True, bad), (False, cases[0])):
        with writing():
            objection = raise_objection(
                notice=notice, application=one, actor=year.reviewer, objector="张三",
                contact="13000000000", content="研发费用与审计报告不符，附复印件",
            )  # fmt: skip
        one.refresh_from_db()
        assert one.state == State.OBJECTED
        with writing():
            settle_objection(
                objection=objection, upheld=upheld, grounds="经核查", actor=year.decider
            )
        one.refresh_from_db()
    year.on("2026-10-08")
    with pytest.raises(Refused) as refused:
        do(Doing.CERTIFY, cases[:2], year.decider)
    assert refused.value.code == "notice_running"
    assert Notice.objects.get().rows.count() == 3


def after(year: Year, good: Application, late: Application) -> None:
    """One title is revoked, and no longer counts; the other one lapses on its day."""
    year.on("2027-03-01")
    assert late.certification is not None
    assert good.certification is not None
    with writing():
        services.end(
            certification=late.certification, kind=EndKind.REVOCATION,
            effective_on=day("2027-03-01"), reason="数据造假",
        )  # fmt: skip
    assert counted(year.tier, on="2027-02-28") == 2
    assert counted(year.tier, on="2027-03-01") == 1
    if good.certification.valid_to is None:
        return
    # Nobody renews the other one: it lapses on its day, without anybody doing anything.
    assert counted(year.tier, on="2029-10-14") == 1
    assert counted(year.tier, on="2029-10-15") == 0


@pytest.mark.parametrize("tier", ["innovative", "specialized", "little_giant"])
def test_a_renewal_goes_on_where_the_title_stops(clock: Any, tier: str) -> None:
    year = Year(clock, tier)
    firm = year.firm()
    held = make_certification(
        firm, tier, valid_from=day("2023-11-01"), valid_to=day("2026-11-01"), batch="2023年批次"
    )
    one = make_application(year.batch, year.filer, firm, renews=held)
    do(Doing.SUBMIT, one, year.filer)
    year.reviewed([one])
    year.on("2026-09-24")
    if year.stages.above:
        do(Doing.RECOMMEND_ABOVE, one, year.decider)
        year.on("2026-10-15")
        do(Doing.ENTER_RESULT, one, year.decider, valid_from=day("2026-11-01"))
    else:
        notice_of(year.batch, [one], year.reviewer)
        year.on("2026-10-15")
        do(Doing.CERTIFY, one, year.decider)
    assert one.certification is not None
    assert (one.certification.valid_from, one.certification.valid_to) == (
        day("2026-11-01"),
        day("2029-11-01"),
    )
    # Not a day without the title, and not a day with two.
    for on in ("2026-10-31", "2026-11-01", "2029-10-31"):
        assert counted(tier, on=on) == 1, on
    assert counted(tier, on="2029-11-01") == 0
