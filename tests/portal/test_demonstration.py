"""The demonstration data: invented, marked, the same for a seed and a day, and complete."""

import datetime as dt
import json
import stat
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db.models import F, Q

from cultivation.access import demonstration as accounts
from cultivation.access.models import ApiToken, User
from cultivation.certification.models import Certification, EndKind
from cultivation.counts.selectors import Query, count
from cultivation.counts.verification import differences
from cultivation.firms import uscc
from cultivation.firms.models import Firm, FirmEvent, FirmName, FirmYear, Residence
from cultivation.firms.selectors import size_rules
from cultivation.firms.services import register
from cultivation.journal.models import Revision
from cultivation.journal.services import revision
from cultivation.portal.demonstration.rows import World
from cultivation.portal.demonstration.world import generate
from cultivation.problems import Problem

DAY = dt.date(2026, 11, 20)
FIRMS = 300


@pytest.fixture(autouse=True)
def demonstration(settings: Any, tmp_path: Path) -> None:
    settings.DEMONSTRATION = True
    settings.VAR_DIR = tmp_path


@pytest.fixture
def loaded(db: None, capsys: Any) -> str:
    call_command("load_demonstration", firms=FIRMS, today=DAY)
    return str(capsys.readouterr().out)


def world(**changes: Any) -> World:
    wanted: dict[str, Any] = {"seed": 20211, "today": DAY, "firms": FIRMS} | changes
    return generate(**wanted, rules=size_rules())


def fingerprint(one: World) -> str:
    firms = [
        [f.uscc, f.established_on, f.closed_on, f.scope, f.address, f.capital, f.currency, f.years]
        for f in one.firms
    ]
    lives = [
        [(p.value, p.valid_from, p.valid_to) for p in f.names + f.places + f.industries]
        for f in one.firms
    ]
    events = [
        (e.kind, e.filed_on, e.effective_on, e.before, e.after) for f in one.firms for e in f.events
    ]
    certificates = [
        (c.number, c.firm.position, c.batch, c.valid_from, c.valid_to, c.ended_on, c.end_kind)
        for c in one.certificates
    ]
    return json.dumps([firms, lives, events, certificates], default=str)


@pytest.mark.django_db
def test_the_same_seed_and_day_give_the_same_rows_and_others_do_not() -> None:
    first = fingerprint(world())
    assert fingerprint(world()) == first
    assert fingerprint(world(seed=20212)) != first
    assert fingerprint(world(today=DAY - dt.timedelta(days=1))) != first


def test_every_firm_is_marked_as_invented(loaded: str) -> None:
    assert Firm.objects.filter(demonstration=True).count() == FIRMS
    assert not Firm.objects.filter(demonstration=False).exists()
    assert not Firm.objects.exclude(name__endswith="（演示）").exists()
    assert not FirmName.objects.exclude(name__endswith="（演示）").exists()
    codes = list(Firm.objects.filter(uscc__isnull=False).values_list("uscc", flat=True))
    assert all(uscc.check(code) == code and code[2:8] == "129900" for code in codes if code)
    pending = FIRMS - len(codes)
    assert 0 < pending < FIRMS * 0.08


def test_names_are_unique_but_for_pairs_that_differ_in_the_width_of_brackets(loaded: str) -> None:
    today = list(Firm.objects.values_list("name", "name_key"))
    assert len({name for name, _key in today}) == FIRMS
    pairs = [key for key, n in Counter(key for _name, key in today).items() if n > 1]
    assert pairs
    assert all("(销售)" in key for key in pairs)


def test_every_kind_of_event_and_end_occurs(loaded: str) -> None:
    assert set(FirmEvent.objects.values_list("kind", flat=True)) == set(FirmEvent.Kind.values)
    part = FirmEvent.objects.get(kind=FirmEvent.Kind.SPLIT)
    assert part.other is not None
    assert part.other.established_on == part.effective_on
    assert part.after == {"split_into": part.other.uscc or part.other.name}
    assert not FirmEvent.objects.filter(filed_on__lt=F("effective_on")).exists()
    assert not FirmEvent.objects.filter(Q(filed_on__gt=DAY) | Q(effective_on__gt=DAY)).exists()
    late = FirmEvent.objects.filter(filed_on__gt=F("effective_on") + dt.timedelta(days=99))
    assert late.exists()
    ends = set(Certification.objects.values_list("end_kind", flat=True))
    assert ends == {"", *EndKind.values}
    assert Certification.objects.filter(decided_on__gt=F("valid_from")).exists()
    assert Certification.objects.filter(tier="specialized", holds_to__lte=DAY).exists()


