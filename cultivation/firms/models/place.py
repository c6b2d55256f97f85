from django.db import models
from django.utils.translation import gettext_lazy as _

from cultivation.firms.models.firm import Firm
from cultivation.firms.models.industry import Industry
from cultivation.firms.models.periods import no_overlap, order
from cultivation.firms.querysets import OfFirmQuerySet
from cultivation.places.models import District, Zone


class Residence(models.Model):
    """Where a firm is, and since when: district, zone, or out of the city.

    The first residence has no ``valid_from``: a certification filed late with an earlier effective
    day is counted there too. Days without a residence count under no district, never a guessed one.
    """

    firm = models.ForeignKey(
        Firm, models.PROTECT, related_name="residences", verbose_name=_("Firm")
    )
    district = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        verbose_name=_("District"),
    )
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, blank=True, db_index=False, verbose_name=_("Zone")
    )
    outside = models.BooleanField(_("Out of the city"), default=False)
    valid_from = models.DateField(_("From"), null=True, blank=True)
    valid_to = models.DateField(_("Until (first day no longer)"), null=True, blank=True)

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["firm", "valid_from"]
        # zh: 住所
        verbose_name = _("residence")
        verbose_name_plural = _("residences")
        indexes = [models.Index(fields=["district", "zone"], name="firms_residence_place")]
        constraints = [
            order("firms_residence"),
            # zh: 同一企业在同一天只能有一处住所。
            no_overlap("firms_residence", _("A firm is in one place on any day.")),
            models.CheckConstraint(
                condition=models.Q(outside=True, district__isnull=True, zone__isnull=True)
                | models.Q(outside=False, district__isnull=False),
                name="firms_residence_in_a_district_or_outside",
                # zh: 住所须填写所属区,或注明已迁出本市。
                violation_error_message=_("A residence names a district, or is out of the city."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.district_id}"


class FirmIndustry(models.Model):
    """The industry of a firm by GB/T 4754, and since when."""

    firm = models.ForeignKey(
        Firm, models.PROTECT, related_name="industries", verbose_name=_("Firm")
    )
    industry = models.ForeignKey(
        Industry, models.PROTECT, db_index=False, verbose_name=_("Industry")
    )
    valid_from = models.DateField(_("From"), null=True, blank=True)
    valid_to = models.DateField(_("Until (first day no longer)"), null=True, blank=True)

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["firm", "valid_from"]
        # zh: 所属行业
        verbose_name = _("industry of a firm")
        verbose_name_plural = _("industries of firms")
        indexes = [models.Index(fields=["industry"], name="firms_firmindustry_industry")]
        constraints = [
            order("firms_firmindustry"),
            # zh: 同一企业在同一天只能有一个行业。
            no_overlap("firms_firmindustry", _("A firm has one industry on any day.")),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.industry_id}"
