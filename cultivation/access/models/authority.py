from django.db import models
from django.utils.translation import gettext_lazy as _


class Authority(models.Model):
    """A body that certifies or supervises (主管部门).

    It stands here and not beside the ladders because staff belong to one, and scope needs it.
    """

    code = models.CharField(_("Code"), max_length=20, primary_key=True)
    name_zh = models.CharField(_("Chinese name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=80)
    level = models.CharField(_("Level"), max_length=10)

    class Meta:
        ordering = ["code"]
        # zh: 主管部门
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")

    def __str__(self) -> str:
        return self.name_zh
