"""Whatever a browser sends to a page with a form: never a 500, and what is refused writes nothing.

The forms are read from the pages themselves, at the addresses of ``tests/meta/addresses.py``, so
that a new page is looked at without being named here. Each form is sent with every kind of odd
thing that its fields may meet, in all of them at a time; pages whose forms have the same fields
share them. With ``ODD=all`` every field gets every kind, one at a time (many minutes, by hand).
"""

import logging
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import resolve

from cultivation.pages.views import StrictPage
from tests.contracts.casework import undone
from tests.meta.formed import (
    FILES,
    NO_SUCH,
    TEXTS,
    Control,
    Sent,
    encoded,
    forms_of,
    surely_wrong,
)
from tests.meta.oddities import Place, places
from tests.meta.rows import World
from tests.meta.sheets import Odd, Sheet, one_by_one, rounds, sheets_of
from tests.meta.test_urls import tells_nothing
from tests.portal.notices.story import AFTER, on

ALL = os.environ.get("ODD") == "all"
# What may be written although nothing is done: who was refused what, who tried which password.
ON_RECORD = ("access_accessrecord", "access_requestcount", "django_session", "axes_accessattempt")
# What is wrong with a file is said by whoever reads it, once the rest is in order.
SAID_OF_ALL = ("unknown field", *FILES)
# What was done already leaves a revision without rows; a list can be handed in again, and is then
# said to be the same.
AGAIN = {"journal_revision", "exchange_import", "exchange_importfile"}


@dataclass(frozen=True)
class Desk:
    """The world of the sweep: who asks, where, the forms there, and what is on file."""

    world: World
    places: list[Place]
    sheets: list[Sheet]
    before: dict[str, int]

    def send(self, sheet: Sheet, sent: Sent) -> Any:
        """The answer. What is done is undone; what is refused, or only shown, writes nothing."""
        body, kind = encoded(sent, multipart=sheet.form.multipart)
        with undone():
            answer = self.world.client(sheet.place.role).post(sheet.address, body, kind)
            if answer.status_code >= 400 or "effects" in (answer.context or {}):
                assert on_file() == self.before, (str(sheet.place), sheet.address, "written")
        return answer


@pytest.fixture(scope="module")
def swept(django_db_setup: None, django_db_blocker: Any) -> Iterator[Desk]:
    """Made once for all tests here, and rolled back after them."""
    # Hundreds of refusals would be hundreds of lines.
    logging.disable(logging.WARNING)
    with django_db_blocker.unblock(), transaction.atomic():
        world, found = places()
        with on(AFTER):
            sheets = [one for place in found if place.formed for one in sheets_of(world, place)]
        yield Desk(world, found, sheets, on_file())
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


@pytest.fixture
def desk(swept: Desk, db: None) -> Iterator[Desk]:
    with on(AFTER):
        yield swept


def on_file() -> dict[str, int]:
    """How many rows each table has."""
    names = [one._meta.db_table for one in apps.get_models() if one._meta.managed]
    counted = " UNION ALL ".join(f"SELECT '{one}', count(*) FROM {one}" for one in names)
    with connection.cursor() as cursor:
        cursor.execute(counted)
        return {name: rows for name, rows in cursor.fetchall() if name not in ON_RECORD}


def test_odd_things_are_refused_by_their_field_and_write_nothing(desk: Desk) -> None:
    shapes: dict[tuple[Any, ...], list[Sheet]] = defaultdict(list)
    for sheet in desk.sheets:
        shapes[sheet.shape].append(sheet)
    assert len(desk.sheets) > 80
    told: list[str] = []
    for sheets in shapes.values():
        for sheet, sent, odd in one_by_one(sheets) if ALL else rounds(sheets):
            told += looked_at(sheet, sent, odd, desk.send(sheet, sent))
    assert not told, f"{len(told)}:\n" + "\n".join(told[:60])


def looked_at(sheet: Sheet, sent: Sent, odd: Odd, answer: Any) -> list[str]:
    """What is wrong with an answer, in lines."""
    where = f"{sheet.place.role} {sheet.address} {answer.status_code}"
    if answer.status_code >= 500:
        return [f"{where}: {[(one.name, kind) for one, kind in odd]}"]
    wrong = [(one, kind) for one, kind in odd if surely_wrong(one, kind)]
    if sheet.address.startswith("/imports/new/"):
        # A list is read once it was handed in: then its page says what is wrong with it.
        wrong = [(one, kind) for one, kind in wrong if kind not in FILES]
    if wrong and answer.status_code < 400:
        return [f"{where}: accepted {[(one.name, kind) for one, kind in wrong]}"]
    form = (answer.context or {}).get("form") if answer.status_code >= 400 else None
    if form is None:
        return []
    told = [
        f"{where}: {kind} is not said of {one.name}"
        for one, kind in wrong
        if one.name in form.fields and kind not in SAID_OF_ALL and one.name not in form.errors
    ]
    if any(kind == "unknown field" for _one, kind in wrong) and NO_SUCH not in str(form.errors):
        told.append(f"{where}: {NO_SUCH} is not said")
    if not form.errors:
        told.append(f"{where}: nothing is said")
    return told + comes_back(sheet, sent, {one.name for one, _kind in odd}, answer)


