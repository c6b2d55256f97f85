"""All imports: which file, who, what it did."""

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cultivation.access.permissions import Act, may
from cultivation.exchange.models import Import, ImportKind, State
from cultivation.exchange.pages import words
from cultivation.ladders.models import Tier
from cultivation.pages.columns import Column
from cultivation.pages.facets import Counts, Facet, Field
from cultivation.pages.lists import ListPage
from cultivation.rest import filters


class ImportFilter(filters.StrictFilterSet):
    # zh: 名单种类
    kind = filters.Codes(label=_("The kind of list."), allowed=lambda: ImportKind.values)
    # zh: 状态
    state = filters.Codes(label=_("How far it is."), allowed=lambda: State.values)
    # zh: 文件名中的文字
    file = filters.Text(label=_("A part of the file's name."))

    class Meta:
        model = Import
        fields: list[str] = []

    def narrow(self, rows: Any) -> Any:
        asked = self.asked
        if asked["kind"]:
            rows = rows.filter(kind__in=asked["kind"])
        if asked["state"]:
            rows = rows.filter(state__in=asked["state"])
        if asked["file"]:
            rows = rows.filter(file_name__icontains=asked["file"])
        return rows


def by(column: str) -> Any:
    def counts(rows: QuerySet[Any]) -> Counts:
        return dict(rows.values_list(column).annotate(n=Count("pk")).order_by())

    return counts


def of(kind: str) -> Any:
    return lambda row: row.counts.get(kind, 0) or None


def who(row: Import) -> str:
    """Who imported it; the system for imports of the command line."""
    if row.imported_by:
        return row.imported_by.shown_name
    return row.revision.actor_name if row.revision else ""


class ImportList(ListPage):
    """The imports of the account's scope."""

    # zh: 名单导入
    heading = _("Lists in")
    # zh: 次
    unit = pgettext_lazy("counted", "imports")
    # zh: 点击“导入名单”上传第一份名单。
    empty = _("Upload the first list with “Import a list”.")
    export_name = "imports"
    template_name = "exchange/history.html"
    parameter_set = ImportFilter
    columns = (
        # zh: 文件
        Column("file", _("File"), lambda row: row.file_name, "wrap"),
        # zh: 名单
        Column("what", _("List"), lambda row: row.what),
        # zh: 状态
        Column(
            "state", _("State"), lambda row: row.get_state_display(), "state", state=words.colour
        ),
        # zh: 行数
        Column("rows", _("Rows"), of("rows"), "number"),
        # zh: 新建
        Column("create", _("new"), of("create"), "number"),
        # zh: 更新
        Column("update", _("updated"), of("update"), "number"),
        # zh: 有误
        Column("error", _("with errors"), of("error"), "number"),
        # zh: 导入人
        Column("who", _("Imported by"), who),
        # zh: 时间
        Column("at", _("When"), lambda row: row.created_at, "moment", order="created_at"),
        # zh: 数据版本
        Column(
            "version", _("Data version"), lambda row: row.revision.number if row.revision else None,
            "number", exported_only=True,
        ),
        Column("sha256", "SHA-256", lambda row: row.sha256, "code", exported_only=True),
    )  # fmt: skip
    # zh: 文件名
    fields = (Field("file", _("File name"), wide=True),)
    facets = (
        # zh: 名单种类
        Facet(
            "kind", _("Kind of list"),
            lambda: {str(code): str(label) for code, label in ImportKind.choices}, by("kind"),
        ),
        Facet(
            "state", _("State"),
            lambda: {str(code): str(label) for code, label in State.choices}, by("state"),
        ),
    )  # fmt: skip

    def rows(self) -> QuerySet[Any]:
        return Import.objects.visible_to(self.user)

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("revision", "imported_by").defer("facts", "choices", "columns")

    def prepared(self, rows: list[Any]) -> list[Any]:
        tiers = Tier.objects.in_bulk({row.tier_code for row in rows if row.tier_code})
        for row in rows:
            row.what = words.what(row, tiers.get(row.tier_code))
        return rows

    @property
    def may_import(self) -> bool:
        """Whether the account may import lists at all."""
        return may(self.user, Act.IMPORT_FIRMS)

    def row_address(self, row: Any) -> str:
        return reverse("exchange:import", args=[row.pk])
