"""What Django has to know about the project itself."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Holds the catalogue of translations, the project's commands and its checks."""

    name = "registry"

    def ready(self) -> None:
        """Register the checks, and bring the compiled catalogue up to date."""
        from registry import catalogue, checks  # noqa: F401

        catalogue.compile_if_stale()
