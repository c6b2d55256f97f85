from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    name = "cultivation.certification"
    label = "certification"
    # zh: 认定
    verbose_name = _("Certification")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cultivation.certification import consequences, telling, titles
        from cultivation.certification.services.acting import on_acts
        from cultivation.firms.consequences import on_closing
        from cultivation.standards.titles import tell_titles

        on_closing(consequences.preview, consequences.apply)
        tell_titles(titles.titles_of)
        on_acts(telling.tell_of_acts)
