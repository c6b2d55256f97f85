"""The pages about officers: who may open them, what each act does."""

import re
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from cultivation.access.models import AccessRecord, ApiToken, Role, User
from cultivation.certification.models import Application
from cultivation.journal.models import Revision
from tests.certification.cases import People, make_application, make_batch
from tests.factories import PASSWORD, make_user, token_for, writing
from tests.portal.people.conftest import is_in, log_in, signed_in, with_second_factor

pytestmark = pytest.mark.django_db
ACTS = ("change", "password", "factor", "unlock", "leave", "restore", "tokens/new")
NEW = {
    "username": "zhang.xq",
    "name": "张西青",
    "role": "district",
    "district": "120111",
    "step": "confirm",
}


def shown_password(answer: Any) -> str:
    """The password that the page shows."""
    assert answer.status_code == 200, answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    found = re.search(r"<code>([a-z0-9-]{19})</code>", answer.content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize("role", [Role.BUREAU, Role.DISTRICT, Role.CLIENT, ""])
def test_others_see_nothing_of_officers(administrator: User, role: str) -> None:
    client = signed_in(make_user(role))
    pages = ["/officers/", "/officers/new/", f"/officers/{administrator.pk}/", "/access-log/"]
    for address in [*pages, *(f"/officers/{administrator.pk}/{act}/" for act in ACTS)]:
        assert client.get(address).status_code == 403, address
        assert client.post(address).status_code in (403, 405), address
    assert AccessRecord.objects.filter(kind="refused").exists()


def test_an_auditor_reads_and_does_nothing(auditor: User, officer: User) -> None:
    client = signed_in(auditor)
    assert "李和平" in client.get("/officers/").content.decode()
    text = client.get(f"/officers/{officer.pk}/").content.decode()
    assert "heping" in text
    for act in ACTS:
        assert f"/officers/{officer.pk}/{act}/" not in text
        assert client.post(f"/officers/{officer.pk}/{act}/", {"step": "confirm"}).status_code == 403
    assert client.post("/officers/new/", NEW).status_code == 403
    assert client.get("/officers/", {"export": "csv"}).status_code == 200


def test_a_new_officer_comes_in_with_the_password_shown_and_sets_an_own(
    administrator: User,
) -> None:
    client = signed_in(administrator)
    preview = client.post("/officers/new/", NEW | {"step": "preview"})
    assert preview.status_code == 200
    assert "张西青" in preview.content.decode()
    assert not User.objects.filter(username="zhang.xq").exists()
    password = shown_password(client.post("/officers/new/", NEW))
    made = User.objects.get(username="zhang.xq")
    assert (made.role, made.district_id, made.is_staff) == ("district", "120111", True)
    revision = Revision.objects.order_by("-pk")[0]
    assert revision.actor_name == "root"
    assert "zhang.xq" in revision.reason
    own = log_in(made, password)
    assert own.get("/firms/")["Location"] == "/account/password/"
    form = {"current": password, "new": "Fresh-Words-27", "again": "Fresh-Words-27"}
    own.post("/account/password/", form)
    assert own.get("/firms/").status_code == 200


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"username": "heping"}, "username"),
        ({"username": "HEPING"}, "username"),
        ({"username": "a b"}, "username"),
        ({"name": " "}, "name"),
        ({"role": ""}, "role"),
        ({"role": "king"}, "role"),
        ({"district": ""}, "district"),
        ({"district": "999999"}, "district"),
        ({"authority": "miit_tianjin"}, "authority"),
        ({"zone": "120116400"}, "zone"),
        ({"role": "bureau"}, "authority"),
        ({"role": "auditor"}, "district"),
        ({"role": "administrator"}, "district"),
    ],
)
def test_a_standing_that_makes_no_sense_is_refused_at_its_field(
    administrator: User, officer: User, more: dict[str, str], field: str
) -> None:
    answer = signed_in(administrator).post("/officers/new/", NEW | more)
    assert answer.status_code in (400, 409)
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not User.objects.filter(last_name="张西青").exists()


