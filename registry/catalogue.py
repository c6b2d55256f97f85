"""The Chinese catalogue: gathered from the sources and checked against them.

Source strings are English and marked with gettext; Chinese lives in
``registry/locale/zh_Hans/LC_MESSAGES/django.po``. A comment directly above a marked
string proposes its translation (``# zh: 校验码应为 {digit}``; in templates
``{# Translators: zh: … #}``), and gathering fills it in where the catalogue
has none yet. No gettext tools are needed: Babel does it all.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from registry.compiled import PO

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("registry", "cultivation")
TEMPLATE_SUFFIXES = {".html", ".txt"}
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{[a-zA-Z_]\w*(?:[.!:\[][^{}]*)?\}")
# An entry with this comment translates a library's string, so no source of ours has it.
LIBRARY_MARK = "library"


def read() -> Catalog:
    """The catalogue as it is; an empty one if there is none."""
    if not PO.exists():
        return Catalog(locale="zh_Hans", domain="django", charset="utf-8", fuzzy=False)
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans", domain="django")


def gather() -> Catalog:
    """Every marked string of the Python sources and templates, with its proposals as comments."""
    found = Catalog(domain="django", charset="utf-8", fuzzy=False)
    for path in sorted(path for name in SOURCES for path in (ROOT / name).rglob("*")):
        if "migrations" in path.parts or "locale" in path.parts:
            continue
        if path.suffix == ".py":
            source = path.read_text()
        elif path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts:
            # Its result is Python in all but the indentation.
            lines = templatize(path.read_text(), origin=str(path)).splitlines()
            source = "\n".join(line.strip() for line in lines)
        else:
            continue
        for _, text, comments, context in extract(
            "python",
            io.BytesIO(source.encode()),
            keywords=KEYWORDS,
            comment_tags=("zh:", "Translators:"),
        ):
            # Places without line numbers: the catalogue changes only when the words do.
            place = [(path.relative_to(ROOT).as_posix(), 0)]
            found.add(text, locations=place, auto_comments=comments, context=context)
    return found


def update() -> Catalog:
    """Bring the catalogue in line with the sources and write it; returns it."""
    catalogue, found = read(), gather()
    libraries = [message for message in catalogue if LIBRARY_MARK in message.user_comments]
    catalogue.update(found, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    for message in libraries:
        catalogue[message.id] = message
    for message in catalogue:
        proposal = _proposal(message)
        if message.id and proposal and not _translations(message):
            message.string = (proposal,) if message.pluralizable else proposal
        message.auto_comments = []
    PO.parent.mkdir(parents=True, exist_ok=True)
    # The day of the last change is in the history; a header with it would change on every run.
    catalogue.header_comment = "# 天津市中小企业梯度培育登记系统：简体中文"
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, sort_output=True, include_lineno=False, omit_header=True)
    header = (
        f'{catalogue.header_comment}\nmsgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )
    PO.write_bytes(header.encode() + buffer.getvalue())
    return catalogue


def problems() -> Iterator[str]:
    """What keeps the catalogue from being complete, one sentence each."""
    catalogue, found = read(), gather()
    for message in found:
        if not message.id:
            continue
        place = ", ".join(name for name, _ in message.locations)
        entry = catalogue.get(message.id, message.context)
        if entry is None:
            yield f"not in the catalogue: {message.id!r} ({place})"
        elif not _translations(entry):
            yield f"not translated: {message.id!r} ({place})"
        elif entry.fuzzy:
            yield f"fuzzy: {message.id!r} ({place})"
    for entry in catalogue:
        if not entry.id:
            continue
        if LIBRARY_MARK not in entry.user_comments and found.get(entry.id, entry.context) is None:
            yield f"obsolete: {entry.id!r}"
        # The plural form is the one that Chinese, which has no other, translates.
        source = entry.id if isinstance(entry.id, str) else entry.id[-1]
        wanted = set(PLACEHOLDER.findall(source))
        for text in _translations(entry):
            if wanted != set(PLACEHOLDER.findall(text)):
                yield f"other placeholders than in the source: {entry.id!r} -> {text!r}"


def _translations(message: Message) -> list[str]:
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return [text for text in texts if text]


def _proposal(message: Message) -> str:
    lines = [re.sub(r"^Translators:\s*", "", line).strip() for line in message.auto_comments]
    starts = [number for number, line in enumerate(lines) if line.startswith("zh:")]
    if not starts:
        return ""
    own = lines[starts[0] : starts[1] if len(starts) > 1 else None]
    return "".join([own[0].removeprefix("zh:").strip(), *own[1:]])
