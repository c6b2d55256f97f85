from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestCount(models.Model):
    """How often something was asked for in a minute, by whom (``key``): kept for an hour.

    In the database, so that all web processes count together.
    """

    # zh: 来源
    key = models.CharField(_("From where"), max_length=100)
    # zh: 分钟
    minute = models.DateTimeField(_("Minute"), db_index=True)
    # zh: 次数
    n = models.PositiveIntegerField(_("Times"))

    class Meta:
        ordering = ["id"]
        # zh: 访问频次
        verbose_name = _("count of requests")
        # zh: 访问频次
        verbose_name_plural = _("counts of requests")
        constraints = [
            models.UniqueConstraint(fields=["key", "minute"], name="access_requestcount_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.minute:%H:%M} {self.n}"
