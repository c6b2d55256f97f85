"""Production: every unsafe or missing setting stops the start with a sentence that names it."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from registry.settings import demonstration, test
from registry.settings.base import *  # noqa: F403
from registry.settings.base import REGISTRY_ADDRESS, database, env

KNOWN_KEYS = {demonstration.SECRET_KEY, test.SECRET_KEY}
SHORTEST_KEY = 50


def _refuse(variable: str, chinese: str, english: str) -> None:
    raise ImproperlyConfigured(f"生产环境拒绝启动：{variable} {chinese} ({variable}: {english})")


SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    _refuse("SECRET_KEY", "没有设置。", "not set")
if SECRET_KEY in KNOWN_KEYS or SECRET_KEY.startswith("django-insecure-"):
    _refuse("SECRET_KEY", "是演示用的密钥，请另设。", "this is a demonstration key, set your own")
if len(SECRET_KEY) < SHORTEST_KEY or len(set(SECRET_KEY)) < 5:
    _refuse(
        "SECRET_KEY",
        f"太短或太简单，至少 {SHORTEST_KEY} 个随机字符。",
        f"too short or too simple, use at least {SHORTEST_KEY} random characters",
    )

if env.bool("DEBUG", default=False):
    _refuse("DEBUG", "不能打开。", "must not be switched on")

ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[]) if host.strip()]
if not ALLOWED_HOSTS:
    _refuse("ALLOWED_HOSTS", "没有设置，请写明域名，用逗号分隔。", "not set, name the hosts")
if any("*" in host or host == "." for host in ALLOWED_HOSTS):
    _refuse("ALLOWED_HOSTS", "不能含 *,请写明域名。", "must not contain *, name the hosts")

if not REGISTRY_ADDRESS:
    _refuse(
        "REGISTRY_ADDRESS",
        "没有设置，请写明公众访问的地址，如 https://registry.example.gov.cn（印在证书上，供查验）。",
        "not set, name the address by which the public comes in; certificates lead to it",
    )
_parts = urlsplit(REGISTRY_ADDRESS)
if _parts.scheme not in ("http", "https") or not _parts.hostname or _parts.path or _parts.query:
    _refuse(
        "REGISTRY_ADDRESS",
        "不是网址，请写成 https://registry.example.gov.cn 的样式，不带路径。",
        "no address, write it like https://registry.example.gov.cn, without a path",
    )
if _parts.hostname in ("127.0.0.1", "localhost", "::1"):
    _refuse(
        "REGISTRY_ADDRESS", "是本机地址，公众无法访问。", "this machine: nobody else gets there"
    )

if not env.str("DATABASE_URL", default=""):
    _refuse(
        "DATABASE_URL",
        "没有设置，请写明 PostgreSQL 15 或更新版本的地址。",
        "not set, name a PostgreSQL 15 or newer",
    )
DATABASES = {"default": database(url_required=True)}

CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Behind a proxy that ends TLS, and says so in this header, redirects and cookies are right, and the
# sender's address is the one that the proxy has added.
BEHIND_TLS_PROXY = env.bool("BEHIND_TLS_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS_PROXY else None
# Off only where the proxy in front already redirects (or in a test without TLS).
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SESSION_COOKIE_SECURE = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = True

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
