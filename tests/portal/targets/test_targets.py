"""The pages of targets: the list, a target, setting, changing and retiring."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from cultivation.access.models import Role
from cultivation.journal.models import Revision
from cultivation.targets.models import Target
from tests.factories import make_certification, make_user
from tests.portal.desk import TODAY, Desk, bureau, officer, text_of

pytestmark = pytest.mark.usefixtures("today")
SEEDS = "2025-12-31.seed.city"
NEW: dict[str, Any] = {
    "tiers": ["seed"],
    "measure": "stock",
    "district": "",
    "value": "3500",
    "due_on": "2027-12-31",
    "document": "津工信〔2026〕1号",
}


def names(desk: Desk, **query: Any) -> list[str]:
    lines = desk.get("/targets/", **query).context["lines"]
    return [line.cells[0].text for line in lines]


def test_the_list_says_how_far_each_is() -> None:
    make_certification(valid_from=TODAY, valid_to=None)
    answer = bureau().get("/targets/", year="2025", tier="seed")
    (line,) = answer.context["lines"]
    cells = {cell.column.key: cell for cell in line.cells}
    assert cells["counted"].text == "1"
    assert cells["counted"].link == "/firms/?tier=seed"
    assert (cells["state"].text, cells["state"].state) == ("进行中", "attention")
    assert cells["percent"].text in ("0.0", "0.00")
    past = bureau().get("/targets/", tier="seed", as_of="2026-01-01").context["lines"]
    assert {cell.text for cell in past[0].cells} >= {"到期未达成"}


def test_filters_and_their_counts() -> None:
    desk = bureau()
    assert len(names(desk)) == 19
    assert names(desk, year="2022,none", district="none", tier="cloud_adopter") == [
        "上云工业企业累计数"
    ]
    assert len(names(desk, district="120116")) == 3
    assert names(desk)[-1].endswith("累计数")
    facets = dict(desk.get("/targets/").context["facet_options"])
    by_year = next(v for facet, v in facets.items() if facet.name == "year")
    assert {one.code: one.count for one in by_year} == {
        "2025": 3, "2023": 3, "2022": 6, "2019": 3, "none": 4,
    }  # fmt: skip
    for query in ("year=25", "tier=nobody", "retired=perhaps", "as_of=gestern", "page=0", "x=1"):
        assert desk.client.get(f"/targets/?{query}").status_code == 400


def test_an_officer_reads_and_exports_but_sets_nothing() -> None:
    desk = officer()
    assert "设定目标" not in desk.read("/targets/")
    assert "变更目标" not in desk.read(f"/targets/{SEEDS}/")
    for address in ("/targets/set/", f"/targets/{SEEDS}/change/", f"/targets/{SEEDS}/retire/"):
        desk.get(address, status=403)
    answer = desk.get("/targets/", export="csv")
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(lines) == 3 + 19
    # The count of the city leads an officer nowhere: the own list shows another number.
    (line,) = desk.get("/targets/", year="2025", tier="seed").context["lines"]
    assert not next(cell for cell in line.cells if cell.column.key == "counted").link


def test_a_target_is_set_after_its_preview() -> None:
    desk = bureau()
    before = Target.objects.count()
    told = desk.preview("/targets/set/", **NEW)
    assert told[0] == "“2027年全市专精特新“种子”企业在库数”：3,500 家，2027-12-31"
    assert told[1].startswith("台账今日 0 家，完成 0.0%")
    assert Target.objects.count() == before
    assert desk.confirm("/targets/set/", **NEW, reason="新方案") == ["已办理：设定目标。"]
    assert Target.objects.get(pk="2027-12-31.seed.city").value == 3500
    newest = Revision.objects.latest("id")
    assert (newest.reason, newest.actor_id, newest.source) == (
        "设定目标：新方案", desk.user.pk, "browser",
    )  # fmt: skip
    (again,) = desk.preview("/targets/set/", status=400, **NEW)
    assert "已登记" in again
    assert "3,500" in desk.read("/workbench/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "0"}, {"value": "many"}, {"value": "99999999999"}, {"document": ""},
        {"tiers": ["gazelle"]}, {"tiers": []}, {"district": "120107"}, {"due_on": "2027-02-30"},
        {"measure": "batch"}, {"name_zh": "长" * 81}, {"note": "\x00"},
    ],
)  # fmt: skip
def test_a_form_that_is_wrong_says_so(wrong: dict[str, Any]) -> None:
    # Among the wrong ones: a tier of the other bureau's ladder.
    assert bureau().preview("/targets/set/", status=400, **NEW | wrong)


def test_only_the_bureau_of_the_ladder_changes_a_target() -> None:
    other = Desk(make_user(Role.BUREAU, authority="sti_tianjin"))
    assert "变更目标" not in other.read(f"/targets/{SEEDS}/")
    other.get(f"/targets/{SEEDS}/change/", status=403)
    desk = bureau()
    address = f"/targets/{SEEDS}/change/"
    form = desk.get(address).context["form"]
    data: dict[str, Any] = {name: form[name].value() or "" for name in form.fields}
    assert desk.preview(address, status=400, **data) == ["与现有登记相同；无须变更。"]
    desk.confirm(address, **data | {"value": "3200", "reason": "方案调整"})
    assert Target.objects.get(pk=SEEDS).value == 3200
    assert "3,200" in desk.read(f"/targets/{SEEDS}/")


def test_a_target_is_retired_with_a_reason() -> None:
    desk = bureau()
    address = f"/targets/{SEEDS}/retire/"
    desk.preview(address, status=400, retired_on="2025-12-31", reason="")
    desk.confirm(address, retired_on="2025-12-31", reason="方案废止")
    page = desk.read(f"/targets/{SEEDS}/")
    assert "已撤下" in page
    assert "变更目标" not in page
    assert len(names(desk, retired="true")) == 1
    assert len(names(desk, retired="false")) == 18
    assert "目标 3,000 家" not in desk.read("/workbench/")
    desk.get("/targets/nowhere/", status=404)
    desk.get("/targets/nowhere/change/", status=404)


def test_the_front_page_shows_targets_and_sources_to_everybody() -> None:
    text = text_of(Client().get("/"))
    for part in (
        "这是什么",
        "2025年全市专精特新“种子”企业在库数",
        "最近的公布数（全市）",
        "接口文档",
    ):
        assert part in text
    assert Client().get("/?tier=seed").status_code == 400


@pytest.mark.parametrize("page", ["targets/%00/", "targets/%00/change/", "targets/%00/retire/",
                                  "published-figures/a%00b/correct/"])  # fmt: skip
def test_an_address_that_no_row_can_have_is_not_found(page: str) -> None:
    bureau().get(f"/{page}", status=404)
