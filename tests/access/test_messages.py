"""Messages: told once, after the commit, tried again, and never sent twice."""

import datetime as dt
import threading
from collections.abc import Iterator
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection, connections, transaction

from cultivation.access.models import Message, User
from cultivation.access.services import sending
from cultivation.access.services.messages import mark_read, tell
from tests.factories import make_user


class Unreachable(EmailBackend):
    def open(self) -> None:
        raise ConnectionRefusedError("nobody there")


class Refusing(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise SMTPRecipientsRefused({"a@example.cn": (550, b"no such user")})


class Breaking(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise TimeoutError("the line is dead")


@pytest.fixture
def account(db: None) -> User:
    return make_user("auditor", email="a@example.cn")


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(dt.datetime(2026, 6, 15, 2, 0, tzinfo=dt.UTC), tick=False) as travel:
        yield travel


def say(*accounts: User, key: str = "k", **further: Any) -> None:
    defaults = {"subject": "有 3 件待审核", "body": "请登录办理。", "address": "/desk/"}
    tell(accounts=accounts, key=key, **(defaults | further))


def using(settings: Any, backend: type) -> None:
    settings.EMAIL_BACKEND = f"{backend.__module__}.{backend.__name__}"


def test_the_same_is_told_once(account: User, django_assert_num_queries: Any) -> None:
    gone = make_user("auditor", email="gone@example.cn", is_active=False)
    with django_assert_num_queries(2):
        say(account, gone)
    say(account)
    say(account, key="another")
    assert [(m.account, m.key) for m in Message.objects.all()] == [
        (account, "another"),
        (account, "k"),
    ]


def test_it_is_sent_after_the_commit_and_goes_with_its_act(
    account: User, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    settings.SITE_ADDRESS = "https://registry.example.cn/"
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            say(account, key="rolled back")
            transaction.set_rollback(True)
        say(account)
        assert mail.outbox == []
    (letter,) = mail.outbox
    assert letter.to == ["a@example.cn"]
    assert letter.subject == "[企业梯度培育登记系统] 有 3 件待审核"
    assert "https://registry.example.cn/desk/" in str(letter.body)
    message = Message.objects.get()
    assert (message.tries, message.trouble, message.next_try_at) == (1, "", None)
    assert message.sent_at is not None
    assert sending.send_waiting() == sending.Sent()


def test_without_an_address_it_is_read_in_the_registry(db: None) -> None:
    account = make_user("auditor")
    say(account)
    assert sending.send_waiting() == sending.Sent()
    assert Message.objects.get().next_try_at is None
    assert (mark_read(account=account), mark_read(account=account)) == (1, 0)


@pytest.mark.parametrize("backend", [Unreachable, Refusing])
def test_what_was_not_taken_is_tried_eight_times_with_growing_pauses(
    account: User, settings: Any, clock: Any, backend: type
) -> None:
    using(settings, backend)
    say(account)
    pauses, moment = [], dt.datetime(2026, 6, 15, 2, 0, tzinfo=dt.UTC)
    while (due := sending.next_due()) is not None:
        pauses.append((due - moment).total_seconds() / 60)
        moment = due
        clock.move_to(due)
        sending.send_waiting()
    message = Message.objects.get()
    assert pauses == [0, *sending.PAUSES]
    assert (message.tries, message.sent_at) == (sending.MOST_TRIES, None)
    assert message.trouble.startswith(("ConnectionRefusedError", "SMTPRecipientsRefused"))


def test_a_server_that_comes_back_gets_it(account: User, settings: Any, clock: Any) -> None:
    good = settings.EMAIL_BACKEND
    using(settings, Unreachable)
    say(account)
    with pytest.raises(SystemExit):
        call_command("send_messages", verbosity=0)
    settings.EMAIL_BACKEND = good
    assert sending.send_waiting() == sending.Sent()  # not due yet
    clock.move_to(dt.datetime(2026, 6, 15, 2, 1, tzinfo=dt.UTC))
    call_command("send_messages", verbosity=0)
    assert len(mail.outbox) == 1


def test_where_nobody_knows_whether_it_arrived_it_is_not_sent_again(
    account: User, settings: Any
) -> None:
    using(settings, Breaking)
    say(account)
    assert sending.send_waiting() == sending.Sent(given_up=1)
    message = Message.objects.get()
    assert (message.tries, message.sent_at, message.next_try_at) == (1, None, None)
    assert message.trouble


@pytest.mark.django_db(transaction=True)
def test_two_senders_share_the_work_and_send_nothing_twice() -> None:
    account = make_user("auditor", email="a@example.cn")
    with transaction.atomic():
        for number in range(20):
            tell(accounts=[account], key=str(number), subject=f"{number}", body="x")
        connection.run_on_commit.clear()
    start = threading.Barrier(2)

    def send() -> None:
        try:
            start.wait()
            sending.send_waiting()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    subjects = [letter.subject for letter in mail.outbox]
    assert len(subjects) == len(set(subjects)) == 20
