"""The catalogue: gathers marked strings, fills in proposals, reports what is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from registry import catalogue, compiled


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with one source and one template."""
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    monkeypatch.setattr(catalogue, "PO", tmp_path / "locale" / "django.po")
    (tmp_path / "registry").mkdir()
    (tmp_path / "cultivation" / "templates").mkdir(parents=True)
    (tmp_path / "cultivation" / "words.py").write_text(
        "from django.utils.translation import gettext as _, gettext_lazy, ngettext\n"
        "# zh: 校验码应为 {digit}\n"
        'A = _("The check digit must be {digit}")\n'
        'B = gettext_lazy("Firm")\n'
        'C = ngettext("%(n)s row", "%(n)s rows", 2)\n'
    )
    (tmp_path / "cultivation" / "templates" / "page.html").write_text(
        "{% load i18n %}<ul>\n    {# Translators: zh: 在库 #}\n"
        "    <li>{% trans 'In the library' %}\n"
        "  {% blocktrans with n=count %}{{ n }} firms{% endblocktrans %}</li></ul>\n"
    )
    return tmp_path


def test_everything_marked_is_gathered(project: Path) -> None:
    found = {message.id for message in catalogue.gather() if message.id}
    assert found == {
        "The check digit must be {digit}",
        "Firm",
        ("%(n)s row", "%(n)s rows"),
        "In the library",
        "%(n)s firms",
    }


def test_proposals_are_filled_in_and_the_rest_is_reported(project: Path) -> None:
    catalogue.update()
    filled = catalogue.read()
    texts = {message.id: message.string for message in filled}
    assert texts["The check digit must be {digit}"] == "校验码应为 {digit}"
    assert texts["In the library"] == "在库"
    reported = list(catalogue.problems())
    assert len(reported) == 3
    assert all(line.startswith("not translated") for line in reported)


@pytest.mark.parametrize(
    ("before", "after", "report"),
    [
        ("校验码应为 {digit}", "校验码应为 {number}", "other placeholders"),
        ("校验码应为 {digit}", "", "not translated"),
        ('msgid "Firm"', '#, fuzzy\nmsgid "Firm"', "fuzzy"),
        ('msgid "Firm"', 'msgid "Company"', "not in the catalogue: 'Firm'"),
        ('msgid "Firm"', 'msgid "Company"', "obsolete: 'Company'"),
    ],
)
def test_what_is_wrong_is_reported(project: Path, before: str, after: str, report: str) -> None:
    catalogue.update()
    text = catalogue.PO.read_text().replace('"Firm"\nmsgstr ""', '"Firm"\nmsgstr "企业"')
    catalogue.PO.write_text(text)
    clean = list(catalogue.problems())
    assert not [line for line in clean if "Firm" in line or "check digit" in line]
    assert before in text
    catalogue.PO.write_text(text.replace(before, after))
    new = [line for line in catalogue.problems() if line not in clean]
    assert any(line.startswith(report) for line in new), new


def test_the_first_process_of_a_fresh_checkout_speaks_chinese() -> None:
    compiled.PO.with_suffix(".mo").unlink(missing_ok=True)
    said = subprocess.run(
        [sys.executable, "manage.py", "counts", "--by", "teir"],
        cwd=catalogue.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 2
    assert "是否要写" in said.stderr
