"""Accounts, passwords, logins and sessions; ``registry.settings.base`` takes them."""

import datetime as dt
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def at_least_one(variable: str, default: int) -> int:
    number = env.int(variable, default=default)
    if number < 1:
        raise ImproperlyConfigured(f"{variable} 须为正整数。 ({variable}: must be 1 or more)")
    return number


AUTH_USER_MODEL = "access.User"
LOGIN_URL = "portal:login"
LOGIN_REDIRECT_URL = "portal:workbench"
AUTHENTICATION_BACKENDS = [
    "cultivation.access.lockout.LockoutBackend",
    "cultivation.access.accounts.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": f"{_RULES}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "last_name", "email")},
    },
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
    {"NAME": "cultivation.access.passwords.KindsOfCharacters"},
    {"NAME": "cultivation.access.demonstration.NotTheDemonstrationPassword"},
]
# Whom to ask when a login does not work: shown on its page, as it stands here.
ADMINISTRATOR_CONTACT = env.str("ADMINISTRATOR_CONTACT", default="")

# --- Too many wrong passwords of an account at an address lock it there for a while ---
# Only where a proxy ends TLS does its word on the sender's address count.
BEHIND_TLS_PROXY = False
AXES_FAILURE_LIMIT = at_least_one("LOGIN_FAILURE_LIMIT", 5)
AXES_COOLOFF_TIME = dt.timedelta(minutes=at_least_one("LOGIN_LOCK_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "cultivation.access.address.client_address"
AXES_LOCKOUT_CALLABLE = "cultivation.portal.people.login.locked_out"
AXES_RESET_ON_SUCCESS = True
# Trying on while it is locked does not prolong the lock: the page can say how long it lasts.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# The registry has a log of its own, and pages for it.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken"]

# --- One-time codes: everybody may switch them on, these roles have to ---
OTP_TOTP_ISSUER = "企业梯度培育登记系统"
OTP_REQUIRED_ROLES = frozenset(
    role.strip() for role in env.list("OTP_REQUIRED_ROLES", default=[]) if role.strip()
)
if unknown := OTP_REQUIRED_ROLES - {"bureau", "district", "auditor", "expert", "administrator"}:
    raise ImproperlyConfigured(
        f"OTP_REQUIRED_ROLES 中的 {', '.join(sorted(unknown))} 不认识，"
        "请写 bureau、district、auditor、expert、administrator，用逗号分隔。"
        " (OTP_REQUIRED_ROLES: unknown role)"
    )

# --- Sessions end after hours without a request ---
SESSION_COOKIE_AGE = at_least_one("SESSION_HOURS", 8) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- REST tokens ---
KNOX_TOKEN_MODEL = "access.ApiToken"
TOKEN_MAX_DAYS = at_least_one("TOKEN_MAX_DAYS", 365)
REST_KNOX = {
    # A token lives for a year unless the one who makes it says otherwise.
    "TOKEN_TTL": dt.timedelta(days=365),
    "AUTH_HEADER_PREFIX": "Token",
}
