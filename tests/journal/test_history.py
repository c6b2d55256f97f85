"""The journal replayed: what was on file at the end of any day, and who may read of it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cultivation.access.models import User
from cultivation.certification.models import Certification
from cultivation.firms import services
from cultivation.firms.models import Firm, FirmName, FirmYear, Industry, Residence
from cultivation.journal import history
from cultivation.journal.models import Entry, Revision
from cultivation.journal.services import revision
from cultivation.journal.sight import published_tables, reserved_tables
from cultivation.places.models import District
from cultivation.problems import Problem
from tests.factories import make_certification, make_firm, make_user, writing

pytestmark = pytest.mark.django_db

TABLES: tuple[Any, ...] = (Firm, FirmName, Residence, FirmYear, Certification)


def snapshot(firm: Firm) -> dict[tuple[str, str], dict[str, Any]]:
    """What is on file about ``firm`` now, read by the database itself, without what is empty."""
    found = {}
    for model in TABLES:
        table = model._meta.db_table
        own = "id" if model is Firm else "firm_id"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, jsonb_strip_nulls(to_jsonb(t))::text FROM {table} t WHERE {own} = %s",
                [firm.pk],
            )
            for pk, text in cursor.fetchall():
                found[table, str(pk)] = history.columns(text)
    return found


def replayed(firm: Firm, day: dt.date) -> dict[tuple[str, str], dict[str, Any]]:
    """The same from the journal."""
    tables = {model._meta.db_table for model in TABLES}
    return {
        (table, key): {name: value for name, value in row.items() if value is not None}
        for (table, key), row in history.subject_as_recorded(firm.pk, day).items()
        if table in tables
    }


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["rename", "move", "year", "correct", "certify"]),
        st.integers(min_value=0, max_value=5),
    ),
    min_size=1,
    max_size=8,
)


def act(firm: Firm, kind: str, n: int, day: dt.date) -> None:
    """One act of a kind; what cannot be done on that day is left."""
    try:
        with revision(reason=kind):
            match kind:
                case "rename":
                    services.rename(firm=firm, name=f"天津第{n}名有限公司", effective_on=day)
                case "move":
                    place = District.objects.get(pk=f"12010{n + 1}")
                    services.move(firm=firm, district=place, effective_on=day)
                case "year":
                    figures: dict[str, Any] = {
                        "revenue": Decimal(n) + Decimal("0.123456"),
                        "staff": n,
                    }
                    services.record_year(firm=firm, year=2020 + n, figures=figures)
                case "correct":
                    services.correct(firm=firm, changes={"address": f"{n}号"}, reason="录入错误")
                case _:
                    start = dt.date(2012 + n, 1, 1)
                    make_certification(firm, valid_from=start, valid_to=start.replace(month=6))
    except Problem:
        pass


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
def test_a_firm_as_recorded_is_what_was_on_file_that_day(acts: list[tuple[str, int]]) -> None:
    first = dt.datetime(2025, 3, 1, 9, tzinfo=dt.UTC)
    kept: dict[dt.date, Any] = {}
    with time_machine.travel(first, tick=False) as clock:
        firm = make_firm("天津重放有限公司", district="120101")
        kept[dt.date(2025, 3, 1)] = snapshot(firm)
        for number, (kind, n) in enumerate(acts, 1):
            day = dt.date(2025, 3, 1) + dt.timedelta(days=number)
            clock.move_to(first + dt.timedelta(days=number))
            act(firm, kind, n, day)
            kept[day] = snapshot(firm)
    for day, then in kept.items():
        assert replayed(firm, day) == then
    assert replayed(firm, dt.date(2025, 2, 28)) == {}


def test_a_row_that_was_deleted_is_gone_and_was_there() -> None:
    with time_machine.travel(dt.datetime(2025, 3, 1, tzinfo=dt.UTC), tick=False):
        firm = make_firm(industry="C")
    row = firm.industries.get()
    with time_machine.travel(dt.datetime(2025, 3, 3, tzinfo=dt.UTC), tick=False), writing():
        row.delete()
    table, key = "firms_firmindustry", str(row.pk or 0)
    inserted = Entry.objects.get(table_name=table, operation="insert", subject_id=firm.pk)
    key = inserted.row_key
    there = history.row_as_recorded(table, key, dt.date(2025, 3, 2))
    assert there is not None
    assert there["industry_id"] == "C"
    assert history.row_as_recorded(table, key, dt.date(2025, 3, 3)) is None


def test_the_day_ends_at_midnight_in_tianjin() -> None:
    late = dt.datetime(2025, 3, 1, 15, 59, tzinfo=dt.UTC)  # 23:59 in Tianjin
    with time_machine.travel(late, tick=False):
        firm = make_firm()
    with time_machine.travel(late + dt.timedelta(minutes=2), tick=False):
        act(firm, "correct", 3, dt.date(2025, 3, 2))
    first, second = (replayed(firm, dt.date(2025, 3, day)) for day in (1, 2))
    assert first["firms_firm", str(firm.pk)].get("address", "") == ""
    assert second["firms_firm", str(firm.pk)]["address"] == "3号"


# --- whose entries ---

# What is public anyway: whoever comes in reads what became of it.
PUBLIC = {
    "ladders_ladder",
    "ladders_tier",
    "places_block",
    "places_block_districts",
    "places_block_zones",
    "places_district",
    "places_grouping",
    "places_placealias",
    "places_zone",
    "places_zone_also_in",
    "targets_publishedfigure",
    "targets_publishedfigure_tiers",
    "targets_target",
    "targets_target_tiers",
}


def officer() -> User:
    return make_user("district", district="120101")


def test_an_entry_knows_its_firm_and_is_seen_by_whoever_sees_the_firm() -> None:
    own, foreign = make_firm(district="120101"), make_firm(district="120104")
    make_certification(own)
    make_certification(foreign)
    with writing():
        Industry.objects.create(code="ZZ", level="group", section="C", name_zh="试")
    seen = Entry.objects.visible_to(officer())
    subjects = set(seen.exclude(table_name__in=PUBLIC).values_list("subject_id", flat=True))
    assert subjects == {own.pk}
    assert not seen.filter(table_name__in=PUBLIC, subject_id__isnull=False).exists()
    assert Entry.objects.filter(subject_id=foreign.pk, table_name="firms_residence").exists()
    assert not Entry.objects.visible_to(make_user("")).exists()


def test_the_reason_of_a_revision_about_several_districts_is_not_told() -> None:
    user = officer()
    with revision(reason="导入南开名单") as shared:
        services.register(name="天津甲有限公司", district=District.objects.get(pk="120101"))
        services.register(name="天津乙有限公司", district=District.objects.get(pk="120104"))
    with revision(reason="更正") as own:
        services.register(name="天津丙有限公司", district=District.objects.get(pk="120101"))
    with revision(reason="他区") as foreign:
        services.register(name="天津丁有限公司", district=District.objects.get(pk="120104"))
    with revision(reason="自己的", actor=user) as mine:
        services.register(name="天津戊有限公司", district=District.objects.get(pk="120104"))
    rows: Any = Revision.objects.visible_to(user).told_to(user)
    seen = dict(rows.values_list("pk", "told"))
    assert foreign.pk not in seen
    assert {pk: seen[pk] for pk in (shared.pk, own.pk, mine.pk)} == {
        shared.pk: False,
        own.pk: True,
        mine.pk: True,
    }


def test_what_is_public_is_what_we_say_here() -> None:
    assert set(published_tables()) == PUBLIC
    links = ["access_user_groups", "access_user_user_permissions"]
    assert reserved_tables() == ["access_user", *links]


def test_the_city_reads_everything_but_of_accounts() -> None:
    make_certification()
    account = officer()
    bureau, auditor = make_user("bureau"), make_user("auditor")
    administrator = make_user(is_superuser=True)
    every = Entry.objects.count()
    of_accounts = Entry.objects.filter(table_name="access_user")
    assert of_accounts.filter(row_key=account.pk).exists()
    for user in (auditor, administrator):
        assert Entry.objects.visible_to(user).count() == every
        assert Revision.objects.visible_to(user).count() == Revision.objects.count()
    assert Entry.objects.visible_to(bureau).count() == every - of_accounts.count()
    assert not Entry.objects.visible_to(bureau).filter(table_name="access_user").exists()
    made = Revision.objects.filter(entries__table_name="access_user")
    assert made.exists()
    assert not Revision.objects.visible_to(bureau).filter(pk__in=made).exists()
    assert not Revision.objects.visible_to(officer()).filter(pk__in=made).exists()


def test_a_revision_about_accounts_and_firms_keeps_its_reason_from_the_bureau() -> None:
    bureau: User = make_user("bureau")
    with revision(reason="停用王某并更正企业") as mixed:
        services.register(name="天津甲有限公司", district=District.objects.get(pk="120101"))
        make_user("client")
    with revision(reason="账号", actor=bureau) as own:
        make_user("client")
    rows: Any = Revision.objects.visible_to(bureau).told_to(bureau)
    told = dict(rows.values_list("pk", "told"))
    assert told[mixed.pk] is False
    assert told[own.pk] is True


def test_who_has_no_role_reads_nothing() -> None:
    make_certification()
    nobody = make_user("")
    assert not Entry.objects.visible_to(nobody).exists()
    assert not Revision.objects.visible_to(nobody).exists()
    left = officer()
    left.is_active = False
    assert not Entry.objects.visible_to(left).exists()
