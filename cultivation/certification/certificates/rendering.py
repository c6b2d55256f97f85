"""Certificates as PDF: made from their frozen facts, the same bytes for the same facts."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import segno
from django.conf import settings
from django.utils.translation import gettext as _

from cultivation.certification.models import Certificate
from cultivation.pages.glyphs import lacking, named
from cultivation.pages.pdf import pdf
from cultivation.problems import Problem

TEMPLATE = Path(__file__).with_name("certificate.typ")
# What stands on a certificate in words (see ``services.deciding.printed``).
WORDS = ("title", "firm", "uscc", "number", "authority", "batch")
NAMED = 5


def check_address(number: str) -> str:
    """Where anybody checks the certificate ``number``: what its QR code leads to."""
    return f"{settings.REGISTRY_ADDRESS}/verify/{quote(number, safe='')}"


def unprintable(certificate: Certificate) -> list[str]:
    """The signs that ``certificate`` needs and the fonts do not have."""
    return lacking("".join(str(certificate.facts.get(name, "")) for name in WORDS))


def certificates_pdf(certificates: Sequence[Certificate]) -> bytes:
    """The PDF of ``certificates``, a page each, in their order.

    Raises Problem ``signs_missing`` where the fonts lack a sign: nothing is printed with a box in
    the place of a part of a name. ``certificates_missing`` when there are none.
    """
    if not certificates:
        # zh: 没有可打印的证书。
        raise Problem("certificates_missing", _("There are no certificates to print."), status=404)
    _refuse_unprintable(certificates)
    facts = [one.facts for one in certificates]
    return pdf(
        TEMPLATE,
        {
            "title": " ".join((facts[0]["title"], facts[0]["number"]))
            if len(facts) == 1
            else facts[0]["title"],
            "authority": facts[0]["authority"],
            "made": _day(max(one["issued_on"] for one in facts)),
            "certificates": [_page(one) for one in facts],
        },
    )


def _page(facts: dict[str, Any]) -> dict[str, Any]:
    address = check_address(facts["number"])
    return {**facts, "address": address, "qr": _qr(address)}


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawn, kind="svg", border=0, xmldecl=False, dark="#1b2a41")
    return drawn.getvalue().decode()


def _day(text: str) -> dict[str, int]:
    year, month, day = map(int, text.split("-"))
    return {"year": year, "month": month, "day": day}


def _refuse_unprintable(certificates: Sequence[Certificate]) -> None:
    # All at once first: hardly any firm has such a name.
    if not lacking("".join(str(one.facts[name]) for one in certificates for name in WORDS)):
        return
    found = [(one, signs) for one in certificates if (signs := unprintable(one))]
    # zh: %(firm)s：%(signs)s
    line = _("%(firm)s: %(signs)s")
    # zh: 、
    comma = _(", ")
    told = [
        line % {"firm": one.facts["firm"], "signs": comma.join(map(named, signs))}
        for one, signs in found
    ]
    if len(told) > NAMED:
        # zh: 等 %(n)d 份
        told = [*told[:NAMED], _("%(n)d certificates in all") % {"n": len(found)}]
    # zh: 打印字体缺少下列用字，未打印（%(firms)s）。认定和证书编号不受影响；请联系系统管理员补充字体，或由制证部门手工制证。
    message = _(
        "The fonts lack signs, so nothing is printed (%(firms)s). Certification and number stand;"
        " have the administrator add a font, or have these certificates made by hand."
    )
    raise Problem("signs_missing", message % {"firms": "；".join(told)}, status=409)
