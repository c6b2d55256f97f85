from django.db import models
from django.utils.translation import gettext_lazy as _

from cultivation.firms.models.firm import Firm
from cultivation.firms.querysets import OfFirmQuerySet
from cultivation.journal.models import Revision


class FirmEvent(models.Model):
    """What happened to a firm: filed on one day, effective on another, recorded in a revision.

    Events are never changed; a mistake is mended by a further event of kind ``correct``.
    """

    class Kind(models.TextChoices):
        # zh: 更名
        RENAME = "rename", _("renamed")
        # zh: 迁移
        MOVE = "move", _("moved")
        # zh: 行业变更
        INDUSTRY = "industry", _("changed industry")
        # zh: 合并
        MERGE = "merge", _("merged")
        # zh: 分立
        SPLIT = "split", _("split")
        # zh: 注销
        DEREGISTER = "deregister", _("deregistered")
        # zh: 更正
        CORRECT = "correct", _("corrected")

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="events", verbose_name=_("Firm"))
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices)
    filed_on = models.DateField(_("Filed on"))
    effective_on = models.DateField(_("Effective on"), null=True, blank=True)
    other = models.ForeignKey(
        Firm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events_as_other",
        # zh: 相关企业
        verbose_name=_("Other firm"),
    )
    before = models.JSONField(_("Before"), default=dict)
    after = models.JSONField(_("After"), default=dict)
    reason = models.TextField(_("Reason"), blank=True)
    document = models.CharField(_("Document"), max_length=200, blank=True)
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="+", verbose_name=_("Revision")
    )

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["firm", "effective_on", "id"]
        # zh: 企业变更
        verbose_name = _("event of a firm")
        verbose_name_plural = _("events of firms")

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.kind}"