def comes_back(sheet: Sheet, sent: Sent, odd: set[str], answer: Any) -> list[str]:
    """Whether the form that is shown again holds what was typed, as far as it was nothing odd."""
    found: dict[str, Control] = {}
    for form in forms_of(answer.content.decode()):
        found |= form.controls
    return [
        f"{sheet.place.role} {sheet.address}: {one.name} was lost"
        for one in sheet.controls
        if one.kind not in ("file", "password", "hidden") and one.name not in odd
        and one.name in found and set(found[one.name].values) - {""} != set(sent[one.name])
    ]  # fmt: skip


def test_what_is_sent_twice_is_done_once(desk: Desk) -> None:
    """As a browser without JavaScript sends it on a double click."""
    done = 0
    for sheet in desk.sheets:
        body, kind = encoded(sheet.filled(), multipart=sheet.form.multipart)
        client = desk.world.client(sheet.place.role)
        with undone():
            if client.post(sheet.address, body, kind).status_code == 302:
                once = on_file()
                answer = client.post(sheet.address, body, kind)
                assert answer.status_code < 500, sheet.address
                twice = {name for name, rows in on_file().items() if rows != once[name]}
                assert twice <= AGAIN, (sheet.address, twice)
                done += 1
    assert done > 30


def test_rows_that_are_not_seen_cannot_be_sent(desk: Desk) -> None:
    """An officer sends ids of firms, cases and titles of another district wherever ids are sent."""
    world = desk.world
    foreign = [
        str(row.pk)
        for rows in (world.cases, world.held, world.firms)
        for row in (rows["经开"],)
    ]  # fmt: skip
    looked = 0
    for sheet in desk.sheets:
        if "西青区" not in sheet.place.role:
            continue
        ids = [one for one in sheet.controls if one.kind in ("select", "checkbox", "radio")
               or one.name in ("row", "rows", "seen")]  # fmt: skip
        for one in ids:
            for pk in foreign:
                if pk in one.options or pk in one.values:
                    continue  # rows of another kind have the same number
                text = f"{pk}:0:1" if one.name == "seen" else pk
                answer = desk.send(sheet, sheet.filled() | {one.name: [text]})
                assert 400 <= answer.status_code < 500, (sheet.address, one.name, pk)
                tells_nothing(world, sheet.place.role, answer)
                looked += 1
                if not ALL:
                    break
    assert looked > 20


def test_odd_parameters_are_refused(desk: Desk) -> None:
    told: list[str] = []
    for n, place in enumerate(dict.fromkeys(desk.places)):
        view = getattr(resolve(place.address.split("?")[0]).func, "view_class", None)
        if view is None or not issubclass(view, StrictPage) or "get" not in view.http_method_names:
            continue
        declared = view.parameter_set.declared() if view.parameter_set else {}
        names = [*declared, *view.further] or ["page"]
        queries = [{"no_such": "1"}, *odd_queries(names, n)]
        for query in queries:
            path = place.address.split("?")[0]
            address = f"{path}?{urlencode(query, doseq=True)}".replace("%3F", "%ED%A0%80")
            answer = desk.world.client(place.role).get(address)
            if answer.status_code >= 500:
                told.append(f"{place.role} {address} {answer.status_code}")
            if "no_such" in query and answer.status_code in (200, 409):
                told.append(f"{place.role} {address}: taken")
    assert not told, "\n".join(told[:60])
    assert on_file() == desk.before


def odd_queries(names: list[str], n: int) -> Iterator[dict[str, Any]]:
    """Odd values of all parameters: every kind if ``ALL``, else one mixture a page."""
    texts = [text[:3000] for text in TEXTS.values() if "\ud800" not in text] + ["?"]
    for r in range(len(texts) if ALL else 1):
        yield {name: texts[(i * 5 + n * 7 + r) % len(texts)] for i, name in enumerate(names)}
    if ALL:
        yield {name: ["1", "1"] for name in names}
