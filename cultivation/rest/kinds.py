"""Fields of bodies of further kinds: several lines, one of a few, yes or no, ids, lists of them."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cultivation.rest.bodies import Field, Reader, shown
from cultivation.rest.fields import Wrong, one_of

# What a column of ids holds.
LARGEST_ID = 2**63 - 1
LONGEST_PROSE = 4000


def prose(*, most: int = LONGEST_PROSE, required: bool = False) -> Field:
    """A text of several lines and at most ``most`` characters, without its outer blanks."""

    def read(value: Any) -> str:
        found = value.strip() if isinstance(value, str) else ""
        if not isinstance(value, str) or len(found) > most or not writable(found, lines=True):
            # zh: 请填写不超过%(most)d个字符的文字（可换行）。
            message = _("Give a text of at most %(most)d characters; it may have several lines.")
            raise Wrong("not_a_text", message % {"most": most}, shown(value))
        if required and not found:
            # zh: 请填写此字段。
            raise Wrong("required", _("This field is needed."), "")
        return found

    return Field(read, {"type": "string", "maxLength": most}, required)


def writable(text: str, *, lines: bool) -> bool:
    """Whether ``text`` has no characters that control terminals or break the database, and none
    that stands for what could not be read. Parameters: ``lines`` (it may have several)."""
    return all(
        (lines and character in "\n\r\t")
        or (character != "\ufffd" and unicodedata.category(character) not in ("Cc", "Cs", "Cn"))
        for character in text
    )


def choice(
    allowed: Sequence[str] | Callable[[], Sequence[str]], *, required: bool = False
) -> Field:
    """One of a few codes."""

    def read(value: Any) -> str:
        possible = allowed() if callable(allowed) else allowed
        return one_of(shown(value) if isinstance(value, str) else f"{shown(value)} ", possible)

    schema: dict[str, Any] = {"type": "string"}
    if not callable(allowed):
        schema["enum"] = list(allowed)
    return Field(read, schema, required)


def flag(*, required: bool = False) -> Field:
    """Yes or no."""

    def read(value: Any) -> bool:
        if not isinstance(value, bool):
            # zh: 请填写 true 或 false。
            raise Wrong("not_a_flag", _("Give true or false."), shown(value))
        return value

    return Field(read, {"type": "boolean"}, required)


def row_id(*, required: bool = False) -> Field:
    """The id of a row."""
    schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
    return Field(_read_id, schema, required, written=_whole)


def _whole(text: Any) -> Any:
    digits = isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 20
    return int(text) if digits else text


def _read_id(value: Any) -> int:
    good = isinstance(value, int) and not isinstance(value, bool)
    if not good or not 1 <= value <= LARGEST_ID:
        # zh: 请填写编号（正整数）。
        raise Wrong("not_an_id", _("Give an id: a whole number from 1 on."), shown(value))
    return int(value)


def listed(one: Field, *, most: int, required: bool = False) -> Field:
    """A list of 1 to ``most`` values that ``one`` reads, none twice."""
    return Field(
        _read_list(one.read, most),
        {"type": "array", "items": dict(one.schema), "minItems": 1, "maxItems": most},
        required,
        written=one.written,
        many=True,
    )


def file(*, required: bool = False) -> Field:
    """A file, as a part of a form."""
    return Field(_read_file, {"type": "string", "format": "binary"}, required)


def _read_file(value: Any) -> UploadedFile:
    if not isinstance(value, UploadedFile):
        # zh: 请以 multipart/form-data 上传文件。
        raise Wrong("not_a_file", _("Send a file, as multipart/form-data."), shown(value))
    return value


def _read_list(read: Reader, most: int) -> Reader:
    def read_list(value: Any) -> list[Any]:
        if not isinstance(value, list) or not 1 <= len(value) <= most:
            # zh: 请填写列表，1 至 %(most)d 项。
            message = _("Give a list of 1 to %(most)d values.") % {"most": most}
            raise Wrong("not_a_list", message, shown(value))
        found = [read(one) for one in value]
        if len(set(found)) < len(found):
            # zh: 列表中有重复的值。
            raise Wrong("repeated", _("A value is given twice."), shown(value))
        return found

    return read_list
