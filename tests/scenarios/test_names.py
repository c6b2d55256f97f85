"""Names of a firm over time: a new name keeps the former one, a correction leaves none."""

from cultivation.firms.models import Firm, FirmName
from tests.scenarios.story import certified, corrected, counted, day, given_firm, renamed


def names(firm: Firm) -> list[str]:
    return list(FirmName.objects.filter(firm=firm).order_by("id").values_list("name", flat=True))


def test_a_new_name_keeps_the_former_one() -> None:
    firm = given_firm("天津甲科技有限公司")
    renamed(firm, "天津乙科技有限公司", on="2023-05-10")
    firm.refresh_from_db()
    assert firm.name == "天津乙科技有限公司"
    former = FirmName.objects.get(firm=firm, name="天津甲科技有限公司")
    assert (former.valid_from, former.valid_to) == (None, day("2023-05-10"))


def test_the_correction_of_a_name_leaves_no_former_name() -> None:
    firm = given_firm("天津甲科枝有限公司")
    corrected(firm, name="天津甲科技有限公司")
    firm.refresh_from_db()
    assert names(firm) == ["天津甲科技有限公司"]
    assert firm.name == "天津甲科技有限公司"


def test_a_rename_filed_after_a_later_one_leaves_the_name_of_today() -> None:
    firm = given_firm("天津甲")
    renamed(firm, "天津丙", on="2024-01-01")
    renamed(firm, "天津乙", on="2023-01-01")
    firm.refresh_from_db()
    assert firm.name == "天津丙"
    middle = FirmName.objects.get(firm=firm, name="天津乙")
    assert (middle.valid_from, middle.valid_to) == (day("2023-01-01"), day("2024-01-01"))


def test_the_correction_of_a_former_name_leaves_the_name_of_today() -> None:
    firm = given_firm("天津假")
    renamed(firm, "天津乙", on="2023-05-10")
    corrected(firm, name="天津甲", as_of="2022-01-01")
    firm.refresh_from_db()
    assert firm.name == "天津乙"
    assert names(firm) == ["天津甲", "天津乙"]


def test_a_name_changes_no_count() -> None:
    firm = given_firm("天津甲")
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    renamed(firm, "天津乙", on="2023-05-10")
    assert counted("seed", on="2023-05-09") == counted("seed", on="2023-05-10") == 1
