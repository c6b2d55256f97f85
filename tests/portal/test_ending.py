"""A certification ends before its last day: by the bureau of its ladder, and by nobody else."""

import pytest

from cultivation.certification.models import Certification
from cultivation.journal.selectors import data_version
from tests.portal.desk import Desk, address, auditor, bureau, officer, text_of
from tests.scenarios.story import certified, counted, given_firm

pytestmark = pytest.mark.usefixtures("today")

GROUNDS = {
    "kind": "revocation",
    "cause": "data_fraud",
    "reason": "虚报研发费用",
    "document": "津工信〔2025〕9号",
}


@pytest.fixture
def seed() -> Certification:
    firm = given_firm("天津鲲鹏精密机械有限公司", district="120111")
    certified(firm, "eaglet", from_="2024-01-01", to="2027-01-01")
    return certified(firm, "seed", from_="2024-01-01", to="2027-01-01")


def end_of(held: Certification) -> str:
    return f"/certifications/{held.pk}/end/"


def test_it_ends_as_the_preview_said(seed: Certification) -> None:
    desk = bureau()
    assert end_of(seed) in desk.get(address(seed.firm)).content.decode()
    data = GROUNDS | {"effective_on": "2025-11-01"}
    before = data_version()
    assert desk.preview(end_of(seed), **data) == [
        "专精特新“种子”企业自 2025-11-01 起：撤销，不再计入在库数。",
        "企业在其他梯度的称号不随之终止，请由其主管部门处理：雏鹰企业。",
        "企业自 2025-11-01 起禁止申报，2028-11-01 起方可再申报。",
        "专精特新“种子”企业在库数，西青区：1 → 0（-1）",
    ]
    assert data_version() == before
    assert counted("seed", on="2025-12-31") == 1
    assert desk.confirm(end_of(seed), **data) == ["已办理：终止认定。"]
    assert counted("seed", on="2025-10-31") == 1
    assert counted("seed", on="2025-11-01") == 0
    assert counted("eaglet", on="2025-12-31") == 1
    page = desk.read(address(seed.firm))
    assert "专精特新“种子”企业：撤销 2025-11-01 数据造假：虚报研发费用" in page
    told = desk.preview(end_of(seed), status=400, **data)
    assert told == ["该认定已于 2025-11-01 终止；无须再次办理。"]


def test_what_has_not_begun_is_said_and_can_be_ended(seed: Certification) -> None:
    later = certified(seed.firm, "seed", from_="2027-01-01", to="2030-01-01")
    desk, data = bureau(), GROUNDS | {"effective_on": "2025-11-01"}
    told = desk.preview(end_of(seed), **data)
    (said,) = [one for one in told if "尚未生效" in one]
    assert "专精特新“种子”企业（自 2027-01-01 起）" in said
    assert end_of(later) in desk.get(address(seed.firm)).content.decode()
    desk.confirm(end_of(seed), **data)
    assert counted("seed", on="2027-01-01") == 1
    withdrawn = {"kind": "withdrawal", "reason": "已撤销", "document": "津工信〔2025〕9号"}
    desk.confirm(end_of(later), **withdrawn, effective_on="2027-01-01")
    assert counted("seed", on="2027-01-01") == 0


@pytest.mark.parametrize(
    ("day", "said"),
    [("2023-12-31", "早于认定起始日期"), ("2027-01-01", "到期失效"), ("", "必填")],
)
def test_a_day_on_which_it_cannot_end(seed: Certification, day: str, said: str) -> None:
    told = bureau().preview(end_of(seed), status=400, **GROUNDS | {"effective_on": day})
    assert said in told[0]


def test_grounds_are_asked_for(seed: Certification) -> None:
    data = GROUNDS | {"effective_on": "2025-11-01"}
    for reason in ("", "   "):
        bureau().preview(end_of(seed), status=400, **data | {"reason": reason})
    # What ends with the firm is not for this form to say.
    bureau().preview(end_of(seed), status=400, **data | {"kind": "merger"})


@pytest.mark.parametrize("who", ["the other bureau", "the officer", "another officer", "auditor"])
def test_nobody_else_ends_it(seed: Certification, who: str) -> None:
    desk: Desk = {
        "the other bureau": lambda: bureau(authority="sti_tianjin"),
        "the officer": officer,
        "another officer": lambda: officer("120101"),
        "auditor": auditor,
    }[who]()
    before = data_version()
    data = GROUNDS | {"effective_on": "2025-11-01"}
    for answer in (
        desk.client.get(end_of(seed)),
        desk.client.post(end_of(seed), data | {"step": "confirm"}),
        desk.client.post(end_of(seed), {}),
    ):
        assert answer.status_code == 403
        assert seed.firm.name not in text_of(answer)
    assert data_version() == before
    seed.refresh_from_db()
    assert seed.ended_on is None
    if who != "another officer":
        assert end_of(seed) not in desk.get(address(seed.firm)).content.decode()


def test_each_bureau_ends_what_is_on_its_own_ladder(seed: Certification) -> None:
    eaglet = seed.firm.certifications.get(tier="eaglet")
    desk = bureau(authority="sti_tianjin")
    desk.confirm(end_of(eaglet), **GROUNDS | {"effective_on": "2025-11-01"})
    assert counted("eaglet", on="2025-11-01") == 0
    assert counted("seed", on="2025-11-01") == 1
