"""What Django has to know about the project itself."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Holds the catalogue of translations, the project's commands and its checks."""

    name = "registry"

    def ready(self) -> None:
        """Register the checks."""
        from registry import checks  # noqa: F401