def test_titles_of_a_merged_firm_go_on_with_its_successor(loaded: str) -> None:
    continued = Certification.objects.filter(continues__isnull=False)
    assert continued.exists()
    for one in continued.select_related("continues__firm"):
        before = one.continues
        assert before is not None
        assert before.end_kind == EndKind.MERGER
        assert before.firm.merged_into_id == one.firm_id
        assert (one.tier_id, one.valid_from, one.valid_to) == (
            before.tier_id,
            before.ended_on,
            before.valid_to,
        )


def test_renewals_have_no_gap(loaded: str) -> None:
    renewed = Certification.objects.filter(batch__name__endswith="复核", continues=None)
    assert renewed.exists()
    for one in renewed:
        assert Certification.objects.filter(
            firm=one.firm_id, tier=one.tier_id, valid_to=one.valid_from
        ).exists()


def test_nobody_holds_a_title_after_the_end_of_the_firm(loaded: str) -> None:
    held = Certification.objects.filter(firm__closed_on__isnull=False)
    assert held.exists()
    assert not held.filter(holds_to__isnull=True).exists()
    counting = held.filter(holds_to__gt=F("valid_from"))
    assert not counting.filter(holds_to__gt=F("firm__closed_on")).exists()


def test_firms_are_in_every_kind_of_place_and_have_figures(loaded: str) -> None:
    assert Residence.objects.filter(district="120116", zone__isnull=False).exists()
    assert Residence.objects.exclude(district="120116").filter(zone="120116402").exists()
    assert Residence.objects.filter(valid_from__isnull=False).exists()
    years = FirmYear.objects.all()
    assert set(years.values_list("year", flat=True)) == set(range(2016, 2026))
    assert {"micro", "small", "medium"} <= set(years.values_list("size_class", flat=True))
    assert years.filter(Q(revenue=None) | Q(staff=None) | Q(rd_expense=None)).exists()


def test_it_is_one_revision_and_the_ledger_agrees_with_the_certifications(loaded: str) -> None:
    written = Revision.objects.filter(reason__contains="虚构企业")
    assert written.count() == 1
    assert FirmEvent.objects.exclude(revision=written.get()).count() == 0
    days = [dt.date(2021, 12, 31), dt.date(2024, 12, 31), DAY]
    for day in days:
        held = Certification.objects.as_of(day).count()
        assert held > 0
        assert count(Query(), day).total == held
    assert list(differences(days)) == []


def test_a_second_time_changes_nothing(loaded: str, capsys: Any) -> None:
    assert str(FIRMS) in loaded
    before = Revision.objects.count()
    call_command("load_demonstration", firms=FIRMS, today=DAY)
    assert str(FIRMS) in capsys.readouterr().out
    assert Revision.objects.count() == before
    assert Firm.objects.count() == FIRMS


@pytest.mark.django_db
def test_it_refuses_beside_real_firms_unless_forced() -> None:
    with revision(reason="a list"):
        register(name="天津滨江机械厂", code=None)
    with pytest.raises(CommandError) as refused:
        call_command("load_demonstration", firms=20, today=DAY)
    assert refused.value.returncode == 2
    assert Firm.objects.count() == 1
    call_command("load_demonstration", firms=20, today=DAY, force=True, verbosity=0)
    assert Firm.objects.filter(demonstration=True).count() == 20


@pytest.mark.django_db
def test_it_refuses_outside_a_demonstration(settings: Any) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError) as refused:
        call_command("load_demonstration", firms=20)
    assert refused.value.returncode == 2
    with pytest.raises(Problem, match=r"demonstration|演示"):
        accounts.credentials()
    assert not User.objects.exists()
    with pytest.raises(ValidationError):
        accounts.NotTheDemonstrationPassword().validate(accounts.PASSWORD)


@pytest.mark.django_db
def test_credentials_work_and_are_shown_again_the_same(tmp_path: Path) -> None:
    shown = accounts.credentials()
    assert len(shown) == len(accounts.ACCOUNTS) + 1
    assert accounts.credentials() == shown
    assert User.objects.count() == len(accounts.ACCOUNTS)
    user = authenticate(username="xiqing", password=accounts.PASSWORD)
    assert isinstance(user, User)
    assert (user.role, user.district_id) == ("district", "120111")
    token = ApiToken.objects.get()
    assert (token.user.get_username(), token.scopes) == ("client", ["read"])
    kept = tmp_path / accounts.TOKEN_FILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert shown[-1][1].endswith(kept.read_text())


@pytest.mark.django_db
def test_a_token_of_another_database_is_replaced(tmp_path: Path) -> None:
    accounts.credentials()
    kept = tmp_path / accounts.TOKEN_FILE
    kept.write_text("of-another-database")
    accounts.credentials()
    assert kept.read_text() != "of-another-database"
    assert ApiToken.objects.count() == 1
