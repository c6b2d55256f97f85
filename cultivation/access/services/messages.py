"""Telling accounts: in the registry at once, by e-mail after the commit (``sending``)."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from cultivation.access.models import Message, User
from cultivation.access.services import sending
from cultivation.clock import now

LONGEST_SUBJECT = 200


def tell(
    *, accounts: Iterable[User | int], key: str, subject: str, body: str, address: str = ""
) -> None:
    """Write a message to each of ``accounts`` in the open transaction: it goes with its act.

    The same ``key`` is told an account once, however often this is called. Accounts that were
    switched off are left out; those without an e-mail address read it in the registry. Subject and
    body carry nothing of a firm but its name, its tier and what to do: they leave the house.

    Parameters: ``accounts`` (or their ids), ``key`` (what it tells of: ``submitted.812``),
    ``address`` (the page it leads to: ``/cases/7/``). Three queries, whatever the number.
    """
    ids = {one.pk if isinstance(one, User) else one for one in accounts}
    if not ids:
        return
    moment = now()
    told = User.objects.filter(pk__in=ids, is_active=True).order_by("pk")
    made = [
        Message(
            account_id=pk,
            key=key,
            subject=" ".join(subject.split())[:LONGEST_SUBJECT],
            body=body.strip(),
            address=address,
            written_at=moment,
            next_try_at=moment if email and settings.MESSAGES_BY_MAIL else None,
        )
        for pk, email in told.values_list("pk", "email")
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
