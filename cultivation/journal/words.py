"""The journal's codes in words."""

from functools import cache

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cultivation.journal.sight import Sight, published_tables, reserved_tables

SOURCES = {
    # zh: 页面
    "browser": _("browser"),
    # zh: 命令
    "command": _("command"),
    # zh: 接口
    "rest": _("REST"),
    # zh: 系统
    "system": _("system"),
}
OPERATIONS = {
    # zh: 新增
    "insert": _("added"),
    # zh: 修改
    "update": _("changed"),
    # zh: 删除
    "delete": _("deleted"),
}


# Tables that are not journalled: what is derived, logs of their own, working papers.
NOT_JOURNALLED = (
    "access_accessrecord",
    "access_apitoken",
    "access_user_groups",
    "access_user_user_permissions",
    "counts_",
    "exchange_",
    "journal_",
)


@cache
def models_by_table() -> dict[str, type[Model]]:
    """The models of the registry by the names of their tables, links between rows too."""
    found: dict[str, type[Model]] = {}
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("cultivation."):
            found[model._meta.db_table] = model
    return found


def tables() -> dict[str, str]:
    """The journalled tables by their names in the database, as people name them.

    What belongs to firms comes first.
    """
    found = {}
    for table, model in models_by_table().items():
        found[table] = str(model._meta.verbose_name)
        for many in model._meta.local_many_to_many:
            # A link between two rows is a row of its own.
            link = f"{model._meta.verbose_name} · {many.verbose_name}"
            found[many.m2m_db_table()] = link
    kept = {table: name for table, name in found.items() if not table.startswith(NOT_JOURNALLED)}
    return dict(sorted(kept.items(), key=lambda one: (not _of_firms(one[0]), one[1])))


def tables_seen(sight: Sight) -> dict[str, str]:
    """Those of ``tables`` in which an account can have something to read."""
    return {table: name for table, name in tables().items() if _shows(sight, table)}


def _shows(sight: Sight, table: str) -> bool:
    if sight.hidden.get(table, table) is None:
        return False
    if table in reserved_tables():
        return sight.city and sight.reserved
    if sight.city or table in published_tables():
        return not sight.nothing
    return sight.subjects is not None and _of_firms(table)


def _of_firms(table: str) -> bool:
    """Whether the rows of the table are about one firm each: the journal keeps which."""
    model = models_by_table().get(table)
    columns = {field.column for field in model._meta.concrete_fields} if model else set()
    return table == "firms_firm" or "firm_id" in columns
