"""``applications/{id}/documents/``: what was handed in, and handing in."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.certification.api.case_serializers import name_of
from cultivation.certification.api.seeing import CaseView, seen_application
from cultivation.certification.models import Document
from cultivation.certification.services.documents import attach, content_of
from cultivation.problems import Problem
from cultivation.rest import kinds
from cultivation.rest.bodies import Field, refuse_fields, refused_field, text
from cultivation.rest.fields import Wrong
from cultivation.rest.headers import KEY
from cultivation.rest.pages import ReferencePage
from cultivation.rest.refusals import Refusal, hint


def _read_file(value: Any) -> UploadedFile:
    if not isinstance(value, UploadedFile):
        # zh: 请以 multipart/form-data 上传文件。
        raise Wrong("not_a_file", _("Send a file, as multipart/form-data."), str(value))
    return value


FIELDS = {
    "kind": text(most=40, required=True),
    "file": Field(_read_file, {"type": "string", "format": "binary"}, required=True),
    "reserved": kinds.choice(["true", "false"]),
}
BODY = {
    "multipart/form-data": {
        "type": "object",
        "required": ["kind", "file"],
        "properties": {name: field.described() for name, field in FIELDS.items()},
    }
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
        request=BODY,
        responses={201: DocumentSerializer},
    )
    def post(self, request: Request, pk: str) -> HttpResponseBase:
        one = seen_application(request, pk)
        said = read_form(request.data)
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


def read_form(sent: Any) -> dict[str, Any]:
    """The values of a form with a file. Raises Problem ``invalid_fields`` as ``read_body`` does."""
    if not isinstance(sent, QueryDict):
        # zh: 请以 multipart/form-data 上传文件。
        raise Problem("not_a_form", _("Send a file, as multipart/form-data."))
    errors: list[Refusal] = []
    values: dict[str, Any] = {}
    for name, given in sent.lists():
        field = FIELDS.get(name)
        if field is None:
            message = hint(name, sorted(FIELDS))
            errors.append(refused_field(name, None, "unknown_field", message, list(FIELDS)))
        elif len(given) > 1:
            # zh: 同一字段重复出现。
            errors.append(refused_field(name, None, "repeated", _("A field is given twice.")))
        else:
            try:
                values[name] = field.read(given[0])
            except Wrong as no:
                code = str(no.code or "invalid")
                errors.append(refused_field(name, None, code, str(no.message), no.allowed))
    for name, field in FIELDS.items():
        if field.required and name not in sent:
            # zh: 请填写此字段。
            errors.append(refused_field(name, None, "required", _("This field is needed.")))
    if errors:
        refuse_fields(errors)
    return values
