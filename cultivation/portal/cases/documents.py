"""Documents of a case: attached, handed out, withdrawn."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cultivation.access import log as access_log
from cultivation.access.permissions import Act as May
from cultivation.access.permissions import may
from cultivation.certification.files.handing import hand_out
from cultivation.certification.files.papers import OWN_KINDS, asked_of, name_of
from cultivation.certification.flow.cases import Party
from cultivation.certification.models import Document
from cultivation.certification.services import documents
from cultivation.certification.services.documents import content_of
from cultivation.pages.forms import ActPage
from cultivation.pages.views import StaffPage
from cultivation.portal.cases.base import OfCase
from cultivation.portal.files import document_field, taken
from cultivation.problems import Problem
from cultivation.rest import filters


class AttachForm(forms.Form):
    # zh: 材料种类
    kind = forms.ChoiceField(label=_("Kind of document"))
    # zh: 文件
    file = document_field(label=_("File"))
    # zh: 限市级查看
    reserved = forms.BooleanField(label=_("For the bureau only"), required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], reserves: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["file"].help_text = taken()
        if not reserves:
            del self.fields["reserved"]


class AttachFilter(filters.StrictFilterSet):
    # zh: 材料种类
    kind = filters.Text(label=_("Kind of document"))

    class Meta:
        model = Document
        fields: list[str] = []


class CaseActs(OfCase, ActPage):
    """Something done on a case beside the acts of its flow; can be done again, so not tried."""

    act = May.HANDLE_CASES
    previewed = False

    def gate(self) -> HttpResponseBase | None:
        elsewhere = super().gate()
        if elsewhere is None and not self.person.parties:
            raise PermissionDenied
        return elsewhere

    @property
    def lead(self) -> str:  # type: ignore[override]
        return self.what

    def done_address(self) -> str:
        return self.case_address

    def status_of(self, problem: Problem, confirmed: bool) -> int:
        return int(problem.params.get("status", 400))


class Attach(CaseActs):
    # zh: 上传材料
    heading = _("Attach a document")
    # zh: 上传
    button = _("Attach")
    form_class = AttachForm
    parameter_set = AttachFilter

    def form_arguments(self) -> dict[str, Any]:
        one = self.application
        kinds = [(row.kind, name_of(row)) for row in asked_of(one)]
        kinds += [(kind, str(label)) for kind, label in OWN_KINDS.items()]
        asked = self.request.GET.get("kind")
        return {
            "kinds": kinds,
            "reserves": Party.BUREAU in self.person.parties,
            "initial": {"kind": asked} if asked in dict(kinds) else {},
        }

    def perform(self, data: dict[str, Any]) -> list[str]:
        try:
            documents.attach(
                application=self.application,
                kind=data["kind"],
                name=data["file"].name,
                content=content_of(data["file"]),
                actor=self.user,
                reserved=data.get("reserved", False),
            )
        except Problem as problem:
            problem.params.setdefault("field", "file")
            raise
        return []


class OfDocument(StaffPage):
    """A page about one document that the account sees, of the case that the address names."""

    @cached_property
    def document(self) -> Document:
        """The document. Raises Http404."""
        rows = Document.objects.visible_to(self.user)
        rows = rows.select_related("application", "firm", "objection")
        key = {"application": self.kwargs["pk"], "pk": self.kwargs["document"]}
        found = rows.filter(**key).first()
        if found is None:
            if Document.objects.filter(**key).exists():
                access_log.record_out_of_scope(self.request, f"document {key['pk']}")
            raise Http404
        assert isinstance(found, Document)
        return found


class Download(OfDocument):
    """The file."""

    def allowed(self) -> bool:
        return may(self.user, May.SEE) or may(self.user, May.SCORE)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return hand_out(request, self.document)


class WithdrawForm(forms.Form):
    # zh: 作废原因
    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=200)


class Withdraw(OfDocument, CaseActs):
    # zh: 作废材料
    heading = _("Withdraw a document")
    # zh: 作废
    button = _("Withdraw")
    danger = True
    form_class = WithdrawForm

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.document.name}　{self.what}"

    def done_address(self) -> str:
        about = self.document.objection_id
        return reverse("portal:objection", args=[about]) if about else self.case_address

    def perform(self, data: dict[str, Any]) -> list[str]:
        documents.withdraw(document=self.document, actor=self.user, reason=data["reason"])
        return []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.document  # noqa: B018 (404 for one that is not seen)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.document  # noqa: B018
        return super().post(request, *args, **kwargs)
