"""Blank lists: filled in they come in without any column being explained."""

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client

from cultivation.certification.models import Certification
from cultivation.clock import today
from cultivation.exchange import blanks
from cultivation.exchange.models import Import, State
from cultivation.exchange.staging import services
from cultivation.exchange.staging.services import Asked
from cultivation.firms.models import Firm, FirmIndustry, FirmYear, Residence
from cultivation.firms.services.years import FIGURES
from cultivation.ladders.models import Tier
from cultivation.standards.models import FirmFact
from cultivation.standards.services.facts import entered_by_hand
from cultivation.standards.vocabulary import FACTS, Kind
from tests.exchange.staged import act, bureau, options
from tests.factories import make_code, make_firm, make_user

pytestmark = pytest.mark.django_db
TIERS = ["innovative", "seed", "specialized", "little_giant", "eaglet", "gazelle", "leading"]


def made(name: str) -> Any:
    """A blank list as a workbook."""
    blank = blanks.blank(name)
    assert blank
    data = io.BytesIO()
    blanks.write(blank, data)
    return openpyxl.load_workbook(data)


def filled(book: Any, **values: Any) -> bytes:
    """The list with one row, values by their titles."""
    sheet = book[blanks.DATA]
    titles = [cell.value for cell in sheet[1]]
    for title, value in values.items():
        found = next(one for one in titles if one.startswith(title))
        sheet.cell(2, titles.index(found) + 1, value)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def choices(book: Any, title: str) -> list[str]:
    """What can be picked in the column of that title."""
    sheet = book[blanks.DATA]
    at = [cell.value for cell in sheet[1]].index(title) + 1
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list" and sheet.cell(2, at).coordinate in rule.sqref:
            _sheet, _mark, cells = rule.formula1.partition("!")
            return [row[0].value for row in book[blanks.CHOICES][cells.replace("$", "")]]
    raise AssertionError(title)


def taken(data: bytes, name: str, **further: Any) -> Import:
    user = bureau() if further.get("user") is None else further.pop("user")
    importing = services.receive(data, name, by=Asked(user), **further)
    importing.refresh_from_db()
    assert importing.state == State.READY, importing.problem
    assert [one for one in importing.facts["columns"] if one["state"] != "read"] == []
    assert importing.counts["error"] == 0
    return act("confirm", importing, user)


def test_a_filled_list_of_firms() -> None:
    book = made("firms")
    assert "西青区" in choices(book, "所属区")
    industry = next(one for one in choices(book, "行业代码") if one.startswith("35 "))
    data = filled(
        book,
        企业名称="天津试甲有限公司",
        统一社会信用代码=make_code(1),
        所属区="滨海新区",
        功能区=choices(book, "功能区")[0],
        行业代码=industry,
        成立日期="2019-03-01",
        注册资本=500,
        注册地址="友谊路1号",
        企业类型="有限责任公司",
        经营范围="阀门",
    )
    taken(data, "firms.xlsx")
    firm = Firm.objects.get()
    assert (firm.uscc, firm.address) == (make_code(1), "友谊路1号")
    assert firm.registered_capital == Decimal(500)
    assert Residence.objects.get().zone_id
    assert FirmIndustry.objects.get().industry_id == "35"


def test_filled_figures() -> None:
    firm = make_firm("天津试甲有限公司")
    book = made("figures")
    year = today().year - 1
    titles = [cell.value for cell in book[blanks.DATA][1]]
    data = filled(book, 企业名称=firm.name, **dict.fromkeys(titles[2:], 7))
    taken(data, "figures.xlsx")
    kept = FirmYear.objects.get()
    assert [getattr(kept, name) for name in FIGURES] == [7] * len(FIGURES)
    assert (kept.year, kept.revenue, kept.staff, kept.ip_class1) == (year, 7, 7, 7)


def test_filled_facts() -> None:
    firm = make_firm("天津试甲有限公司")
    book = made("facts")
    assert choices(book, "拥有自主品牌") == ["是", "否"]
    assert "省部级" in choices(book, "经认定的研发机构级别")
    titles = [cell.value for cell in book[blanks.DATA][1]]
    values: dict[str, Any] = {}
    for fact, title in zip(filter(entered_by_hand, FACTS.values()), titles[6:], strict=True):
        match fact.kind:
            case Kind.YES_NO | Kind.CHOICE:
                values[title] = choices(book, title)[-1]
            case Kind.RECORDS:
                values[title] = "无"
            case _:
                values[title] = 7
    data = filled(
        book, 企业名称=firm.name, 所述日期="2025-12-31", 来源="企业填报", 证明材料="附件1", **values
    )
    taken(data, "facts.xlsx", kind="facts")
    kept = dict(FirmFact.objects.values_list("name", "value"))
    assert set(kept) == {fact.name for fact in FACTS.values() if entered_by_hand(fact)}
    assert (kept["market_share"], kept["own_brand"], kept["awards"]) == ("7", False, [])
    assert {one.source for one in FirmFact.objects.all()} == {"企业填报"}


@pytest.mark.parametrize("tier", TIERS)
def test_a_filled_list_of_a_tier(tier: str) -> None:
    found = Tier.objects.select_related("ladder").get(pk=tier)
    book = made(tier)
    assert choices(book, "层级") == [found.name_zh]
    data = filled(
        book,
        企业名称="天津试甲有限公司",
        所属区="西青区",
        层级=found.name_zh,
        证书编号="A-1",
        有效期起="2023-07-01",
        有效期至="2026-06-30",
    )
    user = make_user("bureau", authority=found.ladder.authority_id)
    taken(data, "a.xlsx", user=user, options=options(tier))
    held = Certification.objects.get()
    assert (str(held.valid_from), str(held.valid_to)) == ("2023-07-01", "2026-07-01")
    assert (held.number, held.tier_id) == ("A-1", tier)


def test_codes_are_text_and_the_choices_hidden() -> None:
    book = made("seed")
    sheet = book[blanks.DATA]
    assert book[blanks.CHOICES].sheet_state == "hidden"
    assert book.sheetnames[:2] == [blanks.DATA, blanks.HELP]
    assert book.active.title == blanks.DATA
    assert sheet.column_dimensions["B"].number_format == "@" or sheet["B2"].number_format == "@"


def test_an_empty_blank_is_refused_with_a_sentence() -> None:
    data = io.BytesIO()
    made("seed").save(data)
    importing = services.receive(data.getvalue(), "a.xlsx", by=Asked(bureau()))
    importing.refresh_from_db()
    assert (importing.state, importing.problem["code"]) == (State.REFUSED, "no_rows")


def test_they_are_downloads_of_those_who_import() -> None:
    client = Client()
    client.force_login(bureau())
    for name in ("firms", "figures", "facts", "seed", "little_giant"):
        answer = client.get(f"/imports/templates/{name}.xlsx")
        assert answer.status_code == 200
        assert f'filename="{name}.xlsx"' in answer["Content-Disposition"]
    assert client.get("/imports/templates/nonsense.xlsx").status_code == 404
    client.force_login(make_user("auditor"))
    assert client.get("/imports/templates/firms.xlsx").status_code == 403
