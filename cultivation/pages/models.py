from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedList(models.Model):
    """A list as somebody narrowed it, to come back to: a page and its query (常用筛选).

    ``shared`` ones are offered to every account of the same role and place.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Account")
    )
    # zh: 页面
    page = models.CharField(_("Page"), max_length=60)
    query = models.CharField(_("Query"), max_length=1000)
    name = models.CharField(_("Name"), max_length=60)
    # zh: 共享
    shared = models.BooleanField(_("Shared"), default=False)

    class Meta:
        ordering = ["page", "name"]
        # zh: 常用筛选
        verbose_name = _("saved list")
        # zh: 常用筛选
        verbose_name_plural = _("saved lists")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "page", "name"],
                name="pages_savedlist_one_per_name",
                # zh: 已有同名的常用筛选。
                violation_error_message=_("A list of this name is saved already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
