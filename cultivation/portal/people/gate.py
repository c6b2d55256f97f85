"""What has to be done before anything else: set an own password, set up the second factor."""

from collections.abc import Callable
from functools import cached_property

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cultivation.access.models import User
from cultivation.portal.people import sessions

OPEN = ("portal:login", "portal:code", "portal:logout", "set_language", "healthz", "readyz")
PASSWORD = "portal:password"
SECOND_FACTOR = "portal:second-factor"
API = "/api/"


class SessionGate:
    """Leads a signed-in account to what it has to do first; for REST its session counts nothing.

    Costs no query of its own: the session and the account say all there is to know.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Whoever brings no session is nobody: looking for the account would vary the answer.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            sessions.touch(request)
            duty = self.duty(request)
            if duty:
                return self.lead(request, duty)
        return self.get_response(request)

    def duty(self, request: HttpRequest) -> str:
        """The page that comes first; nothing for most."""
        assert isinstance(request.user, User)
        if sessions.lacks_code(request):
            return "portal:login"
        if request.user.must_change_password:
            return PASSWORD
        return SECOND_FACTOR if sessions.needs_second_factor(request.user) else ""

    def lead(self, request: HttpRequest, duty: str) -> HttpResponse:
        """Lead to the page of ``duty``, unless ``request`` is on the way there."""
        if request.path.startswith(API):
            request.user = AnonymousUser()
        elif duty == "portal:login":
            logout(request)
            return redirect(duty)
        elif request.path not in self.open and not request.path.startswith(reverse(duty)):
            return redirect(duty)
        return self.get_response(request)

    @cached_property
    def open(self) -> set[str]:
        """What stays open whatever has to be done."""
        return {reverse(name) for name in OPEN}
