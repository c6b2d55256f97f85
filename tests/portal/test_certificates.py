"""Certificates over the desk: whose, on record, one file for many; and the check for everybody."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client, override_settings

from cultivation.access.models import AccessRecord, RequestCount, Role
from cultivation.certification import services
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Certificate, EndKind
from cultivation.firms.services import merge, rename
from tests.certification.cases import (
    People,
    do,
    make_application,
    make_batch,
    notice_of,
    propose,
)
from tests.certification.certificates.issued import issue
from tests.factories import make_certification, make_firm, make_user, writing
from tests.pages.reading import text_of
from tests.portal.desk import text_of as words_on

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 23)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(dt.datetime(2026, 7, 1, 2, 0, tzinfo=dt.UTC), tick=False) as moved:
        yield moved


def issued(number: str = "TJ-ZZ-2026-00001", firm: Any = None, **further: Any) -> Certificate:
    given = {"valid_from": DAY, "valid_to": dt.date(2029, 6, 23)} | further
    return issue(make_certification(firm or make_firm(), "seed", **given), number)


def client(role: str = "", **further: Any) -> Client:
    browser = Client()
    if role:
        browser.force_login(make_user(role, **further))
    return browser


def asked(number: str, **headers: Any) -> Any:
    return Client(**headers).get(f"/verify/{number}")


def over_rest(number: str, **headers: Any) -> Any:
    return Client(**headers).get(f"/api/v1/certificates/{number}/")


# --- taken away ---


def test_a_certificate_is_for_those_who_see_its_firm_and_goes_on_record() -> None:
    one = issued(firm=make_firm("天津西青甲有限公司", district="120111"))
    address = f"/certificates/{one.pk}/certificate.pdf"
    assert client(Role.DISTRICT, district="120101").get(address).status_code == 404
    assert AccessRecord.objects.filter(kind="out_of_scope").count() == 1
    assert client().get(address).status_code == 302
    assert client(Role.EXPERT).get(address).status_code == 403
    answer = client(Role.DISTRICT, district="120111").get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert "天津西青甲有限公司" in text_of(answer.content)
    (kept,) = AccessRecord.objects.filter(kind="export")
    assert kept.detail == {
        "list": "certificates",
        "filter": "TJ-ZZ-2026-00001",
        "rows": 1,
        "format": "pdf",
    }


def test_the_page_of_a_firm_leads_to_its_certificate() -> None:
    firm = make_firm()
    one = issued(firm=firm)
    make_certification(firm, "specialized", number="LIST-1")
    page = client(Role.BUREAU).get(f"/firms/{firm.pk}/").content.decode()
    assert page.count("certificate.pdf") == 1
    assert f"/certificates/{one.pk}/certificate.pdf" in page


def test_a_batch_is_one_file_of_what_the_account_sees() -> None:
    own = issued("TJ-ZZ-2026-00002", make_firm("天津西青乙有限公司", district="120111"))
    issued("TJ-ZZ-2026-00001", make_firm("天津和平丙有限公司"))
    address = f"/batches/{own.certification.batch_id}/certificates.pdf"
    text = text_of(client(Role.BUREAU).get(address).content)
    assert text.index("天津和平丙有限公司") < text.index("天津西青乙有限公司")
    text = text_of(client(Role.DISTRICT, district="120111").get(address).content)
    assert "天津西青乙有限公司" in text
    assert "天津和平丙有限公司" not in text
    assert client(Role.DISTRICT, district="120110").get(address).status_code == 404
    assert client(Role.BUREAU).get(f"{address}?leave_out=x").status_code == 400
    assert client(Role.BUREAU).get("/batches/999999/certificates.pdf").status_code == 404


def test_what_cannot_be_printed_is_said_and_the_others_are_offered() -> None:
    bad = issued("TJ-ZZ-2026-00002", make_firm("天津𠮷祥有限公司"))
    issued("TJ-ZZ-2026-00001", make_firm("天津和平丙有限公司"))
    address = f"/batches/{bad.certification.batch_id}/certificates.pdf"
    bureau = client(Role.BUREAU)
    answer = bureau.get(address)
    assert answer.status_code == 409
    assert "𠮷（U+20BB7）" in answer.content.decode()
    assert "leave_out=unprintable" in answer.content.decode()
    assert AccessRecord.objects.filter(kind="export").count() == 0
    text = text_of(bureau.get(f"{address}?leave_out=unprintable").content)
    assert "天津和平丙有限公司" in text
    assert "祥" not in text
    assert bureau.get(f"/certificates/{bad.pk}/certificate.pdf").status_code == 409


def test_the_certificates_of_a_notice_are_those_of_the_firms_it_proposed(clock: Any) -> None:
    people, batch = People(), make_batch()
    ones = [make_application(batch, people.officer) for _ in range(2)]
    propose(people, ones)
    notice = notice_of(batch, ones, people.reviewer)
    address = f"/notices/{notice.pk}/certificates.pdf"
    # None of them is certified yet.
    assert client(Role.BUREAU).get(address).status_code == 404
    clock.move_to(dt.datetime(2026, 7, 20, 2, 0, tzinfo=dt.UTC))
    do(Doing.CERTIFY, ones, people.decider)
    text = text_of(client(Role.BUREAU).get(address).content).replace("\n", "")
    assert all(one.firm.name in text for one in ones)
    assert client(Role.DISTRICT, district="120111").get(address).status_code == 404


# --- checked by anybody ---


def revoke(one: Certificate, kind: EndKind, on: dt.date) -> None:
    with writing():
        services.end(
            certification=one.certification, kind=kind, effective_on=on, reason="内部调查甲乙丙"
        )


ENDS = [EndKind.REVOCATION, EndKind.WITHDRAWAL, EndKind.SURRENDER]


@pytest.mark.parametrize("kind", ENDS)
def test_an_end_shows_from_its_day_on_and_never_why(kind: EndKind, clock: Any) -> None:
    one = issued()
    revoke(one, kind, dt.date(2026, 8, 1))
    answer = over_rest(one.number).json()
    assert (answer["status"], answer["ended_on"]) == ("in_force", None)
    clock.move_to(dt.datetime(2026, 8, 1, 2, 0, tzinfo=dt.UTC))
    answer = over_rest(one.number).json()
    assert (answer["status"], answer["ended_on"]) == (kind, "2026-08-01")
    page = asked(one.number).content.decode()
    assert str(kind.label) in page
    assert "2026-08-01" in page
    assert "内部调查" not in page


def test_the_days_of_a_life(clock: Any) -> None:
    one = issued()
    told = {}
    for day in ("2026-06-22", "2026-06-23", "2029-03-24", "2029-03-25", "2029-06-22", "2029-06-23"):
        clock.move_to(dt.datetime.fromisoformat(f"{day}T02:00:00+00:00"))
        answer = over_rest(one.number).json()
        assert answer["checked_on"] == day
        told[day] = (answer["status"], answer["ended_on"])
    assert [status for status, _ended in told.values()] == [
        "to_come", "in_force", "in_force", "in_force", "in_force", "lapsed",
    ]  # fmt: skip
    assert told["2029-06-23"] == ("lapsed", "2029-06-23")
    clock.move_to(dt.datetime(2029, 3, 25, 2, 0, tzinfo=dt.UTC))
    assert "2029-06-22" in asked(one.number).content.decode()


def test_a_merger_ends_it_and_a_rename_is_told() -> None:
    firm = make_firm("天津旧名有限公司")
    one = issued(firm=firm)
    with writing():
        rename(firm=firm, name="天津新名有限公司", effective_on=dt.date(2026, 6, 30))
    answer = over_rest(one.number).json()
    assert (answer["firm"], answer["firm_today"]) == ("天津旧名有限公司", "天津新名有限公司")
    page = asked(one.number).content.decode()
    assert "天津旧名有限公司" in page
    assert "天津新名有限公司" in page
    with writing():
        merge(firm=firm, into=make_firm(), effective_on=dt.date(2026, 7, 1))
    assert over_rest(one.number).json()["status"] == "merger"


def test_what_is_told_and_nothing_else() -> None:
    one = issued(firm=make_firm("天津甲有限公司"))
    answer = over_rest(one.number).json()
    assert answer.pop("status_words") in ("有效", "In force")
    assert answer == {
        "number": "TJ-ZZ-2026-00001",
        "status": "in_force",
        "tier": "seed",
        "title": "专精特新“种子”企业",
        "by_list": None,
        "firm": "天津甲有限公司",
        "firm_today": None,
        "authority": "天津市工业和信息化局",
        "valid_from": "2026-06-23",
        "last_valid_day": "2029-06-22",
        "ended_on": None,
        "checked_on": "2026-07-01",
    }
    page = asked(one.number)
    assert page["X-Robots-Tag"] == "noindex"
    assert str(one.firm.uscc) not in page.content.decode()


@pytest.mark.parametrize(
    "written",
    [
        "TJ-ZZ-2026-00001",
        "tj-zz-2026-00001",
        " TJ-ZZ-2026-00001 ",
        "ＴＪ－ＺＺ－２０２６－００００１",
        "TJ-ZZ-2026-00001/",
    ],
)
def test_a_number_is_known_however_the_keyboard_writes_it(written: str) -> None:
    issued()
    assert asked(written).status_code == 200
    assert Client().get("/verify/", {"number": written})["Location"] == "/verify/TJ-ZZ-2026-00001"


def test_a_number_of_a_list_is_answered_as_one_of_a_list() -> None:
    firm = make_firm("天津旧名有限公司")
    listed = make_certification(
        firm, "little_giant", number="Gr-2024-0007", batch="第六批",
        valid_from=dt.date(2024, 7, 1), valid_to=dt.date(2027, 7, 1),
    )  # fmt: skip
    with writing():
        rename(firm=firm, name="天津新名有限公司", effective_on=dt.date(2025, 1, 1))
    answer = over_rest("gr-2024-0007").json()
    assert answer.pop("status_words") in ("有效", "In force")
    assert answer == {
        "number": "Gr-2024-0007",
        "status": "in_force",
        "tier": "little_giant",
        "title": "专精特新“小巨人”企业",
        "by_list": "第六批",
        "firm": "天津旧名有限公司",
        "firm_today": "天津新名有限公司",
        "authority": "工业和信息化部",
        "valid_from": "2024-07-01",
        "last_valid_day": "2027-06-30",
        "ended_on": None,
        "checked_on": "2026-07-01",
    }
    page = asked("ＧＲ－2024－0007")
    told = words_on(page)
    for part in ("第六批", "工业和信息化部", "天津新名有限公司", "本系统没有为其制发证书"):
        assert part in told
    assert "天津市工业和信息化局" not in told.partition("证书查验")[2].partition("查验其他证书")[0]
    assert str(firm.uscc) not in page.content.decode()
    with writing():
        services.end(
            certification=listed, kind=EndKind.WITHDRAWAL, effective_on=dt.date(2026, 7, 1),
            reason="内部事由",
        )  # fmt: skip
    assert over_rest("GR-2024-0007").json()["status"] == "withdrawal"
    assert "内部事由" not in asked("GR-2024-0007").content.decode()


def test_a_number_of_two_lists_says_for_none_which_it_is() -> None:
    for tier in ("seed", "gazelle"):
        make_certification(make_firm(f"天津{tier}有限公司"), tier, number="0007")
    refused, page = over_rest("0007"), asked("0007")
    assert (refused.status_code, refused.json()["code"]) == (409, "number_of_several")
    assert page.status_code == 409
    assert "天津seed" not in page.content.decode()


UNKNOWN = [
    "TJ-ZZ-2026-00002",
    "TJ-ZZ-2026-0000",
    "%00",
    "x" * 500,
    "%F0%9F%98%80",
    "'--",
    "%ED%A0%80",
]


def test_wrong_numbers_are_answered_alike() -> None:
    issued()
    answers = {number: over_rest(number) for number in UNKNOWN}
    assert {one.status_code for one in answers.values()} == {404}
    assert len({one.content for one in answers.values()}) == 1
    assert answers["%00"].json()["code"] == "certificate_unknown"
    pages = [asked(number) for number in [*UNKNOWN, "a/b"]]
    assert {one.status_code for one in pages} == {404}


def test_wrong_numbers_cost_the_same(django_assert_num_queries: Any) -> None:
    issued()
    over_rest("TJ")
    for number in ("%00", "TJ-ZZ-2026-00002", "TJ-ZZ-2026-00001"):
        # Counted, and looked up among certificates and lists.
        with django_assert_num_queries(3):
            over_rest(number)


@override_settings(VERIFY_PER_MINUTE=3)
def test_so_many_a_minute_from_one_address(clock: Any) -> None:
    issued()
    clock.move_to(dt.datetime(2026, 7, 1, 2, 0, 40, tzinfo=dt.UTC))
    here = {"REMOTE_ADDR": "192.0.2.1"}
    assert [over_rest("TJ-ZZ-2026-00001", **here).status_code for _ in range(2)] == [200, 200]
    assert asked("WRONG", **here).status_code == 404
    refused, page = over_rest("TJ-ZZ-2026-00001", **here), asked("TJ-ZZ-2026-00001", **here)
    assert (refused.status_code, page.status_code) == (429, 429)
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "too_many_requests"
    assert (refused["Retry-After"], page["Retry-After"]) == ("21", "21")
    assert "天津" not in page.content.decode().partition("<main")[2]
    # The form itself is always there; others are not held up; the next minute is a new one.
    assert Client(**here).get("/verify/").status_code == 200  # type: ignore[arg-type]
    assert over_rest("TJ-ZZ-2026-00001", REMOTE_ADDR="192.0.2.2").status_code == 200
    clock.move_to(dt.datetime(2026, 7, 1, 2, 1, 0, tzinfo=dt.UTC))
    assert over_rest("TJ-ZZ-2026-00001", **here).status_code == 200


@override_settings(VERIFY_PER_MINUTE=1)
def test_one_connection_of_the_newer_kind_has_many_addresses(clock: Any) -> None:
    first = {"REMOTE_ADDR": "2001:db8:1:2::1"}
    assert over_rest("X", **first).status_code == 404
    assert over_rest("X", REMOTE_ADDR="2001:db8:1:2:ffff::9").status_code == 429
    assert over_rest("X", REMOTE_ADDR="2001:db8:1:3::1").status_code == 404
    # What was counted is forgotten after an hour.
    clock.move_to(dt.datetime(2026, 7, 1, 4, 0, tzinfo=dt.UTC))
    over_rest("X", **first)
    assert RequestCount.objects.count() == 1
