from django.db import models
from django.utils.translation import gettext_lazy as _


class Cell(models.Model):
    """The dimensions of a count. An empty code means not known: counted, but under no code."""

    class MeasureKind(models.TextChoices):
        # zh: 认定数
        HOLDINGS = "holdings", _("certifications held")
        # zh: 企业数
        FIRMS = "firms", _("firms, at their highest tier of each ladder")

    measure = models.CharField(_("Measure"), max_length=8, choices=MeasureKind.choices)
    ladder_id = models.CharField(_("Ladder"), max_length=30)
    tier_id = models.CharField(_("Tier"), max_length=40)
    district_id = models.CharField(_("District"), max_length=6)
    zone_id = models.CharField(_("Zone"), max_length=12)
    industry_id = models.CharField(_("Industry division"), max_length=2)
    size = models.CharField(_("Size"), max_length=12)

    class Meta:
        abstract = True


class Span(Cell):
    """A stretch of days on which a firm counts in one cell. Derived: triggers keep it."""

    firm_id = models.BigIntegerField(_("Firm"))
    valid_from = models.DateField(_("From"))
    valid_to = models.DateField(_("Until (first day no longer)"), null=True)

    class Meta:
        indexes = [models.Index(fields=["firm_id"], name="counts_span_firm")]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.tier_id} {self.valid_from}"


class Change(Cell):
    """By how much a cell changes on a day. A count as of a day is the sum up to it. Derived."""

    day = models.DateField(_("Day"))
    n = models.IntegerField(_("Change"))

    class Meta:
        indexes = [
            models.Index(
                fields=["measure", "day"],
                include=["tier_id", "ladder_id", "district_id", "zone_id", "industry_id", "size", "n"],
                name="counts_change_cells",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.tier_id} {self.n:+d}"
