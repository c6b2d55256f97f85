"""``applications/{id}/documents/``: what was handed in, handing in, handing out."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.access.log import record_out_of_scope
from cultivation.access.permissions import Act, may
from cultivation.certification.api.case_serializers import name_of
from cultivation.certification.api.seeing import CaseView, seen_application
from cultivation.certification.files.handing import hand_out
from cultivation.certification.models import Document
from cultivation.certification.services.documents import attach, content_of, withdraw
from cultivation.problems import Problem
from cultivation.rest import kinds
from cultivation.rest.bodies import FORM, body_of, read_body, schema_of, text
from cultivation.rest.headers import KEY
from cultivation.rest.pages import ReferencePage

FIELDS = {
    "kind": text(most=40, required=True),
    "file": kinds.file(required=True),
    "reserved": kinds.choice(["true", "false"]),
}


class DocumentSerializer(serializers.ModelSerializer[Document]):
    """What is known of a file; one that was withdrawn no longer counts."""

    uploaded_by = serializers.SerializerMethodField()

    class Meta:
        model = Document
        fields = [
            "id", "kind", "name", "content_type", "size", "sha256", "uploaded_by", "uploaded_at",
            "reserved", "withdrawn_on", "withdrawn_reason",
        ]  # fmt: skip
        extra_kwargs = {
            "kind": {"help_text": "Code of the kind: see `missing` of the application."},
            "size": {"help_text": "In bytes."},
            "reserved": {"help_text": "For the bureau only."},
        }

    def get_uploaded_by(self, row: Document) -> str | None:
        return name_of(row.uploaded_by)


WITHDRAWING = {"reason": text(most=200, required=True)}


class DocumentsView(CaseView):
    """The documents of an application, as far as you may see them.

    POST attaches one: a form with `kind` and `file`, and `reserved=true` where it is for the bureau
    only. The type is told by the content (PDF, PNG, JPEG, docx, xlsx, OFD); one that was promised
    is thereby there.
    """

    parser_classes = [MultiPartParser]
    pagination_class = ReferencePage

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.paginator = ReferencePage() if request.method != "POST" else None
        super().initial(request, *args, **kwargs)

    @extend_schema(
        operation_id="applications_documents_list", responses=DocumentSerializer(many=True)
    )
    def get(self, request: Request, pk: str) -> Response:
        rows = Document.objects.visible_to(request.user).select_related("uploaded_by")
        rows = rows.filter(application=seen_application(request, pk)).order_by("pk")
        page = self.paginator.paginate_queryset(rows, request, self)
        found: Response = self.paginator.get_paginated_response(
            DocumentSerializer(page, many=True).data
        )
        return found

    @extend_schema(
        operation_id="applications_documents_attach",
        parameters=[KEY],
        request=body_of(FIELDS, FORM),
        responses={201: DocumentSerializer},
    )
    def post(self, request: Request, pk: str) -> HttpResponseBase:
        one = seen_application(request, pk)
        said = read_body(request, FIELDS)
        upload: UploadedFile = said["file"]

        def work() -> Response:
            # zh: 上传材料
            with self.revision(_("attach a document")):
                made = attach(
                    application=one,
                    kind=said["kind"],
                    name=upload.name or "",
                    content=content_of(upload),
                    actor=self.account,
                    reserved=said.get("reserved") == "true",
                    files=self.files,
                )
            return Response(DocumentSerializer(made).data, status=201)

        return self.once(work)


class DocumentView(CaseView):
    """The file itself, as an attachment; put on record as exports are.

    For those who see cases in the pages; a client gets what it handed in itself.
    """

    http_method_names = ["get", "options"]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        # Whoever asks for a PDF gets the file that there is; a refusal is JSON as everywhere.
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        operation_id="applications_documents_content",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: str, document: str) -> HttpResponseBase:
        found = seen_document(request, pk, document)
        if not may(self.account, Act.SEE) and found.uploaded_by_id != self.account.pk:
            # zh: 该材料由他人提交，不向接口客户端提供；请由工作人员在页面上查看。
            message = _("Somebody else handed it in: it is read in the pages, by staff.")
            raise Problem("not_yours", message, status=403)
        return hand_out(request._request, found)


class WithdrawDocumentView(CaseView):
    """Withdraw a document that is wrong: it stays on file and no longer counts, and what it was
    promised by is open again. What lies before the bureau only the bureau withdraws."""

    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="applications_documents_withdraw",
        parameters=[KEY],
        request={"application/json": schema_of(WITHDRAWING)},
        responses={200: DocumentSerializer},
    )
    def post(self, request: Request, pk: str, document: str) -> HttpResponseBase:
        found = seen_document(request, pk, document)
        said = read_body(request, WITHDRAWING)

        def work() -> Response:
            # zh: 作废材料
            with self.revision(f"{_('Withdraw a document')}：{said['reason']}"):
                done = withdraw(
                    document=found, actor=self.account, reason=said["reason"], files=self.files
                )
            return Response(DocumentSerializer(done).data)

        return self.once(work)


def seen_document(request: Request, application: str, pk: str) -> Document:
    """The document of that id, of an application in the reader's scope. Raises Http404."""
    one = seen_application(request, application)
    rows = Document.objects.visible_to(request.user).select_related(
        "application", "firm", "objection"
    )
    found = rows.filter(application=one, pk=pk).first()
    if found is None:
        if Document.objects.filter(application=one, pk=pk).exists():
            record_out_of_scope(request._request, f"document {pk}")
        raise Http404
    return found
