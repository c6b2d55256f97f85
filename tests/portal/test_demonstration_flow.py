"""The invented applications: every state, by the table of acts, and as the rules want them."""

import datetime as dt
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cultivation.access.demonstration import ensure_accounts
from cultivation.access.models import Message, User
from cultivation.certification.flow.deciding import offers
from cultivation.certification.flow.states import WITH_BUREAU, WITH_DISTRICT, Doing, State
from cultivation.certification.flow.table import rules_of
from cultivation.certification.models import (
    Act,
    Appeal,
    Application,
    Ban,
    Batch,
    Certificate,
    Commitment,
    Document,
    Notice,
    Objection,
    Procedure,
    Scoring,
    SiteVisit,
    YearlyUpdate,
)
from cultivation.certification.rules import update_due_on
from cultivation.certification.selectors.cases import cases_of, person_of
from cultivation.certification.services.acting import SELECTED
from cultivation.firms.models import Firm
from cultivation.journal.models import Entry, Revision
from cultivation.journal.services import revision
from cultivation.portal.demonstration.flow import days
from cultivation.portal.demonstration.flow.loading import is_loaded
from cultivation.portal.demonstration.flow.papers import pdf, picture
from cultivation.portal.demonstration.loading import load
from cultivation.portal.upkeep.updates import holders
from cultivation.standards.engine.checking import check_overrides
from cultivation.standards.models import Standard

DAY = dt.date(2026, 11, 20)
FIRMS = 600
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings: Any, tmp_path: Path) -> None:
    settings.DEMONSTRATION = True
    settings.VAR_DIR = tmp_path
    settings.DOCUMENTS_DIR = tmp_path / "documents"


def loaded(day: dt.date = DAY, firms: int = FIRMS) -> None:
    call_command("load_demonstration", firms=firms, today=day, verbosity=0)


def test_an_earlier_demonstration_gets_them_once_and_they_hold_to_the_rules() -> None:
    load(seed=20211, today=DAY, firms=FIRMS)
    ensure_accounts()
    assert not is_loaded()
    with CaptureQueriesContext(connection) as captured:
        loaded()
    assert len(captured) < 420, len(captured)
    # Every state that the tiers on file have, marked as invented.
    states = set(Application.objects.values_list("state", flat=True))
    assert states == set(State.values) - {"district_notice"}
    assert not Application.objects.exclude(batch__name__endswith="（演示）").exists()
    assert not Application.objects.filter(firm__demonstration=False).exists()
    for model in (Ban, Commitment, Document, SiteVisit, Certificate):
        assert model.objects.exists(), model
    promised = set(Commitment.objects.values_list("application", flat=True))
    assert promised == set(
        Document.objects.filter(kind="commitment").values_list("application", flat=True)
    )
    assert {"open", "rejected"} <= set(Objection.objects.values_list("state", flat=True))
    assert {(one.conflict, one.total is None) for one in Scoring.objects.all()} == {
        (False, True), (False, False), (True, True),
    }  # fmt: skip
    acts_follow_the_table()
    notices_stand_as_the_rules_want()
    batches_are_plausible()
    most_have_updated_their_data()
    assert Appeal.objects.filter(state="open", filed_on__lte=DAY).exists()
    assert handed_back()
    # What happened today was told; once.
    assert Message.objects.filter(account__username="gxj", address__startswith="/cases/").exists()
    before = Revision.objects.count(), Application.objects.count()
    loaded()
    assert (Revision.objects.count(), Application.objects.count()) == before


def batches_are_plausible() -> None:
    for one in Batch.objects.filter(name__endswith="（演示）").exclude(files_to=None):
        days_of = (one.files_from, one.files_to, one.district_due_on, one.review_due_on)
        ends = [day for day in days_of if day]
        assert len(ends) == len(days_of)
        assert ends == sorted(ends)
        if one.files_to and one.files_to >= DAY:
            assert len(set(ends)) == len(ends)
            assert ends[1:] == [days.workday(due) for due in ends[1:]]
    # Both stages have cases that are late.
    late = set(Application.objects.filter(due_on__lt=DAY).values_list("state", flat=True))
    assert late & set(WITH_DISTRICT)
    assert late & set(WITH_BUREAU)
    (eased,) = Batch.objects.exclude(overrides=[])
    assert eased.takes_on(DAY)
    standards = [one for one in Standard.objects.all() if one.read.tier == eased.tier_id]
    assert not check_overrides(eased.overrides, [one.content for one in standards])


