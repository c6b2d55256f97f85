"""Where contents lie: below one folder outside the web root, by the hash of what they hold."""

import os
import tempfile
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cultivation.certification.models import Document
from cultivation.problems import Problem


def folder() -> Path:
    """The folder of all contents (setting ``DOCUMENTS_DIR``)."""
    return Path(settings.DOCUMENTS_DIR)


def place_of(document: Document) -> Path:
    """Where the content of ``document`` lies."""
    return folder() / document.path


def keep(content: bytes) -> str:
    """Write ``content`` and return its hash. The same content is kept once; a damaged copy of it
    is replaced. What a rolled-back transaction leaves behind is harmless: nothing names it."""
    digest = sha256(content).hexdigest()
    place = place_of(Document(sha256=digest))
    if _there(place) != content:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".taking-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    return digest


def read(document: Document) -> bytes:
    """The content of ``document``, as it was taken in.

    Raises Problem ``document_damaged`` (410): it is gone, or is no longer what it was.
    """
    content = _there(place_of(document))
    if content is None or sha256(content).hexdigest() != document.sha256:
        # zh: 该文件已损坏或丢失（与登记的校验值不符），不能提供；请联系系统管理员从备份恢复，或请上传人重新上传。
        message = _(
            "The file is damaged or lost (it is not what its hash says) and is not handed out: have"
            " it restored from the backup, or attached again."
        )
        raise Problem("document_damaged", message, status=410)
    return content


def _there(place: Path) -> bytes | None:
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return None
