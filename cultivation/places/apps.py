from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "cultivation.places"
    label = "places"
    # zh: 区划
    verbose_name = _("Places")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every account may read what became of districts and zones."""
        from cultivation.journal.sight import publish
        from cultivation.places.models import Block, District, Grouping, PlaceAlias, Zone

        publish(Block, District, Grouping, PlaceAlias, Zone)
