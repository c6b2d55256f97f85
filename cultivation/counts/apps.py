from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CountsConfig(AppConfig):
    name = "cultivation.counts"
    label = "counts"
    # zh: 统计
    verbose_name = _("Counts")
    default_auto_field = "django.db.models.BigAutoField"
