"""A clerk at the pages of one application."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application
from tests.portal.desk import Desk, filled_in, text_of


def at(case: Application, further: str = "") -> str:
    return f"/cases/{case.pk}/{further}"


def act(desk: Desk, case: Application, doing: Doing, status: Any = 302, **data: Any) -> Any:
    """Open the page of the act, fill it in, confirm."""
    where = at(case, f"acts/{doing}/")
    form = filled_in(desk.get(where)) | {"step": "confirm"} | data
    answer = desk.client.post(where, {k: v for k, v in form.items() if v != "[]"})
    assert answer.status_code == status, text_of(answer)[:800]
    case.refresh_from_db()
    return answer


def sent(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
