"""The lists of the desk: filters, order, counts beside them, files, addresses."""

from typing import Any

import pytest

from cultivation.access.models import Role
from cultivation.firms.models import Firm
from cultivation.portal.certifications.listing import CertificationList
from cultivation.portal.desk.batches.listing import BatchList
from cultivation.portal.firms.listing import FirmList
from tests.contracts.clients import client_with
from tests.factories import make_firm, make_user
from tests.portal.desk import TODAY, Desk, auditor, bureau, officer
from tests.portal.lists import HEAD, asked, facets_hold, rows, table, total

pytestmark = pytest.mark.usefixtures("today")

FIRMS, HELD, BATCHES = "/firms/", "/certifications/", "/batches/"


FIRM_QUERIES: list[dict[str, str]] = [
    {},
    {"name": "青禾"},
    {"name": "和平科技"},
    {"name": "%"},
    {"district": "120111"},
    {"district": "120101,none"},
    {"zone": "none"},
    {"zone": "120116400,120116402"},
    {"tier": "seed"},
    {"tier": "seed,gazelle", "as_of": "2024-06-30"},
    {"ladder": "innovation_leader"},
    {"industry": "C"},
    {"industry": "none", "district": "120111"},
    {"size": "small,none"},
    {"size": "micro", "as_of": "2020-06-30"},
    {"pending": "true"},
    {"pending": "false", "closed": "false"},
    {"closed": "true"},
    {"closed": "true", "as_of": "2025-04-30"},
    {"established_from": "2000-01-01"},
    {"established_to": "2000-01-01"},
    {"demonstration": "false"},
    {"name": "天津", "district": "120111", "tier": "seed", "closed": "false"},
]


@pytest.mark.parametrize("query", FIRM_QUERIES)
def test_the_list_of_firms_is_that_of_rest(world: dict[str, Firm], query: dict[str, str]) -> None:
    for role, place in ((Role.BUREAU, {}), (Role.DISTRICT, {"district": "120111"})):
        user = make_user(role, **place)
        answer = client_with(user).get("/api/v1/firms/", query | {"page_size": "500"}).json()
        names = [row["name"] for row in answer["results"]]
        assert sorted(rows(Desk(user), FIRMS, query)) == sorted(names)


@pytest.mark.parametrize("query", FIRM_QUERIES[::3])
def test_counts_beside_the_list_of_firms(world: dict[str, Firm], query: dict[str, str]) -> None:
    for desk in (bureau(), officer("120111")):
        facets_hold(desk, FIRMS, query)


HELD_QUERIES: list[dict[str, str]] = [
    {},
    {"tier": "seed,gazelle"},
    {"ladder": "quality_sme"},
    {"district": "120111"},
    {"district": "none"},
    {"zone": "none", "tier": "seed"},
    {"valid_on": "2024-06-30"},
    {"valid_on": "2024-06-30", "district": "120116"},
    {"as_of": "2025-12-31", "zone": "120116400"},
    {"batch": "2024年第一批"},
    {"number": "Z-1"},
    {"number_begins": "z-"},
    {"valid_from_from": "2024-01-01", "valid_from_to": "2024-12-31"},
    {"ended": "true"},
    {"ended_as": "revocation,merger"},
    {"ends_from": "2025-12-31", "ends_to": "2026-06-30"},
]


@pytest.mark.parametrize("query", HELD_QUERIES)
def test_counts_beside_the_list_of_certifications(
    world: dict[str, Firm], query: dict[str, str]
) -> None:
    for desk in (bureau(), officer("120111")):
        facets_hold(desk, HELD, query)


