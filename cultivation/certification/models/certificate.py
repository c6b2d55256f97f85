from django.db import models
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models.certification import Certification
from cultivation.firms.models import Firm
from cultivation.firms.querysets import OfFirmQuerySet
from cultivation.ladders.models import Tier


class Certificate(models.Model):
    """The certificate of a certification, as it was issued (证书). Frozen.

    ``facts`` are what is printed on it: the same facts give the same bytes. How the title stands
    today is a matter of the certification, and is asked by the number.
    """

    certification = models.OneToOneField(
        Certification, models.PROTECT, related_name="certificate", verbose_name=_("Certification")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("Firm"))
    # zh: 证书编号
    number = models.CharField(_("Number"), max_length=60, unique=True)
    # zh: 发证日期
    issued_on = models.DateField(_("Issued on"))
    # zh: 证书内容
    facts = models.JSONField(_("What it says"))

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        # zh: 证书
        verbose_name = _("certificate")
        # zh: 证书
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return self.number


class NumberSeries(models.Model):
    """The last number given in a year: of certificates of a tier, or of notices (编号)."""

    # zh: 编号序列
    code = models.CharField(_("Series"), max_length=60)
    year = models.PositiveSmallIntegerField(_("Year"))
    last = models.PositiveIntegerField(_("Last number"), default=0)

    class Meta:
        ordering = ["code", "year"]
        # zh: 编号序列
        verbose_name = _("series of numbers")
        # zh: 编号序列
        verbose_name_plural = _("series of numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "year"], name="certification_numberseries_one_per_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"

    @staticmethod
    def of(tier: Tier) -> str:
        """The series of the certificates of ``tier``."""
        return f"certificate:{tier.pk}"
