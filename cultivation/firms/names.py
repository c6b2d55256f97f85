"""Names of firms: cleaning, and the folded key by which names are looked up.

The key never decides alone: two real firms differ only in the width of their brackets.
"""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
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
