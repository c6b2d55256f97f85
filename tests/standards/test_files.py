"""The files: complete, checked, and every fault told with its place."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from cultivation.standards.engine.checking import check, check_overrides
from cultivation.standards.engine.content import CONFIDENCE
from cultivation.standards.engine.figures import FIGURES
from cultivation.standards.files import read_file
from cultivation.standards.vocabulary import FACTS, UNITS
from tests.standards.files import CODES, PATHS, raw

FULL = {
    "innovative-2022", "specialized-2022", "little-giant-2022", "specialized-2026",
    "little-giant-2026", "tech-sme", "eaglet-2021",
}  # fmt: skip


def criteria(node: Any) -> Iterator[dict[str, Any]]:
    """Every criterion and indicator of a file, those of overrides too."""
    if isinstance(node, dict):
        if "id" in node:
            yield node
        for inner in node.values():
            yield from criteria(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from criteria(inner)


def chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


@pytest.mark.parametrize("path", PATHS, ids=CODES)
def test_the_file_is_in_order(path: Path) -> None:
    values, mistakes = read_file(path)
    assert mistakes == []
    assert values is not None


@pytest.mark.parametrize("code", CODES)
def test_every_criterion_has_document_article_source_and_both_languages(code: str) -> None:
    content = raw(code)
    assert content["document"]["number"]
    for text in (content["title"], content["document"]["title"], content["document"]["articles"]):
        assert chinese(text["zh"])
        assert not chinese(text["en"].split("（")[0].split("(")[0])
    found = list(criteria(content))
    assert found
    for one in found:
        for text in (one["text"], one["article"]):
            assert chinese(text["zh"]) or "附件" in text["zh"], one["id"]
            assert text["en"], one["id"]
            assert not chinese(text["en"]), one["id"]
        assert one["source"], one["id"]
        assert one["confidence"] in CONFIDENCE, one["id"]


@pytest.mark.parametrize("code", sorted(set(CODES) - FULL))
def test_what_was_not_seen_is_said_so_and_not_filled_in(code: str) -> None:
    unknown = [one for one in criteria(raw(code)) if one["confidence"] == "unknown"]
    assert unknown
    for one in unknown:
        assert one["kind"] == "person"
        assert one["set_by"] == "bureau"


@pytest.mark.parametrize("code", sorted(FULL - {"specialized-2022"}))
def test_what_is_known_in_full_leaves_nothing_to_the_bureau(code: str) -> None:
    assert all(one["confidence"] != "unknown" for one in criteria(raw(code)))


def test_the_vocabulary_has_both_languages_and_units_that_exist() -> None:
    texts = [fact.text for fact in FACTS.values()] + [one.text for one in FIGURES.values()]
    texts += [text for fact in FACTS.values() for text in fact.choices.values()]
    for text in texts:
        assert chinese(text.zh)
        assert text.en
        assert not chinese(text.en)
    units = {one.unit for one in FACTS.values()} | {one.unit for one in FIGURES.values()}
    assert units <= set(UNITS)
    assert {name for one in FIGURES.values() for name in one.needs} <= set(FACTS)
    assert set(FACTS).isdisjoint(FIGURES)


def _set(path: str, value: Any) -> Callable[[Any], None]:
    *steps, last = path.split("/")

    def change(node: Any) -> None:
        for step in steps:
            node = node[int(step) if step.isdigit() else step]
        if value is ...:
            del node[last]
        else:
            node[int(last) if last.isdigit() else last] = value

    return change


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        (_set("title", ...), "", "title"),
        (_set("titel", "x"), "", "Did you mean “title”?"),
        (_set("version", "1"), "version", "whole number"),
        (_set("from", "2022-13-01"), "from", "2026-04-01"),
        (_set("to", "2022-08-01"), "", "after"),
        (_set("confidence", "sure"), "confidence", "seen"),
        (_set("document/number", ""), "document.number", "not empty"),
        (_set("applies/0/act", "fresh"), "applies[0].act", "new, renewal"),
        (_set("criteria", []), "criteria", "at least 1"),
        (_set("criteria/0/kind", "guess"), "criteria[0].kind", "compare"),
        (_set("criteria/0/article", ...), "criteria[0]", "article"),
        (_set("criteria/0/text/en", ""), "criteria[0].text", "English"),
        (_set("criteria/0/fact", "no_such_fact"), "criteria[0].fact", "legal_person"),
        (_set("criteria/0/id", "entry-sme"), "criteria[1]", "taken"),
        (_set("criteria/5/match/0/kind", ["storm"]), "criteria[5].match.kind", "safety"),
        (_set("criteria/8/titles", ["high_tech"]), "", ""),
        (_set("criteria/10/value", 2), "criteria[10].value", "quotes"),
        (_set("criteria/10/unit", "%"), "criteria[10]", "年"),
        (_set("criteria/10/op", "≥"), "criteria[10].op", ">="),
        (_set("criteria/13/any/0/part_min", {"luck": "1"}), "criteria[13].any[0].part_min",
         "specialisation"),
        (_set("criteria/13/any/1/match/0/level", ["local"]), "criteria[13].any[1].match.level",
         "national"),
        (_set("parts/0/max", 26), "parts[0]", "25"),
        (_set("parts/0/indicators/0/points/bands/0/points", 4),
         "parts[0].indicators[0].points.bands", "from 5 down"),
        (_set("parts/0/indicators/0/points/bands/0/min", "60"),
         "parts[0].indicators[0].points.bands", "in order"),
        (_set("parts/0/indicators/0/points/bands/0", {"points": 5}),
         "parts[0].indicators[0].points.bands[0]", "min"),
        (_set("parts/0/indicators/3/points/options/0/when/value", "best"),
         "parts[0].indicators[3].points.options[0].when.value", "gap_filler"),
        (_set("parts/0/indicators/0/points", {}), "parts[0].indicators[0].points", "bands"),
        (_set("parts", 7), "parts", "list"),
        (_set("criteria/10", "text"), "criteria[10].kind", "compare"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(
    change: Callable[[Any], None], place: str, said: str
) -> None:
    broken = copy.deepcopy(raw("specialized-2022"))
    change(broken)
    with translation.override("en"):
        mistakes = check(broken)
    if not said:
        assert mistakes == []  # tiers are rows: whether they exist is checked on loading
        return
    assert any(one.place == place and said in one.message for one in mistakes), mistakes


@pytest.mark.parametrize("broken", [None, [], "x", 3, {}, {"criteria": [{}]}])
def test_what_is_no_standard_at_all_is_refused(broken: Any) -> None:
    assert check(broken)


@pytest.mark.parametrize(
    ("text", "said"), [("{", "JSON"), ('{"code": 1}', "title"), ("[]", "object")]
)
def test_a_file_that_cannot_be_read(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, "utf-8")
    with translation.override("en"):
        values, mistakes = read_file(path)
    assert values is None
    assert any(said in one.message for one in mistakes)
    path.write_bytes("标准".encode("gb18030"))
    assert read_file(path)[1]


def test_a_file_is_named_by_its_standard(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(PATHS[0].read_text("utf-8"), "utf-8")
    assert read_file(path)[1]


def change(**said: Any) -> dict[str, Any]:
    """An override of a batch that changes one thing."""
    text = {"zh": "通知", "en": "Notice"}
    return {
        "code": "call-1", "title": text, "document": "通知", "source": "通知", "reason": "放宽",
        "confidence": "document", "acts": ["new"], "from": None, "to": None, "changes": [said],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "place", "why"),
    [
        ({"criterion": "c2a", "set": {"value": "50"}}, "", ""),
        ({"criterion": "score", "set": {"min": "50"}}, "", ""),
        ({"criterion": "c2a", "waive": True}, "", ""),
        # What the engine would pass over in silence.
        ({"criterion": "c2a"}, "", "neither"),
        ({"criterion": "c2a", "waive": False, "set": {}}, "", "neither"),
        ({"criterion": "c2a", "set": {"min": "50"}}, ".set", "min"),
        ({"criterion": "score", "set": {"value": "50"}}, ".set", "value"),
        ({"criterion": "entry-legal", "set": {"value": "1"}}, ".set", "value"),
        # An indicator of the score table is no criterion.
        ({"criterion": "i1", "waive": True}, ".criterion", "one of"),
    ],
)
def test_what_an_override_can_change(said: dict[str, Any], place: str, why: str) -> None:
    with translation.override("en"):
        mistakes = check_overrides([change(**said)], [raw("specialized-2022")])
    if not why:
        assert mistakes == []
        return
    assert [one.place for one in mistakes] == [f"overrides[0].changes[0]{place}"]
    assert why in mistakes[0].message
