from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "cultivation.journal"
    label = "journal"
    # zh: 修订日志
    verbose_name = _("Journal")
    default_auto_field = "django.db.models.BigAutoField"
