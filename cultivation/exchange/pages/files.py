"""Files to take away: the bad rows of a list, and blank lists to fill in."""

import io
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from cultivation.access import log as access_log
from cultivation.access.permissions import Act
from cultivation.exchange import blanks
from cultivation.exchange.models import ImportRow, State
from cultivation.exchange.pages.base import OfImport
from cultivation.exchange.report import write_bad_rows
from cultivation.exchange.staging.bad_rows import bad_rows
from cultivation.exchange.staging.jobs import file_gone, reopened
from cultivation.pages.exports import XLSX, disposition
from cultivation.pages.views import StaffPage


def download(data: io.BytesIO, name: str) -> FileResponse:
    """A workbook as a download of that name."""
    data.seek(0)
    response = FileResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = disposition(name)
    return response


class BadRows(OfImport):
    """The rows that are not imported, in the list's own columns, each with its reason."""

    act = Act.EXPORT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        importing = self.importing
        if importing.state not in (State.READY, State.DONE, State.UNDONE):
            raise Http404
        kept = list(ImportRow.objects.filter(of=importing).exclude(findings=[]))
        if not kept and importing.counts.get("error"):
            raise file_gone()
        opened = reopened(importing, lambda _stage, _done, _total: None)
        data = io.BytesIO()
        rows = write_bad_rows(data, opened.mappings, bad_rows(kept))
        access_log.record_export(request, "bad rows", importing.file_name, rows, "xlsx")
        # zh: 有误行
        return download(data, f"{importing.file_name.rpartition('.')[0]}-{_('bad rows')}.xlsx")


class Blank(StaffPage):
    """A blank list to fill in: of firms, of figures, or of the certifications of a tier."""

    act = Act.IMPORT_FIRMS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        blank = blanks.blank(kwargs["name"])
        if blank is None:
            raise Http404
        data = io.BytesIO()
        blanks.write(blank, data)
        return download(data, f"{blank.name}.xlsx")
