"""``applications/``: found, looked at, opened."""

from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cultivation.certification.api.application_filters import ApplicationFilter
from cultivation.certification.api.case_serializers import ApplicationSerializer, CaseSerializer
from cultivation.certification.api.facts import facts_of
from cultivation.certification.api.seeing import (
    CaseView,
    not_there,
    seen_application,
    seen_applications,
    version_tag,
)
from cultivation.certification.flow.cases import Party
from cultivation.certification.models import Application, Batch, Certification
from cultivation.certification.selectors.cases import person_of
from cultivation.certification.services import open_application
from cultivation.firms.api import lookup
from cultivation.firms.models import Firm
from cultivation.problems import Problem
from cultivation.rest import kinds
from cultivation.rest.bodies import Field, read_body, refuse_fields, refused_field, schema_of, shown
from cultivation.rest.fields import Wrong
from cultivation.rest.headers import KEY
from cultivation.rest.views import StrictViewSet


def _read_firm(value: Any) -> str:
    """What names a firm, well-formed."""
    written = shown(value).strip() if isinstance(value, str) else ""
    try:
        lookup.read(written)
    except Problem as problem:
        raise Wrong(problem.code, str(problem), shown(value)) from None
    return written


FIELDS = {
    "batch": kinds.row_id(required=True),
    "firm": Field(
        _read_firm,
        {"type": "string", "description": "Credit code of the firm, or id-<number>."},
        required=True,
    ),
    "kind": kinds.choice(Application.Kind.values),
    "renews": kinds.row_id(),
    "statement": kinds.prose(),
}


@extend_schema_view(
    list=extend_schema(responses=ApplicationSerializer(many=True)),
    retrieve=extend_schema(responses=CaseSerializer),
)
class ApplicationViewSet(CaseView, StrictViewSet):
    """Applications of the firms in your scope.

    A single one says what the flow looks at: missing and promised documents, the notice it stands
    in, the assessment, returns. POST opens a draft: a renewal where `renews` names the
    certification, else a new application.
    """

    queryset = Application.objects.all()
    lookup_value_regex = "[0-9]{1,18}"
    serializer_class = ApplicationSerializer
    parameter_set = ApplicationFilter

    def get_queryset(self) -> QuerySet[Application]:
        return seen_applications(self.request)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return case_answer(seen_application(request, kwargs["pk"]), request)

    @extend_schema(
        parameters=[KEY],
        request={"application/json": schema_of(FIELDS)},
        responses={201: CaseSerializer},
    )
    def create(self, request: Request) -> HttpResponseBase:
        said = read_body(request, FIELDS)
        batch, firm, renews = self._named(said)
        kind = said.get("kind")
        if kind and (kind == "renewal") != (renews is not None):
            # zh: 复核须给出 renews（所复核的认定），新申报不得给出。
            message = _("A renewal gives `renews`, a new application does not.")
            refuse_fields([refused_field("renews", said.get("renews"), "renews_kind", message)])
        parties = person_of(self.account, batch.tier, files=self.files).parties
        if not parties & {Party.FILER, Party.BUREAU}:
            # zh: 此事项不由您的账号办理。
            raise Problem("not_yours", _("This is not for your account to do."), status=403)

        def work() -> Response:
            # zh: 登记申报
            with self.revision(_("open the application")):
                made = open_application(
                    batch=batch,
                    firm=firm,
                    actor=self.account,
                    renews=renews,
                    statement=said.get("statement", ""),
                )
            address = reverse("application-detail", [made.pk], request=request)
            return case_answer(seen_application(request, made.pk), request, 201, Location=address)

        return self.once(work)

    def _named(self, said: dict[str, Any]) -> tuple[Batch, Firm, Certification | None]:
        """The rows that the body names, of the own scope."""
        user = self.request.user
        batches = Batch.objects.visible_to(user).select_related("tier__ladder")
        batch = batches.filter(pk=said["batch"]).first()
        if batch is None:
            raise not_there("batch", said["batch"])
        firm = Firm.objects.visible_to(user).filter(lookup.read(said["firm"])).first()
        if firm is None:
            raise not_there("firm", said["firm"])
        if "renews" not in said:
            return batch, firm, None
        held = Certification.objects.visible_to(user).filter(pk=said["renews"]).first()
        if held is None:
            raise not_there("renews", said["renews"])
        return batch, firm, held


def case_answer(one: Application, request: Request, status: int = 200, **headers: str) -> Response:
    """A single application, with its version as ETag.

    It is not to be kept by the reader: documents and firms change without a new version.
    """
    shown = CaseSerializer(one, context={"request": request, "facts": facts_of(one)}).data
    headers |= {"ETag": version_tag(one), "Cache-Control": "private, no-store"}
    return Response(shown, status=status, headers=headers)
