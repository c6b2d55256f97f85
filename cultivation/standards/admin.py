"""Standards, facts and kept assessments in the admin: to read."""

from typing import Any

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from cultivation.ladders.models import Tier
from cultivation.records.base import ScopedAdmin
from cultivation.records.filters import by_choice, by_reference
from cultivation.records.showing import pairs, text
from cultivation.standards.engine.content import CONFIDENCE
from cultivation.standards.engine.sentences import written
from cultivation.standards.models import Assessment, FirmFact, Standard
from cultivation.standards.texts import Text
from cultivation.standards.vocabulary import FACTS, read_facts


@admin.register(Standard)
class StandardAdmin(ScopedAdmin):
    public = True
    list_display = ("title_zh", "version", "tier", "document", "in_force_from", "in_force_to")
    list_select_related = ("tier",)
    list_filter = (by_reference("tier", _("Tier"), Tier, nullable=False),)
    search_fields = ("key", "title_zh", "title_en", "document")
    fields = (
        "title_zh", "title_en", "code", "version", "tier", "acts", "document", "in_force_from",
        "in_force_to", "source", "confidence_said", "criteria",
    )  # fmt: skip
    readonly_fields = ("confidence_said", "criteria")

    # zh: 可信度
    @admin.display(description=_("Confidence"))
    def confidence_said(self, row: Standard) -> str:
        return str(CONFIDENCE[row.confidence])

    # zh: 条件
    @admin.display(description=_("Criteria"))
    def criteria(self, row: Standard) -> Any:
        said = [(one["article"], one["text"]) for one in row.content["criteria"]]
        return format_html_join(
            "",
            '<dl class="pairs"><div><dt>{}</dt><dd>{}</dd></div></dl>',
            ((Text.of(article), Text.of(criterion)) for article, criterion in said),
        )


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
