"""Every address of the admin as every role: what it answers, and that no foreign row shows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.utils.html import escape

from cultivation.certification.models import Batch, Certification
from cultivation.firms.models import Firm, FirmEvent, FirmIndustry, FirmName, FirmYear, Residence
from cultivation.records.base import ScopedAdmin
from cultivation.records.reference import ReferenceAdmin
from cultivation.standards.models import Assessment, FirmFact
from tests.records.conftest import FOREIGN, FORMER, ROLES, address, registered

OF_FIRMS = (
    Firm,
    FirmName,
    Residence,
    FirmIndustry,
    FirmYear,
    FirmEvent,
    Certification,
    FirmFact,
    Assessment,
)
CITY_ONLY = {"journal.Revision", "journal.Entry"}
OFFICERS = {"access.User"}
MODELS = registered()
labels = [model._meta.label for model in MODELS]
Enter = Callable[[str], Client]
World = dict[str, Firm]


def sees_table(role: str, model: type[Model]) -> bool:
    label = model._meta.label
    if label in OFFICERS:
        return role in ("auditor", "superuser")
    return label not in CITY_ONLY or role not in ("officer", "other_officer")


def row_of(model: type[Model], firm: Firm) -> Any:
    if model is Firm:
        return firm
    return model._default_manager.filter(firm=firm).first()


def secrets(world: World) -> list[str]:
    """What tells of the foreign firm."""
    return [FOREIGN, FORMER, str(world["foreign"].uscc), "外区批次"]


def assert_nothing_foreign(response: Any, world: World) -> None:
    text = response.content.decode()
    for secret in secrets(world):
        assert escape(secret) not in text, (response.request["PATH_INFO"], secret)


def test_every_table_says_whose_rows_it_shows() -> None:
    for model in MODELS:
        owner = admin.site._registry[model]
        assert isinstance(owner, ScopedAdmin)
        said = [owner.public, owner.city_only, hasattr(model._default_manager, "visible_to")]
        assert any(said), model
        # What has rows to hide is not public reference data.
        assert not (owner.public and hasattr(model._default_manager, "visible_to")), model


def test_all_tables_are_there() -> None:
    assert {"firms.Firm", "certification.Batch", "ladders.Tier", "access.User"} <= set(labels)
    assert "auth.Group" not in labels
    assert len(labels) >= 21


@pytest.mark.parametrize("model", MODELS, ids=labels)
@pytest.mark.parametrize("role", ["anonymous", "client", "nobody", "former", *ROLES])
def test_lists(role: str, model: type[Model], enter: Enter, world: World) -> None:
    client = enter(role)
    response = client.get(address(model))
    if role in ("anonymous", "former"):
        assert response.status_code == 302
        assert response["Location"].startswith("/login/?next=/admin/")
    elif role in ("client", "nobody") or not sees_table(role, model):
        assert response.status_code == 403
    else:
        assert response.status_code == 200
        assert 'style="' not in response.content.decode()
    if role in ("officer", "client", "nobody", "anonymous"):
        assert_nothing_foreign(response, world)


@pytest.mark.parametrize("role", ["anonymous", "client", *ROLES])
def test_the_overview(role: str, enter: Enter) -> None:
    client = enter(role)
    expected = {"anonymous": 302, "client": 403}.get(role, 200)
    for place in ("/admin/", "/admin/firms/", "/admin/jsi18n/"):
        assert client.get(place).status_code == expected, place
    listed = 'href="/admin/access/user/"' in client.get("/admin/").content.decode()
    assert listed == (role in ("auditor", "superuser"))


@pytest.mark.parametrize("page", ["change", "history", "delete"])
@pytest.mark.parametrize("model", OF_FIRMS, ids=lambda model: model.__name__)
def test_a_foreign_record_looks_like_none(
    model: type[Model], page: str, enter: Enter, world: World
) -> None:
    row = row_of(model, world["foreign"])
    client = enter("officer")
    foreign = client.get(address(model, page, row.pk if row else 0))
    nothing = client.get(address(model, page, 987_654_321))
    assert foreign.status_code == nothing.status_code
    assert foreign.status_code in (403, 404)
    assert_nothing_foreign(foreign, world)
    posted = client.post(address(model, page, row.pk if row else 0), {"name": "改"})
    assert posted.status_code in (403, 404)


@pytest.mark.parametrize("model", OF_FIRMS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("role", ROLES)
def test_an_own_record(role: str, model: type[Model], enter: Enter, world: World) -> None:
    row = row_of(model, world["own"])
    response = enter(role).get(address(model, "change", row.pk))
    assert response.status_code == (404 if role == "other_officer" else 200)
    if role == "officer":
        assert_nothing_foreign(response, world)
        if model in (Firm, FirmEvent):
            assert "辖区以外的企业" in response.content.decode()
    elif model is Firm and role == "miit":
        assert FOREIGN in response.content.decode()


@pytest.mark.parametrize("model", MODELS, ids=labels)
@pytest.mark.parametrize("role", ROLES)
def test_nobody_but_the_superuser_may_write(
    role: str, model: type[Model], enter: Enter, world: World
) -> None:
    client = enter(role)
    row = (row_of(model, world["own"]) if model in OF_FIRMS else None) or (
        model._default_manager.order_by("pk").first()
    )
    edited = isinstance(admin.site._registry[model], ReferenceAdmin)
    assert row is not None
    for page, args in (("add", ()), ("change", (row.pk,)), ("delete", (row.pk,))):
        status = client.post(address(model, page, *args), {"post": "yes"}).status_code
        if role == "superuser" and edited:
            # An empty form comes back, or the sentence that says why not.
            assert status in (200, 403, 409), page
        else:
            assert status in (403, 404), page
    assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "query",
    [
        "q=西青外区",
        "q=机密",
        "q=外区旧名",
        "district=120111",
        "tier=specialized",
        "o=1",
        "pending=no",
    ],
)
def test_no_question_about_a_foreign_firm_is_answered(
    query: str, enter: Enter, world: World
) -> None:
    client = enter("officer")
    for model in OF_FIRMS:
        response = client.get(f"{address(model)}?{query}")
        assert_nothing_foreign(response, world)
        if response.status_code == 200 and query not in ("o=1", "pending=no"):
            assert response.context["cl"].result_count == 0, model


@pytest.mark.parametrize("name", ["firm__name", "merged_into__name", "password", "name_key"])
def test_nobody_asks_around_the_filters(name: str, enter: Enter, world: World) -> None:
    for model in MODELS:
        response = enter("superuser").get(f"{address(model)}?{name}__startswith=西")
        assert response.status_code == 400, model


def test_related_rows_are_found_in_scope_only(enter: Enter, world: World) -> None:
    query = "app_label=certification&model_name=certification&field_name=firm&term=公司"
    response = enter("officer").get(f"/admin/autocomplete/?{query}")
    assert_nothing_foreign(response, world)


def test_batches_are_those_of_the_own_firms(enter: Enter, world: World) -> None:
    own = Batch.objects.get(name="本区批次")
    foreign = Batch.objects.get(name="外区批次")
    officer = enter("officer")
    assert officer.get(address(Batch, "change", own.pk)).status_code == 200
    assert officer.get(address(Batch, "change", foreign.pk)).status_code == 404
    assert enter("auditor").get(address(Batch, "change", foreign.pk)).status_code == 200


def test_history_is_the_journal(enter: Enter, world: World) -> None:
    page = address(Firm, "history", world["own"].pk)
    for role in ("officer", "miit"):
        response = enter(role).get(page, follow=True)
        assert response.status_code == 200
        assert response.redirect_chain[-1][0] == f"/firms/{world['own'].pk}/journal/"
    assert enter("other_officer").get(page).status_code == 404
    page = address(Certification, "history", row_of(Certification, world["own"]).pk)
    assert enter("officer").get(page).status_code == 403
    response = enter("miit").get(page, follow=True)
    assert response.status_code == 200
    assert "修订明细" in response.content.decode()
    keys = {entry.row_key for entry in response.context["cl"].result_list}
    assert keys == {str(row_of(Certification, world["own"]).pk)}


@pytest.mark.parametrize("key", ["x", "99999999999999999999999", "_00", "1/2"])
def test_keys_that_are_none(key: str, enter: Enter) -> None:
    for model in MODELS:
        for page in ("change", "history", "delete"):
            assert enter("superuser").get(address(model, page, key)).status_code in (403, 404)