def test_a_change_of_place_changes_what_is_seen_at_once(administrator: User, officer: User) -> None:
    own = log_in(officer)
    form = {"name": "李和平", "role": "district", "district": "120116", "zone": "120116400"}
    address = f"/officers/{officer.pk}/change/"
    client = signed_in(administrator)
    assert client.post(address, form | {"step": "preview"}).status_code == 200
    officer.refresh_from_db()
    assert officer.district_id == "120101"
    assert client.post(address, form | {"step": "confirm", "reason": "调岗"}).status_code == 302
    officer.refresh_from_db()
    assert (officer.district_id, officer.zone_id) == ("120116", "120116400")
    assert "调岗" in Revision.objects.order_by("-pk")[0].reason
    assert "天津经济技术开发区" in own.get("/account/").content.decode()


def test_nobody_changes_the_own_standing(administrator: User) -> None:
    make_user(is_superuser=True)
    client = signed_in(administrator)
    own = f"/officers/{administrator.pk}"
    standing = {"name": "管理员", "role": "auditor", "step": "confirm"}
    assert client.post(f"{own}/change/", standing).status_code == 409
    assert client.post(f"{own}/leave/", {"step": "confirm"}).status_code == 409
    assert client.post(f"{own}/password/", {"step": "confirm"}).status_code == 409
    assert client.post(f"{own}/factor/", {"step": "confirm"}).status_code == 409
    assert client.post(f"{own}/change/", standing | {"role": "administrator"}).status_code == 302
    administrator.refresh_from_db()
    assert (administrator.is_superuser, administrator.last_name) == (True, "管理员")


def test_whoever_leaves_is_out_at_once_with_all_tokens(administrator: User, officer: User) -> None:
    own, rest = log_in(officer), APIClient()
    rest.credentials(HTTP_AUTHORIZATION=f"Token {token_for(officer, label='大屏')}")
    assert rest.get("/api/v1/firms/").status_code == 200
    client = signed_in(administrator)
    address = f"/officers/{officer.pk}/leave/"
    preview = client.post(address, {"step": "preview"}).content.decode()
    assert "1" in re.findall(r"<li>[^<]*令牌[^<]*</li>|<li>[^<]*tokens[^<]*</li>", preview)[0]
    assert is_in(own)
    assert client.post(address, {"step": "confirm", "reason": "离职"}).status_code == 302
    assert not is_in(own)
    assert rest.get("/api/v1/firms/").status_code == 401
    assert not is_in(log_in(officer))
    assert not ApiToken.objects.exists()
    assert User.objects.filter(pk=officer.pk, is_active=False).exists()
    revoked = AccessRecord.objects.get(kind="token_revoked")
    assert revoked.detail == {"label": "大屏", "by": "root"}
    # Coming back begins anew: neither the old session nor the old password lives again.
    password = shown_password(client.post(f"/officers/{officer.pk}/restore/", {"step": "confirm"}))
    assert not is_in(own)
    assert not is_in(log_in(officer))
    assert log_in(officer, password).get("/firms/")["Location"] == "/account/password/"


def test_what_was_in_the_hands_of_who_leaves_is_free(administrator: User) -> None:
    people = People()
    batch = make_batch()
    taken, other = (make_application(batch, people.officer) for _n in range(2))
    with writing():
        Application.objects.filter(pk=taken.pk).update(assigned_to=people.officer)
        Application.objects.filter(pk=other.pk).update(assigned_to=people.reviewer)
    client = signed_in(administrator)
    address = f"/officers/{people.officer.pk}/leave/"
    assert "领办的 1 件退回待领" in client.post(address, {"step": "preview"}).content.decode()
    assert client.post(address, {"step": "confirm"}).status_code == 302
    holders = Application.objects.order_by("pk").values_list("assigned_to", flat=True)
    assert [*holders] == [None, people.reviewer.pk]


def test_a_reset_password_ends_sessions_and_the_lock(administrator: User, officer: User) -> None:
    own = log_in(officer)
    for _n in range(5):
        log_in(officer, "no")
    client = signed_in(administrator)
    assert "127.0.0.1" in client.get(f"/officers/{officer.pk}/").content.decode()
    password = shown_password(client.post(f"/officers/{officer.pk}/password/", {"step": "confirm"}))
    assert not is_in(own)
    assert log_in(officer, password).get("/")["Location"] == "/account/password/"
    record = AccessRecord.objects.get(kind="password_changed")
    assert (record.account_name, record.detail) == ("heping", {"by": "root"})


