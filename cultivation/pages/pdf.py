"""Documents as PDF: a typst template filled with data, the same bytes for the same facts."""

import functools
import json
from pathlib import Path
from typing import Any

import typst
from pylopdf_fonts_zh_cn import sans_path

# What a template names as its fonts; nothing of the machine's own is used.
SANS, SERIF = "Noto Sans SC", "Noto Serif SC"
# The moment of making is never in the file: a template that wants a day sets it from its data
# (`#set document(date: …)`).
NO_MOMENT = 0


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[sans_path().parent],
    )


def pdf(template: Path, data: dict[str, Any]) -> bytes:
    """The PDF that ``template`` (a ``.typ`` file beside the package that uses it) makes of
    ``data``.

    Parameters: ``data`` (what JSON holds). The template reads it by
    ``#let data = json(bytes(sys.inputs.data))``: names and texts arrive as text and never as
    markup. It sees the files of its own folder and the fonts ``Noto Sans SC`` and
    ``Noto Serif SC``. Returns the same bytes for the same template and data, at any time.
    """
    compiler = typst.Compiler(
        input=template,
        root=template.parent,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
    )
    made = compiler.compile(format="pdf", timestamp=NO_MOMENT)
    assert isinstance(made, bytes)
    return made
