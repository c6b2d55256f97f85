"""From text to query: strict, and every refusal at once."""

import datetime as dt
from typing import Any

import pytest

from cultivation.clock import today
from cultivation.counts.parameters import MOST_POINTS, parse, parse_series
from cultivation.counts.selectors import Query
from cultivation.problems import Problem

pytestmark = pytest.mark.django_db


def refused(read: Any, **params: str | list[str]) -> list[tuple[str, str]]:
    """Parameter and code of each refusal."""
    with pytest.raises(Problem) as caught:
        read(lists(params))
    assert caught.value.code == "invalid_parameters"
    return [(error["param"], error["code"]) for error in caught.value.params["errors"]]


def lists(params: dict[str, Any]) -> dict[str, list[str]]:
    # "from" is no name in Python.
    named = {name.rstrip("_"): value for name, value in params.items()}
    return {name: [value] if isinstance(value, str) else value for name, value in named.items()}


def test_without_parameters_it_is_the_holdings_of_today() -> None:
    assert parse({}) == (today(), Query())


def test_everything_asked_for_is_taken() -> None:
    day, query = parse(
        lists(
            {
                "as_of": "2024-02-29",
                "by": "tier,district",
                "measure": "firms",
                "tier": "seed,specialized",
                "ladder": "quality_sme",
                "district": ["120111", "none"],
                "zone": "120116402",
                "industry": "C",
                "size": "small,none",
            }
        )
    )
    assert day == dt.date(2024, 2, 29)
    assert query == Query(
        by=("tier", "district"),
        measure="firms",
        filters={
            "tier": ("seed", "specialized"),
            "ladder": ("quality_sme",),
            "district": ("120111", ""),
            "zone": ("120116402",),
            "industry": ("C",),
            "size": ("small", ""),
        },
    )


def test_names_that_belong_to_the_caller_are_left_to_it() -> None:
    assert parse({"format": ["json"]}, ignore=["format"]) == (today(), Query())
    assert refused(parse, format="json") == [("format", "unknown_parameter")]


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"asof": "2024-01-01"}, ("asof", "unknown_parameter")),
        ({"Tier": "seed"}, ("Tier", "unknown_parameter")),
        ({"ｔｉｅｒ": "seed"}, ("ｔｉｅｒ", "unknown_parameter")),
        ({"from": "2024-01-01"}, ("from", "unknown_parameter")),
        ({"by": "teir"}, ("by", "unknown_value")),
        ({"by": "tier,"}, ("by", "unknown_value")),
        ({"by": "tier, district"}, ("by", "unknown_value")),
        ({"by": ""}, ("by", "unknown_value")),
        ({"by": "tier,tier"}, ("by", "repeated")),
        ({"by": ["tier", "district"]}, ("by", "repeated")),
        ({"as_of": ["2024-01-01", "2024-01-02"]}, ("as_of", "repeated")),
        ({"as_of": ["2024-01-01", "2024-01-01"]}, ("as_of", "repeated")),
        ({"measure": ["firms", "firms"]}, ("measure", "repeated")),
        ({"tier": "sead"}, ("tier", "unknown_value")),
        ({"tier": ""}, ("tier", "unknown_value")),
        ({"tier": []}, ("tier", "unknown_value")),
        ({"tier": "Seed"}, ("tier", "unknown_value")),
        ({"tier": "none"}, ("tier", "unknown_value")),
        ({"tier": "seed\x00"}, ("tier", "unknown_value")),
        ({"tier": "seed,seed"}, ("tier", "repeated")),
        ({"tier": ["seed", "seed"]}, ("tier", "repeated")),
        ({"ladder": "quality"}, ("ladder", "unknown_value")),
        ({"district": "120107"}, ("district", "unknown_value")),
        ({"district": "西青区"}, ("district", "unknown_value")),
        ({"district": "１２０１１１"}, ("district", "unknown_value")),
        ({"district": "none,none"}, ("district", "repeated")),
        ({"zone": "120116"}, ("zone", "unknown_value")),
        ({"industry": "c"}, ("industry", "unknown_value")),
        ({"industry": "39"}, ("industry", "unknown_value")),
        ({"size": "tiny"}, ("size", "unknown_value")),
        ({"measure": "companies"}, ("measure", "unknown_value")),
        ({"measure": ""}, ("measure", "unknown_value")),
        ({"as_of": ""}, ("as_of", "invalid_date")),
        ({"as_of": "2025-02-30"}, ("as_of", "invalid_date")),
        ({"as_of": "2025-2-3"}, ("as_of", "invalid_date")),
        ({"as_of": "20250203"}, ("as_of", "invalid_date")),
        ({"as_of": "2025-W05-1"}, ("as_of", "invalid_date")),
        ({"as_of": "2025-02-03T00:00"}, ("as_of", "invalid_date")),
        ({"as_of": "2025-02-03\n"}, ("as_of", "invalid_date")),
        ({"as_of": " 2025-02-03"}, ("as_of", "invalid_date")),
        ({"as_of": "２０２５-０２-０３"}, ("as_of", "invalid_date")),
        ({"as_of": "2025-02-03\x00"}, ("as_of", "invalid_date")),
        ({"as_of": "today"}, ("as_of", "invalid_date")),
        ({"as_of": "1949-09-30"}, ("as_of", "invalid_date")),
        ({"as_of": "2101-01-01"}, ("as_of", "invalid_date")),
    ],
)
def test_what_is_wrong_is_refused_by_name(
    params: dict[str, str | list[str]], refusal: tuple[str, str]
) -> None:
    assert refused(parse, **params) == [refusal]


