from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "cultivation.access"
    label = "access"
    # zh: 人员与权限
    verbose_name = _("Access")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to logins."""
        from cultivation.access import signals  # noqa: F401
