from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TargetsConfig(AppConfig):
    name = "cultivation.targets"
    label = "targets"
    # zh: 目标
    verbose_name = _("Targets")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every account may read what became of targets and published figures."""
        from cultivation.journal.sight import publish
        from cultivation.targets.models import PublishedFigure, Target

        publish(PublishedFigure, Target)
