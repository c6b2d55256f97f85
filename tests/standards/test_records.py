"""Versions, recorded facts and kept assessments: what is written stays, and is refused else."""

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError
from django.db.models import ProtectedError
from django.test import Client

from cultivation.firms.models import Firm
from cultivation.firms.services import record_year
from cultivation.journal.models import Entry
from cultivation.portal.reference.tables import FOLDER
from cultivation.problems import Problem
from cultivation.standards import services
from cultivation.standards.engine.content import Act
from cultivation.standards.engine.report import as_dict
from cultivation.standards.facts.sheets import facts_of
from cultivation.standards.models import Assessment, FirmFact, Standard
from cultivation.standards.selectors import again, assess_firm, standard_for, warnings_of
from tests.factories import make_certification, make_firm, make_user, writing
from tests.standards.files import CODES, raw

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 1)


@pytest.fixture
def firm() -> Firm:
    """A specialized SME with figures of three years."""
    made = make_firm(
        district="120111", legal_form="有限责任公司", established_on=dt.date(2015, 3, 1)
    )
    make_certification(
        made, "specialized", valid_from=dt.date(2024, 1, 1), valid_to=dt.date(2027, 1, 1)
    )
    with writing():
        for year, revenue, research in ((2023, 8000, 300), (2024, 9000, 400), (2025, 10000, 900)):
            record_year(
                firm=made,
                year=year,
                figures={
                    "revenue": Decimal(revenue),
                    "main_revenue": Decimal(revenue) * Decimal("0.95"),
                    "rd_expense": Decimal(research),
                    "assets": Decimal(9000),
                    "liabilities": Decimal(3000),
                    "staff": 120,
                    "ip_class1": 3,
                },
            )
    return made


def record(firm: Firm, name: str, value: Any, **further: Any) -> FirmFact:
    with writing():
        return services.record_fact(
            firm=firm, name=name, value=value,
            **{"holds_on": dt.date(2026, 5, 1), "source": "企业填报", **further},
        )  # fmt: skip


def keep(firm: Firm, code: str = "little-giant-2026", act: Act = Act.NEW) -> Assessment:
    standard = Standard.objects.get(code=code)
    judged, sheet = assess_firm(firm, standard.read, DAY, act=act)
    with writing():
        return services.keep_assessment(
            firm=firm, standard=standard, judged=judged, sources=sheet.sources
        )


# --- the reference data ---


def test_every_file_is_a_version_on_file() -> None:
    assert set(Standard.objects.values_list("code", flat=True)) == set(CODES)
    for standard in Standard.objects.all():
        assert standard.content == raw(standard.code)


def test_a_renewal_of_2026_is_found_by_the_text_of_2022() -> None:
    choice = standard_for("little_giant", Act.RENEWAL, dt.date(2026, 5, 1))
    assert choice is not None
    assert choice.content.code == "little-giant-2022"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "fixtures"))


def change(folder: Path, code: str, old: str, new: str) -> None:
    path = folder / "standards" / f"{code}.json"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_changed_file_changes_a_version_that_nobody_used(folder: Path) -> None:
    change(folder, "eaglet-2021", '"value": "10"', '"value": "20"')
    call_command("load_reference", fixtures=folder, verbosity=0)
    assert '"20"' in str(Standard.objects.get(code="eaglet-2021").content).replace("'", '"')


def test_a_changed_file_of_a_version_in_use_is_refused(folder: Path, firm: Firm) -> None:
    keep(firm)
    change(folder, "little-giant-2026", '"value": "5000"', '"value": "6000"')
    with pytest.raises(CommandError, match=r"little-giant-2026\.1"):
        call_command("load_reference", fixtures=folder, verbosity=0)


def test_a_wrong_file_is_refused_with_its_place(folder: Path) -> None:
    change(folder, "little-giant-2026", '"figure": "revenue_y1"', '"figure": "revenue_y9"')
    with pytest.raises(CommandError, match=r"standards/little-giant-2026\.json.*criteria\[7\]"):
        call_command("load_reference", fixtures=folder, verbosity=0)


def test_a_standard_for_a_tier_that_does_not_exist_is_refused(folder: Path) -> None:
    change(folder, "eaglet-2021", '"tier": "eaglet"', '"tier": "eagle"')
    with pytest.raises(CommandError, match="eagle"):
        call_command("load_reference", fixtures=folder, verbosity=0)


# --- versions ---


def _with_bound(value: str) -> dict[str, Any]:
    content = raw("gazelle-2021")
    criterion = next(one for one in content["criteria"] if one["id"] == "c3")
    criterion.update(
        kind="compare", op=">=", value=value, unit="%", confidence="document", source="文件"
    )
    del criterion["set_by"]
    return dict(content)


def test_the_bureau_enters_what_was_unknown_as_a_new_version() -> None:
    with writing():
        made = services.new_version(
            code="gazelle-2021", content=_with_bound("2.5"), document="津科规〔2021〕3号"
        )
    assert (made.version, made.key) == (2, "gazelle-2021.2")
    assert Standard.objects.get(key="gazelle-2021.1").content == raw("gazelle-2021")
    choice = standard_for("gazelle", Act.NEW, dt.date(2022, 1, 1))
    assert choice is not None
    assert choice.content.version == 2
    # The files go on loading beside it.
    call_command("load_reference", verbosity=0)


