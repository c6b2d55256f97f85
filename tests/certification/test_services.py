"""Acts on certifications: each refusal, and what is put on file."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

import cultivation.certification.services
from cultivation.certification import services
from cultivation.certification.models import Batch, Certification, EndKind
from cultivation.certification.rules import end_of_validity, years_later
from cultivation.firms.models import Firm
from cultivation.journal.services import revision
from cultivation.ladders.models import Tier
from cultivation.problems import Problem
from tests.scenarios.story import certified, day, deregistered, ended, given_firm, merged

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Firm:
    return given_firm("天津甲")


@pytest.fixture
def held(firm: Firm) -> Certification:
    return certified(firm, "seed", from_="2022-03-01", to="2025-03-01", number="津2022-001")


def certify(firm: Firm, from_: str, to: str | None = None, **more: Any) -> Certification:
    given: dict[str, Any] = {"tier": Tier.objects.get(pk="seed"), "batch": "第二批", **more}
    until = day(to) if to else None
    return services.certify(firm=firm, valid_from=day(from_), valid_to=until, **given)


def end(held: Certification, on: str, reason: str = "数据造假") -> Certification:
    return services.end(
        certification=held, kind=EndKind.REVOCATION, effective_on=day(on), reason=reason
    )


def closed(firm: Firm) -> Firm:
    deregistered(firm, on="2023-05-10")
    return firm


Act = Callable[[Certification], Any]

# What this file is about; the flow and what comes after certification have files of their own.
OWN = ("granting", "ending")
REFUSED: list[tuple[str, str, Act]] = [
    ("inside the period", "held_already", lambda h: certify(h.firm, "2023-01-01", "2024-01-01")),
    ("over its end", "held_already", lambda h: certify(h.firm, "2025-02-28", "2028-02-28")),
    ("over its beginning", "held_already", lambda h: certify(h.firm, "2021-03-01", "2022-03-02")),
    ("around it", "held_already", lambda h: certify(h.firm, "2021-03-01", "2026-03-01")),
    ("without an end", "held_already", lambda h: certify(h.firm, "2021-03-01")),
    ("after one without an end", "held_already", lambda h: after_open(h)),
    ("before the tier", "tier_not_alive", lambda h: certify(h.firm, "2020-12-31", "2021-12-31")),
    ("after the tier", "tier_not_alive", lambda h: certify(h.firm, "2026-01-01", tier=retired())),
    ("closed", "firm_closed", lambda h: certify(closed(h.firm), "2023-05-10", "2026-05-10")),
    ("no batch", "batch_missing", lambda h: certify(h.firm, "2025-03-01", batch=" ")),
    ("no day", "ends_before_it_begins", lambda h: certify(h.firm, "2025-03-01", "2025-03-01")),
    (
        "number",
        "number_taken",
        lambda h: certify(given_firm("天津乙"), "2025-03-01", number=h.number),
    ),
    ("no grounds", "reason_missing", lambda h: end(h, "2023-01-01", reason=" ")),
    ("twice", "ended_already", lambda h: end(end(h, "2023-01-01"), "2023-02-01")),
    ("too early", "before_it_began", lambda h: end(h, "2022-02-28")),
    ("too late", "lapsed_already", lambda h: end(h, "2025-03-01")),
    ("no day to appeal", "appeal_day_past", lambda h: appealable(h, "2023-01-01")),
    ("banned", "firm_banned", lambda h: certify(banned(h), "2023-01-01", "2026-01-01")),
    ("undone", "certification_gone", lambda h: end(Certification(pk=h.pk + 1000), "2023-01-01")),
]


def appealable(held: Certification, until: str) -> Certification:
    return services.end(
        certification=held,
        kind=EndKind.WITHDRAWAL,
        effective_on=day("2022-06-01"),
        reason="不再符合标准",
        appeal_by=day(until),
    )


def banned(held: Certification) -> Firm:
    services.revoke(certification=held, cause="accident", effective_on=day("2022-06-01"), reason="")
    return held.firm


def after_open(held: Certification) -> Certification:
    certified(held.firm, "gazelle", from_="2022-03-01", to=None)
    return certify(held.firm, "2024-03-01", "2025-03-01", tier=Tier.objects.get(pk="gazelle"))


def retired() -> Tier:
    Tier.objects.filter(pk="seed").update(valid_to=day("2026-01-01"))
    return Tier.objects.get(pk="seed")


@pytest.mark.parametrize(
    ("problem", "act"),
    [(problem, act) for _case, problem, act in REFUSED],
    ids=[f"{case}: {problem}" for case, problem, _ in REFUSED],
)
def test_a_refused_act_says_why_and_what_to_do(held: Certification, problem: str, act: Act) -> None:
    with translation.override("en"), revision(reason="try"):
        with pytest.raises(Problem) as caught:
            act(held)
        assert caught.value.code == problem
        assert re.search(r"^Give |; \w+", str(caught.value)), str(caught.value)


def test_every_refusal_of_an_act_on_certifications_is_tried_here() -> None:
    (folder,) = cultivation.certification.services.__path__
    source = "".join(Path(folder, f"{name}.py").read_text("utf-8") for name in OWN)
    codes = set(re.findall(r'Problem\(\s*"(\w+)"', source))
    assert codes <= {problem for _case, problem, _ in REFUSED}


def test_the_refusal_names_the_certification_in_the_way(held: Certification) -> None:
    with pytest.raises(Problem, match=r"第一批.*2022-03-01.*2025-03-01"), revision(reason="try"):
        certify(held.firm, "2023-01-01", "2024-01-01")


@pytest.mark.parametrize(
    ("from_", "to"), [("2021-03-01", "2022-03-01"), ("2025-03-01", "2028-03-01")]
)
def test_just_before_and_just_after_there_is_room(held: Certification, from_: str, to: str) -> None:
    with revision(reason="renewal"):
        certify(held.firm, from_, to)
    assert Certification.objects.filter(firm=held.firm).count() == 2


def test_another_tier_is_not_in_the_way(held: Certification) -> None:
    certified(held.firm, "specialized", from_="2022-03-01", to="2025-03-01")
    assert Certification.objects.filter(firm=held.firm).count() == 2


def test_where_an_earlier_one_was_revoked_there_is_room_from_that_day(held: Certification) -> None:
    ended(held, on="2023-06-02")
    with revision(reason="again"):
        with pytest.raises(Problem):
            certify(held.firm, "2023-06-01", "2026-06-01")
        certify(held.firm, "2023-06-02", "2026-06-02")


def test_all_the_dates_are_kept_by_their_legal_meaning(firm: Firm) -> None:
    title = certified(
        firm,
        "seed",
        from_="2022-03-01",
        filed_on=day("2021-12-01"),
        decided_on=day("2022-02-20"),
        number="津2022-001",
        listing={"序号": "1"},
    )
    title.refresh_from_db()
    assert title.filed_on == day("2021-12-01")
    assert title.decided_on == day("2022-02-20")
    assert (title.valid_from, title.valid_to) == (day("2022-03-01"), day("2025-03-01"))
    assert title.listing == {"序号": "1"}


def test_a_batch_is_made_once_per_tier_and_name(firm: Firm) -> None:
    for name in ("天津乙", "天津丙"):
        certified(given_firm(name), "seed", from_="2022-03-01", batch="2022年第一批")
    certified(firm, "specialized", from_="2022-03-01", batch="2022年第一批")
    assert Batch.objects.filter(name="2022年第一批").count() == 2


def test_the_granted_period_is_never_overwritten_by_an_end(held: Certification) -> None:
    after = ended(held, on="2023-06-02")
    assert after.valid_to == day("2025-03-01")
    assert (after.ended_on, after.holds_to) == (day("2023-06-02"), day("2023-06-02"))
    assert (after.end_kind, after.end_reason) == (EndKind.REVOCATION, "数据造假")


def test_a_title_of_a_merged_firm_filed_late_ends_by_merger(firm: Firm) -> None:
    merged(firm, into=given_firm("天津乙"), on="2023-05-10")
    late = certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    assert (late.ended_on, late.end_kind) == (day("2023-05-10"), EndKind.MERGER)


def test_a_title_that_lapsed_before_the_firm_closed_needs_no_end(firm: Firm) -> None:
    closed(firm)
    late = certified(firm, "seed", from_="2022-03-01", to="2023-05-10")
    assert late.ended_on is None


@pytest.mark.parametrize(
    ("from_", "years", "to"),
    [
        ("2022-03-01", 3, dt.date(2025, 3, 1)),
        ("2024-02-29", 3, dt.date(2027, 3, 1)),
        ("2024-02-29", 4, dt.date(2028, 2, 29)),
        ("2022-12-31", 1, dt.date(2023, 12, 31)),
    ],
)
def test_a_validity_in_years_ends_on_the_same_day_of_the_year(
    from_: str, years: int, to: dt.date
) -> None:
    assert years_later(day(from_), years) == to
    assert end_of_validity(day(from_), years) == to


def test_an_unknown_validity_has_no_end() -> None:
    assert end_of_validity(day("2022-03-01"), None) is None
