"""Standards as people read them: the list, and each with its criteria and score table."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act as May
from cultivation.access.permissions import decides_on, may
from cultivation.clock import today
from cultivation.pages.views import StrictPage
from cultivation.portal import labels
from cultivation.portal.judging import words
from cultivation.portal.judging.tabs import tabs
from cultivation.rest import filters
from cultivation.standards.engine.compiling import Compiled, compile_standard
from cultivation.standards.engine.content import ACTS, CONFIDENCE, Act, Content
from cultivation.standards.engine.nodes import Cases, Node, Waived
from cultivation.standards.engine.rules import Person
from cultivation.standards.engine.scoring import Part, Scored
from cultivation.standards.models import Standard


@dataclass(frozen=True)
class Row:
    """A criterion in words."""

    text: str
    asked: str
    article: str
    depth: int
    notes: list[str]
    unknown: bool

    @property
    def inner(self) -> bool:
        """Whether it is part of another criterion."""
        return self.depth > 0


def rows(node: Node, confidence: str, depth: int = 0, case: str = "") -> Iterator[Row]:
    """A criterion and those inside of it, each in words.

    Parameters: ``confidence`` (of the standard: said of a criterion where it differs).
    """
    says = node.says
    notes = [case] if case else []
    if isinstance(node, Waived):
        notes.append(str(node.why))
    if says.confidence != confidence:
        notes.append(str(CONFIDENCE[says.confidence]))
    unknown = isinstance(node, Person) and bool(node.set_by)
    yield Row(str(says.text), words.asks(node), str(says.article), depth, notes, unknown)
    if isinstance(node, Cases):
        for one in node.cases:
            yield from rows(one.then, confidence, depth + 1, words.case(node.figure, one.least))
    elif not isinstance(node, Waived):
        for child in node.children:
            yield from rows(child, confidence, depth + 1)


def tables(compiled: Compiled) -> list[tuple[Part, str, list[dict[str, Any]]]]:
    """The score tables: each part with the least it needs, and its indicators with their bands."""
    scored = next(
        (one for node in compiled.criteria for one in node.walk() if isinstance(one, Scored)), None
    )
    if scored is None:
        return []
    return [
        (
            part,
            f"≥ {scored.part_min[part.code]}" if part.code in scored.part_min else "",
            [
                {
                    "text": str(one.says.text),
                    "top": one.top,
                    "article": str(one.says.article),
                    "bands": words.scale(one.scale, one.top),
                }
                for one in part.indicators
            ],
        )
        for part in scored.parts
    ]


class StandardList(StrictPage):
    """All standards, ladder by ladder: which is in force, which was, which is not known."""

    template_name = "portal/judging/standards.html"

    def context(self) -> dict[str, Any]:
        day = today()
        found = Standard.objects.newest().select_related("tier__ladder")
        listed = [(one, self.state(one, day)) for one in found]
        return {
            "tabs": tabs("standards", staff=may(self.request.user, May.SEE)),
            "ladders": [
                (labels.name(ladder), list(of_ladder))
                for ladder, of_ladder in groupby(listed, lambda pair: pair[0].tier.ladder)
            ],
        }

    @staticmethod
    def state(standard: Standard, day: dt.date) -> tuple[str, str]:
        """Whether the standard is in force, in a word, with its colour."""
        if standard.in_force(day):
            # zh: 现行
            return str(_("in force")), "good"
        if standard.in_force_from > day:
            # zh: 尚未施行
            return str(_("not in force yet")), "info"
        # zh: 已停用
        return str(_("no longer in force")), ""


class StandardFilter(filters.StrictFilterSet):
    # zh: 事项
    act = filters.Choice(label=_("Act"), allowed=[str(act) for act in Act])
    # zh: 版本
    version = filters.Text(label=_("Version"), read_as=str)

    class Meta:
        model = Standard
        fields: list[str] = []


class StandardPage(StrictPage):
    """One standard, as its document says it, for new applications or renewals."""

    template_name = "portal/judging/standard.html"
    parameter_set = StandardFilter

    def standard(self) -> Standard:
        """The version asked for, by default the newest. Raises Http404."""
        asked = self.parameters.asked["version"]
        found = Standard.objects.filter(code=self.kwargs["code"]).select_related("tier__ladder")
        if asked is not None:
            if not (asked.isascii() and asked.isdecimal() and len(asked) < 5):
                raise Http404
            found = found.filter(version=int(asked))
        newest = found.order_by("-version").first()
        if newest is None:
            raise Http404
        return newest

    def context(self) -> dict[str, Any]:
        standard = self.standard()
        content: Content = standard.read
        act = Act(self.parameters.asked["act"] or content.acts[0])
        compiled = compile_standard(content, act)
        found = [row for node in compiled.criteria for row in rows(node, content.confidence)]
        versions = Standard.objects.filter(code=standard.code).order_by("version")
        may_enter = decides_on(self.request.user, standard.tier.ladder.authority_id)
        unknown = any(row.unknown for row in found)
        return {
            "standard": standard,
            "content": content,
            "tier": labels.name(standard.tier),
            "acts": [(each, str(ACTS[each]), each is act) for each in content.acts],
            "rows": found,
            "tables": tables(compiled),
            "confidence": CONFIDENCE[content.confidence],
            "unknown": unknown,
            "versions": list(versions.values_list("version", flat=True)),
            "spans": [(ACTS[one.act], one.span, one.why) for one in content.applies],
            "test_address": reverse("portal:self-test") + f"?tier={standard.tier_id}&act={act}",
            "enter_address": reverse("portal:standard-enter", args=[standard.code])
            if unknown and may_enter
            else "",
        }