@pytest.mark.parametrize(
    ("code", "content", "document", "refused"),
    [
        ("no-such", {}, "x", "standard_unknown"),
        ("gazelle-2021", _with_bound("2.5"), " ", "document_missing"),
        ("gazelle-2021", _with_bound("much"), "x", "standard_wrong"),
        ("gazelle-2021", {}, "x", "standard_wrong"),
        ("gazelle-2021", raw("gazelle-2021"), "津科规〔2021〕3号", "nothing_changes"),
    ],
)
def test_a_new_version_is_checked(code: str, content: Any, document: str, refused: str) -> None:
    with pytest.raises(Problem) as caught, writing():
        services.new_version(code=code, content=content, document=document)
    assert caught.value.code == refused


def test_the_database_refuses_to_change_a_version_in_use(firm: Firm) -> None:
    with writing():
        Standard.objects.filter(code="little-giant-2026").update(source="另一来源")
    keep(firm)
    with writing():
        Standard.objects.filter(code="little-giant-2026").update(source="另一来源")  # no change
    changes: list[dict[str, Any]] = [{"source": "又一来源"}, {"content": {}}, {"document": "x"}]
    for columns in changes:
        with pytest.raises(DatabaseError, match="new version"), writing():
            Standard.objects.filter(code="little-giant-2026").update(**columns)
    with pytest.raises(ProtectedError), writing():
        Standard.objects.filter(code="little-giant-2026").delete()


# --- facts ---


def test_facts_of_a_firm_come_from_all_that_is_on_file(firm: Firm) -> None:
    record(firm, "segment_years", "6")
    record(firm, "platform_scores", [{"year": 2026, "value": "61.5"}], proof="平台截图")
    sheet = facts_of(firm, DAY)
    facts = sheet.facts
    assert facts["revenue_y1"] == Decimal(10000)
    assert facts["rd_expense_y3"] == Decimal(300)
    assert "revenue_y4" not in facts
    assert facts["established_on"] == dt.date(2015, 3, 1)
    assert facts["registered_in_tianjin"] is True
    assert facts["legal_person"] is True
    assert facts["titles"] == [
        {"code": "specialized", "from": dt.date(2024, 1, 1), "to": dt.date(2027, 1, 1)}
    ]
    assert facts["segment_years"] == Decimal(6)
    assert facts["platform_scores"] == [{"year": 2026, "value": Decimal("61.5")}]
    assert sheet.sources["revenue_y1"] == {"year": 2025}
    assert sheet.sources["platform_scores"]["proof"] == "平台截图"


def test_the_year_before_the_day_is_last_year(firm: Firm) -> None:
    assert facts_of(firm, dt.date(2027, 1, 1)).facts["revenue_y2"] == Decimal(10000)
    assert facts_of(firm, dt.date(2025, 12, 31)).facts["revenue_y1"] == Decimal(9000)


def test_the_latest_fact_by_the_day_counts(firm: Firm) -> None:
    record(firm, "market_share", "8", holds_on=dt.date(2025, 1, 1))
    record(firm, "market_share", "12", holds_on=dt.date(2026, 1, 1))
    for day, share in ((dt.date(2025, 6, 1), 8), (DAY, 12)):
        assert facts_of(firm, day).facts["market_share"] == share
    assert "market_share" not in facts_of(firm, dt.date(2024, 12, 31)).facts


def test_a_check_that_is_too_old_is_worth_nothing(firm: Firm) -> None:
    record(firm, "in_abnormal_list", False, holds_on=dt.date(2025, 1, 1))
    assert facts_of(firm, dt.date(2025, 12, 1)).facts["in_abnormal_list"] is False
    sheet = facts_of(firm, DAY)
    assert "in_abnormal_list" not in sheet.facts
    assert sheet.stale == {"in_abnormal_list": dt.date(2025, 1, 1)}


def test_a_fact_of_the_same_day_is_mended_and_journalled(firm: Firm) -> None:
    record(firm, "own_brand", True)
    record(firm, "own_brand", False)
    assert FirmFact.objects.get(firm=firm).value is False
    entries = Entry.objects.filter(table_name="standards_firmfact")
    assert [one.operation for one in entries.order_by("id")] == ["insert", "update"]


@pytest.mark.parametrize(
    ("name", "value", "further", "refused"),
    [
        ("no_such_fact", 1, {}, "unknown_fact"),
        ("market_share", "much", {}, "wrong_fact"),
        ("market_share", None, {}, "wrong_fact"),
        ("awards", [{"level": "local", "year": 2020}], {}, "wrong_fact"),
        ("revenue_y1", "1", {}, "fact_of_figures"),
        ("titles", [], {}, "fact_of_figures"),
        ("own_brand", True, {"holds_on": dt.date(2099, 1, 1)}, "day_to_come"),
        ("own_brand", True, {"source": " "}, "source_missing"),
        ("platform_scores", [{"year": 2026, "value": 60}], {}, "proof_missing"),
    ],
)
def test_a_fact_is_checked(firm: Firm, name: str, value: Any, further: Any, refused: str) -> None:
    with pytest.raises(Problem) as caught:
        record(firm, name, value, **further)
    assert caught.value.code == refused
    assert not FirmFact.objects.exists()


