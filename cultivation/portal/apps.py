from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "cultivation.portal"
    label = "portal"
    # zh: 门户
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to logins."""
        from cultivation.portal.people import sessions

        sessions.connect()
