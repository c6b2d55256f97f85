"""Names of firms: cleaning, the folded key by which they are looked up, initials to search by.

The key never decides alone: two real firms differ only in the width of their brackets.
"""

import re
import unicodedata

# Soft hyphens, zero widths, marks of direction (which turn what follows around), joiners.
_INVISIBLE = dict.fromkeys(
    [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
_BLANKS = re.compile(r"\s+")
_FOLDS = str.maketrans(
    {"〔": "(", "〕": ")", "【": "(", "】": ")", "[": "(", "]": ")", "{": "(", "}": ")",
     "〈": "(", "〉": ")", "＜": "(", "＞": ")", "“": '"', "”": '"', "「": '"', "」": '"',
     "‘": "'", "’": "'", "·": "", "•": "", "・": "", "—": "-", "–": "-", "‐": "-"}
)  # fmt: skip


def clean(text: str) -> str:
    """``text`` as it is kept: no invisible characters, no outer blanks, inner blanks single."""
    return _BLANKS.sub(" ", text.translate(_INVISIBLE)).strip()


def key(name: str) -> str:
    """``name`` folded for matching: width, brackets, quotes, blanks and case do not matter."""
    folded = unicodedata.normalize("NFKC", name.translate(_INVISIBLE)).translate(_FOLDS)
    return _BLANKS.sub("", folded).upper()


# What stands among initials for a character that has no sound of its own: brackets, marks.
SILENT = "-"


def initials(key: str) -> str:
    """The pinyin initials of a name by its ``key``: one position a character, blanks between.

    A position holds every letter that its character can begin with: 长 is ``cz``. Letters and
    digits stand for themselves; ``-`` is passed over in a search.
    """
    return " ".join(map(_letters.__getitem__, key))


class _Letters(dict[str, str]):
    """The initials of characters, each looked up once."""

    def __missing__(self, character: str) -> str:
        letters = self[character] = _initials_of(character)
        return letters


_letters = _Letters()


def _initials_of(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else SILENT
    # Here and not above: loading its tables takes a quarter of a second.
    from pypinyin import Style, pinyin

    readings = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    found = {reading[0] for one in readings for reading in one if reading}
    return "".join(sorted(letter for letter in found if letter.isascii())) or SILENT


COLUMNS = ("name", "key", "initials")


def columns(name: str) -> dict[str, str]:
    """COLUMNS of FirmName for ``name`` (as ``clean`` gives it): for all who write one."""
    folded = key(name)
    return {"name": name, "key": folded, "initials": initials(folded)}
