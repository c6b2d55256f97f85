"""No parameter is ever ignored: what is wrong is refused, all of it, each by name."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.contracts.addresses import PRIVATE_LISTS, PUBLIC, url
from tests.contracts.conftest import World

EVERYWHERE = (*PUBLIC, *PRIVATE_LISTS)
# A parameter of each endpoint, mistyped in its name.
MISSPELT = {
    "ladders/": ("kinds", "kind"),
    "tiers/": ("lader", "ladder"),
    "zones/": ("distrct", "district"),
    "districts/": ("abolishd", "abolished"),
    "firms/": ("teir", "tier"),
    "certifications/": ("valid_onn", "valid_on"),
    "counts/": ("as-of", "as_of"),
    "counts/series/": ("stp", "step"),
    "targets/": ("mesure", "measure"),
    "targets/progress/": ("asof", "as_of"),
    "published-figures/": ("published_form", "published_from"),
    "batches/": ("takes-on", "takes_on"),
    "applications/": ("stat", "state"),
    "notices/": ("stand", "stands"),
    "objections/": ("notise", "notice"),
}
# Values that no parameter of that name may have.
WRONG_VALUES = [
    *(
        ("firms/", "as_of", value)
        for value in ("2025-02-30", "９", "2025-1-2", "today", "0000-01-01")
    ),
    *(("firms/", "pending", value) for value in ("yes", "True", "1")),
    ("firms/", "district", "120199"),
    ("firms/", "district", "120101,120199"),
    ("firms/", "district", "120101,120101"),
    ("firms/", "district", "120101,"),
    ("firms/", "zone", "TEDA"),
    ("firms/", "industry", "ZZ"),
    ("firms/", "size", "tiny"),
    ("firms/", "tier", "sead"),
    ("firms/", "ladder", "seed"),
    ("firms/", "uscc", "123"),
    ("firms/", "uscc", "9" * 5000),
    ("firms/", "name", "名" * 201),
    ("firms/", "name", "\u3000x".strip("x")),
    ("firms/", "name", "a\x00b"),
    ("firms/", "established_from", "2020"),
    *(("firms/", "search", value) for value in ("·", "\u3000", "天" * 201, "1 2 3 4 5 6 7 8 9")),
    *(("firms/", "search", value) for value in ("\x00", "天\u200b津")),
    ("firms/", "page_size", "0"),
    ("firms/", "page_size", "501"),
    ("firms/", "page_size", "-1"),
    ("firms/", "page_size", "５０"),
    ("firms/", "cursor", "nonsense"),
    ("firms/", "cursor", "YWZ0ZXI6LTE"),
    ("firms/", "count", "true"),
    ("certifications/", "valid_on", "2025-13-01"),
    ("certifications/", "ended", "maybe"),
    ("certifications/", "batch", "没有的批次"),
    ("certifications/", "firm", "id-x"),
    ("certifications/", "number", "\x00"),
    ("certifications/", "as_of", "2025-12-32"),
    ("counts/", "as_of", "2025-02-30"),
    ("counts/", "as_of", "９"),
    ("counts/", "as_of", "\x00"),
    ("counts/", "by", "teir"),
    ("counts/", "by", "tier,tier"),
    ("counts/", "measure", "heads"),
    ("counts/", "district", "120199"),
    ("counts/", "format", "xlsx"),
    ("counts/series/", "step", "week"),
    ("counts/series/", "from", "2025"),
    ("ladders/", "kind", "person"),
    ("tiers/", "ladder", "x" * 9000),
    ("targets/progress/", "as_of", "31.12.2025"),
    ("targets/progress/", "district", "heping"),
    ("published-figures/", "measure", "stocks"),
    ("schema/", "format", "html"),
    ("batches/", "takes_on", "today"),
    ("batches/", "closed", "1"),
    ("batches/", "name", "\x00"),
    ("applications/", "state", "open"),
    ("applications/", "stage", "city"),
    ("applications/", "batch", "第一批"),
    ("applications/", "batch", "9" * 30),
    ("applications/", "kind", "new,renewal"),
    ("applications/", "firm", "id-"),
    ("applications/", "assigned", "nobody"),
    ("applications/", "overdue", "yes"),
    ("applications/", "filed_from", "2026-6-1"),
    ("applications/", "notice", "\x00"),
    ("notices/", "stands", "no"),
    ("notices/", "tier", "sead"),
    ("notices/", "published_to", "0"),
    ("objections/", "state", "closed"),
    ("objections/", "application", "x"),
]


def wrong(client: APIClient, address: str, query: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The refusals of a request that must be refused, by parameter."""
    response = client.get(url(address), query)
    assert response.status_code == 400, response.content
    assert response["Content-Type"] == "application/problem+json"
    document = response.json()
    assert document["code"] == "invalid_parameters"
    return {error["param"]: error for error in document["errors"]}


