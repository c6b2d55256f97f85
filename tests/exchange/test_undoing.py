"""Undoing a whole import: everything as before, or a list of what is in the way."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cultivation.certification.models import Batch
from cultivation.counts.verification import differences
from cultivation.exchange.models import Import, State
from cultivation.exchange.undoing import effects, obstacles
from cultivation.exchange.written import tracked_tables
from cultivation.firms import services as firms
from cultivation.firms.models import Firm, FirmYear
from cultivation.journal.models import Entry, Revision
from cultivation.journal.selectors import data_version
from tests.exchange.staged import act, bureau, options, receive
from tests.factories import make_certification, make_code, make_firm, make_user, writing

pytestmark = pytest.mark.django_db
TITLES = ["企业名称", "统一社会信用代码", "所属区", "注册地址", "2020年从业人数"]


def everything() -> dict[str, list[Any]]:
    """All rows of all tables that are facts of the registry, and the ledger of counts."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tracked_tables()):
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def undone(importing: Import, user: Any, reason: str = "名单有误") -> Import:
    return act("undo", importing, user, reason=reason)


def test_an_import_is_taken_back_in_one_revision_and_stays_in_the_history() -> None:
    firm = make_firm("天津试甲有限公司", code=make_code(1), district=None)
    pending = make_firm("天津试丙有限公司", code=None)
    with writing():
        firms.record_year(firm=firm, year=2020, figures={"staff": 11})
    user = bureau()
    before = everything()
    importing = receive(
        user,
        TITLES,
        ["天津试甲有限公司", make_code(1), "西青区", "友谊路1号", "33"],
        ["天津试乙有限公司", make_code(2), "南开区", "", "44"],
        ["天津试丙有限公司", make_code(3), "", "", ""],
        options=options(),
    )
    act("confirm", importing, user)
    assert everything() != before
    written = {(table, operation): n for table, operation, n in effects(importing.revision_id or 0)}
    assert written["firms_firm", "insert"] == 1
    assert written["certification_certification", "insert"] == 3
    version = data_version()
    done = undone(importing, user)
    assert (done.state, done.problem) == (State.UNDONE, {})
    assert data_version() == version + 1
    newest = Revision.objects.get(number=data_version())
    assert newest == done.undone_in
    assert "名单有误" in newest.reason
    assert "名单.csv" in newest.reason
    assert everything() == before
    pending.refresh_from_db()
    assert pending.uscc is None
    assert not list(differences([dt.date(2023, 1, 1)]))
    again = act(
        "confirm", receive(user, TITLES, ["天津试乙有限公司", make_code(2), "", "", ""]), user
    )
    assert again.state == State.DONE


def a_done_import(user: Any) -> Import:
    importing = receive(
        user, TITLES, ["天津试乙有限公司", make_code(2), "南开区", "", "44"], options=options()
    )
    return act("confirm", importing, user)


@pytest.mark.parametrize("later", ["rename", "move", "figures", "certify", "same_batch", "correct"])
def test_what_later_builds_on_it_stands_in_the_way_and_is_named(later: str) -> None:
    user = bureau()
    importing = a_done_import(user)
    firm = Firm.objects.get()
    day = dt.date(2023, 1, 1)
    with writing():
        match later:
            case "rename":
                firms.rename(firm=firm, name="天津试丁有限公司", effective_on=day)
            case "move":
                from cultivation.places.models import District

                to = District.objects.get(pk="120111")
                firms.move(firm=firm, district=to, effective_on=day)
            case "figures":
                firms.record_year(firm=firm, year=2021, figures={"staff": 5})
            case "correct":
                Firm.objects.filter(pk=firm.pk).update(address="别处")
    if later == "certify":
        make_certification(firm, "specialized")
    if later == "same_batch":
        make_certification(batch="第一批")
    before = everything()
    named = [name for one in obstacles(importing) for name in one.firms]
    assert named
    done = undone(importing, user)
    assert (done.state, done.problem["code"]) == (State.DONE, "built_upon")
    assert everything() == before
    assert Batch.objects.filter(name="第一批").exists()


def test_what_is_taken_back_again_is_in_the_way_no_more() -> None:
    user = bureau()
    importing = a_done_import(user)
    later = receive(user, TITLES, ["天津试乙有限公司", make_code(2), "", "", "55"])
    act("confirm", later, user)
    assert obstacles(importing)
    undone(later, user)
    assert FirmYear.objects.get().staff == 44
    # Both the later import and its undoing wrote that row, yet it is as this import left it.
    assert not obstacles(importing)
    undone(importing, user)
    assert not Firm.objects.exists()


def test_an_officer_undoes_the_own_import_while_its_firms_are_here() -> None:
    user = make_user("district", district="120111")
    importing = act("confirm", receive(user, TITLES, ["天津试甲有限公司", "", "", "", ""]), user)
    assert undone(importing, user).state == State.UNDONE
    firm = make_firm("天津试甲有限公司", district="120111")
    rows = TITLES, ["天津试甲有限公司", "", "", "友谊路1号", ""]
    importing = act("confirm", receive(user, *rows), user)
    with writing():
        from cultivation.places.models import District

        to = District.objects.get(pk="120104")
        firms.move(firm=firm, district=to, effective_on=dt.date(2024, 1, 1))
    done = undone(importing, user)
    assert (done.state, done.problem["code"]) == (State.DONE, "out_of_scope")
    assert undone(importing, bureau()).state == State.UNDONE


NAMES = st.sampled_from([f"天津试{letter}有限公司" for letter in "甲乙丙丁戊己"])
ROW = st.tuples(
    NAMES,
    st.sampled_from(["", *(make_code(900 + n) for n in range(4))]),
    st.sampled_from(["", "西青区", "滨海新区", "南开区"]),
    st.sampled_from(["", "友谊路1号", "白堤路2号"]),
    st.sampled_from(["", "12", "300"]),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    on_file=st.lists(ROW, max_size=4, unique_by=lambda row: row[0]),
    rows=st.lists(ROW, min_size=1, max_size=6),
    certifies=st.booleans(),
)
def test_undone_all_is_as_before(
    on_file: list[tuple[str, ...]], rows: list[tuple[str, ...]], certifies: bool
) -> None:
    user = bureau()
    first = receive(user, TITLES, *on_file) if on_file else None
    if first and first.facts.get("writes"):
        act("confirm", first, user)
    before = everything()
    importing = receive(user, TITLES, *rows, options=options() if certifies else None)
    if not importing.facts["writes"]:
        return
    act("confirm", importing, user)
    assert obstacles(importing) == []
    assert undone(importing, user).state == State.UNDONE
    assert everything() == before
    assert not list(differences([dt.date(2023, 1, 1), dt.date(2026, 1, 1)]))
    deleted = Entry.objects.filter(revision=importing.undone_in, operation="delete").count()
    inserted = Entry.objects.filter(revision=importing.revision, operation="insert").count()
    assert deleted == inserted
