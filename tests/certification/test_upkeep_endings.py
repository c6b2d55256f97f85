"""Titles are revoked, firms banned, appeals settled: counts follow, and the ban stops the firm."""

from collections.abc import Callable
from typing import Any

import pytest

from cultivation.certification import services
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Appeal, Ban, Certification, EndKind
from cultivation.certification.selectors.appeals import decided_together
from cultivation.certification.services import Refused
from cultivation.certification.services.revoking import Revocation
from cultivation.counts.verification import differences, turning_days
from cultivation.firms.models import Firm
from cultivation.journal.models import Entry
from cultivation.ladders.models import Tier
from cultivation.problems import Problem
from tests.certification.cases import People, do, make_application, make_batch
from tests.factories import writing
from tests.scenarios.story import certified, counted, day, deregistered, given_firm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def firm() -> Firm:
    return given_firm("天津鲲鹏精密机械有限公司")


@pytest.fixture
def held(firm: Firm) -> Certification:
    certified(firm, "innovative", from_="2025-01-01", to="2028-01-01")
    certified(firm, "eaglet", from_="2025-01-01", to="2028-01-01")
    return certified(firm, "specialized", from_="2025-01-01", to="2028-01-01")


def revoke(held: Certification, **more: Any) -> Revocation:
    given: dict[str, Any] = {
        "cause": "data_fraud",
        "effective_on": day("2026-06-01"),
        "reason": "虚报研发费用",
        "document": "津工信〔2026〕9号",
        "appeal_by": day("2026-07-31"),
    }
    with writing():
        return services.revoke(certification=held, **(given | more))


def appealed(held: Certification, on: str = "2026-06-10", **more: Any) -> Appeal:
    with writing():
        return services.record_appeal(
            certification=held, filed_on=day(on), content="数据有出处", **more
        )


def settled(appeal: Appeal, *, upheld: bool, grounds: str = "复查属实") -> Appeal:
    with writing("申诉"):
        return services.settle_appeal(appeal=appeal, upheld=upheld, grounds=grounds)


def in_order() -> bool:
    """Whether the ledger says what the certifications say."""
    return not list(differences(turning_days()))


def test_fraud_ends_every_title_of_the_ladder_and_bans_for_three_years(
    firm: Firm, held: Certification
) -> None:
    done = revoke(held, every_title=True)
    assert {one.tier_id for one in done.ended} == {"specialized", "innovative"}
    assert (done.ban.from_day, done.ban.until) == (day("2026-06-01"), day("2029-06-01"))
    for tier in ("specialized", "innovative"):
        assert counted(tier, on="2026-05-31") == 1
        assert counted(tier, on="2026-06-01") == 0
    assert counted("eaglet", on="2026-06-15") == 1
    assert Appeal.objects.filter(firm=firm, deadline=day("2026-07-31")).count() == 2
    assert in_order()


def test_fraud_ends_what_was_still_to_begin_and_an_appeal_gives_it_back(
    firm: Firm, held: Certification
) -> None:
    renewed = certified(firm, "specialized", from_="2028-01-01", to="2031-01-01")
    assert counted("specialized", on="2029-01-01") == 1
    done = revoke(held, every_title=True)
    ends = {(one.tier_id, one.ended_on) for one in done.ended}
    assert ends == {
        ("specialized", day("2026-06-01")),
        ("innovative", day("2026-06-01")),
        ("specialized", day("2028-01-01")),
    }
    assert counted("specialized", on="2029-01-01") == 0
    renewed.refresh_from_db()
    for one in (held, renewed):
        one.refresh_from_db()
        assert len(decided_together(one)) == 3
    settled(appealed(held), upheld=True)
    assert counted("specialized", on="2026-06-10") == counted("specialized", on="2029-01-01") == 1
    assert in_order()


def test_a_banned_firm_gets_nowhere(held: Certification, firm: Firm) -> None:
    people, batch = People("120111"), make_batch("seed")
    draft = make_application(batch, people.officer, firm)
    revoke(held)
    with pytest.raises(Refused) as refused:
        do(Doing.SUBMIT, draft, people.officer)
    assert refused.value.code == "firm_banned"
    with pytest.raises(Problem, match="2029-06-01"):
        make_application(make_batch("gazelle"), people.officer, firm)
    with pytest.raises(Problem) as told:
        certified(firm, "seed", from_="2026-06-15")
    assert told.value.code == "firm_banned"
    # What began before the ban is history that may still be put on file.
    certified(firm, "seed", from_="2022-01-01", to="2025-01-01")


def test_a_lifted_ban_lets_the_firm_apply(held: Certification, firm: Firm) -> None:
    ban = revoke(held).ban
    people, batch = People("120111"), make_batch("seed")
    with writing():
        services.lift_ban(ban=ban, reason="复查后责任不在企业")
    make_application(batch, people.officer, firm)
    assert counted("specialized", on="2026-06-15") == 0


def test_the_decision_stands(held: Certification) -> None:
    revoke(held)
    appeal = settled(appealed(held), upheld=False)
    assert (appeal.state, appeal.settled_on) == ("rejected", day("2026-06-15"))
    assert counted("specialized", on="2026-06-15") == 0
    assert Ban.objects.get().lifted_on is None


