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
    section = models.CharField(_("Industry section"), max_length=1)
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
    """By how much a cell changes in a day, a month or a year. Derived: triggers keep it.

    ``start`` is the first day of the step. Rows whose ``section`` and ``size`` are ``*`` are about
    all industries and sizes together: what is asked most is then small.
    """

    step = models.CharField(_("Step"), max_length=5)
    start = models.DateField(_("First day of the step"))
    n = models.IntegerField(_("Change"))

    class Meta:
        indexes = [
            models.Index(
                fields=["measure", "step", "start"],
                include=["ladder_id", "tier_id", "district_id", "zone_id", "n"],
                condition=models.Q(section="*"),
                name="counts_change_places",
            ),
            models.Index(
                fields=["measure", "step", "start"],
                condition=~models.Q(section="*"),
                name="counts_change_cells",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.start}: {self.tier_id} {self.n:+d}"
