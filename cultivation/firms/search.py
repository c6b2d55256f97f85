"""What a clerk types to find a firm, read into terms. Which firms they fit: ``finding``."""

import re
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from cultivation.firms import names, uscc
from cultivation.problems import Problem

MOST_TERMS = 8
# Longer than any name that is looked for by its initials.
MOST_INITIALS = 40


@dataclass(frozen=True)
class Term:
    """One fragment: of a name (by its ``key``), and, where it can be one, of a code or initials.

    ``code`` and ``letters`` are empty for a fragment that can be no such thing.
    """

    key: str
    code: str = ""
    letters: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """The term that ``text`` (without blanks) writes."""
        key, code = names.key(text), uscc.normalise(text)
        sounded = key.isascii() and key.isalnum() and len(key) <= MOST_INITIALS
        possible = code.isascii() and code.isalnum() and len(code) <= uscc.LENGTH
        return cls(key, code if possible else "", key.lower() if sounded else "")

    @property
    def pattern(self) -> str:
        """The regular expression, for Python and PostgreSQL, of initials that hold ``letters``."""
        return f"[^ ]* ({names.SILENT} )*[^ ]*".join(self.letters)

    @property
    def opening(self) -> str:
        """As ``pattern``, for initials that begin with ``letters``."""
        return f"^({names.SILENT} )*[^ ]*{self.pattern}"

    def fits_code(self, code: str | None) -> bool:
        """Whether this is a fragment of ``code`` (None: pending)."""
        return bool(self.code) and self.code in (code or "")

    def fits_name(self, key: str, initials: str) -> bool:
        """Whether this is a fragment of a name, or of its initials."""
        # Latin letters and digits stand among the initials as themselves.
        if self.letters:
            return re.search(self.pattern, initials) is not None
        return self.key in key


@dataclass(frozen=True)
class Search:
    """All of what was typed: ``terms`` that must all fit, and the ``whole`` as one."""

    whole: Term
    terms: tuple[Term, ...]


def read(text: str | Search) -> Search:
    """The search that ``text`` writes (fragments separated by blanks), or is already.

    Raises Problem ``nothing_to_find``, or ``too_many_terms`` (more than eight).
    """
    if isinstance(text, Search):
        return text
    # What cannot be printed is in no name or code, and some of it not even in a statement of SQL.
    text = "".join(sign if sign.isprintable() else " " for sign in names.clean(text))
    terms = tuple(dict.fromkeys(term for term in map(Term.read, text.split()) if term.key))
    if not terms:
        # zh: 没有可供查找的文字；请填写名称、信用代码或拼音首字母中的一段。
        message = _("There is nothing to look for; give a part of a name, code or initials.")
        raise Problem("nothing_to_find", message)
    if len(terms) > MOST_TERMS:
        raise Problem(
            "too_many_terms",
            # zh: 一次最多查找%(most)d段文字；请减少以空格分隔的内容。
            _("At most %(most)d fragments can be looked for at once; leave some out.")
            % {"most": MOST_TERMS},
        )
    return Search(Term.read(text), terms)


def grams(fragment: str) -> list[str]:
    """What the index of pairs must hold for ``fragment``: its pairs, or its only character."""
    if len(fragment) == 1:
        return [fragment]
    return sorted({fragment[i : i + 2] for i in range(len(fragment) - 1)})
