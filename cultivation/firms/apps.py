from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FirmsConfig(AppConfig):
    name = "cultivation.firms"
    label = "firms"
    # zh: 企业
    verbose_name = _("Firms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cultivation.firms.querysets import subjects_seen_by
        from cultivation.journal.querysets import seen_by

        seen_by(subjects_seen_by)
