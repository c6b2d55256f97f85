"""Which signs the fonts of our PDFs have, by the fonts themselves: so that no box is printed.

Reads the character map (``cmap``) of an OpenType font: its subtables of format 4 and 12, which are
those that map Unicode. Source: OpenType 1.9, "cmap".
"""

import functools
import struct
import unicodedata
from pathlib import Path

from pylopdf_fonts_zh_cn import sans_path, serif_path

Ranges = tuple[tuple[int, int], ...]


def lacking(text: str) -> list[str]:
    """The signs of ``text`` that neither of our fonts has, each once, in their order."""
    return [sign for sign in dict.fromkeys(text) if not (sign == " " or _has(ord(sign)))]


def named(sign: str) -> str:
    """``sign`` with its number, as 𠮷（U+20BB7）; the number alone where nothing is to be seen."""
    shown = sign if unicodedata.category(sign)[0] in "LNPSM" else ""
    return f"{shown}（U+{ord(sign):04X}）"


@functools.cache
def _has(code: int) -> bool:
    return any(
        first <= code <= last for first, last in _ranges(serif_path()) + _ranges(sans_path())
    )


@functools.cache
def _ranges(font: Path) -> Ranges:
    """The ranges of code points that ``font`` has signs for."""
    cmap = _table(font.read_bytes(), b"cmap")
    found: list[tuple[int, int]] = []
    (count,) = struct.unpack_from(">H", cmap, 2)
    for number in range(count):
        (at,) = struct.unpack_from(">I", cmap, 4 + number * 8 + 4)
        (form,) = struct.unpack_from(">H", cmap, at)
        if form == 4:
            found += _format_4(cmap[at:])
        elif form == 12:
            found += _format_12(cmap[at:])
    return _joined(found)


def _table(font: bytes, tag: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        name, _sum, start, size = struct.unpack_from(">4sIII", font, 12 + number * 16)
        if name == tag:
            return font[start : start + size]
    raise ValueError(f"the font has no table {tag!r}")


def _format_4(table: bytes) -> list[tuple[int, int]]:
    (doubled,) = struct.unpack_from(">H", table, 6)
    n = doubled // 2
    ends = struct.unpack_from(f">{n}H", table, 14)
    starts = struct.unpack_from(f">{n}H", table, 16 + doubled)
    deltas = struct.unpack_from(f">{n}H", table, 16 + doubled * 2)
    offsets_at = 16 + doubled * 3
    offsets = struct.unpack_from(f">{n}H", table, offsets_at)
    found = []
    for i in range(n):
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            glyph = code
            if offsets[i]:
                at = offsets_at + i * 2 + offsets[i] + (code - starts[i]) * 2
                (glyph,) = struct.unpack_from(">H", table, at)
                if not glyph:
                    continue
            if (glyph + deltas[i]) & 0xFFFF:
                found.append((code, code))
    return found


def _format_12(table: bytes) -> list[tuple[int, int]]:
    (count,) = struct.unpack_from(">I", table, 12)
    groups = (struct.unpack_from(">III", table, 16 + n * 12) for n in range(count))
    return [(first + (glyph == 0), last) for first, last, glyph in groups]


def _joined(ranges: list[tuple[int, int]]) -> Ranges:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return tuple(joined)
