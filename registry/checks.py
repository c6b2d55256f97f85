"""System checks of the project as a whole."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from registry.postgres import OLDEST_VERSION


@register(Tags.database)
def server_is_new_enough(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse servers that are not PostgreSQL, or older than 15 (runs before ``migrate``)."""
    problems: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor != "postgresql":
            problems.append(
                Error(
                    "登记系统只支持 PostgreSQL。(only PostgreSQL is supported)", id="registry.E001"
                )
            )
            continue
        with connection.cursor():
            version: int = connection.connection.server_version
        if version < OLDEST_VERSION * 10_000:
            problems.append(
                Error(
                    f"数据库服务器是 PostgreSQL {version // 10_000},请升级到 "
                    f"{OLDEST_VERSION} 或更新版本。"
                    f" (PostgreSQL {OLDEST_VERSION} or newer is required)",
                    id="registry.E002",
                )
            )
    return problems
