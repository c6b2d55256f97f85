"""Filters are saved under a name, shared with one's own office, renamed and deleted."""

from typing import Any

import pytest

from cultivation.access.models import Role
from cultivation.journal.models import Revision
from cultivation.pages.models import SavedList
from tests.factories import make_user
from tests.portal.desk import Desk, bureau, officer, text_of

pytestmark = pytest.mark.usefixtures("today")


def save(desk: Desk, name: str, query: str = "due=overdue", **further: Any) -> Any:
    sent = {"page": "portal:cases", "query": query, "name": name, **further}
    return desk.client.post("/lists/save/", sent)


def test_saved_and_opened_again(today: object) -> None:
    desk, before = officer(), Revision.objects.count()
    answer = save(desk, "逾期件")
    assert answer["Location"] == "/cases/?due=overdue"
    (one,) = desk.get("/cases/").context["saved_lists"]
    assert (one["row"].name, one["address"]) == ("逾期件", "/cases/?due=overdue")
    assert "保存当前筛选" not in desk.read("/cases/?due=overdue")
    assert "保存当前筛选" in desk.read("/cases/?due=near")
    assert "保存当前筛选" not in desk.read("/cases/")
    # It is the account's own matter, and none of the journal.
    assert Revision.objects.count() == before
    assert save(desk, "逾期件").status_code == 409
    assert "已有同名" in text_of(save(desk, "逾期件"))
    assert save(desk, " ").status_code == 400
    assert save(desk, "别处", page="portal:journal").status_code == 409
    assert not SavedList.objects.filter(page="portal:journal").exists()


def test_shared_with_the_own_office_only(today: object) -> None:
    desk = officer("120111")
    save(desk, "本区逾期", shared="on")
    save(desk, "自己的")
    (shared,) = officer("120111").get("/cases/").context["saved_lists"]
    assert (shared["row"].name, shared["own"]) == ("本区逾期", False)
    for other in (officer("120101"), bureau(), Desk(make_user(Role.AUDITOR))):
        assert other.get("/cases/").context["saved_lists"] == []
    assert desk.get("/firms/").context["saved_lists"] == []


def test_only_the_own_ones_are_changed(today: object) -> None:
    desk, colleague = officer(), officer()
    save(desk, "旧名", shared="on")
    row = SavedList.objects.get()
    place = f"/lists/{row.pk}/"
    assert colleague.client.get(place).status_code == 404
    assert colleague.client.post(f"{place}delete/").status_code == 404
    assert desk.client.post(place, {"name": "新名"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.shared) == ("新名", False)
    assert desk.client.post(f"{place}delete/")["Location"] == "/cases/"
    assert not SavedList.objects.exists()
