"""Who asks, and whether they may read at all. Whose rows they see is ``visible_to``."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from knox.auth import TokenAuthentication
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from cultivation.clock import now

if TYPE_CHECKING:  # the settings name these classes: rest_framework.views imports this module
    from rest_framework.views import APIView

READ = "read"
WRITE = "write"


class Token(TokenAuthentication):
    """``Authorization: Token …``. Reading never writes: expired tokens are refused, not deleted."""

    def authenticate_credentials(self, token: bytes) -> Any:
        # Anything but letters and digits cannot be one of ours, and some of it upsets the database.
        if not (token.isascii() and token.isalnum()):
            # zh: 令牌无效。
            raise AuthenticationFailed(_("Invalid token."))
        return super().authenticate_credentials(token)

    def _cleanup_token(self, auth_token: Any) -> bool:
        return auth_token.expiry is not None and auth_token.expiry < now()


class Login(SessionAuthentication):
    """The login of the pages; what it sends to write carries the CSRF token of their forms."""

    def enforce_csrf(self, request: Any) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            # zh: 缺少 CSRF 令牌或令牌不符；请在 X-CSRFToken 请求头中带上登录后的 csrftoken，或改用令牌。
            message = _(
                "The CSRF token is missing or wrong: send the cookie csrftoken of the login as"
                " X-CSRFToken, or use a token."
            )
            raise PermissionDenied(message) from None


AUTHENTICATION: list[type[BaseAuthentication]] = [Token, Login]


def _may_read(request: Request) -> bool:
    """Whether the token in use, if one is, may read: one without scopes may, by default."""
    scopes = getattr(request.auth, "scopes", None)
    return not scopes or READ in scopes


def _asks(request: Request) -> bool:
    """Whether an account asks, and is of those that may over REST."""
    signed_in = bool(request.user and request.user.is_authenticated)
    return signed_in and bool(getattr(request.user, "asks_over_rest", True))


class MayRead(BasePermission):
    """Reading, with a token or a login."""

    # zh: 此令牌没有读取（read）权限；请更换令牌，或请发放者补充权限。
    message = _("This token may not read; use another, or have its scope “read” added.")

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return _asks(request) and request.method in SAFE_METHODS and _may_read(request)


class Published(MayRead):
    """Reading what is published: for everybody, but a token that is shown must be able to read."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return request.method in SAFE_METHODS and _may_read(request)


class AskedOpenly(MayRead):
    """Asking by POST what writes nothing: for everybody, but a token must be able to read."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return _may_read(request)
