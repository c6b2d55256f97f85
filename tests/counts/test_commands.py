"""The commands of counts: what they print, and their exit status."""

import csv
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cultivation.counts.management.commands.verify_counts import spread
from cultivation.journal.selectors import data_version
from tests.scenarios.story import certified, day, given_firm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_few_certifications() -> None:
    for name, district in {"天津甲": "120111", "天津乙": "120110", "天津丙": None}.items():
        certified(given_firm(name, district=district), "seed", from_="2022-03-01", to="2025-03-01")
    certified(given_firm("天津丁"), "gazelle", from_="2022-03-01")


def run(*args: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def test_counts_prints_json_in_the_shape_of_the_contract() -> None:
    printed = run("counts", "--as-of", "2022-03-01", "--by", "tier,district", "--format", "json")
    assert json.loads(printed) == {
        "as_of": "2022-03-01",
        "by": ["tier", "district"],
        "measure": "holdings",
        "version": data_version(),
        "definition": "holdings-1",
        "total": 4,
        "rows": [
            {"tier": "gazelle", "district": "120111", "count": 1},
            {"tier": "seed", "district": None, "count": 1},
            {"tier": "seed", "district": "120110", "count": 1},
            {"tier": "seed", "district": "120111", "count": 1},
        ],
    }


def test_counts_prints_csv_with_a_row_a_cell() -> None:
    printed = run("counts", "--as-of", "2022-03-01", "--by", "district", "--format", "csv")
    assert list(csv.reader(io.StringIO(printed))) == [
        ["district", "count"],
        ["", "1"],
        ["120110", "1"],
        ["120111", "2"],
    ]


def test_counts_prints_a_table_with_its_day_total_and_definition() -> None:
    heading, *table = run("counts", "--as-of", "2022-03-01").splitlines()
    assert "2022-03-01" in heading
    assert "holdings-1" in heading
    assert str(data_version()) in heading
    assert [line.split() for line in table] == [["tier", "count"], ["gazelle", "1"], ["seed", "3"]]


def test_counts_takes_filters_and_the_measure() -> None:
    args = ["--as-of", "2022-03-01", "--district", "120111,none", "--measure", "firms"]
    found = json.loads(run("counts", *args, "--format", "json"))
    assert (found["total"], found["definition"]) == (3, "firms-1")


def test_counts_of_a_day_before_everything_is_empty() -> None:
    found = json.loads(run("counts", "--as-of", "2020-01-01", "--format", "json"))
    assert (found["total"], found["rows"]) == (0, [])


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (["--as-of", "2025-02-30"], "2025-02-30"),
        (["--as-of", ""], "2025-12-31"),
        (["--by", "teir"], "tier"),
        (["--tier", "sead"], "seed"),
        (["--tier", ""], "seed"),
        (["--measure", "companies"], "holdings"),
        (["--district", "120107"], "120107"),
    ],
)
def test_counts_refuses_a_wrong_parameter_with_status_2(args: list[str], named: str) -> None:
    with pytest.raises(CommandError) as caught:
        run("counts", *args)
    assert caught.value.returncode == 2
    assert named in str(caught.value)


def test_counts_says_everything_wrong_at_once() -> None:
    with pytest.raises(CommandError) as caught:
        run("counts", "--as-of", "2025-02-30", "--by", "teir", "--tier", "sead")
    assert len(str(caught.value).splitlines()) == 3


def corrupt(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0


def test_a_ledger_that_agrees_is_verified_with_status_0() -> None:
    assert json.loads(run("verify_counts", "--format", "json"))["differences"] == []
    assert run("verify_counts").count("\n") == 1


CORRUPTIONS = {
    "a change too many": "INSERT INTO counts_change (measure, step, start, ladder_id, tier_id,"
    " district_id, zone_id, section, size, n) SELECT measure, step, start, ladder_id, tier_id,"
    " district_id, zone_id, section, size, n FROM counts_change LIMIT 1",
    "a day counted twice": "UPDATE counts_change SET n = n + 1 WHERE step = 'day'"
    " AND section <> '*' AND tier_id = 'gazelle'",
    "a month counted twice": "UPDATE counts_change SET n = n + 1 WHERE step = 'month'"
    " AND section = '*' AND tier_id = 'gazelle'",
    "a year shifted": "UPDATE counts_change SET start = start + 366 WHERE step = 'year'",
    "changes lost": "DELETE FROM counts_change WHERE tier_id = 'gazelle'",
    "a span lost": "DELETE FROM counts_span WHERE tier_id = 'gazelle'",
    "a span moved": "UPDATE counts_span SET district_id = '120104' WHERE tier_id = 'gazelle'",
    "everything lost": "DELETE FROM counts_change",
    "a fact written past the triggers": "SET CONSTRAINTS ALL IMMEDIATE;"
    " ALTER TABLE firms_residence DISABLE TRIGGER USER;"
    " UPDATE firms_residence SET district_id = '120104'",
}


@pytest.mark.parametrize("statement", CORRUPTIONS.values(), ids=CORRUPTIONS)
def test_a_ledger_that_was_tampered_with_is_reported_with_status_1(statement: str) -> None:
    corrupt(statement)
    out = io.StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("verify_counts", "--format", "json", stdout=out)
    assert caught.value.code == 1
    assert json.loads(out.getvalue())["differences"]


@pytest.mark.parametrize("statement", CORRUPTIONS.values(), ids=CORRUPTIONS)
def test_rebuilding_mends_it(statement: str) -> None:
    corrupt(statement)
    run("rebuild_counts")
    assert json.loads(run("verify_counts", "--format", "json"))["differences"] == []


def test_the_text_names_what_differs() -> None:
    corrupt(CORRUPTIONS["a day counted twice"])
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_counts", stdout=out)
    assert "gazelle" in out.getvalue()
    assert "ledger 2, facts 1" in out.getvalue()


def test_the_days_compared_are_spread_from_the_first_to_the_last() -> None:
    days = [day(f"2022-01-{n:02}") for n in range(1, 32)]
    assert spread(days, 60) == days
    assert spread(days, 1) == [days[-1]]
    few = spread(days, 4)
    assert len(few) == 4
    assert (few[0], few[-1]) == (days[0], days[-1])