def test_the_decision_is_taken_back_with_all_that_it_did(held: Certification, firm: Firm) -> None:
    revoke(held, every_title=True)
    settled(appealed(held), upheld=True)
    for tier in ("specialized", "innovative"):
        assert counted(tier, on="2026-06-10") == 1
    ban = Ban.objects.get()
    assert (ban.lifted_on, ban.lifted_reason) == (day("2026-06-15"), "申诉成立：复查属实")
    held.refresh_from_db()
    assert (held.ended_on, held.end_kind, held.holds_to) == (None, "", day("2028-01-01"))
    entries = Entry.objects.filter(revision__reason="申诉").values_list("table_name", flat=True)
    assert {"certification_certification", "certification_ban", "certification_appeal"} <= {
        *entries
    }
    assert in_order()


def test_a_withdrawal_is_taken_back_alone(held: Certification) -> None:
    for tier in ("specialized", "innovative"):
        with writing():
            services.end(
                certification=held.firm.certifications.get(tier=tier),
                kind=EndKind.WITHDRAWAL,
                effective_on=day("2026-06-01"),
                reason="不再符合标准",
            )
    settled(appealed(held, deadline=day("2026-06-30")), upheld=True)
    assert counted("specialized", on="2026-06-15") == 1
    assert counted("innovative", on="2026-06-15") == 0
    assert not Ban.objects.exists()


def test_what_was_certified_meanwhile_stands_in_the_way(held: Certification, firm: Firm) -> None:
    done = revoke(held)
    with writing():
        services.lift_ban(ban=done.ban, reason="误伤")
    certified(firm, "specialized", from_="2026-06-15")
    with pytest.raises(Problem) as refused:
        settled(appealed(held), upheld=True)
    assert refused.value.code == "certified_meanwhile"
    assert counted("specialized", on="2026-06-14") == 0


def test_a_firm_that_closed_meanwhile_gets_it_back_to_its_last_day(
    held: Certification, firm: Firm
) -> None:
    revoke(held)
    appeal = appealed(held)
    deregistered(firm, on="2026-06-12")
    settled(appeal, upheld=True)
    assert counted("specialized", on="2026-06-11") == 1
    assert counted("specialized", on="2026-06-12") == 0
    assert in_order()


REFUSED: list[tuple[str, Callable[[Certification], Any]]] = [
    ("cause_missing", lambda h: revoke(h, cause="whim")),
    ("every_title_without_fraud", lambda h: revoke(h, cause="accident", every_title=True)),
    ("every_title_not_yet", lambda h: revoke(h, effective_on=day("2026-03-31"), every_title=True)),
    (
        "every_title_elsewhere",
        lambda h: revoke(h.firm.certifications.get(tier="eaglet"), every_title=True),
    ),
    ("appeal_day_past", lambda h: revoke(h, appeal_by=day("2026-06-14"))),
    ("not_ended", lambda h: appealed(h)),
    ("deadline_missing", lambda h: (revoke(h, appeal_by=None), appealed(h))),
    ("appeal_late", lambda h: (revoke(h, appeal_by=None), late(h))),
    ("filed_in_future", lambda h: (revoke(h), appealed(h, on="2026-06-16"))),
    ("appealed_already", lambda h: (revoke(h), appealed(h), appealed(h))),
    ("grounds_missing", lambda h: (revoke(h), settled(appealed(h), upheld=True, grounds=" "))),
    ("not_open", lambda h: (revoke(h), settled(settled(appealed(h), upheld=False), upheld=True))),
    ("reason_missing", lambda h: lift(revoke(h).ban, "")),
    ("lifted_already", lambda h: lift(lift(revoke(h).ban, "一"), "二")),
]


def late(held: Certification) -> Appeal:
    return appealed(held, on="2026-06-15", deadline=day("2026-06-10"))


def lift(ban: Ban, reason: str) -> Ban:
    with writing():
        return services.lift_ban(ban=ban, reason=reason)


@pytest.mark.parametrize(("code", "act"), REFUSED, ids=[code for code, _act in REFUSED])
def test_what_cannot_be_is_refused(held: Certification, code: str, act: Any) -> None:
    with pytest.raises(Problem) as refused:
        act(held)
    assert refused.value.code == code


def test_the_seed_library_takes_who_lapsed_and_trades(firm: Firm) -> None:
    lapsed = certified(firm, "specialized", from_="2023-06-01", to="2026-06-01")
    running = certified(
        given_firm("天津在库有限公司"), "specialized", from_="2025-01-01", to="2028-01-01"
    )
    gone = certified(
        given_firm("天津注销有限公司"), "specialized", from_="2023-06-01", to="2026-06-01"
    )
    deregistered(gone.firm, on="2026-06-05")
    with writing():
        taken = services.take_over(
            certifications=[lapsed, running, gone],
            into=Tier.objects.select_related("ladder__authority").get(pk="seed"),
            batch="2026年期满转入",
            valid_from=day("2026-06-15"),
            document="津工信〔2026〕10号",
        )
    (made,) = taken.made
    assert (made.firm_id, made.continues_id, made.number) == (
        firm.pk,
        lapsed.pk,
        "TJ-ZZ-2026-00001",
    )
    assert made.certificate.facts["firm"] == firm.name
    assert [why for _held, why in taken.left_out] == [
        "该认定不是到期失效",
        "企业已于 2026-06-05 终止",
    ]
    assert counted("seed", on="2026-06-14") == 0
    assert counted("seed", on="2026-06-15") == 1
    assert in_order()
