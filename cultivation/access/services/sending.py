"""Messages go out by e-mail: after the commit, in a thread of their own, never twice.

A message is claimed in a short transaction (SKIP LOCKED: several processes share the work) that
counts the try and takes the message off the queue *before* anything is sent. Only when the mail
server has plainly not taken it does it go back on the queue, with a longer pause each time. A crash
between the server's "250 accepted" and our note of it, or a line that breaks while the server
reads, leaves the message off the queue, with ``trouble`` saying that it is not known whether it
arrived: it is sent at most once, and is read in the registry in any case.
"""

import datetime as dt
import logging
import threading
from dataclasses import dataclass
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error, connections, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cultivation.access.models import Message
from cultivation.clock import now

log = logging.getLogger("registry.messages")
MOST_TRIES = 8
# Minutes until the next try, after the first, the second …
PAUSES = (1, 5, 15, 60, 240, 720, 1440)
# The server said no: it has not taken the message.
REFUSED = (SMTPResponseException, SMTPRecipientsRefused)
LONGEST_TROUBLE = 300


@dataclass
class Sent:
    """What became of the messages of one run: sent, to be tried again, given up."""

    sent: int = 0
    again: int = 0
    given_up: int = 0


def send_waiting() -> Sent:
    """Send what is due, one after the other. Whoever calls is outside of any transaction."""
    found = Sent()
    connection = get_connection()
    try:
        while _going_on() and (message := _claim()) is not None:
            if not _sent(message, connection, found):
                # The server cannot be reached: the others would fail like this one.
                break
    finally:
        connection.close()
    return found


def next_due() -> dt.datetime | None:
    """When the next message is due; None when none waits."""
    waiting = Message.objects.filter(next_try_at__isnull=False).order_by("next_try_at")
    return waiting.values_list("next_try_at", flat=True).first()


def _claim() -> Message | None:
    """The next message that is due, marked as being tried: nobody else sends it."""
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(next_try_at__lte=now(), sent_at=None)
            .select_related("account")
            .order_by("next_try_at", "id")
            .first()
        )
        if message is not None:
            message.tries += 1
            message.next_try_at = None
            # zh: 已开始发送，尚无结果；为免重复，不再重发，请在系统内查看。
            message.trouble = _("Begun, and not known to have arrived; it is not sent again.")
            message.save(update_fields=["tries", "next_try_at", "trouble"])
    return message


def _sent(message: Message, connection: BaseEmailBackend, found: Sent) -> bool:
    """Send a claimed message and note what became of it; False when the server is out of reach."""
    account = message.account
    if not (account.is_active and account.email):
        # zh: 账号已停用或没有邮箱
        _note(message, _("the account is switched off or has no address"), again=False)
        found.given_up += 1
        return True
    try:
        connection.open()
    except Exception as error:
        _failed(message, error, found)
        return False
    try:
        _letter(message, connection).send()
    except REFUSED as error:
        _failed(message, error, found)
        connection.close()
        return True
    except Exception:
        log.exception("message %s: not known whether it arrived", message.pk)
        found.given_up += 1
        connection.close()
        return True
    message.sent_at, message.trouble = now(), ""
    message.save(update_fields=["sent_at", "trouble"])
    found.sent += 1
    return True


def _failed(message: Message, error: Exception, found: Sent) -> None:
    log.warning("message %s, try %s: %s", message.pk, message.tries, error)
    again = message.tries < MOST_TRIES
    _note(message, f"{type(error).__name__}: {error}", again=again)
    if again:
        found.again += 1
    else:
        found.given_up += 1


def _note(message: Message, trouble: str, *, again: bool) -> None:
    message.trouble = trouble.replace("\0", "")[:LONGEST_TROUBLE]
    pause = PAUSES[min(message.tries, len(PAUSES)) - 1]
    message.next_try_at = now() + dt.timedelta(minutes=pause) if again else None
    message.save(update_fields=["trouble", "next_try_at"])


def _letter(message: Message, connection: BaseEmailBackend) -> EmailMessage:
    lines = [message.body]
    if message.address and settings.SITE_ADDRESS:
        lines.append(settings.SITE_ADDRESS.rstrip("/") + message.address)
    # zh: 企业梯度培育登记系统
    sender = _("Gradient-Cultivation Registry")
    # zh: 本邮件由%(registry)s自动发送，请勿回复；登录系统可查看并办理。
    foot = _("Sent by the %(registry)s; do not answer. Log in to see and to act.")
    lines.append(foot % {"registry": sender})
    return EmailMessage(
        subject=f"[{sender}] {message.subject}",
        body="\n\n".join(line for line in lines if line),
        to=[message.account.email],
        # The same name for each try: a server that got it before can tell.
        headers={
            "Message-ID": f"<message-{message.pk}-{message.written_at:%Y%m%d%H%M%S}@registry>"
        },
        connection=connection,
    )


def _going_on() -> bool:
    """Whether the process does: what is not begun when it ends waits for the next one."""
    return threading.main_thread().is_alive()


class _Sender:
    """One thread at a time, which goes on while it is woken, and a clock for the next try."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._clock: threading.Timer | None = None
        self._woken = False

    def wake(self) -> None:
        with self._lock:
            self._woken = True
            # After a fork the thread of the parent is none of the child's.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="messages")
                self._thread.start()

    def _run(self) -> None:
        try:
            while self._goes_on():
                try:
                    with translation.override(settings.LANGUAGE_CODE):
                        send_waiting()
                    self._set_clock(next_due())
                except Error:
                    log.exception("messages could not be read; they wait")
        finally:
            connections.close_all()

    def _goes_on(self) -> bool:
        with self._lock:
            if not (self._woken and _going_on()):
                self._thread = None
                return False
            self._woken = False
            return True

    def _set_clock(self, due: dt.datetime | None) -> None:
        if self._clock is not None:
            self._clock.cancel()
        if due is not None:
            seconds = max((due - now()).total_seconds(), PAUSES[0] * 60 / 4)
            self._clock = threading.Timer(seconds, self.wake)
            self._clock.daemon = True
            self._clock.start()


_sender = _Sender()


def wake() -> None:
    """Send what is due: in a thread, or at once where the settings say so (MESSAGES_INLINE)."""
    if settings.MESSAGES_INLINE:
        with translation.override(settings.LANGUAGE_CODE):
            send_waiting()
    else:
        _sender.wake()
