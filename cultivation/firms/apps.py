from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FirmsConfig(AppConfig):
    name = "cultivation.firms"
    label = "firms"
    # zh: 企业
    verbose_name = _("Firms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever sees a firm may read its journal."""
        from cultivation.firms.querysets import sight
        from cultivation.journal.sight import seen_by

        seen_by(sight)