def test_what_ends_in_a_quarter(world: dict[str, Firm]) -> None:
    """By the last day in the library: what was ended early ends on its early day."""
    desk = bureau()
    query = {"ends_from": "2025-12-31", "ends_to": "2026-06-30"}
    assert sorted(rows(desk, HELD, query)) == sorted([world["西青"].name, world["经开"].name])
    assert rows(desk, HELD, {"ends_to": "2024-12-31"}) == [world["和平"].name]
    assert rows(desk, HELD, {"ends_from": "2025-05-31", "ends_to": "2025-05-31"}) == [
        world["滨海"].name
    ]
    assert rows(desk, HELD, {"ended_as": "merger"}) == [world["被并"].name]


def test_a_number_is_found_by_its_beginning_and_exactly_where_that_is_asked(
    world: dict[str, Firm],
) -> None:
    desk = bureau()
    (holder,) = rows(desk, HELD, {"number": "Z-1"})
    for typed in ("Z-1", "Z", "z-", "Ｚ－", " Z-1 "):
        assert rows(desk, HELD, {"number_begins": typed}) == [holder], typed
    for typed in ("-1", "Z_", "%"):
        assert rows(desk, HELD, {"number_begins": typed}) == [], typed
    assert rows(desk, HELD, {"number": "Z"}) == []
    text = desk.read(HELD, number_begins="Z")
    assert "编号开头" in text
    # Over REST a number is the whole number, and says so.
    client = client_with(desk.user)
    assert client.get("/api/v1/certifications/?number=Z").json()["results"] == []
    refused = client.get("/api/v1/certifications/?number_begins=Z").json()
    assert refused["code"] == "invalid_parameters"


@pytest.mark.parametrize("who", [bureau, officer])
def test_a_batch_has_as_many_as_its_list(world: dict[str, Firm], who: Any) -> None:
    desk = who()
    lines = desk.get(BATCHES).context["lines"]
    assert lines
    for line in lines:
        cells = {cell.column.key: cell.text for cell in line.cells}
        (here,) = [cell.link for cell in line.cells if cell.column.key == "n"]
        assert total(desk, HELD, asked(here)) == int(cells["n"])
        today = asked(here) | {"valid_on": "2025-12-31"}
        assert total(desk, HELD, today) == int(cells["held"])


@pytest.mark.parametrize(
    ("address", "page"), [(FIRMS, FirmList), (HELD, CertificationList), (BATCHES, BatchList)]
)
def test_every_order_is_an_order_of_the_same_rows(
    world: dict[str, Firm], address: str, page: Any
) -> None:
    desk = bureau()
    whole = sorted(rows(desk, address, {}))
    keys = [column.key for column in page.columns if column.order]
    assert keys
    for key in keys:
        up = rows(desk, address, {"order": key})
        assert sorted(up) == whole
        assert sorted(rows(desk, address, {"order": f"-{key}"})) == whole


FILES: list[tuple[str, dict[str, str]]] = [
    (FIRMS, {}),
    (FIRMS, {"district": "120111", "order": "-name"}),
    (HELD, {"tier": "seed"}),
    (BATCHES, {"name": "第一批"}),
    (FIRMS, {"ladder": "innovation_leader"}),
    (FIRMS, {"demonstration": "true"}),
    (FIRMS, {"closed": "true", "as_of": "2025-12-31"}),
    (HELD, {"ladder": "quality_sme", "ended": "false"}),
    (HELD, {"ends_to": "2026-06-30", "order": "to"}),
]


@pytest.mark.parametrize(
    ("address", "query", "kind"),
    [(*one, "csv") for one in FILES] + [(*one, "xlsx") for one in FILES[:4]],
)
def test_a_file_is_the_list_and_names_its_filter(
    world: dict[str, Firm], address: str, query: dict[str, str], kind: str
) -> None:
    for desk in (bureau(), officer("120111")):
        listed = rows(desk, address, query)
        lines = table(desk, address, query, kind)
        assert [line[0] for line in lines[HEAD + 1 :]] == listed
        said = str(lines[1][0])
        assert f"共 {len(listed)} 行" in said
        assert ("筛选：全部" in said) == (not query)
        chips = desk.get(address, **query).context["chips"]
        named = [name for chip in chips for name in _gone(chip.address, query)]
        assert sorted(named) == sorted({*query} - {"order"})
        for chip in chips:
            assert f"{chip.label}：{chip.value}" in said