@pytest.mark.parametrize("address", EVERYWHERE)
def test_an_unknown_parameter_is_refused(bureau: APIClient, address: str) -> None:
    refused = wrong(bureau, address, {"no_such_thing": "1"})
    assert refused["no_such_thing"]["code"] == "unknown_parameter"
    assert refused["no_such_thing"]["value"] == "1"


@pytest.mark.parametrize("address", MISSPELT)
def test_a_misspelt_parameter_is_refused_with_the_right_one(
    bureau: APIClient, address: str
) -> None:
    typo, right = MISSPELT[address]
    refused = wrong(bureau, address, {typo: "x"})
    assert refused[typo]["code"] == "unknown_parameter"
    assert right in refused[typo]["message"]
    assert right in refused[typo]["allowed"]


@pytest.mark.parametrize("address", MISSPELT)
def test_an_empty_value_is_refused(bureau: APIClient, address: str) -> None:
    name = MISSPELT[address][1]
    assert name in wrong(bureau, address, {name: ""})


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("firms/", {"as_of": ["2025-01-01", "2025-01-01"]}),
        ("firms/", {"page_size": ["1", "2"]}),
        ("certifications/", {"valid_on": ["2025-01-01", "2024-01-01"]}),
        ("counts/", {"as_of": ["2025-01-01", "2024-01-01"]}),
        ("counts/", {"format": ["json", "csv"]}),
        ("targets/progress/", {"as_of": ["2025-01-01", "2024-01-01"]}),
        ("ladders/", {"kind": ["firm", "carrier"]}),
    ],
)
def test_a_parameter_given_twice_is_refused(
    bureau: APIClient, address: str, query: dict[str, list[str]]
) -> None:
    (name,) = query
    assert wrong(bureau, address, dict(query))[name]["code"] == "repeated"


@pytest.mark.parametrize(("address", "name", "value"), WRONG_VALUES)
def test_a_wrong_value_is_refused(bureau: APIClient, address: str, name: str, value: str) -> None:
    refused = wrong(bureau, address, {name: value})
    assert list(refused) == [name]
    assert refused[name]["message"]
    assert len(refused[name]["message"]) < 1500
    assert len(refused[name]["value"]) <= 200 or address.startswith("counts")


def test_everything_wrong_is_named_at_once(bureau: APIClient) -> None:
    query = {"teir": "seed", "as_of": "2025-02-30", "name": "", "page_size": "x", "size": "tiny"}
    assert set(wrong(bureau, "firms/", dict(query))) == set(query)


def test_every_wrong_code_of_a_list_is_named(bureau: APIClient) -> None:
    response = bureau.get(url("firms/"), {"district": "120101,999999,888888"})
    values = [error["value"] for error in response.json()["errors"]]
    assert values == ["999999", "888888"]


def test_a_single_firm_takes_as_of_and_nothing_else(world: World, bureau: APIClient) -> None:
    address = f"firms/{world['plain'].uscc}/"
    assert set(wrong(bureau, address, {"as_off": "x", "page_size": "1"})) == {"as_off", "page_size"}
    assert set(wrong(bureau, address, {"as_of": "2025-02-30"})) == {"as_of"}


def test_two_names_for_one_day_conflict(bureau: APIClient) -> None:
    query = {"valid_on": "2025-01-01", "as_of": "2025-01-01"}
    assert wrong(bureau, "certifications/", dict(query))["as_of"]["code"] == "conflicting"


def test_abolished_districts_are_no_filter(bureau: APIClient) -> None:
    assert "district" in wrong(bureau, "firms/", {"district": "120107"})


def test_too_long_a_series_is_refused(anonymous: APIClient, db: None) -> None:
    assert wrong(anonymous, "counts/series/", {"from": "1950-01-01", "to": "2050-01-01"})
