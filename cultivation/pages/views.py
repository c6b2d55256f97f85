"""What every page is: strict about its parameters; those of staff are for accounts that may."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views import View

from cultivation.access.models import User
from cultivation.access.permissions import Act, may
from cultivation.journal.models import Revision
from cultivation.journal.services import revision
from cultivation.problems import Problem
from cultivation.rest.filters import StrictFilterSet
from cultivation.rest.refusals import refuse
from cultivation.rest.views import read_query


class StrictPage(View):
    """A page that refuses parameters that are not in ``parameter_set`` or ``further`` by name.

    A Problem raised anywhere becomes a page that says what is wrong (its status is the Problem's
    ``status``, by default 400).
    """

    template_name = ""
    parameter_set: type[StrictFilterSet] | None = None
    further: tuple[str, ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        elsewhere = self.gate()
        if elsewhere is not None:
            return elsewhere
        # PostgreSQL keeps no NUL: no row has an address with one, and none may be asked for.
        if any("\x00" in str(part) for part in kwargs.values()):
            raise Http404
        try:
            blanks = any("" in values for _name, values in request.GET.lists())
            if blanks and request.method in ("GET", "HEAD"):
                return HttpResponseRedirect(self.without_blanks())
            self.read_parameters()
            response = super().dispatch(request, *args, **kwargs)
        except Problem as problem:
            status = int(problem.params.get("status", 400))
            response = render(request, "pages/refused.html", {"problem": problem}, status=status)
        patch_cache_control(response, private=True, no_cache=True)
        return response

    def gate(self) -> HttpResponseBase | None:
        """Where a visitor is led who may not see the page; None for whoever may.

        Raises PermissionDenied where there is nowhere to lead to.
        """
        return None

    def without_blanks(self) -> str:
        """This address without the fields of a form that were left empty."""
        query = self.request.GET.copy()
        for name, values in self.request.GET.lists():
            filled = [value for value in values if value]
            query.setlist(name, filled) if filled else query.pop(name)
        return f"?{query.urlencode()}" if query else self.request.path

    def read_parameters(self) -> None:
        """Read all parameters, or refuse all that are wrong."""
        declared = self.parameter_set.declared() if self.parameter_set else {}
        multiple = {name for name, one in declared.items() if one.field_class.multiple}
        known = [*declared, *self.further]
        self.given, errors = read_query(self.request.GET, known, multiple)
        if self.parameter_set:
            own = {name: value for name, value in self.given.items() if name in declared}
            self.parameters = self.parameter_set(own)
            self.parameters.user = self.request.user
            errors += self.parameters.refusals()
        if errors:
            refuse(errors)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render()

    def context(self) -> dict[str, Any]:
        """What the template knows beside ``page``, this view."""
        return {}

    def render(self, *, status: int = 200, **further: Any) -> HttpResponse:
        """The page."""
        context = {"page": self, **self.context(), **further}
        return render(self.request, self.template_name, context, status=status)


class StaffPage(StrictPage):
    """A page for accounts that may do ``act``: visitors are led to the login, others get 403."""

    act: Act = Act.SEE

    def gate(self) -> HttpResponseBase | None:
        if not self.request.user.is_authenticated:
            return redirect_to_login(self.request.get_full_path())
        if not self.allowed():
            raise PermissionDenied
        return None

    def allowed(self) -> bool:
        """Whether the account may see this page at all."""
        return may(self.user, self.act)

    @property
    def user(self) -> User:
        """The account that asks; pages are for accounts only."""
        assert isinstance(self.request.user, User)
        return self.request.user


@contextmanager
def acting(request: HttpRequest, reason: str) -> Iterator[Revision]:
    """A revision of whoever sends ``request``, from the browser, for ``reason``."""
    assert isinstance(request.user, User)
    with revision(
        reason=reason,
        actor=request.user,
        source="browser",
        request_id=getattr(request, "request_id", ""),
    ) as opened:
        yield opened
