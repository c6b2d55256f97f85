"""What Django has to know about the project itself."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class RegistryConfig(AppConfig):
    """Holds the catalogue of translations, the project's commands and its checks."""

    name = "registry"

    def ready(self) -> None:
        """Register the checks."""
        from registry import checks  # noqa: F401


class RegistryAdminConfig(AdminConfig):
    """Django's admin, with the registry's own site."""

    default_site = "registry.admin_site.RegistryAdminSite"
