"""Finding a firm by what stands in an address or a parameter: its credit code, or id-<number>."""

import re

from django.db.models import Q
from django.utils.translation import gettext as _

from cultivation.firms import uscc
from cultivation.problems import Problem

_ID = re.compile(r"id-([0-9]{1,18})")
LONGEST = 60


def read(text: str) -> Q:
    """The condition for the firm that ``text`` names.

    Raises Problem with the code of what is wrong with a credit code.
    """
    match = _ID.fullmatch(text)
    if match:
        return Q(pk=int(match[1]))
    if len(text) > LONGEST:
        raise Problem(
            "uscc_length",
            # zh: 统一社会信用代码应为18位，所给内容过长。
            _("A credit code has 18 characters; what was given is far longer."),
        )
    return Q(uscc=uscc.check(text))


def read_code(text: str) -> str:
    """The normalised credit code that ``text`` writes; raises Problem as ``read``."""
    if len(text) > LONGEST:
        read(text)
    return uscc.check(text)
