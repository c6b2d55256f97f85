from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LaddersConfig(AppConfig):
    name = "cultivation.ladders"
    label = "ladders"
    # zh: 梯度
    verbose_name = _("Ladders")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every account may read what became of ladders and tiers."""
        from cultivation.journal.sight import publish
        from cultivation.ladders.models import Ladder, Tier

        publish(Ladder, Tier)
