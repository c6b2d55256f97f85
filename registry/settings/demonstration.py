"""The default: invented firms, known accounts, an embedded database, on this machine only."""

from registry.settings.base import *  # noqa: F403
from registry.settings.base import LOGGING, REGISTRY_ADDRESS, database, env

DEMONSTRATION = True
DEBUG = env.bool("DEBUG", default=False)
# Known to everybody who has the code; production refuses it.
SECRET_KEY = "demonstration-only-key-that-production-refuses-to-start-with"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
# Where `make run` serves (see registry.serve): a phone in the room cannot follow it.
REGISTRY_ADDRESS = REGISTRY_ADDRESS or f"http://127.0.0.1:{env.str('PORT', default='8000')}"
DATABASES = {"default": database()}

# Mails are shown on the console unless a server is named.
MESSAGES_BY_MAIL = True
if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# Static files come straight from the apps: nothing has to be collected first.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True

# Whoever tries things out sees on the console what broke, not every page that does not exist.
LOGGING = LOGGING | {"loggers": LOGGING["loggers"] | {"django.request": {"level": "ERROR"}}}
