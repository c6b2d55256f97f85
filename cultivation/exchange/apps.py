from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "cultivation.exchange"
    label = "exchange"
    # zh: 名单导入导出
    verbose_name = _("Lists in and out")
    default_auto_field = "django.db.models.BigAutoField"