def test_the_administrator_unlocks(administrator: User, officer: User) -> None:
    for _n in range(5):
        log_in(officer, "no")
    assert not is_in(log_in(officer))
    signed_in(administrator).post(f"/officers/{officer.pk}/unlock/", {})
    assert is_in(log_in(officer))


def test_a_lost_device_is_taken_off(administrator: User, officer: User) -> None:
    with_second_factor(officer)
    client = signed_in(administrator)
    address = f"/officers/{officer.pk}/factor/"
    assert client.post(address, {"step": "confirm"}).status_code == 302
    assert is_in(log_in(officer))
    assert client.post(address, {"step": "confirm"}).status_code == 409


def test_a_client_gets_a_token_and_no_password(administrator: User) -> None:
    client = signed_in(administrator)
    form = NEW | {"username": "screen", "name": "大屏", "role": "client"}
    answer = client.post("/officers/new/", form)
    made = User.objects.get(username="screen")
    assert answer["Location"] == f"/officers/{made.pk}/"
    assert not made.has_usable_password()
    token = {"label": "大屏", "scopes": ["read"], "days": "365"}
    text = client.post(f"/officers/{made.pk}/tokens/new/", token).content.decode()
    found = re.search(r"<code>Authorization: (Token \w+)</code>", text)
    assert found
    rest = APIClient()
    rest.credentials(HTTP_AUTHORIZATION=found[1])
    assert rest.get("/api/v1/firms/").status_code == 200
    name = ApiToken.objects.get().digest[:16]
    assert client.post(f"/officers/{made.pk}/tokens/{name}/revoke/").status_code == 302
    assert rest.get("/api/v1/firms/").status_code == 401
    assert client.post(f"/officers/{made.pk}/password/", {"step": "confirm"}).status_code == 409


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"root", "audit", "heping", "gone", "kjj"}),
        ("?role=administrator", {"root"}),
        ("?role=auditor,administrator", {"root", "audit"}),
        ("?role=none", set()),
        ("?district=120101", {"heping", "gone"}),
        ("?district=none", {"root", "audit", "kjj"}),
        ("?state=left", {"gone"}),
        ("?state=active&text=和平", {"heping"}),
        ("?text=HEP", {"heping"}),
        ("?factor=true", set()),
        ("?factor=false&state=left", {"gone"}),
    ],
)
def test_the_list_is_narrowed(
    administrator: User, auditor: User, officer: User, query: str, names: set[str]
) -> None:
    make_user(Role.DISTRICT, username="gone", is_active=False)
    make_user(Role.BUREAU, username="kjj", authority="sti_tianjin")
    text = signed_in(administrator).get(f"/officers/{query}").content.decode()
    found = set(re.findall(r'<td class="code"[^>]*>(\w+)</td>', text))
    assert found == names


@pytest.mark.parametrize(
    "query", ["?role=king", "?state=x", "?who=me", "?order=password", "?page=0"]
)
def test_what_is_not_known_is_refused(administrator: User, query: str) -> None:
    assert signed_in(administrator).get(f"/officers/{query}").status_code == 400


def test_an_officer_that_is_not_there(administrator: User) -> None:
    client = signed_in(administrator)
    for pk in (10**6, 10**30):
        assert client.get(f"/officers/{pk}/").status_code == 404
        assert client.get(f"/officers/{pk}/leave/").status_code == 404


def test_pages_stay_within_their_budget(
    administrator: User, officer: User, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        account = make_user(Role.DISTRICT, district="120116", zone="120116400")
        token_for(account, label=f"第{n}个")
        log_in(account)
    client = log_in(administrator, PASSWORD, Client())
    addresses = ["/officers/", f"/officers/{officer.pk}/", "/access-log/", "/account/", "/login/"]
    forms = ["/account/tokens/", "/account/second-factor/", f"/officers/{officer.pk}/change/"]
    for address in [*addresses, *forms]:
        with django_assert_max_num_queries(20):
            client.get(address)
