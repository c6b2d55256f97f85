"""What people changed in the pages stays when the files are loaded again, and is named."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from cultivation.journal.selectors import data_version
from cultivation.journal.services import revision
from cultivation.ladders.models import Tier
from cultivation.portal.reference.tables import FOLDER
from cultivation.targets.models import Measure, PublishedFigure, Target
from cultivation.targets.services import retire_target, set_target
from tests.portal.test_reference import load

pytestmark = pytest.mark.django_db
SEEDS = "2025-12-31.seed.city"


def test_a_changed_target_and_figure_stay() -> None:
    figure = PublishedFigure.objects.order_by("code")[0]
    with revision(reason="改"):
        Target.objects.filter(pk=SEEDS).update(value=3200)
        PublishedFigure.objects.filter(pk=figure.pk).update(value=figure.value + 1)
    version = data_version()
    said = load()
    assert f"targets/targets.csv: 1 rows were changed by people and stay: {SEEDS}" in said
    assert f"stay: {figure.pk}" in said
    assert "0 new" not in said
    assert data_version() == version
    assert Target.objects.get(pk=SEEDS).value == 3200
    # The database is as it should be: a check finds nothing to write.
    assert "as the files say" in load(check=True)


def test_a_retired_target_stays_retired() -> None:
    with revision(reason="撤下"):
        retire_target(target=Target.objects.get(pk=SEEDS), retired_on=dt.date(2026, 1, 1))
    load()
    assert Target.objects.get(pk=SEEDS).retired_on == dt.date(2026, 1, 1)


def test_other_rows_of_the_file_are_still_brought_in(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "fixtures"))
    path = folder / "targets/targets.csv"
    text = path.read_text("utf-8-sig").replace(
        ",stock,,2025-12-31,1000,", ",stock,,2025-12-31,1001,"
    )
    path.write_text(text, "utf-8")
    with revision(reason="改"):
        Target.objects.filter(pk=SEEDS).update(value=3200)
    load(folder)
    assert Target.objects.get(pk="2025-12-31.specialized.city").value == 1001
    assert Target.objects.get(pk=SEEDS).value == 3200


def test_a_code_of_a_file_that_people_had_set_before(tmp_path: Path) -> None:
    with revision(reason="设定"):
        ours = set_target(
            tiers=[Tier.objects.get(pk="seed")], measure=Measure.STOCK, value=3500, document="文件"
        )
    folder = Path(shutil.copytree(FOLDER, tmp_path / "fixtures"))
    path = folder / "targets/targets.csv"
    line = f"{ours.pk},别名,Alias,specialized,stock,,,1,文件,,seen,,\n"
    path.write_text(path.read_text("utf-8-sig") + line, "utf-8")
    assert f"stay: {ours.pk}" in load(folder)
    ours.refresh_from_db()
    assert (ours.value, [tier.code for tier in ours.tiers.all()]) == (3500, ["seed"])
