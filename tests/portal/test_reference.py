"""Loading the reference data: checked whole, only the difference written, nothing ever deleted."""

import csv
import io
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, ManagementUtility, call_command
from django.utils import translation

from cultivation.journal.models import Entry, Revision
from cultivation.journal.selectors import data_version
from cultivation.journal.services import revision
from cultivation.ladders.models import Tier
from cultivation.places.models import Block, District, PlaceAlias
from cultivation.portal.reference.loading import REASON, compare
from cultivation.portal.reference.reading import read
from cultivation.portal.reference.tables import FOLDER, TABLES

pytestmark = pytest.mark.django_db
Edit = Callable[[str, Callable[[list[dict[str, str]]], object]], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "fixtures"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    def _edit(path: str, change: Callable[[list[dict[str, str]]], object]) -> None:
        with (folder / path).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        change(rows)
        with (folder / path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    return _edit


def row(rows: list[dict[str, str]], code: str) -> dict[str, str]:
    return next(row for row in rows if row["code"] == code)


def load(folder: Path = FOLDER, **options: object) -> str:
    out = io.StringIO()
    with translation.override("en"):
        call_command("load_reference", fixtures=folder, stdout=out, **options)
    return out.getvalue()


def refused(folder: Path) -> list[str]:
    with pytest.raises(CommandError) as caught:
        load(folder)
    assert caught.value.returncode == 1
    return str(caught.value).splitlines()[1:]


def test_loading_again_changes_nothing_and_is_quick(django_assert_max_num_queries: Any) -> None:
    version = data_version()
    began = time.process_time()
    with django_assert_max_num_queries(2 * len(TABLES)):
        load()
    assert time.process_time() - began < 0.5
    assert data_version() == version


def test_what_is_loaded_is_what_the_files_say() -> None:
    assert compare(read(FOLDER)) == []
    for table in TABLES:
        with (FOLDER / table.path).open(encoding="utf-8-sig", newline="") as file:
            assert table.model._default_manager.count() == len(list(csv.DictReader(file)))


def test_excel_can_read_the_files() -> None:
    for table in TABLES:
        assert (FOLDER / table.path).read_bytes().startswith(b"\xef\xbb\xbf"), table.path


def test_no_file_lies_about_unloaded(folder: Path) -> None:
    files = {str(path.relative_to(folder)) for path in folder.rglob("*.csv")}
    assert files == {table.path for table in TABLES}


def test_a_changed_cell_is_one_update_in_one_revision(folder: Path, edit: Edit) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        row(rows, "seed")["validity_years"] = "2"
        row(rows, "eaglet")["valid_to"] = "2026/1/31"

    edit("ladders/tiers.csv", change)
    edit("places/districts.csv", lambda rows: row(rows, "120107").update(note="改"))
    version = data_version()
    load(folder)
    assert data_version() == version + 1
    newest = Revision.objects.latest("id")
    assert newest.reason == f"{REASON}places/districts.csv, ladders/tiers.csv"
    changed = {(e.table_name, e.row_key): e.after for e in Entry.objects.filter(revision=newest)}
    assert changed == {
        ("ladders_tier", "seed"): {"validity_years": 2},
        ("ladders_tier", "eaglet"): {"valid_to": "2026-01-31"},
        ("places_district", "120107"): {"note": "改"},
    }


def test_new_rows_and_their_links(folder: Path, edit: Edit) -> None:
    def add(rows: list[dict[str, str]]) -> None:
        rows.append({**rows[0], "code": "new", "tiers": "seed;specialized"})

    edit("targets/targets.csv", add)
    assert "links +2 -0" in load(folder)
    assert set(Tier.objects.filter(targets="new").values_list("code", flat=True)) == {
        "seed",
        "specialized",
    }


def test_links_follow_the_cell(folder: Path, edit: Edit) -> None:
    edit("places/blocks.csv", lambda rows: row(rows, "block4.ring").update(districts="120110"))
    load(folder)
    ring = Block.objects.get(code="block4.ring")
    assert [district.code for district in ring.districts.all()] == ["120110"]
    load()
    assert ring.districts.count() == 4


def test_check_says_what_would_change_and_writes_nothing(folder: Path, edit: Edit) -> None:
    edit("ladders/tiers.csv", lambda rows: row(rows, "seed").update(validity_years="2"))
    version = data_version()
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("load_reference", fixtures=folder, check=True, stdout=out)
    assert caught.value.returncode == 1
    assert "~ seed validity_years: 3 → 2" in out.getvalue()
    assert data_version() == version
    assert Tier.objects.get(code="seed").validity_years == 3


def test_check_without_difference_passes() -> None:
    assert "0 new" not in load(check=True)


def test_wrong_usage_has_its_own_status() -> None:
    wrong = ManagementUtility(["manage.py", "load_reference", "--nonsense"])
    with pytest.raises(SystemExit) as caught:
        wrong.execute()
    assert caught.value.code == 2


def test_a_row_gone_from_its_file_is_refused(folder: Path, edit: Edit) -> None:
    edit("places/aliases.csv", lambda rows: rows.remove(rows[-1]))
    gone = PlaceAlias.objects.exclude(text__in=_texts(folder)).get().text
    (said,) = refused(folder)
    assert "places/aliases.csv" in said
    assert gone in said
    assert PlaceAlias.objects.filter(text=gone).exists()


def _texts(folder: Path) -> list[str]:
    with (folder / "places/aliases.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def test_a_row_that_staff_added_is_left_alone() -> None:
    with revision(reason="新别名"):
        PlaceAlias.objects.create(text="新片区", district_id="120116")
    load()
    assert PlaceAlias.objects.filter(text="新片区").exists()


def test_what_the_files_say_goes_before_what_was_changed_by_hand() -> None:
    with revision(reason="改"):
        District.objects.filter(code="120101").update(short_name="改")
    load()
    assert District.objects.get(code="120101").short_name == "和平"


@pytest.mark.parametrize(
    ("path", "change", "column", "said"),
    [
        ("ladders/tiers.csv", {"ladder": "none"}, "ladder", "none"),
        ("places/districts.csv", {"successor": "129999"}, "successor", "129999"),
        ("places/blocks.csv", {"districts": "120101;129999"}, "districts", "129999"),
        ("ladders/tiers.csv", {"valid_from": "2022-13-01"}, "valid_from", "2022-13-01"),
        ("ladders/tiers.csv", {"valid_from": "2022"}, "valid_from", "2022"),
        ("ladders/tiers.csv", {"rank": "first"}, "rank", "first"),
        ("ladders/tiers.csv", {"rank": "-1"}, "rank", "-1"),
        ("ladders/tiers.csv", {"name_zh": ""}, "name_zh", ""),
        ("ladders/ladders.csv", {"kind": "firms"}, "kind", "firms"),
        ("targets/targets.csv", {"measure": "stocks"}, "measure", "stocks"),
        ("targets/targets.csv", {"tiers": ""}, "tiers", ""),
        ("ladders/ladders.csv", {"code": "x" * 31}, "code", "30"),
    ],
)
def test_a_wrong_cell_is_named_by_file_row_and_column(
    folder: Path, edit: Edit, path: str, change: dict[str, str], column: str, said: str
) -> None:
    edit(path, lambda rows: rows[1].update(change))
    first = refused(folder)[0]
    assert path in first
    assert "3" in first
    assert column in first
    assert said in first


def test_all_faults_are_told_at_once(folder: Path, edit: Edit) -> None:
    edit("ladders/tiers.csv", lambda rows: [r.update(rank="?") for r in rows[:3]])
    edit("places/zones.csv", lambda rows: rows[0].update(district="999999"))
    assert len(refused(folder)) == 4


def test_a_code_that_stands_twice_is_refused(folder: Path, edit: Edit) -> None:
    edit("places/zones.csv", lambda rows: rows.append(dict(rows[0])))
    (said,) = refused(folder)
    assert "120116400" in said
    assert "8" in said


@pytest.mark.parametrize(
    ("header", "faults"),
    [
        (
            "code,name_zh,name_en,levels",
            {"column levels: unknown", "column level: the column is m"},
        ),
        (
            "code,name_zh,name_en,name_en",
            {"column name_en: the column stands", "column level: the"},
        ),
    ],
)
def test_unknown_missing_and_repeated_columns_are_refused(
    folder: Path, header: str, faults: set[str]
) -> None:
    path = folder / "access/authorities.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    path.write_text("\n".join([header, *lines[1:]]), "utf-8")
    said = refused(folder)
    for fault in faults:
        assert any(f"authorities.csv, row 1, {fault}" in line for line in said), fault


def test_a_row_with_too_many_cells_is_refused(folder: Path) -> None:
    path = folder / "access/authorities.csv"
    path.write_text(path.read_text("utf-8-sig") + "x,甲,A,municipal,more\n", "utf-8")
    assert any("7" in fault for fault in refused(folder))


def test_blank_lines_do_not_matter(folder: Path) -> None:
    path = folder / "access/authorities.csv"
    path.write_text(path.read_text("utf-8-sig") + "\n,,,\n", "utf-8")
    version = data_version()
    load(folder)
    assert data_version() == version


def test_a_missing_file_and_one_in_gbk_are_refused(folder: Path) -> None:
    (folder / "places/zones.csv").unlink()
    path = folder / "places/groupings.csv"
    path.write_bytes(path.read_text("utf-8-sig").encode("gb18030"))
    faults = refused(folder)
    assert any("zones.csv" in fault for fault in faults)
    assert any("groupings.csv" in fault for fault in faults)


def test_nothing_is_written_when_a_later_file_is_wrong(folder: Path, edit: Edit) -> None:
    edit("places/districts.csv", lambda rows: rows[0].update(note="改"))
    edit("targets/targets.csv", lambda rows: rows[0].update(value="?"))
    version = data_version()
    refused(folder)
    assert data_version() == version