def test_everything_wrong_is_said_at_once() -> None:
    found = refused(
        parse, asof="2024-01-01", by="teir,size", tier="sead,seed,x", as_of="2025-02-30"
    )
    assert sorted(found) == [
        ("as_of", "invalid_date"),
        ("asof", "unknown_parameter"),
        ("by", "unknown_value"),
        ("tier", "unknown_value"),
        ("tier", "unknown_value"),
    ]


@pytest.mark.parametrize(
    ("params", "meant"),
    [
        ({"asof": "2024-01-01"}, "as_of"),
        ({"distict": "120111"}, "district"),
        ({"by": "teir"}, "tier"),
        ({"tier": "specialised"}, "specialized"),
        ({"measure": "firm"}, "firms"),
        ({"size": "smal"}, "small"),
    ],
)
def test_a_typing_error_is_answered_with_what_was_meant(params: dict[str, str], meant: str) -> None:
    with pytest.raises(Problem) as caught:
        parse(lists(params))
    (error,) = caught.value.params["errors"]
    assert f"“{meant}”" in str(error["message"])
    assert meant in error["allowed"]


def test_the_sentence_of_a_wrong_value_names_it_but_not_at_any_length() -> None:
    with pytest.raises(Problem) as caught:
        parse({"tier": ["x" * 10_000], "y" * 10_000: ["1"]})
    for error in caught.value.params["errors"]:
        assert len(str(error["message"])) < 1500


@pytest.mark.parametrize("code", ["120101", "120119", "none"])
def test_every_district_of_today_is_known(code: str) -> None:
    assert parse({"district": [code]})[1].filters["district"] == (code if code != "none" else "",)


def test_a_series_is_monthly_since_the_new_year_of_last_year() -> None:
    first, last, step, query = parse_series({})
    assert (first, last, step) == (dt.date(today().year - 1, 1, 1), today(), "month")
    assert query == Query()


def test_a_series_takes_its_days_and_step() -> None:
    params = {"from_": "2021-01-31", "to": "2024-12-31", "step": "quarter", "by": "tier"}
    assert parse_series(lists(params)) == (
        dt.date(2021, 1, 31),
        dt.date(2024, 12, 31),
        "quarter",
        Query(by=("tier",)),
    )


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"from_": "2024-01-02", "to": "2024-01-01"}, ("from", "from_after_to")),
        ({"from_": "2100-01-01"}, ("from", "from_after_to")),
        ({"from_": "1949-10-01", "to": "2100-12-31"}, ("step", "too_many_points")),
        ({"step": "week"}, ("step", "unknown_value")),
        ({"step": ["month", "year"]}, ("step", "repeated")),
        ({"as_of": "2024-01-01"}, ("as_of", "unknown_parameter")),
        ({"to": "2024-02-30"}, ("to", "invalid_date")),
        ({"from_": "2099-01-01", "to": "2024-02-30"}, ("to", "invalid_date")),
        ({"from_": ""}, ("from", "invalid_date")),
    ],
)
def test_a_wrong_series_is_refused_by_name(
    params: dict[str, str | list[str]], refusal: tuple[str, str]
) -> None:
    assert refused(parse_series, **params) == [refusal]


def test_the_longest_series_is_allowed_and_one_point_more_is_not() -> None:
    years, months = divmod(MOST_POINTS - 1, 12)
    params = lists({"from_": "1950-01-31", "to": f"{1950 + years}-{months + 1:02}-15"})
    first, last, step, _query = parse_series(params)
    assert (first.year, last.year, step) == (1950, 1950 + years, "month")
    longer = lists({"from_": "1949-12-31", "to": params["to"][0]})
    with pytest.raises(Problem):
        parse_series(longer)
