"""Imports as a person makes them in the browser, without the browser."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from cultivation.access.models import User
from cultivation.exchange.models import Import
from cultivation.exchange.planning import ListOptions
from cultivation.exchange.staging import services
from cultivation.exchange.staging.services import Asked
from cultivation.ladders.models import Tier
from tests.factories import make_user


def table(*rows: Sequence[Any]) -> bytes:
    """A csv file of ``rows``, the first of which are the titles."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")


def bureau() -> User:
    return make_user("bureau")


def options(tier: str = "seed", batch: str = "第一批", **further: Any) -> ListOptions:
    """What a list of certifications is, as the form of the upload says it."""
    given = {"valid_from": dt.date(2022, 9, 1)} | further
    return ListOptions(Tier.objects.select_related("ladder").get(pk=tier), batch, **given)


def receive(user: User, *rows: Sequence[Any], name: str = "名单.csv", **further: Any) -> Import:
    """An import of ``rows``, as far as it comes by itself."""
    importing = services.receive(table(*rows), name, by=Asked(user), **further)
    importing.refresh_from_db()
    return importing


def act(name: str, importing: Import, user: User, *arguments: Any, **further: Any) -> Import:
    """One of the acts of ``staging.services``, and the import after it."""
    getattr(services, name)(importing, *arguments, by=Asked(user), **further)
    importing.refresh_from_db()
    return importing


def shown(importing: Import) -> list[tuple[int, str, list[str]]]:
    """Row number, kind and codes of findings, in the order of the list."""
    rows = importing.rows.order_by("position")
    return [(row.row, row.kind, [one["code"] for one in row.findings]) for row in rows]
