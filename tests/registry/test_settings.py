"""Production refuses to start with anything unsafe, and names the variable to set."""

import os
import subprocess
import sys

import pytest

from tests.registry.processes import ROOT

SAFE = {
    "DJANGO_SETTINGS_MODULE": "registry.settings",
    "REGISTRY_ENV": "production",
    "SECRET_KEY": "Zq3-vN8x_7LmP0kRt5WyB2uHc9GdJ6sFaE4iXoQnTbVhUwYzC1",
    "ALLOWED_HOSTS": "registry.example.gov.cn",
    "REGISTRY_ADDRESS": "https://registry.example.gov.cn/",
    "DATABASE_URL": "postgresql://registry@db.invalid/registry",
}
DEMONSTRATION_KEY = "demonstration-only-key-that-production-refuses-to-start-with"


def start(code: str = "", **changes: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of its own; an empty value stands for a variable not set."""
    variables = {name: value for name, value in (os.environ | SAFE | changes).items() if value}
    return subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {code}"],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_safe_settings_are_accepted_without_a_database_at_hand() -> None:
    done = start("from django.conf import settings as s; print(s.DEBUG, s.DEMONSTRATION)")
    assert done.stdout.split() == ["False", "False"], done.stderr


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", DEMONSTRATION_KEY),
        ("SECRET_KEY", "django-insecure-" + "Zq3-vN8x_7LmP0kRt5WyB2uHc9GdJ6sFaE4iXoQn"),
        ("DEBUG", "true"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "registry.example.gov.cn, *"),
        ("DATABASE_URL", ""),
        ("REGISTRY_ADDRESS", ""),
        ("REGISTRY_ADDRESS", "registry.example.gov.cn"),
        ("REGISTRY_ADDRESS", "https://registry.example.gov.cn/here"),
        ("REGISTRY_ADDRESS", "http://127.0.0.1:8000"),
    ],
)
def test_unsafe_settings_are_refused_by_name(variable: str, value: str) -> None:
    done = start(**{variable: value})
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in last
    assert "生产环境拒绝启动" in last
    assert variable in last


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LOGIN_FAILURE_LIMIT", "0"),
        ("LOGIN_LOCK_MINUTES", "-1"),
        ("SESSION_HOURS", "0"),
        ("TOKEN_MAX_DAYS", "0"),
        ("OTP_REQUIRED_ROLES", "bureau,king"),
    ],
)
def test_settings_of_logins_that_make_no_sense_are_refused(variable: str, value: str) -> None:
    done = start(**{variable: value})
    assert done.returncode != 0
    assert variable in done.stderr.strip().splitlines()[-1]


def test_sessions_and_addresses_in_production() -> None:
    names = (
        "SESSION_COOKIE_AGE", "SESSION_EXPIRE_AT_BROWSER_CLOSE", "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_SECURE", "BEHIND_TLS_PROXY", "AXES_FAILURE_LIMIT",
    )  # fmt: skip
    code = f"from django.conf import settings as s; print(*[getattr(s, n) for n in {names}])"
    safe = ["28800", "True", "True", "True", "True", "False", "5"]
    assert start(code).stdout.split() == safe
    asked = start(code, BEHIND_TLS_PROXY="1", SESSION_HOURS="2", LOGIN_FAILURE_LIMIT="3")
    assert asked.stdout.split() == ["7200", "True", "True", "True", "True", "True", "3"]


def test_an_unknown_environment_is_refused() -> None:
    done = start(REGISTRY_ENV="prod")
    assert done.returncode != 0
    assert "REGISTRY_ENV" in done.stderr


def test_django_finds_nothing_to_warn_of_in_production() -> None:
    done = start(
        "from django.core.management import call_command as c;"
        " c('check', deploy=True, fail_level='WARNING', tags=['security'])",
        SECURE_HSTS_INCLUDE_SUBDOMAINS="true",
    )
    # Preloading into browsers is for public domains, not for an intranet.
    assert "W021" in done.stderr or done.returncode == 0
    assert "1 issue" in done.stderr or done.returncode == 0, done.stderr


def test_an_old_server_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace
    from unittest.mock import MagicMock

    from registry import checks

    fake = MagicMock(vendor="postgresql", connection=SimpleNamespace(server_version=140_012))
    monkeypatch.setattr(checks, "connections", {"default": fake})
    (problem,) = checks.server_is_new_enough(["default"])
    assert problem.id == "registry.E002"
    assert "14" in problem.msg
