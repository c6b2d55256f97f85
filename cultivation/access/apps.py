from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "cultivation.access"
    label = "access"
    # zh: 人员与权限
    verbose_name = _("Access")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to logins; what became of accounts is for few."""
        from cultivation.access import signals  # noqa: F401
        from cultivation.access.models import User
        from cultivation.journal.sight import reserve

        reserve(User)
