"""Telling accounts: in the registry at once, by e-mail after the commit (``sending``)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from cultivation.access.models import Message, User
from cultivation.access.services import sending
from cultivation.clock import now

LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Letter:
    """What one account (its id) is told; see ``tell``."""

    account: int
    key: str
    subject: str
    body: str
    address: str = ""


def tell(
    *, accounts: Iterable[User | int], key: str, subject: str, body: str, address: str = ""
) -> None:
    """Write a message to each of ``accounts`` in the open transaction: it goes with its act.

    The same ``key`` is told an account once, however often this is called. Accounts that were
    switched off are left out; those without an e-mail address read it in the registry. Subject and
    body carry nothing of a firm but its name, its tier and what to do: they leave the house.

    Parameters: ``accounts`` (or their ids), ``key`` (what it tells of: ``late.2026.812``),
    ``address`` (the page it leads to: ``/cases/7/``). Two queries, whatever the number.
    """
    ids = {one.pk if isinstance(one, User) else one for one in accounts}
    tell_each([Letter(pk, key, subject, body, address) for pk in ids])


def tell_each(letters: Collection[Letter]) -> None:
    """``tell`` for many accounts, each in its own words, in the same two queries."""
    if not letters:
        return
    moment = now()
    told = User.objects.filter(pk__in={one.account for one in letters}, is_active=True)
    emails = dict(told.values_list("pk", "email"))
    made = [
        Message(
            account_id=one.account,
            key=one.key,
            subject=" ".join(one.subject.split())[:LONGEST_SUBJECT],
            body=one.body.strip(),
            address=one.address,
            written_at=moment,
            next_try_at=moment if emails[one.account] and settings.MESSAGES_BY_MAIL else None,
        )
        for one in letters
        if one.account in emails
    ]
    Message.objects.bulk_create(made, ignore_conflicts=True)
    if any(one.next_try_at for one in made):
        transaction.on_commit(sending.wake)


def mark_read(*, account: User, messages: Iterable[int] | None = None) -> int:
    """The account has read these messages of its own (ids; all of them when None).

    Returns how many were unread.
    """
    unread = Message.objects.filter(account=account, read_at=None)
    if messages is not None:
        unread = unread.filter(pk__in=messages)
    return unread.update(read_at=now())
