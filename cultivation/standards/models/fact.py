from django.db import models
from django.utils.translation import gettext_lazy as _

from cultivation.firms.models import Firm
from cultivation.firms.querysets import OfFirmQuerySet


class FirmFact(models.Model):
    """A dated fact about a firm that is no yearly figure: a certificate, a share, a score, a list.

    ``name`` and the form of ``value`` are those of ``cultivation.standards.vocabulary``. The fact
    holds from ``holds_on`` on, until a later row of the same name. Lists are kept whole: an empty
    one says that there is nothing. ``checked_on`` is when somebody looked it up in ``source``.
    """

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="facts", verbose_name=_("Firm"))
    # zh: 数据项
    name = models.CharField(_("Fact"), max_length=40)
    value = models.JSONField(_("Value"))
    # zh: 所述日期
    holds_on = models.DateField(_("True on"))
    # zh: 核查日期
    checked_on = models.DateField(_("Checked on"))
    source = models.CharField(_("Source"), max_length=200)
    # zh: 证明材料
    proof = models.CharField(_("Proof"), max_length=300, blank=True)

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["firm", "name", "-holds_on"]
        # zh: 企业事实
        verbose_name = _("fact about a firm")
        # zh: 企业事实
        verbose_name_plural = _("facts about firms")
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "name", "holds_on"],
                name="standards_firmfact_one_per_day",
                # zh: 该企业该日已有同名数据项。
                violation_error_message=_("This fact is on file for that day already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(source=""),
                name="standards_firmfact_has_source",
                # zh: 请填写来源。
                violation_error_message=_("Say where the fact comes from."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.name}"
