from django.db import models
from django.utils.translation import gettext_lazy as _

from cultivation.access.models import Authority


class Ladder(models.Model):
    """A ladder (梯度): tiers that firms, or carriers such as incubators, climb."""

    class Kind(models.TextChoices):
        # zh: 企业
        FIRM = "firm", _("firms")
        # zh: 载体
        CARRIER = "carrier", _("carriers")

    code = models.CharField(_("Code"), max_length=30, primary_key=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=100)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    # zh: 主管部门
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="ladders", verbose_name=_("Authority")
    )
    position = models.PositiveSmallIntegerField(_("Position"))
    valid_from = models.DateField(_("Exists from"), null=True, blank=True)
    valid_to = models.DateField(_("Exists until (first day no longer)"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        # zh: 梯度
        verbose_name = _("ladder")
        verbose_name_plural = _("ladders")

    def __str__(self) -> str:
        return self.name_zh


class Tier(models.Model):
    """A tier of a ladder, and its library (层级、库).

    ``rank`` orders the tiers of a ladder upwards (1 is the lowest). ``validity_years`` is empty
    where no document seen gives it: a certification then runs until ended or until a given day.
    ``valid_from`` and ``valid_to`` are the life of the tier itself: outside it nothing new is
    certified, while running certifications go on.
    """

    code = models.CharField(_("Code"), max_length=40, primary_key=True)
    ladder = models.ForeignKey(
        Ladder, models.PROTECT, related_name="tiers", verbose_name=_("Ladder")
    )
    rank = models.PositiveSmallIntegerField(_("Rank"))
    level = models.CharField(_("Level"), max_length=10)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=100)
    short_name = models.CharField(_("Short name"), max_length=30)
    validity_years = models.PositiveSmallIntegerField(_("Validity in years"), null=True, blank=True)
    valid_from = models.DateField(_("Exists from"), null=True, blank=True)
    valid_to = models.DateField(_("Exists until (first day no longer)"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=300, blank=True)
    note = models.CharField(_("Note"), max_length=300, blank=True)

    class Meta:
        ordering = ["ladder__position", "rank"]
        # zh: 层级
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        constraints = [
            models.UniqueConstraint(
                fields=["ladder", "rank"],
                name="ladders_tier_one_per_rank",
                # zh: 该梯度已有此位次的层级。
                violation_error_message=_("The ladder has a tier of this rank already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh
