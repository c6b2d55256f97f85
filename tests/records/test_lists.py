"""Lists of the admin: found, narrowed, counted, strict, and cheap whatever their length."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cultivation.certification.models import Certification
from cultivation.firms.models import Firm, FirmName, FirmYear
from cultivation.journal.models import Entry, Revision
from cultivation.ladders.models import Tier
from cultivation.places.models import District
from tests.factories import make_certification, make_firm
from tests.records.conftest import FORMER, OWN, address, registered

MODELS = registered()
BUDGET = 25
Enter = Callable[[str], Client]
World = dict[str, Firm]


def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200, page
    return len(captured)


def found(client: Client, model: type[Model], query: str) -> list[Any]:
    response = client.get(f"{address(model)}?{query}")
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def options(client: Client, model: type[Model], query: str, parameter: str) -> dict[str, int]:
    changelist = client.get(f"{address(model)}?{query}").context["cl"]
    spec = next(one for one in changelist.filter_specs if one.parameter_name == parameter)
    return {str(one["display"]): one["count"] for one in spec.choices(changelist) if "count" in one}


@pytest.mark.parametrize("query", ["q=和平", "q=本区科技"])
def test_firms_are_found_by_two_characters(query: str, enter: Enter, world: World) -> None:
    assert found(enter("miit"), Firm, query) == [world["own"]]


def test_firms_are_found_by_a_fragment_of_their_code(enter: Enter, world: World) -> None:
    fragment = str(world["own"].uscc)[9:16]
    assert found(enter("miit"), Firm, f"q={fragment}") == [world["own"]]
    assert [row.firm for row in found(enter("miit"), FirmYear, f"q={fragment}")] == [world["own"]]


def test_former_names_are_found(enter: Enter, world: World) -> None:
    assert FORMER in [row.name for row in found(enter("miit"), FirmName, "q=外区旧名")]
    assert found(enter("miit"), Firm, "q=外区旧名") == [world["foreign"]]


def test_filters_count_what_they_show(enter: Enter, world: World) -> None:
    make_certification(make_firm(), "innovative", valid_from=dt.date(2026, 1, 1), valid_to=None)
    bureau = enter("miit")
    assert options(bureau, Firm, "", "district") == {"和平区": 2, "西青区": 1}
    assert options(bureau, Firm, "district=120111", "district") == {"和平区": 2, "西青区": 1}
    assert options(bureau, Firm, "district=120111", "closed") == {"存续": 1}
    assert options(bureau, Firm, "", "closed") == {"已终止": 1, "存续": 2}
    assert options(bureau, Firm, "", "tier") == {"创新型中小企业": 1}
    assert options(enter("officer"), Firm, "", "district") == {"和平区": 2}
    for model in (Firm, Certification, FirmYear, Revision):
        changelist = bureau.get(address(model)).context["cl"]
        for spec in changelist.filter_specs:
            for one in spec.choices(changelist):
                if one.get("count") is not None:
                    rows = bureau.get(address(model) + one["query_string"])
                    assert rows.context["cl"].result_count == one["count"], one


def test_the_life_of_rows_reads_as_words(enter: Enter, world: World) -> None:
    text = enter("miit").get(address(Firm)).content.decode()
    assert "已终止" in text
    assert "存续" in text
    text = enter("miit").get(address(Certification)).content.decode()
    assert "因合并终止" in text


@pytest.mark.parametrize(
    "query",
    [
        "nonsense=1", "district=999999", "district=%00", "p=0", "p=x", "o=x", "o=1;2",
        "closed=maybe", "name=x", "e=1&x=2", "filed_on__year=x", "id__in=1,2",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_words(query: str, enter: Enter, world: World) -> None:
    response = enter("miit").get(f"{address(Firm)}?{query}")
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


def test_strange_questions_find_nothing(enter: Enter, world: World) -> None:
    for query in ("q=%25", "q=%27%3B--", "q=" + "长" * 3000, "row_key=%27", "o=99"):
        model: type[Model] = Entry if "row_key" in query else Firm
        assert enter("miit").get(f"{address(model)}?{query}").status_code == 200


@pytest.mark.parametrize("query", ["revision=x", "row_key=%00", "table_name=x", "recorded_at=1"])
def test_links_into_the_journal_are_strict_too(query: str, enter: Enter) -> None:
    assert enter("miit").get(f"{address(Entry)}?{query}").status_code == 400


def test_days_are_written_as_everywhere(enter: Enter, world: World) -> None:
    text = enter("miit").get(address(Certification)).content.decode()
    assert "2022-01-01" in text
    assert "2022年" not in text.split('class="toplinks"')[0]
    row = world["own"]
    assert OWN in enter("miit").get(address(Firm, "change", row.pk)).content.decode()


@pytest.mark.parametrize("role", ["officer", "miit", "superuser"])
def test_no_list_costs_more_than_its_budget(role: str, enter: Enter, world: World) -> None:
    client = enter(role)
    for model in MODELS:
        if client.get(address(model)).status_code == 200:
            assert queries(client, address(model)) <= BUDGET, model


def test_more_rows_cost_no_more_queries(enter: Enter, world: World) -> None:
    client = enter("superuser")
    watched = [model for model in MODELS if model._meta.app_label in ("firms", "certification")]
    few = {model: queries(client, address(model)) for model in watched}
    for number in range(8):
        firm = make_firm(industry="C", size="small", district=f"12010{number % 6 + 1}")
        make_certification(firm, "seed")
        make_certification(firm, "specialized")
    for model in watched:
        assert queries(client, address(model)) <= few[model] + 1, model


def test_a_record_costs_no_more_than_its_budget(enter: Enter, world: World) -> None:
    firm = make_firm(industry="C", size="small")
    for year in range(2021, 2026):
        day = dt.date(year, 1, 1)
        make_certification(firm, "seed", valid_from=day, valid_to=dt.date(year + 1, 1, 1))
    client = enter("superuser")
    for model, key in (
        (Firm, firm.pk),
        (Firm, world["own"].pk),
        (Tier, "seed"),
        (District, "120116"),
    ):
        assert queries(client, address(model, "change", key)) <= BUDGET, model
    assert queries(client, "/admin/") <= 3
