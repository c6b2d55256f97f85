"""The unified social credit code (统一社会信用代码), checked in full.

Source: GB 32100-2015 with amendment 1 (2016); inner organisation code GB 11714-1997.
The district of a firm is never read from the code: its digits name the first registering authority.
"""

import re
import unicodedata
from operator import mul

from django.utils.translation import gettext as _

from cultivation.problems import Problem

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
OLD_LENGTH = 15
_INDEX = {character: index for index, character in enumerate(ALPHABET)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_INNER_INDEX = {character: int(character, 36) for character in ALPHABET}
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# Blanks, invisible characters, hyphens and marks that people and programs put into codes.
_DROPPED = re.compile(
    "[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad'\"`\u2018\u2019\u201c\u201d"
    "·.,_‐‑‒–—―−-]+"
)


def normalise(text: str) -> str:
    """``text`` as a code is shown: half-width, upper case, without blanks, hyphens or quotes."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_character(body: str) -> str:
    """The 18th character for the first 17, by GB 32100-2015."""
    total = sum(map(mul, map(_INDEX.__getitem__, body), _WEIGHTS))
    return ALPHABET[-total % 31]


def inner_character(body: str) -> str:
    """The 17th character for the eight before it, by GB 11714."""
    total = sum(map(mul, map(_INNER_INDEX.__getitem__, body), _INNER_WEIGHTS))
    return "0123456789X0"[11 - total % 11]


def check(text: str) -> str:
    """The normalised code, if ``text`` is a well-formed one.

    Raises Problem: ``uscc_length``, ``uscc_old_number`` (15 digits), ``uscc_alphabet``,
    ``uscc_check_digit`` (GB 32100) or ``uscc_inner_digit`` (GB 11714).
    """
    code = normalise(text)
    if len(code) == OLD_LENGTH and code.isdigit():
        raise Problem(
            "uscc_old_number",
            # zh: “%(value)s”是15位的旧注册号，不是统一社会信用代码；请填写18位代码，或留空待补。
            _(
                "“%(value)s” is a registration number of the old kind with 15 digits, not a credit"
                " code; give the code of 18 characters, or leave it empty for now."
            )
            % {"value": code},
        )
    if len(code) != LENGTH:
        raise Problem(
            "uscc_length",
            # zh: 统一社会信用代码应为18位，“%(value)s”为%(length)d位；请核对营业执照。
            _(
                "A credit code has 18 characters, “%(value)s” has %(length)d; check it against the"
                " business licence."
            )
            % {"value": code, "length": len(code)},
        )
    wrong = sorted(set(code).difference(_INDEX))
    if wrong:
        raise Problem(
            "uscc_alphabet",
            # zh: 统一社会信用代码“%(value)s”含有不允许的字符 %(characters)s（不使用字母I、O、S、V、Z）；请核对营业执照。
            _(
                "The credit code “%(value)s” contains %(characters)s, which codes do not use (no"
                " letters I, O, S, V, Z); check it against the business licence."
            )
            % {"value": code, "characters": " ".join(wrong)},
        )
    if check_character(code[:17]) != code[17]:
        raise Problem(
            "uscc_check_digit",
            # zh: 统一社会信用代码“%(value)s”校验码不符（末位应为%(expected)s），至少有一位有误；请核对营业执照。
            _(
                "The check character of the credit code “%(value)s” does not fit (the last one"
                " should be %(expected)s): at least one character is wrong; check it against the"
                " business licence."
            )
            % {"value": code, "expected": check_character(code[:17])},
        )
    if inner_character(code[8:16]) != code[16]:
        raise Problem(
            "uscc_inner_digit",
            # zh: 统一社会信用代码“%(value)s”中的组织机构代码校验位不符（第17位应为%(expected)s）；请核对营业执照。
            _(
                "The organisation code inside the credit code “%(value)s” does not fit (character"
                " 17 should be %(expected)s); check it against the business licence."
            )
            % {"value": code, "expected": inner_character(code[8:16])},
        )
    return code


def complete(prefix: str) -> str:
    """A well-formed code from its first 16 characters (8 of authority and place, 8 of the firm)."""
    body = prefix + inner_character(prefix[8:16])
    return body + check_character(body)
