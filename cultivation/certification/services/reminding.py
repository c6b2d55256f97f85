"""Officers are told which of their firms have not done the yearly update."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from cultivation.access.models import Role, User
from cultivation.access.services.messages import Letter, tell_each
from cultivation.certification.rules import update_due_on
from cultivation.clock import today
from cultivation.firms.models import Firm, Residence
from cultivation.firms.querysets import on

# So many names stand in a message; the list has them all.
NAMED = 20


@dataclass(frozen=True)
class Reminded:
    """How many officers were told, and the firms whose district has none to tell."""

    officers: int
    unheard: Sequence[Firm]


def remind_of_updates(*, firms: Sequence[Firm], year: int, address: str) -> Reminded:
    """Tell the officers of the districts (and zones) of ``firms`` that their update is missing.

    One message an officer; the same firms are told once a day. Parameters: ``address`` (the page
    it leads to).
    """
    homes = {
        firm: (district, zone)
        for firm, district, zone in Residence.objects.filter(
            on(today()), firm__in=[one.pk for one in firms]
        ).values_list("firm_id", "district_id", "zone_id")
    }
    officers = list(User.objects.filter(role=Role.DISTRICT, is_active=True).order_by("pk"))
    own: dict[int, list[Firm]] = defaultdict(list)
    unheard = []
    for firm in firms:
        district, zone = homes.get(firm.pk, (None, None))
        heard = [
            one.pk
            for one in officers
            if district and one.district_id == district and one.zone_id in (None, zone)
        ]
        for pk in heard:
            own[pk].append(firm)
        if not heard:
            unheard.append(firm)
    tell_each([_letter(pk, found, year, address) for pk, found in own.items()])
    return Reminded(len(own), unheard)


def _letter(account: int, firms: list[Firm], year: int, address: str) -> Letter:
    mark = sha256(",".join(str(one.pk) for one in firms).encode()).hexdigest()[:16]
    # zh: %(n)s 家企业尚未完成 %(year)s 年度信息更新
    subject = _("The yearly update of %(year)s is missing, %(n)s firms")
    # zh: 截止日期 %(day)s。请督促：
    body = _("Due by %(day)s. Please see to it:")
    names = "\n".join(one.name for one in firms[:NAMED])
    more = ""
    if len(firms) > NAMED:
        # zh: 等 %(n)s 家，名单见系统。
        more = "\n" + _("%(n)s in all, see the list.") % {"n": len(firms)}
    return Letter(
        account=account,
        key=f"updates.{year}.{today()}.{mark}",
        subject=subject % {"year": year, "n": len(firms)},
        body=f"{body % {'day': update_due_on(year)}}\n{names}{more}",
        address=address,
    )
