"""What is written about a merger may name the other firm: it is told to whoever may see both."""

import datetime as dt

import pytest
from django.test import Client
from rest_framework.test import APIClient

from cultivation.firms import services
from cultivation.firms.models import Firm
from cultivation.journal.services import revision
from tests.factories import make_firm, make_user

pytestmark = pytest.mark.django_db
SECRET = "并入北辰独有装备公司"


@pytest.fixture
def merged() -> Firm:
    firm = make_firm("天津西青并出有限公司", district="120111")
    into = make_firm("北辰独有装备公司", district="120113")
    with revision(reason=f"登记合并：{SECRET}", source="browser"):
        services.merge(
            firm=firm,
            into=into,
            effective_on=dt.date(2025, 3, 1),
            reason=SECRET,
            document=f"协议（{into.name}）",
        )
    return firm


def pages(client: Client, firm: Firm) -> list[str]:
    exported = b"".join(client.get("/events/?export=csv").streaming_content).decode()  # type: ignore[attr-defined]
    number = firm.events.get().revision.number
    addresses = (
        f"/firms/{firm.pk}/",
        f"/firms/{firm.pk}/journal/",
        "/events/",
        "/journal/",
        f"/journal/{number}/",
        f"/admin/firms/firm/{firm.pk}/change/",
        f"/admin/firms/firmevent/{firm.events.get().pk}/change/",
        "/admin/firms/firmevent/",
    )
    return [exported, *(client.get(address).content.decode() for address in addresses)]


def test_an_officer_of_one_firm_reads_nothing_of_the_other(merged: Firm) -> None:
    into = Firm.objects.get(name="北辰独有装备公司")
    client = Client()
    user = make_user("district", district="120111")
    client.force_login(user)
    rest = APIClient()
    rest.force_login(user)
    texts = [*pages(client, merged), rest.get(f"/api/v1/firms/{merged.uscc}/").content.decode()]
    for text in texts:
        assert "北辰独有" not in text
        assert str(into.uscc) not in text


def test_the_bureau_reads_it_all(merged: Firm) -> None:
    client = Client()
    client.force_login(make_user("bureau"))
    assert all("北辰独有" in text for text in pages(client, merged)[:-1])