def most_have_updated_their_data() -> None:
    owing = holders(Firm.objects.all(), DAY.year).count()
    done = YearlyUpdate.objects.filter(year=DAY.year, updated_on__lte=DAY)
    late = done.filter(updated_on__gt=update_due_on(DAY.year)).count()
    assert 0 < late < owing - done.count() + late < owing / 4
    assert done.count() == YearlyUpdate.objects.count()


def handed_back() -> bool:
    """Whether the journal tells of a case that was taken and is free again."""
    rows = Entry.objects.filter(table_name="certification_application", operation="update")
    return rows.filter(before__assigned_to_id__gt=0, after__assigned_to_id=None).exists()


def test_the_notice_of_a_district_is_seen_where_the_tier_has_one() -> None:
    with revision(reason="district notice"):
        Procedure.objects.filter(pk="innovative").update(district_notice=True)
    loaded(firms=120)
    shown = Application.objects.filter(state="district_notice")
    assert shown.exists()
    assert all(one.district_notice_to for one in shown)


def acts_follow_the_table() -> None:
    stages = {one.pk: one.stages for one in Procedure.objects.all()}
    stories: dict[int, list[Act]] = {}
    for one in Act.objects.select_related("application").order_by("application_id", "id"):
        stories.setdefault(one.application_id, []).append(one)
    for acts in stories.values():
        assert (acts[0].doing, acts[0].to_state) == ("open", "draft")
        assert acts[-1].to_state == acts[0].application.state
        for before, act in pairwise(acts):
            assert act.from_state == before.to_state
            assert before.recorded_at <= act.recorded_at
            known = rules_of(stages[act.application.tier_id], State(act.from_state))
            rules = [rule for rule in known if rule.doing == act.doing]
            assert any((rule.to or act.from_state) == act.to_state for rule in rules), act
        sides = Counter(act.doing for act in acts)
        assert acts[0].application.firm_returns == sides["return_to_firm"]
        assert acts[0].application.city_returns == sides["return_to_district"]


def notices_stand_as_the_rules_want() -> None:
    running = Notice.objects.get(batch__name__contains="第二批", tier="innovative")
    assert running.published_on <= DAY <= running.last_day
    over = Notice.objects.get(tier="specialized")
    assert over.last_day < DAY
    cases = Application.objects.select_related(*SELECTED)
    waiting = list(cases.filter(tier="specialized", state="noticed"))
    found = cases_of(waiting, DAY)
    first, second = (User.objects.get(username=name) for name in ("gxj", "gxj2"))
    for one in waiting:
        for account, free in ((first, True), (second, False)):
            asked = offers(found[one.pk], person_of(account, one.tier))
            certify = next(offer for offer in asked if offer.rule.doing is Doing.CERTIFY)
            assert certify.possible is free, certify.obstacles
    used_up = cases.get(tier="eaglet", city_returns=3)
    officer = person_of(User.objects.get(username="admin"), used_up.tier)
    again = offers(cases_of([used_up], DAY)[used_up.pk], officer)
    recommend = next(offer for offer in again if offer.rule.doing is Doing.RECOMMEND)
    assert "returns_used_up" in {one.code for one in recommend.obstacles}


@pytest.mark.parametrize(
    ("day", "runs"),
    [
        (dt.date(2026, 12, 31), True),
        (dt.date(2026, 10, 1), True),
        (dt.date(2027, 1, 20), False),  # no calendar of that year is on file
        (dt.date(2030, 6, 3), False),
    ],
)
def test_windows_stay_within_the_calendar_on_file(day: dt.date, runs: bool) -> None:
    running, over = days.running(day), days.over(day)
    assert (running is not None) is runs
    if running:
        assert running[0] <= day <= running[1]
        assert running[1].year == 2026
    if day.year < 2028:
        assert over is not None
        assert over[1] < day
        assert over[1].year == 2026


def test_few_firms_and_a_day_without_a_calendar_do_no_harm() -> None:
    loaded(day=dt.date(2027, 3, 1), firms=20)
    assert Batch.objects.filter(name__endswith="（演示）").exists()
    assert not Application.objects.filter(state="noticed", tier="innovative",
                                          batch__name__contains="第二批").exists()  # fmt: skip


def test_papers_are_what_they_say() -> None:
    assert pdf("申请书").startswith(b"%PDF-1.4")
    assert pdf("申请书").rstrip().endswith(b"%%EOF")
    assert picture().startswith(b"\x89PNG\r\n\x1a\n")
    assert len(pdf("申请书")) < 2000
