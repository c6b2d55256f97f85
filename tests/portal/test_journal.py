"""The pages of the journal: who changed what, when, why; a firm as it was on file on a day."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cultivation.firms import services
from cultivation.firms.models import Firm
from cultivation.journal.models import Revision
from cultivation.journal.services import revision
from cultivation.places.models import District
from tests.factories import make_certification, make_firm, make_user

pytestmark = pytest.mark.django_db


def signed_in(role: str, **account: str) -> Client:
    client = Client()
    client.force_login(make_user(role, **account))
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def moved() -> Firm:
    firm = make_firm("天津日志有限公司", district="120101")
    with revision(reason="住所变更登记", source="browser"):
        services.move(
            firm=firm, district=District.objects.get(pk="120111"), effective_on=dt.date(2025, 5, 1)
        )
    return firm


def test_a_revision_tells_what_changed_in_words(moved: Firm) -> None:
    number = Revision.objects.order_by("-number").values_list("number", flat=True)[0]
    client = signed_in("bureau")
    page = text(client, "/journal/")
    assert "住所变更登记" in page
    page = text(client, f"/journal/{number}/")
    for words in ("住所变更登记", "天津日志有限公司", "住所", "新增", "西青区", "2025-05-01"):
        assert words in page


def test_an_event_is_told_in_words_and_not_by_columns(moved: Firm) -> None:
    number = Revision.objects.order_by("-number").values_list("number", flat=True)[0]
    page = text(signed_in("bureau"), f"/journal/{number}/")
    assert "district_id" not in page
    assert "zone_id" not in page


def test_filters_find_and_refuse(moved: Firm) -> None:
    client = signed_in("auditor")
    assert "住所变更登记" in text(client, "/journal/?reason=住所变更&source=browser")
    assert "住所变更登记" in text(client, f"/journal/?firm={moved.uscc}&kind=firms_residence")
    assert "住所变更登记" not in text(client, "/journal/?source=rest")
    assert "住所变更登记" not in text(client, "/journal/?recorded_to=2020-01-01")
    for query in ("?kind=nothing", "?sorce=browser", "?firm=xyz", "?recorded_from=2020-1-1"):
        answer = client.get(f"/journal/{query}")
        assert answer.status_code == 400
    assert client.get("/journal/999999/").status_code == 404
    assert client.get("/journal/1/?kind=nothing").status_code == 400


def test_an_officer_reads_of_own_firms_only(moved: Firm) -> None:
    foreign = make_firm("天津他区有限公司", district="120104")
    make_certification(foreign, batch="他区批次")
    client = signed_in("district", district="120111")
    page = text(client, "/journal/")
    assert "住所变更登记" in page
    assert "他区" not in page
    assert client.get(f"/firms/{foreign.pk}/journal/").status_code == 404
    for number in Revision.objects.filter(entries__subject_id=foreign.pk).values_list(
        "number", flat=True
    ):
        answer = client.get(f"/journal/{number}/")
        assert answer.status_code == 404
    assert text(client, f"/journal/?firm={foreign.uscc}").count("data-href") == 0
    assert text(client, f"/firms/{moved.pk}/journal/").count("住所") > 0


def test_a_firm_as_it_was_on_file() -> None:
    with time_machine.travel(dt.datetime(2025, 3, 1, 8, tzinfo=dt.UTC), tick=False):
        firm = make_firm("天津旧名有限公司", district="120101")
    with (
        time_machine.travel(dt.datetime(2025, 6, 1, 8, tzinfo=dt.UTC), tick=False),
        revision(reason="更名"),
    ):
        services.rename(firm=firm, name="天津新名有限公司", effective_on=dt.date(2025, 6, 1))
    client = signed_in("bureau")
    before = text(client, f"/firms/{firm.pk}/journal/?recorded=2025-05-31")
    section = before.split("终了时的登记内容")[-1].split("修订经过")[0]
    assert "天津旧名有限公司" in section
    assert "天津新名有限公司" not in section
    assert "该日尚未登记。" in text(client, f"/firms/{firm.pk}/journal/?recorded=2025-02-01")
    assert client.get(f"/firms/{firm.pk}/journal/?recorded=x").status_code == 400


def test_pages_keep_to_their_budget(moved: Firm) -> None:
    for month in range(24):
        first = dt.date(2021 + month // 12, 1 + month % 12, 1)
        make_certification(moved, valid_from=first, valid_to=first + dt.timedelta(days=20))
    newest = Revision.objects.order_by("-number").values_list("number", flat=True)[0]
    for role, account in (("bureau", {}), ("district", {"district": "120111"})):
        client = signed_in(role, **account)
        for address in ("/journal/", f"/journal/{newest}/", f"/firms/{moved.pk}/journal/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            assert len(queries) <= 25, (address, len(queries))
