"""How a title stands today, for everybody who has its number: nothing else about the firm.

The number is that of a certificate of the registry, or of a title that came by a published list.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.db.models.functions import Upper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.access.models import Authority
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Act, Certificate, Certification, EndKind
from cultivation.certification.rules import normalised_number
from cultivation.certification.standing import Standing, last_day, standing
from cultivation.firms.models import FirmName
from cultivation.firms.querysets import on
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
    """A title as it stands on ``day``.

    ``facts`` are what is printed on its certificate, or (``by_list``: the list that brought it,
    with its document where that is on file) the same of what the registry made no certificate for.
    ``firm_today`` is the present name of the firm where it is another.
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
    by_list: str = ""

    @property
    def authority(self) -> Authority:
        """Who certified: for what came by a list of a tier that is certified above, that."""
        return _authority(self.certification, above=bool(self.by_list))

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
    """The title of ``number`` as it stands on ``day``.

    A number that cannot be one and a number that none has are looked up and answered alike.
    Raises Problem ``certificate_unknown`` (404), ``number_of_several`` (409): tiers number their
    lists each by itself.
    """
    asked = normalised_number(number)
    related = ("tier__ladder__authority", "firm")
    issued = (
        Certificate.objects.filter(number=asked)
        .select_related(*(f"certification__{name}" for name in related))
        .first()
    )
    # Looked up in any case, so that nobody learns from the time it takes.
    rows = Certification.objects.annotate(upper=Upper("number")).filter(upper=asked)
    rows = rows.exclude(number="").filter(certificate=None).order_by()
    listed = list(rows.select_related(*related, "tier__procedure__above", "batch")[:2])
    if issued is not None:
        return _checked(issued.certification, issued.facts, day)
    if len(listed) > 1:
        # zh: 公布名单中有多项称号使用此编号，无法据编号查验；请对照公布名单，或向认定机关查询。
        message = _(
            "Several titles of published lists have this number, which does not say which is meant;"
            " look in the list, or ask the authority."
        )
        raise Problem("number_of_several", message, status=409)
    if not listed:
        # zh: 没有此编号的证书；请对照证书上的编号逐字核对。如编号无误，该证书并非由本系统签发，本系统登记的名单中也没有此编号。
        message = _(
            "There is no certificate of this number; compare it sign by sign with the certificate."
            " If it is right, the certificate was not issued by this registry, and no list in it"
            " has that number."
        )
        raise Problem("certificate_unknown", message, status=404)
    return _checked(listed[0], _as_listed(listed[0]), day, by_list=_list_of(listed[0]))


def _as_listed(held: Certification) -> dict[str, Any]:
    """What a certificate would say: of the firm the name that it had on the first day."""
    named = FirmName.objects.filter(on(held.valid_from), firm=held.firm_id).first()
    return {
        "title": held.tier.name_zh,
        "firm": named.name if named else held.firm.name,
        "number": held.number,
        "authority": _authority(held, above=True).name_zh,
    }


def _authority(held: Certification, *, above: bool) -> Authority:
    procedure = getattr(held.tier, "procedure", None) if above else None
    return (procedure and procedure.above) or held.tier.ladder.authority


def _list_of(held: Certification) -> str:
    """The list that brought ``held``, as it is named, with the document of its decision."""
    acts = Act.objects.filter(application__certification=held, doing=Doing.ENTER_RESULT)
    document = acts.order_by("-pk").values_list("document", flat=True).first()
    # zh: %(list)s（%(document)s）
    both = _("%(list)s (%(document)s)") % {"list": held.batch.name, "document": document}
    return both if document else held.batch.name


def _checked(
    held: Certification, facts: dict[str, Any], day: dt.date, by_list: str = ""
) -> Checked:
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
    name = held.firm.name
    return Checked(
        certification=held,
        facts=facts,
        status=status,
        ends_soon=found is Standing.ENDS_SOON,
        firm_today="" if name == facts["firm"] else name,
        last_valid_day=last_day(held.valid_to),
        ended_on=ended,
        day=day,
        by_list=by_list,
    )
