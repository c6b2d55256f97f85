from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarYear(models.Model):
    """A year whose holidays the State Council has published: only in such years days are counted.

    ``document`` is its notice (国务院办公厅关于…年部分节假日安排的通知).
    """

    year = models.PositiveSmallIntegerField(_("Year"), primary_key=True)
    # zh: 通知
    document = models.CharField(_("Notice of the State Council"), max_length=200, blank=True)
    source = models.CharField(_("Source"), max_length=300, blank=True)

    class Meta:
        ordering = ["year"]
        # zh: 工作日历年度
        verbose_name = _("calendar year")
        # zh: 工作日历年度
        verbose_name_plural = _("calendar years")

    def __str__(self) -> str:
        return str(self.year)


class SpecialDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a weekend day worked (调休)."""

    class Kind(models.TextChoices):
        # zh: 放假
        HOLIDAY = "holiday", _("holiday")
        # zh: 调休上班
        WORKED = "worked", _("worked, in exchange")

    day = models.DateField(_("Day"), primary_key=True)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("Name"), max_length=40, blank=True)

    class Meta:
        ordering = ["day"]
        # zh: 节假日与调休
        verbose_name = _("holiday or worked day")
        # zh: 节假日与调休
        verbose_name_plural = _("holidays and worked days")

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"
