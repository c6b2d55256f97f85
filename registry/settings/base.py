"""What is the same in every environment."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ
from csp.constants import NONE, SELF

from registry.api.options import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401
from registry.compiled import compile_if_stale
from registry.settings.mail import *  # noqa: F403
from registry.settings.people import *  # noqa: F403
from registry.settings.people import at_least_one

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
# Everything that running the registry writes: the embedded database, collected static files.
VAR_DIR = Path(env.str("REGISTRY_VAR", default=str(BASE_DIR / "var"))).resolve()

DEBUG = False
# True where invented firms and known accounts are wanted; never in production.
DEMONSTRATION = False

# --- Apps, in the order of their imports (see pyproject.toml, importlinter) ---
INSTALLED_APPS = [
    "registry.apps.RegistryConfig",
    "cultivation.journal",
    "cultivation.places",
    "cultivation.access",
    "cultivation.pages",
    "cultivation.firms",
    "cultivation.ladders",
    "cultivation.standards",
    "cultivation.certification",
    "cultivation.counts",
    "cultivation.targets",
    "cultivation.exchange",
    "cultivation.portal",
    "registry.apps.RegistryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]

MIDDLEWARE = [
    "registry.api.requests.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "registry.language.LanguageMiddleware",
    "registry.api.conditional.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cultivation.access.middleware.AccessLogMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cultivation.portal.people.gate.SessionGate",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "registry.urls"
WSGI_APPLICATION = "registry.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "registry" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cultivation.portal.context.page",
            ],
        },
    },
]

# --- Database: PostgreSQL through psycopg2, and nothing else ---
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def database(url_required: bool = False, **embedded: Any) -> dict[str, Any]:
    """The default database: ``DATABASE_URL`` if it is set, the embedded server if not.

    Parameters: ``url_required`` leaves no way to the embedded server; ``embedded`` are further
    entries for it.
    """
    if url_required or env.str("DATABASE_URL", default=""):
        config = dict(env.db_url("DATABASE_URL"), ENGINE="django.db.backends.postgresql")
        # The folder of a unix socket is written as %2Frun%2Fpostgresql.
        config["HOST"] = unquote(str(config.get("HOST") or ""))
    else:
        # Started at the first connection, so that commands without a database start none.
        config = {"ENGINE": "registry.database", "NAME": "registry", **embedded}
    return config | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


# --- Certificates lead here, in words and as a QR code: where the public comes in ---
REGISTRY_ADDRESS = env.str("REGISTRY_ADDRESS", default="").rstrip("/")
# How many certificates an address may check in a minute, on the page and over REST together.
VERIFY_PER_MINUTE = at_least_one("VERIFY_PER_MINUTE", 30)

# --- Language and time: Chinese first, English beside it ---
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "registry" / "locale"]
compile_if_stale()
USE_I18N = True
# Days as 2025-12-31, in every language.
FORMAT_MODULE_PATH = ["registry.formats"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- Static files are served by the registry itself: the intranet is closed ---
STATIC_URL = "static/"
STATIC_ROOT: Path | None = VAR_DIR / "static"

# --- Pages take scripts, styles and pictures from here and from nowhere else ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# An upload is streamed to disk above 2.5 MB; the limit of a list is the import's own (50 MB).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Lists are read and written in threads of the web process; tests do it at once.
IMPORTS_INLINE = False
# Days that an uploaded file and the rows of its preview are kept; the record of what it did stays.
IMPORTS_KEPT_DAYS = env.int("IMPORTS_KEPT_DAYS", default=30)

# Documents of applications: where they lie (never below what is served), and the largest one.
DOCUMENTS_DIR = Path(env.str("DOCUMENTS_DIR", default=str(VAR_DIR / "documents"))).resolve()
DOCUMENT_MAX_MB = env.int("DOCUMENT_MAX_MB", default=20)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request": {"()": "registry.api.requests.RequestIdFilter"},
        "no_trace": {"()": "registry.api.requests.NoTraceFilter"},
    },
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} [{request_id}]: {message}", "style": "{"}
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A request for another host is the sender's mistake: one line says it all.
    "loggers": {"django.security.DisallowedHost": {"filters": ["no_trace"]}},
}
