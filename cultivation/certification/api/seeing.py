"""Who reads and writes the flow over REST, and how a row that an address names is found."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from cultivation.access.log import record_out_of_scope
from cultivation.access.models import Role, User
from cultivation.access.permissions import Act, may
from cultivation.access.writing import MayWrite, WritingView
from cultivation.certification.flow.cases import Party, Person
from cultivation.certification.models import Application
from cultivation.certification.selectors.cases import person_of
from cultivation.certification.services.acting import SELECTED
from cultivation.ladders.models import Tier
from cultivation.problems import Problem
from cultivation.rest.access import WRITE, Published
from cultivation.rest.etags import tags_seen

if TYPE_CHECKING:
    from rest_framework.views import APIView


class ForCases(MayWrite):
    """Applications and what belongs to them: for all accounts but experts, who score in the pages
    what was given to them."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if isinstance(request.user, User) and request.user.role == Role.EXPERT:
            # zh: 此账号没有此操作的权限。
            self.message = gettext_lazy("This account may not do that.")
            return False
        return super().has_permission(request, view)


class ForInquiries(ForCases):
    """Objections, which carry names of persons: for those who see cases in the pages."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if isinstance(request.user, User) and not may(request.user, Act.SEE):
            # zh: 此账号没有此操作的权限。
            self.message = gettext_lazy("This account may not do that.")
            return False
        return super().has_permission(request, view)


class PublishedHere(MayWrite, Published):
    """Reading what is published, for everybody; publishing, for those who handle cases."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if request.method in SAFE_METHODS:
            return Published.has_permission(self, request, view)
        return super().has_permission(request, view)


class CaseView(WritingView):
    """An endpoint of the flow."""

    permission_classes: list[type[BasePermission]] = [ForCases]
    act = Act.HANDLE_CASES
    http_method_names = ["get", "post", "head", "options"]

    @property
    def files(self) -> bool:
        """Whether whoever asks is a REST client that may write: it files for firms."""
        return self.account.role == Role.CLIENT and writes(self.request)


def writes(request: Request) -> bool:
    """Whether what ``request`` shows may write: a login, or a token with the scope ``write``."""
    return request.auth is None or WRITE in getattr(request.auth, "scopes", ())


def person_before(request: Request, tier: Tier) -> Person:
    """Whoever asks, before a case of ``tier`` (with ``ladder``): a client as a filer."""
    user = request.user
    assert isinstance(user, User)
    return person_of(user, tier, files=user.role == Role.CLIENT)


def seen_applications(request: Request) -> QuerySet[Application]:
    """The applications of the reader's scope, with what cases look at."""
    return Application.objects.visible_to(request.user).select_related(*SELECTED, "assigned_to")


def seen_application(request: Request, pk: int | str) -> Application:
    """The application of that id. One that is out of scope is not there; who asked for it goes on
    record. Raises Http404."""
    found = seen_applications(request).filter(pk=pk).first()
    if found is None:
        if Application.objects.filter(pk=pk).exists():
            record_out_of_scope(request._request, f"application {pk}")
        raise Http404
    return found


def not_there(field: str, value: Any) -> Problem:
    """The refusal of a row that a field names and that is not there, or not in scope: the same."""
    # zh: 此处没有您要找的内容，或不在您的权限范围内。
    message = _("There is nothing here that you may see.")
    record = {"field": field, "value": str(value), "code": "not_found", "message": message}
    return Problem("not_found", message, status=404, errors=[record])


def bureau_only(request: Request, tier: Tier) -> None:
    """Refuse whoever is not of the bureau of ``tier``, as the flow refuses them."""
    if Party.BUREAU not in person_before(request, tier).parties:
        # zh: 此事项不由您的账号办理。
        raise Problem("not_yours", _("This is not for your account to do."), status=403)


def version_tag(application: Application) -> str:
    """The ETag of an application: its version."""
    return f'"{application.version}"'


def expected(request: Request, application: Application) -> dict[int, int]:
    """The version that ``If-Match`` asks for, as ``services.act`` takes it."""
    seen = tags_seen(request)
    if seen is None or "*" in seen:
        return {}
    # No application has the version -1: what fits no tag is refused with what happened last.
    fits = version_tag(application) in seen
    return {application.pk: application.version if fits else -1}
