"""What a file is, told from its bytes: pure. What cannot be told apart safely is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from zipfile import ZipInfo

from django.utils.translation import gettext as _

from cultivation import packed
from cultivation.packed import Limits, Unfit, Why
from cultivation.problems import Problem

# Beyond these a packed file is no document but a bomb.
LIMITS = Limits(unpacked=150 * 1024 * 1024, parts=4000, ratio=200, ratio_from=1024 * 1024)
# The end of a PDF stands near the end of the file, whatever a scanner writes after it.
PDF_TAIL = 4096


@dataclass(frozen=True)
class Kind:
    """A type of files: what it is called over HTTP, and how names of such files end."""

    name: str
    content_type: str
    endings: tuple[str, ...]

    @property
    def picture(self) -> bool:
        """Whether it is a picture."""
        return self.content_type.startswith("image/")


_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = Kind("PDF", "application/pdf", ("pdf",))
PNG = Kind("PNG", "image/png", ("png",))
JPEG = Kind("JPEG", "image/jpeg", ("jpg", "jpeg"))
DOCX = Kind("Word", f"{_OFFICE}wordprocessingml.document", ("docx",))
XLSX = Kind("Excel", f"{_OFFICE}spreadsheetml.sheet", ("xlsx",))
OFD = Kind("OFD", "application/ofd", ("ofd",))
KINDS = (PDF, PNG, JPEG, DOCX, XLSX, OFD)
# What a packed document must hold to be one.
PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ofd.xml": OFD}
ACCEPT = ",".join(f".{ending}" for kind in KINDS for ending in kind.endings)


def kind_of(content: bytes) -> Kind:
    """The type of ``content``, looked through from the first byte to the last.

    Raises Problem ``document_empty``, ``document_type``, ``document_broken``,
    ``document_encrypted``, ``zip_bomb``.
    """
    if not content:
        # zh: 文件是空的；请重新选择文件。
        raise Problem("document_empty", _("The file is empty; choose it again."))
    for starts, looked_through in _STARTS:
        if content.startswith(starts):
            return looked_through(content)
    raise _wrong_type()


def _pdf(content: bytes) -> Kind:
    if b"%%EOF" not in content[-PDF_TAIL:]:
        raise _broken()
    return PDF


def _png(content: bytes) -> Kind:
    if content[12:16] != b"IHDR" or b"IEND" not in content[-64:]:
        raise _broken()
    return PNG


def _jpeg(content: bytes) -> Kind:
    if b"\xff\xd9" not in content:
        raise _broken()
    return JPEG


def _packed(content: bytes) -> Kind:
    try:
        with packed.opened(content) as archive:
            parts = packed.looked_through(archive, LIMITS)
            if any(_leads_out(part.filename) for part in parts):
                raise _broken()
            kind = _kind_of_parts(parts)
            for part in parts:
                for _piece in packed.unpacked(archive, part):
                    pass
    except Unfit as unfit:
        raise _UNFIT[unfit.why]() from None
    return kind


def _leads_out(name: str) -> bool:
    """Whether a part would be written outside of the folder that it is unpacked to."""
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or name.startswith(("/", "\\")) or ":" in steps[0]


def _kind_of_parts(parts: list[ZipInfo]) -> Kind:
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        # zh: 文件含有宏；请另存为不含宏的 .docx 或 .xlsx 后再上传。
        message = _("The file has macros; save it as .docx or .xlsx without them.")
        raise Problem("document_macros", message)
    for part, kind in PARTS.items():
        if part in names:
            return kind
    raise _wrong_type()


_STARTS: tuple[tuple[bytes, Callable[[bytes], Kind]], ...] = (
    (b"%PDF-", _pdf),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    (b"PK\x03\x04", _packed),
)


def _wrong_type() -> Problem:
    # zh: 只接受 PDF、PNG、JPEG 图片和 docx、xlsx、OFD 文件（按内容判断，与文件名无关）；请另存为其中一种后再上传。
    message = _(
        "Only PDF, PNG, JPEG, docx, xlsx and OFD are taken, told from the content and not from the"
        " name; save it as one of these."
    )
    return Problem("document_type", message)


def _broken() -> Problem:
    # zh: 文件不完整或已损坏；请重新导出或扫描后再上传。
    return Problem("document_broken", _("The file is incomplete or damaged; make it anew."))


def _bomb() -> Problem:
    # zh: 文件解压后过大，未予接收；请拆分后再上传。
    message = _("The file is far too large once unpacked and was not taken; split it.")
    return Problem("zip_bomb", message)


def _encrypted() -> Problem:
    # zh: 文件已加密，无法核对；请去掉密码后再上传。
    message = _("The file is encrypted and cannot be looked at; take the password off.")
    return Problem("document_encrypted", message)


_UNFIT = {Why.BROKEN: _broken, Why.ENCRYPTED: _encrypted, Why.BOMB: _bomb}
