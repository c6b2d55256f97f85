"""The page of messages: the own ones, read and unread, each with the page it leads to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cultivation.access.models import Message, Role, User
from cultivation.access.services.messages import tell
from tests.factories import make_user
from tests.portal.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(make_user(Role.DISTRICT, district="120111"))


def say(account: User, number: int, address: str = "/cases/7/") -> Message:
    tell(
        accounts=[account],
        key=f"k{number}",
        subject=f"第{number}条",
        body="甲\n乙",
        address=address,
    )
    return Message.objects.get(account=account, key=f"k{number}")


def test_a_message_is_unread_until_it_is_opened(desk: Desk) -> None:
    assert "还没有消息" in desk.read("/messages/")
    message = say(desk.user, 1)
    assert "未读消息 1 条" in desk.get("/targets/").content.decode()
    assert "1 条消息，1 条未读" in desk.read("/messages/")
    # Looking at it changes nothing; opening it leads on.
    assert desk.get(f"/messages/{message.pk}/", status=302)["Location"] == "/messages/"
    answer = desk.client.post(f"/messages/{message.pk}/")
    assert answer["Location"] == "/cases/7/"
    assert "未读消息" not in desk.get("/targets/").content.decode()
    assert "1 条消息，0 条未读" in desk.read("/messages/")


def test_messages_of_others_are_not_there(desk: Desk) -> None:
    other = say(make_user(Role.AUDITOR), 1)
    for ask in (desk.client.get, desk.client.post):
        answers = [ask(f"/messages/{pk}/") for pk in (other.pk, 999_999)]
        assert [one.status_code for one in answers] == [404, 404]
    assert "第1条" not in desk.read("/messages/")
    other.refresh_from_db()
    assert other.read_at is None


def test_all_are_read_at_once_and_pages_are_short(desk: Desk) -> None:
    for number in range(35):
        say(desk.user, number)
    assert "35 条消息，35 条未读" in desk.read("/messages/")
    assert "第0条" in desk.read("/messages/", page=2)
    assert desk.client.get("/messages/?page=x").status_code == 400
    assert desk.client.get("/messages/?who=1").status_code == 400
    assert desk.client.post("/messages/").status_code == 302
    assert not Message.objects.filter(read_at=None).exists()


def test_the_count_in_the_bar_costs_no_query(desk: Desk) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(address)
        return len(captured)

    before = queries("/messages/"), queries("/targets/")
    for number in range(20):
        say(desk.user, number)
    assert (queries("/messages/"), queries("/targets/")) == before
    assert before[0] <= 5
