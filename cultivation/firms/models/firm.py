from django.db import models
from django.utils.translation import gettext_lazy as _

from cultivation.firms.models.grams import Bigrams, InitialBigrams, gram_index
from cultivation.firms.models.periods import no_overlap, order
from cultivation.firms.querysets import FirmQuerySet, OfFirmQuerySet


class Firm(models.Model):
    """A firm. Its identity is ``id``: codes may be pending, names change.

    ``uscc`` is NULL while the unified social credit code is not known (published lists often lack
    it). ``name`` is the registered name of today; all names with their periods are in FirmName.
    ``registered_capital`` is in 万 of ``capital_currency`` (ISO 4217; empty when not stated).
    """

    uscc = models.CharField(  # noqa: DJ001 (NULL is "pending", many firms may be)
        # zh: 统一社会信用代码
        _("Credit code"),
        max_length=18,
        null=True,
        blank=True,
    )
    name = models.CharField(_("Name"), max_length=200)
    name_key = models.CharField(_("Name key"), max_length=200, editable=False)
    established_on = models.DateField(_("Established on"), null=True, blank=True)
    legal_form = models.CharField(_("Legal form"), max_length=80, blank=True)
    registered_capital = models.DecimalField(
        _("Registered capital (10,000)"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    capital_currency = models.CharField(_("Currency of capital"), max_length=3, blank=True)
    business_scope = models.TextField(_("Business scope"), blank=True)
    address = models.CharField(_("Address"), max_length=300, blank=True)
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        # zh: 并入企业
        verbose_name=_("Merged into"),
    )
    demonstration = models.BooleanField(_("Invented for demonstration"), default=False)

    objects = FirmQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        # zh: 企业
        verbose_name = _("firm")
        verbose_name_plural = _("firms")
        # By hand: db_index and unique would each make a twin index for LIKE, which nothing uses.
        indexes = [
            models.Index(fields=["name_key"], name="firms_firm_name_key"),
            gram_index(Bigrams("uscc"), "firms_firm_uscc_bigrams"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"],
                name="firms_firm_uscc_once",
                # zh: 该统一社会信用代码已登记。
                violation_error_message=_("This credit code is on file already."),
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(closed_on__isnull=False),
                name="firms_firm_merged_is_closed",
                # zh: 被合并的企业必须有终止日期。
                violation_error_message=_("A firm that was merged needs the day it closed."),
            ),
            models.CheckConstraint(
                condition=models.Q(registered_capital__isnull=True)
                | models.Q(registered_capital__gte=0),
                name="firms_firm_capital_not_negative",
                # zh: 注册资本不能为负数。
                violation_error_message=_("Registered capital cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code_pending(self) -> bool:
        """Whether the credit code is still to come."""
        return self.uscc is None


class FirmName(models.Model):
    """A registered name and the days it was (曾用名 included).

    ``key`` is for matching and ``initials`` for searching only; ``names.columns`` gives all three.
    """

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="names", verbose_name=_("Firm"))
    name = models.CharField(_("Name"), max_length=200)
    key = models.CharField(_("Name key"), max_length=200, editable=False)
    # zh: 拼音首字母
    initials = models.TextField(_("Initials"), editable=False)
    valid_from = models.DateField(_("From"), null=True, blank=True)
    valid_to = models.DateField(_("Until (first day no longer)"), null=True, blank=True)

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["firm", "valid_from"]
        # zh: 企业名称
        verbose_name = _("name of a firm")
        verbose_name_plural = _("names of firms")
        indexes = [
            models.Index(fields=["key"], name="firms_firmname_key"),
            gram_index(Bigrams("key"), "firms_firmname_key_bigrams"),
            gram_index(InitialBigrams("initials"), "firms_firmname_initials"),
        ]
        constraints = [
            order("firms_firmname"),
            # zh: 同一企业在同一天只能有一个名称。
            no_overlap("firms_firmname", _("A firm has one name on any day.")),
        ]

    def __str__(self) -> str:
        return self.name
