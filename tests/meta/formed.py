"""Forms as a browser finds them on a page, filled in plausibly, and what odd things can be sent."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import quote_plus

MULTIPART, PLAIN = "multipart/form-data; boundary=x3x", "application/x-www-form-urlencoded"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
# Beside these a form has only what people fill in.
UNSEEN = ("csrfmiddlewaretoken",)
NO_SUCH = "no_such_field"


@dataclass(frozen=True)
class Control:
    """A control of a form: its kind (the type of an input, else its tag) and its values."""

    name: str
    kind: str
    values: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@dataclass
class Form:
    """A form that is posted: where to, and its controls by name."""

    action: str
    multipart: bool = False
    id: str = ""
    controls: dict[str, Control] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, one: Control) -> None:
        known = self.controls.get(one.name)
        if known is not None:
            one = replace(one, values=known.values + one.values,
                          options=known.options + one.options)  # fmt: skip
        self.controls[one.name] = one

    def filled(self, day: dt.date) -> "Sent":
        """What is sent when it is filled in as somebody in a hurry would."""
        return {name: plausible(one, day) for name, one in self.controls.items()}


Sent = dict[str, Sequence[str | bytes]]


def plausible(one: Control, day: dt.date) -> Sequence[str | bytes]:
    """What is left as it is, and something that fits where nothing stands."""
    if one.kind == "file":
        return [PDF]
    if any(one.values):
        return [value for value in one.values if value]
    if one.kind in ("select", "checkbox", "radio"):
        return [value for value in one.options if value][:1]
    return {"date": [day.isoformat()], "number": ["1"], "hidden": [""]}.get(one.kind, ["说明"])


class Reader(HTMLParser):
    """Collects the forms of a page that are sent by POST."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside: Form | None = None
        self.select: Control | None = None
        self.text: list[str] | None = None
        self.area = ""
        self.later: list[tuple[str, Control]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            posted = given.get("method", "").lower() == "post"
            self.inside = Form(given.get("action", ""), "multipart" in given.get("enctype", ""),
                               given.get("id", "")) if posted else None  # fmt: skip
            if self.inside:
                self.forms.append(self.inside)
        elif tag == "option" and self.select is not None:
            value = given.get("value", "")
            chosen = (value,) if "selected" in given else ()
            self.select = replace(self.select, values=self.select.values + chosen,
                                  options=(*self.select.options, value))  # fmt: skip
        elif tag == "textarea":
            self.area, self.text = given.get("name", ""), []
        elif tag == "button" and self.inside is not None:
            said = (given.get("name", ""), given.get("value", ""), given.get("formaction", ""))
            self.inside.buttons.append(said)
        elif tag == "select":
            self.select = Control(given.get("name", ""), "select")
        elif tag == "input":
            self._input(given)

    def _input(self, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind in ("checkbox", "radio"):
            on = value or "on"
            one = Control(given.get("name", ""), kind, (on,) if "checked" in given else (), (on,))
        else:
            one = Control(given.get("name", ""), kind, (value,))
        self._take(one, given.get("form", ""))

    def _take(self, one: Control, of: str = "") -> None:
        if of:
            self.later.append((of, one))
        elif self.inside is not None and one.name:
            self.inside.add(one)

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select" and self.select is not None:
            self._take(self.select)
            self.select = None
        elif tag == "textarea" and self.text is not None:
            # The first line break after the tag is none of the text.
            self._take(Control(self.area, "textarea", ("".join(self.text).removeprefix("\n"),)))
            self.text = None


def forms_of(html: str) -> list[Form]:
    """The forms of a page that are sent by POST, with the controls that belong to them."""
    reader = Reader()
    reader.feed(html)
    for of, one in reader.later:
        for form in reader.forms:
            if form.id == of:
                form.add(one)
    return reader.forms


def encoded(sent: Sent, *, multipart: bool) -> tuple[bytes, str]:
    """The body of a request and its type; what is no text goes out as the bytes it would be."""
    if not multipart:
        pairs = [f"{quote_plus(name)}={quote_plus(_bytes(value))}"
                 for name, values in sent.items() for value in values]  # fmt: skip
        return "&".join(pairs).encode(), PLAIN
    parts = b""
    for name, values in sent.items():
        for value in values:
            file = b'; filename="x.pdf"\r\nContent-Type: application/pdf' * isinstance(value, bytes)
            head = b'--x3x\r\nContent-Disposition: form-data; name="%b"' % name.encode()
            parts += head + file + b"\r\n\r\n" + _bytes(value) + b"\r\n"
    return parts + b"--x3x--\r\n", MULTIPART


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")


# What stands in a field that is odd, by what it is.
TEXTS: dict[str, str] = {
    "empty": "", "blanks": " \u3000\t ", "long": "名" * 10_000, "nul": "a\x00b",
    "control": "a\x1b[2J\x08b", "surrogate": "a\ud800b", "emoji": "😀𠮷🏴\U000e0067\u202e",
    "huge": "9" * 400, "negative": "-1", "nan": "NaN", "infinite": "Infinity", "power": "1e400",
    "exponent": "1E5", "first day": "0001-01-01", "last day": "9999-12-31",
    "no day": "2026-02-30", "far day": "2200-01-01", "no id": "0", "unknown id": "9" * 18,
    "long id": "9" * 30, "a word": "x", "markup": "<script>alert(1)</script>",
    "lines": "a\r\n\r\nb",
}  # fmt: skip
FILES: dict[str, bytes] = {
    "a program": b"MZ\x90\x00" * 20, "an empty file": b"",
    "a broken book": b"PK\x03\x04" + b"\x00" * 60,
}  # fmt: skip
NUMBERS = ("negative", "nan", "infinite", "power", "exponent")
DAYS = ("first day", "last day", "no day", "far day")
IDS = ("no id", "unknown id", "long id")


def odd_in(kind: str) -> tuple[str, ...]:
    """What may go wrong in a control of ``kind``: a day is as good a text as any."""
    least = {
        "file": [*FILES, "a word"],
        "date": [*DAYS, "huge", "a word"],
        "number": [*NUMBERS, "huge", "a word"],
        "textarea": ["emoji", "markup", "lines", "surrogate"],
        "text": ["emoji", "markup", "lines", "surrogate", *NUMBERS, "huge"],
    }.get(kind, [*IDS, "negative", "a word", "surrogate", "emoji"])
    always = ("missing", "twice", "unknown field", "empty", "blanks", "long", "nul", "control")
    return (*always, *least)


def changed(sent: Sent, one: Control, kind: str) -> Sent | None:
    """``sent`` with something odd in ``one``; None where it would be nothing odd."""
    sent = dict(sent)
    if kind == "unknown field":
        return sent | {NO_SUCH: ["x"]}
    if kind == "missing":
        return {name: values for name, values in sent.items() if name != one.name}
    if kind == "twice":
        return sent | {one.name: [*sent[one.name], *(sent[one.name] or ["x"])]}
    if kind in FILES:
        return sent | {one.name: [FILES[kind]]} if one.kind == "file" else None
    return sent | {one.name: [TEXTS[kind]]}


def surely_wrong(one: Control, kind: str) -> bool:
    """Whether no form may take it, whatever the field means."""
    if one.kind == "file":
        # Text instead of a file is no file, and files need not be.
        return kind in ("unknown field", "a program", "an empty file")
    if one.kind == "password" or one.options == ("on",):
        # A password is made of anything; a box is ticked by any word.
        return kind in ("unknown field", "twice")
    if kind in ("unknown field", "nul", "control", "long", "surrogate"):
        return True
    if kind == "twice":
        return one.kind not in ("checkbox", "file") and one.name != "row"
    if one.kind in ("date", "number"):
        return kind not in (
            "missing",
            "empty",
            "blanks",
            "twice",
            "exponent",
            "negative",
            "no id",
            "huge",
        )
    if one.kind in ("select", "radio"):
        return kind not in ("missing", "empty") and TEXTS.get(kind, "") not in one.options
    return False
