"""A judgement as JSON: what REST answers, and what an assessment that is kept freezes.

Numbers are text, exact where they are decimals and else to the decimals that tell them apart from
the bound; every text is there in both languages.
"""

from collections.abc import Iterator
from typing import Any

from cultivation.standards.engine.assessing import Judged
from cultivation.standards.engine.content import Content, Override
from cultivation.standards.engine.figures import label, unit_of
from cultivation.standards.engine.nodes import Cases, Node, Waived
from cultivation.standards.engine.numbers import plain, shown
from cultivation.standards.engine.points import Points
from cultivation.standards.engine.results import Finding, Gap, Result
from cultivation.standards.engine.rules import Compare, Level, OfFact, Person
from cultivation.standards.engine.scoring import Indicator, PartFinding, Scored
from cultivation.standards.engine.sentences import distance_of, sentence, value_of, written
from cultivation.standards.texts import Text
from cultivation.standards.vocabulary import FACTS

ENGINE = "standards-1"
Json = dict[str, Any]


def as_dict(judged: Judged) -> Json:
    """The whole judgement."""
    content = judged.compiled.content
    document = content.document_number
    return {
        "engine": ENGINE,
        "standard": head(content),
        "act": str(judged.compiled.act),
        "as_of": judged.day.isoformat(),
        "overrides": [override_head(one) for one in judged.compiled.overrides],
        "result": str(judged.result),
        "missing": missing_facts(judged),
        "criteria": [_finding(one, document) for one in judged.findings],
    }


def head(content: Content) -> Json:
    """Which standard it is."""
    return {
        "code": content.code,
        "version": content.version,
        "tier": content.tier,
        "title": content.title.as_dict(),
        "document": content.document_number,
        "document_title": content.document_title.as_dict(),
        "articles": content.articles.as_dict(),
        "source": content.source,
        "confidence": content.confidence,
    }


def override_head(override: Override) -> Json:
    """Which notice changed what for a batch."""
    return {
        "code": override.code,
        "title": override.title.as_dict(),
        "document": override.document,
        "source": override.source,
        "confidence": override.confidence,
        # Only where one is given: what was kept before there were reasons reads as it did.
        **({"reason": override.reason} if override.reason else {}),
    }


def gaps(finding: Finding) -> Iterator[Gap]:
    """What is missing for a finding whose result is missing, where it decides."""
    if finding.result is not Result.MISSING:
        return
    if finding.gap:
        yield finding.gap
    for part in finding.parts:
        for _indicator, points in part.indicators:
            if points.gap:
                yield points.gap
    for child in finding.children:
        yield from gaps(child)


def missing_facts(judged: Judged) -> list[Json]:
    """The facts that would settle what is missing, each once."""
    names = dict.fromkeys(
        name for finding in judged.findings for gap in gaps(finding) for name in gap.missing
    )
    return [
        {
            "fact": name,
            "label": FACTS[name].text.as_dict(),
            "unit": FACTS[name].unit,
            "origin": str(FACTS[name].origin),
        }
        for name in names
    ]


def _finding(finding: Finding, document: str) -> Json:
    node = finding.node
    said = sentence(finding)
    found: Json = {
        **criterion(node, document),
        "result": str(finding.result),
        "sentence": said.as_dict() if said else None,
        "figure": _figure(finding),
        "distance": _distance(finding),
        "missing": list(finding.gap.missing) if finding.gap else [],
        "undefined": _texts(finding.gap.undefined) if finding.gap else None,
        "waived": node.why.as_dict() if isinstance(node, Waived) else None,
    }
    if isinstance(node, Scored):
        found["score"] = _score(finding, node, document)
    if finding.children:
        found["criteria"] = [_finding(one, document) for one in finding.children]
    return found


def criterion(node: Node, document: str) -> Json:
    """What a criterion says and where it stands, without any facts."""
    says = node.says
    return {
        "id": says.id,
        "kind": says.kind,
        "document": document,
        "article": says.article.as_dict(),
        "text": says.text.as_dict(),
        "source": says.source,
        "confidence": says.confidence,
        "confirm": _texts(says.confirm),
        "override": says.override or (node.override if isinstance(node, Waived) else ""),
        "threshold": threshold(node),
        "set_by": node.set_by if isinstance(node, Person) else "",
    }


def threshold(node: Node) -> Json | None:
    """What a criterion asks of its figure."""
    if isinstance(node, Waived):
        return threshold(node.inner)
    if isinstance(node, Compare):
        return {"op": node.op, "value": shown(node.bound), "unit": node.unit}
    if isinstance(node, Level):
        return {"op": ">=", "value": node.value, "unit": ""}
    if isinstance(node, Scored):
        return {"op": ">=", "value": shown(node.least), "unit": "分"}
    return None


def _figure(finding: Finding) -> Json | None:
    node = finding.node
    if isinstance(node, Compare):
        value = value_of(finding)
        used = node.at_most if finding.limited else node.figure
        text = None if value is None else shown(value, node.bound)
        return _named(used, text, node.unit)
    if isinstance(node, OfFact):
        stated = None if finding.value is None else str(written(node.fact, finding.value).zh)
        return _named(node.fact, stated, "")
    if isinstance(node, Cases) and finding.value is not None:
        return _named(node.figure, shown(finding.value), unit_of(node.figure))
    if isinstance(node, Person) and node.figure and finding.value is not None:
        return _named(node.figure, shown(finding.value), unit_of(node.figure))
    return None


def _named(name: str, value: str | None, unit: str) -> Json:
    return {"name": name, "label": label(name).as_dict(), "value": value, "unit": unit}


def _distance(finding: Finding) -> Json | None:
    away = distance_of(finding)
    if away is None or not isinstance(finding.node, Compare):
        return None
    unit = "百分点" if finding.node.unit == "%" else finding.node.unit
    return {"value": shown(away, 0), "unit": unit}


def _score(finding: Finding, node: Scored, document: str) -> Json:
    return {
        "least": plain(finding.least or 0),
        "most": plain(finding.most or 0),
        "max": node.top,
        "min": shown(node.least),
        "parts": [_part(one, node, document) for one in finding.parts],
    }


def _part(found: PartFinding, node: Scored, document: str) -> Json:
    bound = node.part_min.get(found.part.code)
    return {
        "code": found.part.code,
        "title": found.part.title.as_dict(),
        "least": plain(found.least),
        "most": plain(found.most),
        "max": found.part.top,
        "min": None if bound is None else shown(bound),
        "indicators": [_indicator(one, points, document) for one, points in found.indicators],
    }


def _indicator(indicator: Indicator, points: Points, document: str) -> Json:
    says = indicator.says
    known = points.least == points.most
    return {
        "id": says.id,
        "document": document,
        "article": says.article.as_dict(),
        "text": says.text.as_dict(),
        "source": says.source,
        "confidence": says.confidence,
        "points": plain(points.least) if known else None,
        "least": plain(points.least),
        "most": plain(points.most),
        "max": indicator.top,
        "result": str(Result.MET if known else Result.MISSING if points.gap else Result.PERSON),
        "figure": _of_points(points),
        "missing": list(points.gap.missing) if points.gap else [],
        "undefined": _texts(points.gap.undefined) if points.gap else None,
    }


def _of_points(points: Points) -> Json | None:
    if isinstance(points.value, Text):
        return {"name": "", "label": points.value.as_dict(), "value": None, "unit": ""}
    if not points.figure:
        return None
    value = None if points.value is None else shown(points.value)
    return _named(points.figure, value, unit_of(points.figure))


def _texts(text: Text | None) -> dict[str, str] | None:
    return text.as_dict() if text else None
