from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    name = "cultivation.certification"
    label = "certification"
    # zh: 认定
    verbose_name = _("Certification")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cultivation.certification import changing, consequences, telling, titles
        from cultivation.certification.querysets import kept_back
        from cultivation.certification.services import updating
        from cultivation.certification.services.acting import on_acts
        from cultivation.firms.consequences import on_changing, on_closing, on_year
        from cultivation.journal.sight import keep_back
        from cultivation.standards.titles import tell_titles

        on_closing(consequences.preview, consequences.apply)
        on_changing(changing.preview, changing.apply)
        on_year(updating.count_figures)
        tell_titles(titles.titles_of)
        on_acts(telling.tell_of_acts)
        keep_back(kept_back)
