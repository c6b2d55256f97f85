"""The pages of published figures."""

from typing import Any

import pytest

from cultivation.targets.models import PublishedFigure
from tests.portal.desk import bureau, officer

pytestmark = pytest.mark.usefixtures("today")
NEW: dict[str, Any] = {
    "tiers": ["seed"],
    "as_of": "2025-H1",
    "measure": "stock",
    "op": ">",
    "value": "2300",
    "source": "市工信局通报 2025-07",
}


def test_the_list_is_filtered_and_exported() -> None:
    desk = officer()
    assert "登记公布数" not in desk.read("/published-figures/")
    answer = desk.get("/published-figures/", tier="little_giant", published_from="2024-01-01")
    page = answer.context["page"]
    assert page.total == sum(1 for _row in page.export_rows())
    assert all("小巨人" in row.name_zh for row in page.export_rows())
    assert desk.get("/published-figures/", export="xlsx")["Content-Disposition"]
    for query in ("published_from=2024", "measure=all", "district=99", "order=source"):
        assert desk.client.get(f"/published-figures/?{query}").status_code == 400
    desk.get("/published-figures/record/", status=403)


def test_a_figure_is_recorded_and_corrected() -> None:
    desk = bureau()
    (told,) = desk.preview("/published-figures/record/", **NEW)
    assert told == (
        "2025-H1，天津市专精特新“种子”企业（有效期内在库数）：>2,300 家；来源：市工信局通报 2025-07"
    )
    desk.confirm("/published-figures/record/", **NEW)
    code = "2025-H1.stock.seed.city"
    assert PublishedFigure.objects.get(pk=code).value == 2300
    address = f"/published-figures/{code}/correct/"
    form = desk.get(address).context["form"]
    data: dict[str, Any] = {name: form[name].value() or "" for name in form.fields}
    desk.confirm(address, **data | {"value": "2310", "reason": "录入有误"})
    assert PublishedFigure.objects.get(pk=code).value == 2310
    assert ">2,310" in desk.read("/published-figures/", tier="seed")
    desk.get("/published-figures/nowhere/correct/", status=404)


@pytest.mark.parametrize(
    "wrong",
    [
        {"as_of": "去年"}, {"value": "-1"}, {"source": ""}, {"op": "<"}, {"tiers": ["none"]},
        {"district": "120111", "zone": "120116400"}, {"source": "源" * 301},
    ],
)  # fmt: skip
def test_a_form_that_is_wrong_says_so(wrong: dict[str, Any]) -> None:
    assert bureau().preview("/published-figures/record/", status=400, **NEW | wrong)
