"""The settings in force, chosen by ``REGISTRY_ENV``.

``demonstration`` (default): invented firms and accounts, on this machine only.
``production``: refuses to start with anything that is unsafe (``production.py``).
``test``: what pytest uses (it names ``registry.settings.test`` itself).
"""

import os

from django.core.exceptions import ImproperlyConfigured

# Whoever names one of the modules below directly gets that one and nothing else.
if os.environ.get("DJANGO_SETTINGS_MODULE", __name__) == __name__:
    match os.environ.get("REGISTRY_ENV", "demonstration"):
        case "demonstration":
            from registry.settings.demonstration import *  # noqa: F403
        case "production":
            from registry.settings.production import *  # noqa: F403
        case "test":
            from registry.settings.test import *  # noqa: F403
        case other:
            raise ImproperlyConfigured(
                f"REGISTRY_ENV={other!r} 不认识，请改为 demonstration、production 或 test。"
                " (unknown REGISTRY_ENV: use demonstration, production or test)"
            )
