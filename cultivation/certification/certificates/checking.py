"""How a certificate stands today, for everybody who has its number: nothing else about the firm."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.certification.models import Certificate, Certification, EndKind
from cultivation.certification.rules import normalised_number
from cultivation.certification.standing import Standing, last_day, standing
from cultivation.problems import Problem


class Status(TextChoices):
    """Where a certificate stands: in force, not yet, or not any more and why."""

    # zh: 有效
    IN_FORCE = "in_force", gettext_lazy("in force")
    # zh: 尚未生效
    TO_COME = "to_come", gettext_lazy("not yet in force")
    # zh: 到期失效
    LAPSED = "lapsed", gettext_lazy("lapsed")
    REVOCATION = EndKind.REVOCATION.value, EndKind.REVOCATION.label
    WITHDRAWAL = EndKind.WITHDRAWAL.value, EndKind.WITHDRAWAL.label
    SURRENDER = EndKind.SURRENDER.value, EndKind.SURRENDER.label
    MERGER = EndKind.MERGER.value, EndKind.MERGER.label
    DEREGISTRATION = EndKind.DEREGISTRATION.value, EndKind.DEREGISTRATION.label


@dataclass(frozen=True)
class Checked:
    """A certificate as it stands on ``day``.

    ``firm`` is the name that is printed on it, ``firm_today`` the present one where it is another.
    ``last_valid_day`` is the last day of the granted validity (None: no end is known), ``ended_on``
    the first day on which it was in force no more, once that has come.
    """

    certification: Certification
    facts: dict[str, Any]
    status: Status
    ends_soon: bool
    firm_today: str
    last_valid_day: dt.date | None
    ended_on: dt.date | None
    day: dt.date

    @property
    def in_words(self) -> str:
        """The status with the day that belongs to it, as a sentence."""
        held = self.certification
        days = {"first": held.valid_from, "last": self.last_valid_day, "end": self.ended_on}
        match self.status:
            case Status.IN_FORCE if self.ends_soon:
                days["last"] = last_day(held.holds_to)
                # zh: 有效，将于 %(last)s 到期
                return _("In force, expires on %(last)s") % days
            case Status.IN_FORCE:
                # zh: 有效
                return _("In force")
            case Status.TO_COME:
                # zh: 尚未生效，自 %(first)s 起有效
                return _("Not yet in force, valid from %(first)s") % days
            case Status.LAPSED:
                # zh: 已失效，有效期已于 %(last)s 届满
                return _("Lapsed, it was valid until %(last)s") % days
        # zh: 已%(status)s，自 %(end)s 起不再有效
        return _("%(status)s, not in force since %(end)s") % {
            **days,
            "status": str(self.status.label).capitalize(),
        }


def check(number: str, day: dt.date) -> Checked:
    """The certificate of ``number`` as it stands on ``day``.

    A number that cannot be one and a number that none has are looked up and answered alike.
    Raises Problem ``certificate_unknown`` (404).
    """
    found = (
        Certificate.objects.filter(number=normalised_number(number))
        .select_related("certification__tier__ladder__authority", "firm")
        .first()
    )
    if found is None:
        # zh: 没有此编号的证书；请对照证书上的编号逐字核对。如编号无误，该证书并非由本系统签发。
        message = _(
            "There is no certificate of this number; compare it sign by sign with the certificate."
            " If it is right, the certificate was not issued by this registry."
        )
        raise Problem("certificate_unknown", message, status=404)
    return _checked(found, day)


def _checked(certificate: Certificate, day: dt.date) -> Checked:
    held = certificate.certification
    found = standing(held, day)
    ended = held.holds_to if held.holds_to and held.holds_to <= day else None
    if found is Standing.TO_COME and held.ended_on == held.valid_from:
        # Ended before it began: it never was in force.
        found, ended = Standing.ENDED, held.ended_on
    status = {
        Standing.TO_COME: Status.TO_COME,
        Standing.LAPSED: Status.LAPSED,
        Standing.HELD: Status.IN_FORCE,
        Standing.ENDS_SOON: Status.IN_FORCE,
    }.get(found) or Status(held.end_kind)
    name = certificate.firm.name
    return Checked(
        certification=held,
        facts=certificate.facts,
        status=status,
        ends_soon=found is Standing.ENDS_SOON,
        firm_today="" if name == certificate.facts["firm"] else name,
        last_valid_day=last_day(held.valid_to),
        ended_on=ended,
        day=day,
    )
