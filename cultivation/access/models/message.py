from django.db import models
from django.utils.translation import gettext_lazy as _

from cultivation.access.models.user import User


class Message(models.Model):
    """A message to an account, in the registry and by e-mail (消息): written with what it tells of.

    ``key`` says what it tells of: the same is never told twice. It is sent after the commit,
    tried again on ``next_try_at`` while ``trouble`` says what went wrong, and ``sent_at`` once.
    An account without an address reads it in the registry only.
    """

    account = models.ForeignKey(
        User, models.PROTECT, related_name="messages", verbose_name=_("Account")
    )
    key = models.CharField(_("What it tells of"), max_length=120)
    subject = models.CharField(_("Subject"), max_length=200)
    body = models.TextField(_("Text"))
    # zh: 页面
    address = models.CharField(_("Page"), max_length=200, blank=True)
    written_at = models.DateTimeField(_("Written at"))
    read_at = models.DateTimeField(_("Read at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("Sent at"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("Tries"), default=0)
    next_try_at = models.DateTimeField(_("Next try at"), null=True, blank=True)
    trouble = models.CharField(_("Trouble"), max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        # zh: 消息
        verbose_name = _("message")
        # zh: 消息
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="access_message_told_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(next_try_at__isnull=False),
                name="access_message_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class RepeatedRequest(models.Model):
    """The answer to a REST request that may come again (``Idempotency-Key``): kept for a day.

    ``status`` is empty while the first one is still at work.
    """

    account = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Account"))
    key = models.CharField(_("Key"), max_length=100)
    # zh: 请求摘要
    digest = models.CharField(_("What was asked"), max_length=64)
    status = models.PositiveSmallIntegerField(_("Status"), null=True, blank=True)
    answer = models.JSONField(_("Answer"), null=True, blank=True)
    made_at = models.DateTimeField(_("Made at"))

    class Meta:
        ordering = ["id"]
        # zh: 可重复请求
        verbose_name = _("repeatable request")
        # zh: 可重复请求
        verbose_name_plural = _("repeatable requests")
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="access_request_once"),
        ]

    def __str__(self) -> str:
        return self.key
