"""What the tests run on: a throw-away cluster of the embedded server, quick password hashes."""

import os

from registry.settings.base import *  # noqa: F403
from registry.settings.base import REST_FRAMEWORK, database

SECRET_KEY = "key-of-the-tests-that-production-refuses-to-start-with"
REGISTRY_ADDRESS = "https://registry.example"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
DATABASES = {
    "default": database(
        EMBEDDED_TEST=True,
        # Two runs at the same time must not meet in one database.
        TEST={"NAME": f"test_registry_{os.getpid()}"},
    )
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
REST_FRAMEWORK = REST_FRAMEWORK | {"TEST_REQUEST_DEFAULT_FORMAT": "json"}
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
IMPORTS_INLINE = True
MESSAGES_INLINE = True
MESSAGES_BY_MAIL = True
