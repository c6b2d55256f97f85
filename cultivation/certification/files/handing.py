"""Handing a document out: as an attachment under its own name, put on record as exports are."""

from django.http import HttpRequest, HttpResponse

from cultivation.access.log import record_export
from cultivation.certification.files import store
from cultivation.certification.files.papers import EVIDENCE, NAMES
from cultivation.certification.models import Document
from cultivation.pages.exports import disposition


def hand_out(request: HttpRequest, document: Document) -> HttpResponse:
    """The content of ``document`` (with its firm), which whoever asks may see.

    Raises Problem as ``store.read``.
    """
    content = store.read(document)
    # Names of such files may name persons, as the objection does: the log does not say them.
    what = str(NAMES[EVIDENCE]) if document.kind == EVIDENCE else document.name
    ending = document.name.rpartition(".")[2]
    record_export(request, "document", f"{document.firm.name} {what}", 1, ending)
    return HttpResponse(
        content,
        content_type=document.content_type,
        headers={
            "Content-Disposition": disposition(document.name),
            "X-Content-Type-Options": "nosniff",
            # Whatever the content is, it runs nothing here.
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