def _gone(address: str, query: dict[str, str]) -> set[str]:
    return set(query) - set(asked(address))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_of_a_file_can_run(today: object, kind: str) -> None:
    risky = ['=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "＝1+1"]
    for name in risky:
        make_firm(name, established_on=TODAY)
    lines = table(bureau(), FIRMS, {"established_from": "2025-01-02"}, kind)
    names = [str(line[0]) for line in lines[HEAD + 1 :]]
    assert len(names) == len(risky)
    assert all(name.startswith("'") for name in names), names


def test_a_day_before_the_calendar_of_spreadsheets_is_told_as_text(world: dict[str, Firm]) -> None:
    lines = table(bureau(), FIRMS, {"demonstration": "true"}, "xlsx")
    assert "1858-05-06" in lines[HEAD + 1]


def test_only_those_who_may_take_a_list_away(today: object) -> None:
    for desk in (bureau(), officer(), auditor()):
        desk.get(FIRMS, export="csv")
    assert bureau().get(FIRMS, status=400, export="pdf")


# --- Addresses ---


@pytest.mark.parametrize("address", [FIRMS, HELD, BATCHES])
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"nam": "青禾"}, "nam"),
        ({"order": "nonsense"}, "nonsense"),
        ({"order": "--name"}, "--name"),
        ({"order": "password"}, "password"),
        ({"page": "0"}, "0"),
        ({"page": "99999999"}, "99999999"),
        ({"page": "１"}, "１"),
        ({"tier": "sed"}, "sed"),
        ({"district": "999999"}, "999999"),
        ({"as_of": "2025-02-30"}, "2025-02-30"),
        ({"name": "\x00"}, "name"),
        ({"name": "\u200b"}, ""),
        ({"name": "天" * 300}, ""),
        ({"export": "html"}, "html"),
        ({"": "x"}, ""),
    ],
)
def test_what_is_not_understood_is_refused_by_name(
    today: object, address: str, query: dict[str, str], named: str
) -> None:
    answer = bureau().client.get(address, query)
    if address == BATCHES and named == "" and "name" in query:
        assert answer.status_code in (200, 400)
        return
    assert answer.status_code == 400
    assert named in answer.content.decode()


def test_a_parameter_is_given_once(today: object) -> None:
    assert bureau().client.get("/firms/?name=a&name=b").status_code == 400
    assert bureau().client.get("/firms/?tier=seed&tier=gazelle").status_code == 200


def test_fields_left_empty_lead_to_a_clean_address(today: object) -> None:
    desk = bureau()
    answer = desk.client.get("/firms/?name=&closed=&tier=seed&as_of=")
    assert (answer.status_code, answer["Location"]) == (302, "?tier=seed")
    answer = desk.client.get("/firms/?name=&district=")
    assert (answer.status_code, answer["Location"]) == (302, "/firms/")


def test_a_page_beyond_the_last_is_empty_and_leads_back(world: dict[str, Firm]) -> None:
    context = bureau().get(FIRMS, page="7").context
    assert context["lines"] == []
    assert context["previous_address"] == "?page=6"
    assert context["next_address"] == ""


def test_the_language_is_switched(world: dict[str, Firm]) -> None:
    desk = bureau()
    assert "企业库" in desk.read(FIRMS)
    answer = desk.client.post("/language/", {"language": "en", "next": "/firms/?tier=seed"})
    assert answer["Location"] == "/firms/?tier=seed"
    page = desk.read(FIRMS, tier="seed")
    assert "Library of firms" in page
    assert "企业库" not in page
    answer = desk.client.post("/language/", {"language": "zh-hans", "next": "http://elsewhere/"})
    assert "elsewhere" not in answer["Location"]
    assert "企业库" in desk.read(FIRMS)
