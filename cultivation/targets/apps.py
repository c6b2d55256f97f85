from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TargetsConfig(AppConfig):
    name = "cultivation.targets"
    label = "targets"
    # zh: 目标
    verbose_name = _("Targets")
    default_auto_field = "django.db.models.BigAutoField"
