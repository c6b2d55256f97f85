"""Reads the text of PDFs that the registry makes, as a reader would take it out of the page."""

import re
import zlib

_OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\b(.*?)\bendobj", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.S)
_SHOWN = re.compile(
    # Brackets within a text need no escape where they are a pair.
    rb"/(?P<font>\w+) [\d.]+ Tf|\((?P<text>(?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)"
    rb"|<(?P<hex>[0-9A-Fa-f]+)>|(?P<end>ET)",
    re.S,
)
# What a reader aloud says in the place of some signs, which are in the text as well.
_SPOKEN = re.compile(rb"/ActualText\s*(?:\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>)", re.S)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
# What stands where the font has no glyph.
LACKING = "\ufffd"


def text_of(pdf: bytes) -> str:
    """The text of all pages, a line a run of text."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    named = {number: re.search(rb"/ToUnicode (\d+) 0 R", body) for number, body in objects.items()}
    maps = {
        number: _to_unicode(_stream(objects[int(found[1])]))
        for number, found in named.items()
        if found
    }
    fonts = {
        name: maps[int(target)]
        for body in objects.values()
        for name, target in re.findall(rb"/(\w+) (\d+) 0 R", body)
        if int(target) in maps
    }
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    contents = [re.search(rb"/Contents (\d+) 0 R", body) for body in pages]
    return "\n".join(_shown(_stream(objects[int(one[1])]), fonts) for one in contents if one)


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]


def _to_unicode(cmap: bytes) -> dict[int, str]:
    found = {}
    for code, text in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", cmap):
        found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found


def _shown(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    font: dict[int, str] = {}
    said = ""
    for part in _SHOWN.finditer(_SPOKEN.sub(b"", content)):
        if part["font"]:
            font = fonts[part["font"]]
        elif part["end"]:
            said += "\n"
        else:
            raw = bytes.fromhex(part["hex"].decode()) if part["hex"] else _unescaped(part["text"])
            codes = [raw[at] << 8 | raw[at + 1] for at in range(0, len(raw) - 1, 2)]
            said += "".join(font.get(code, LACKING) if code else LACKING for code in codes)
    return said


def _unescaped(text: bytes) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        return bytes([int(sign, 8)]) if sign.isdigit() else _NAMED.get(sign, sign)

    return _ESCAPE.sub(one, text)
