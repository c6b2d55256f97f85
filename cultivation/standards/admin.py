"""Standards in the admin, to read: a version never changes, a new one is entered beside it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cultivation.ladders.models import Tier
from cultivation.records.base import ScopedAdmin
from cultivation.records.filters import by_reference
from cultivation.records.showing import NOTHING
from cultivation.standards.engine.content import CONFIDENCE
from cultivation.standards.models import Standard
from cultivation.standards.texts import Text


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
