from django.db import models
from django.utils.translation import gettext_lazy as _


class District(models.Model):
    """A district (区) of the city, by its six-digit administrative code.

    Abolished ones stay, retired by date, with the district that took over: lists and credit codes
    still name them.
    """

    code = models.CharField(_("Code"), max_length=6, primary_key=True)
    name_zh = models.CharField(_("Chinese name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60)
    short_name = models.CharField(_("Short name"), max_length=20)
    abolished_on = models.DateField(_("Abolished on"), null=True, blank=True)
    # zh: 承接的区
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("Successor")
    )
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        # zh: 区
        verbose_name = _("district")
        verbose_name_plural = _("districts")

    def __str__(self) -> str:
        return self.name_zh


class Zone(models.Model):
    """A functional zone (功能区): a second dimension beside the district.

    ``district`` is where the zone is administered; a firm of the zone may lie in another one that
    the zone reaches into (``also_in``: 高新区 into 南开 and 西青), so a residence holds both.
    """

    code = models.CharField(_("Code"), max_length=12, primary_key=True)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="zones", verbose_name=_("District")
    )
    name_zh = models.CharField(_("Chinese name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60)
    short_name = models.CharField(_("Short name"), max_length=20)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    also_in = models.ManyToManyField(
        # zh: 跨入的区
        District, blank=True, related_name="+", verbose_name=_("Reaches into")
    )  # fmt: skip

    class Meta:
        ordering = ["code"]
        # zh: 功能区
        verbose_name = _("zone")
        verbose_name_plural = _("zones")

    def __str__(self) -> str:
        return self.name_zh


class Grouping(models.Model):
    """A way of putting districts into blocks, as bulletins of a time used it (板块)."""

    code = models.CharField(_("Code"), max_length=20, primary_key=True)
    name_zh = models.CharField(_("Chinese name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60)
    valid_from = models.DateField(_("In use from"), null=True, blank=True)
    valid_to = models.DateField(_("In use until (first day no longer)"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        # zh: 板块划分
        verbose_name = _("grouping of districts")
        verbose_name_plural = _("groupings of districts")

    def __str__(self) -> str:
        return self.name_zh


class Block(models.Model):
    """One block of a grouping, with its districts (or, inside 滨海新区, its zones)."""

    code = models.CharField(_("Code"), max_length=40, primary_key=True)
    # zh: 板块划分
    grouping = models.ForeignKey(
        Grouping, models.PROTECT, related_name="blocks", verbose_name=_("Grouping")
    )
    name_zh = models.CharField(_("Chinese name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("Position"))
    # zh: 包含的区
    districts = models.ManyToManyField(District, blank=True, verbose_name=_("Districts"))
    # zh: 包含的功能区
    zones = models.ManyToManyField(Zone, blank=True, verbose_name=_("Zones"))

    class Meta:
        ordering = ["grouping", "position"]
        # zh: 板块
        verbose_name = _("block")
        verbose_name_plural = _("blocks")

    def __str__(self) -> str:
        return self.name_zh


class PlaceAlias(models.Model):
    """A further name that lists use for a place (自贸区), and what it is counted as."""

    text = models.CharField(_("Text in lists"), max_length=40, primary_key=True)
    district = models.ForeignKey(District, models.PROTECT, verbose_name=_("District"))
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, blank=True, verbose_name=_("Zone"))
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        ordering = ["text"]
        # zh: 区划别名
        verbose_name = _("place alias")
        verbose_name_plural = _("place aliases")

    def __str__(self) -> str:
        return self.text