def test_facts_are_seen_by_whoever_sees_the_firm(firm: Firm) -> None:
    record(firm, "own_brand", True)
    keep(firm)
    own, other = make_user("district", district="120111"), make_user("district")
    for model in (FirmFact, Assessment):
        assert model.objects.visible_to(own).count() == 1
        assert model.objects.visible_to(other).count() == 0


# --- assessments ---


def test_a_kept_assessment_gives_the_same_answer_again(firm: Firm) -> None:
    kept = keep(firm)
    frozen = Assessment.objects.get(pk=kept.pk)
    with writing():
        record_year(firm=firm, year=2025, figures={"revenue": Decimal(1)})
    assert as_dict(again(frozen)) == frozen.result
    assert again(frozen).result == frozen.computed
    assert frozen.facts["revenue_y1"] == "10000"
    assert frozen.sources["revenue_y1"] == {"year": 2025}


def test_its_overrides_are_frozen_with_it(firm: Firm) -> None:
    standard = Standard.objects.get(code="little-giant-2022")
    judged, _sheet = assess_firm(firm, standard.read, dt.date(2025, 6, 1))
    with writing():
        kept = services.keep_assessment(firm=firm, standard=standard, judged=judged)
    frozen = Assessment.objects.get(pk=kept.pk)
    assert [one["code"] for one in frozen.overrides] == ["miit-2025-190"]
    assert as_dict(again(frozen)) == frozen.result


@pytest.mark.parametrize("column", ["facts", "result", "overrides", "computed", "as_of", "act"])
def test_what_is_frozen_does_not_change(firm: Firm, column: str) -> None:
    kept = keep(firm)
    value: Any = dt.date(2020, 1, 1) if column == "as_of" else "x" if column == "act" else "met"
    with pytest.raises(DatabaseError, match="frozen"), writing():
        Assessment.objects.filter(pk=kept.pk).update(**{column: value})


def test_it_is_never_deleted(firm: Firm) -> None:
    keep(firm)
    with pytest.raises(DatabaseError, match="frozen"), writing():
        Assessment.objects.all().delete()


def test_the_decision_stands_beside_what_was_computed(firm: Firm) -> None:
    kept = keep(firm)
    assert kept.computed == "missing"
    with pytest.raises(Problem) as caught, writing():
        services.decide(assessment=kept, decided="met")
    assert caught.value.code == "reason_missing"
    with writing():
        services.decide(assessment=kept, decided="met", reason="材料补齐，现场核实")
    frozen = Assessment.objects.get(pk=kept.pk)
    assert (frozen.computed, frozen.decided) == ("missing", "met")
    with pytest.raises(IntegrityError, match="says_why_otherwise"), writing():
        Assessment.objects.filter(pk=kept.pk).update(decided_reason="")
    with pytest.raises(Problem), writing():
        services.decide(assessment=kept, decided="perhaps")


def test_it_is_kept_by_the_standard_it_was_judged_by(firm: Firm) -> None:
    standard = Standard.objects.get(code="little-giant-2026")
    judged, _sheet = assess_firm(firm, standard.read, DAY)
    other = Standard.objects.get(code="eaglet-2021")
    with pytest.raises(ValueError, match="not by"), writing():
        services.keep_assessment(firm=firm, standard=other, judged=judged)


# --- plausibility ---


def test_figures_that_cannot_be_true_together_are_told(firm: Firm) -> None:
    assert warnings_of(firm, facts_of(firm, DAY)) == []
    with writing():
        record_year(firm=firm, year=2025, figures={"main_revenue": Decimal(10001), "rd_staff": 121})
    codes = {one.code for one in warnings_of(firm, facts_of(firm, DAY))}
    assert codes == {"main_revenue_above_revenue", "rd_staff_above_staff"}


def test_growth_on_a_base_that_was_lowered_since_is_told(firm: Firm) -> None:
    keep(firm)
    with writing():
        record_year(firm=firm, year=2025, figures={"revenue": Decimal(9600)})
    found = warnings_of(firm, facts_of(firm, dt.date(2027, 6, 1)))
    assert [(one.code, one.facts) for one in found] == [
        ("differs_from_earlier_filing", ("revenue_y2",))
    ]
    assert "10000" in found[0].text.zh


def test_the_admin_shows_a_standard_as_people_read_it(client: Client) -> None:
    client.force_login(make_user("auditor"))
    page = client.get("/admin/standards/standard/little-giant-2022.1/change/").content.decode()
    for text in (
        "工信部企业〔2022〕63号",
        "近2年主营业务收入平均增长率不低于5%",
        "附件3 专",
        "据回忆",
    ):
        assert text in page
    page = client.get("/admin/standards/standard/specialized-2022.1/change/").content.decode()
    assert "地方特色指标" in page
    assert client.get("/admin/standards/standard/?q=小巨人").status_code == 200
