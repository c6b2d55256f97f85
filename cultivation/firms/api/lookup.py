"""Finding a firm by what stands in an address or a parameter: its credit code, or id-<number>."""

import re

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request

from cultivation.access.log import record_out_of_scope
from cultivation.firms import uscc
from cultivation.firms.models import Firm
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


def seen_firm(request: Request, text: str) -> Firm:
    """The firm that ``text`` names in the address of ``request``.

    One that the account may not see is not there, as one that does not exist; who asked for it
    goes on record. Raises Http404, or Problem (404) with what is wrong with a credit code.
    """
    if not text.isprintable():
        raise Http404
    try:
        named = read(text)
    except Problem as wrong:
        raise Problem(wrong.code, wrong.message, status=404) from None
    found = Firm.objects.visible_to(request.user).filter(named).first()
    if found is None:
        hidden = Firm.objects.filter(named).values_list("pk", flat=True).first()
        if hidden is not None:
            record_out_of_scope(request._request, f"firm {hidden}")
        raise Http404
    return found
