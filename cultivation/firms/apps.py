from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FirmsConfig(AppConfig):
    name = "cultivation.firms"
    label = "firms"
    # zh: 企业
    verbose_name = _("Firms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever sees a firm may read its journal; every account that of reference data."""
        from cultivation.firms.models import Industry, SizeRule
        from cultivation.firms.querysets import sight
        from cultivation.journal.sight import publish, seen_by

        seen_by(sight)
        publish(Industry, SizeRule)
