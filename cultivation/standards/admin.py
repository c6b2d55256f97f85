"""Standards, facts and kept assessments in the admin, to read.

A version of a standard never changes: a new one is entered beside it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cultivation.ladders.models import Tier
from cultivation.records.base import ScopedAdmin
from cultivation.records.filters import by_choice, by_reference
from cultivation.records.showing import NOTHING, pairs, text
from cultivation.standards.engine.content import CONFIDENCE
from cultivation.standards.engine.sentences import written
from cultivation.standards.models import Assessment, FirmFact, Standard
from cultivation.standards.texts import Text
from cultivation.standards.vocabulary import FACTS, read_facts


@admin.register(Standard)
class StandardAdmin(ScopedAdmin):
    public = True
    list_display = (
        "title_zh", "version", "tier", "document", "in_force_from", "in_force_to", "confidence",
    )  # fmt: skip
    list_select_related = ("tier",)
    list_filter = (by_reference("tier", _("Tier"), Tier, nullable=False),)
    search_fields = ("code", "title_zh", "title_en", "document")
    fields = (
        "title_zh", "title_en", "code", "version", "tier", "document", "in_force_from",
        "in_force_to", "source", "sureness", "notes", "criteria", "scores",
    )  # fmt: skip
    readonly_fields = ("sureness", "notes", "criteria", "scores")

    # zh: 可信度
    @admin.display(description=_("Confidence"))
    def sureness(self, standard: Standard) -> str:
        return str(CONFIDENCE[standard.confidence])

    # zh: 说明
    @admin.display(description=_("Notes"))
    def notes(self, standard: Standard) -> SafeString:
        return _list([_text(note) for note in standard.content.get("notes", ())])

    # zh: 条件
    @admin.display(description=_("Criteria"))
    def criteria(self, standard: Standard) -> SafeString:
        return _list([_criterion(one) for one in standard.content["criteria"]])

    # zh: 评分表
    @admin.display(description=_("Score table"))
    def scores(self, standard: Standard) -> SafeString:
        return _list(
            [
                format_html(
                    "{} {}{}",
                    _text(part["title"]),
                    part["max"],
                    _list([_criterion(one) for one in part["indicators"]]),
                )
                for part in standard.content.get("parts", ())
            ]
        )


def _text(written: Mapping[str, str]) -> str:
    return str(Text.of(dict(written)))


def _list(items: list[Any]) -> SafeString:
    if not items:
        return format_html("{}", NOTHING)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((i,) for i in items)))


def _criterion(raw: Mapping[str, Any]) -> SafeString:
    """A criterion as people read it: what it says, where that stands, how sure it is."""
    inner = [_criterion(one) for one in _inside(raw)]
    article, sure = _text(raw["article"]), str(CONFIDENCE[raw["confidence"]])
    below = _list(inner) if inner else ""
    return format_html("{} ({}; {}){}", _text(raw["text"]), article, sure, below)


def _inside(raw: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from raw.get("all", ())
    yield from raw.get("any", ())
    for case in raw.get("cases", ()):
        yield case["then"]


@admin.register(FirmFact)
class FirmFactAdmin(ScopedAdmin):
    firm_path = "firm"
    list_display = ("firm", "label", "value_said", "holds_on", "source")
    list_select_related = ("firm",)
    search_fields = ("name",)
    date_hierarchy = "holds_on"
    fields = ("firm", "label", "value_said", "holds_on", "checked_on", "source", "proof")
    readonly_fields = ("label", "value_said")

    # zh: 数据项
    @admin.display(description=_("Fact"), ordering="name")
    def label(self, row: FirmFact) -> str:
        return str(FACTS[row.name].text) if row.name in FACTS else row.name

    # zh: 值
    @admin.display(description=_("Value"))
    def value_said(self, row: FirmFact) -> str:
        facts, _wrong = read_facts({row.name: row.value})
        return str(written(row.name, facts[row.name])) if row.name in facts else text(row.value)


@admin.register(Assessment)
class AssessmentAdmin(ScopedAdmin):
    firm_path = "firm"
    list_display = ("firm", "standard", "act", "as_of", "computed", "decided", "decided_on")
    list_select_related = ("firm", "standard")
    list_filter = (
        by_choice(Assessment, "computed", _("Computed")),
        by_choice(Assessment, "act", _("Act")),
    )
    date_hierarchy = "as_of"
    fields = (
        "firm", "standard", "act", "as_of", "computed", "decided", "decided_on", "decided_reason",
        "kept_on", "facts_said",
    )  # fmt: skip
    readonly_fields = ("facts_said",)

    # zh: 采用的数据
    @admin.display(description=_("Facts"))
    def facts_said(self, row: Assessment) -> Any:
        return pairs(row.facts)
