"""A firm enters the registry."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from cultivation.firms import names, uscc
from cultivation.firms.models import Firm, FirmIndustry, FirmName, Industry, Residence
from cultivation.firms.services.common import check_established, check_name, check_place
from cultivation.places.models import District, Zone
from cultivation.problems import Problem


def register(
    *,
    name: str,
    code: str | None = None,
    district: District | None = None,
    zone: Zone | None = None,
    industry: Industry | None = None,
    established_on: dt.date | None = None,
    legal_form: str = "",
    registered_capital: Decimal | None = None,
    capital_currency: str = "",
    business_scope: str = "",
    address: str = "",
) -> Firm:
    """Put a firm on file.

    Parameters: ``code`` (credit code; None while pending), ``district`` and ``zone`` (where it is,
    since ever known), ``registered_capital`` (万 of ``capital_currency``).
    Raises Problem ``uscc_taken``, or those of ``check_name``, ``uscc.check``, ``check_place`` and
    ``check_established``.
    """
    name = check_name(name)
    check_place(district, zone)
    check_established(established_on)
    code = uscc.check(code) if code else None
    taken = Firm.objects.filter(uscc=code).first() if code else None
    if taken:
        raise Problem(
            "uscc_taken",
            # zh: 统一社会信用代码 %(code)s 已登记给“%(name)s”；请核对代码，或在该企业名下办理。
            _("The credit code %(code)s is that of “%(name)s”; check the code, or use that firm.")
            % {"code": code, "name": taken.name},
            about=taken.pk,
        )
    written = names.columns(name)
    firm = Firm.objects.create(
        uscc=code,
        name=name,
        name_key=written["key"],
        established_on=established_on,
        legal_form=legal_form,
        registered_capital=registered_capital,
        capital_currency=capital_currency,
        business_scope=business_scope,
        address=address,
    )
    FirmName.objects.create(firm=firm, **written)
    if district:
        Residence.objects.create(firm=firm, district=district, zone=zone)
    if industry:
        FirmIndustry.objects.create(firm=firm, industry=industry)
    return firm
