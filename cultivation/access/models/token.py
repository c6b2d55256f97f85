from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken


class ApiToken(AbstractAuthToken):
    """A REST token: kept hashed, read only unless its scopes say otherwise.

    It sees what its account sees. ``last_used_on`` is kept to the day: one write a day, not one a
    request.
    """

    label = models.CharField(_("Label"), max_length=80, blank=True)
    scopes = ArrayField(models.CharField(max_length=20), verbose_name=_("Scopes"), default=list)
    # zh: 最近使用日期
    last_used_on = models.DateField(_("Last used on"), null=True, editable=False)

    class Meta:
        # zh: 接口令牌
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
