"""Fields of forms that take files: what may be sent is said beside them."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cultivation.certification.files.kinds import ACCEPT
from cultivation.certification.services.evidence import SHOWN

LONGEST_NAME = 255


def taken() -> str:
    """Which files are taken, in a sentence."""
    # zh: PDF、PNG、JPEG、docx、xlsx 或 OFD，最大 %(most)s MB。
    message = _("PDF, PNG, JPEG, docx, xlsx or OFD, up to %(most)s MB.")
    return message % {"most": settings.DOCUMENT_MAX_MB}


def document_field(**further: Any) -> forms.FileField:
    """A field for one document; the type is told by the content when it is taken in."""
    widget = forms.FileInput({"accept": ACCEPT})
    return forms.FileField(max_length=LONGEST_NAME, widget=widget, **further)


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to ``most`` files in one go; none, unless it is required."""

    def __init__(self, *, most: int, accept: str = ACCEPT, **further: Any) -> None:
        self.most = most
        widget = FilesInput({"accept": accept, "multiple": True})
        super().__init__(widget=widget, max_length=LONGEST_NAME, **further)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        if len(sent) > self.most:
            # zh: 一次最多 %(most)s 个文件；请分次上传。
            message = _("At most %(most)s files at a time; send the others after them.")
            raise forms.ValidationError(message % {"most": self.most})
        among = len(sent)
        return [self._clean_one(file, among) for file in sent or ([None] if self.required else [])]

    def _clean_one(self, file: Any, among: int) -> UploadedFile:
        """``file``, in order; if not, it is said with its name where it is one of several."""
        try:
            taken: UploadedFile = super().clean(file)
        except forms.ValidationError as error:
            if among < 2:
                raise
            # zh: “%(name)s”：%(told)s
            message = _("“%(name)s”: %(told)s")
            told = {"name": file.name[:SHOWN], "told": error.messages[0]}
            raise forms.ValidationError(message % told) from None
        return taken
