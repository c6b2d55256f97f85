"""What can be done with a case, as buttons: the main act first, and why the rest cannot be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from cultivation.certification.flow.cases import Case, Person
from cultivation.certification.flow.deciding import Offer, offers
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, NoticeRow
from cultivation.portal.cases.base import address_if_there


@dataclass(frozen=True)
class Button:
    """An act: where it is done, or (no ``address``) why it cannot be now."""

    doing: str
    label: str
    address: str
    why_not: list[str]
    lead: bool
    grave: bool


# Acts with pages of their own: of the notice that the application stands in, or of its batch.
_Own = Callable[[Application, int | None], str]
OWN_PAGES: dict[Doing, _Own] = {
    Doing.PUBLISH: lambda one, _notice: _with(
        address_if_there("portal:notice-publish"), f"?batch={one.batch_id}"
    ),
    Doing.UNPUBLISH: lambda _one, notice: address_if_there("portal:notice", notice),
    Doing.OBJECT: lambda one, notice: _with(
        address_if_there("portal:objection-raise", notice), f"?application={one.pk}"
    ),
    Doing.DISMISS_OBJECTION: lambda one, _notice: _with(
        address_if_there("portal:objections"), f"?application={one.pk}"
    ),
    Doing.UPHOLD_OBJECTION: lambda one, _notice: _with(
        address_if_there("portal:objections"), f"?application={one.pk}"
    ),
}


def _with(address: str, query: str) -> str:
    return address + query if address else ""


def buttons(
    application: Application, case: Case, person: Person, rows: Sequence[NoticeRow]
) -> list[Button]:
    """The acts of ``person``, the main one first; own pages that are not there are left out."""
    standing = [row.notice_id for row in rows if row.notice.withdrawn_on is None]
    notice = standing[-1] if standing else None
    found = []
    for offer in offers(case, person):
        address = _address(offer, application, notice)
        if address or not offer.rule.own:
            found.append(_button(offer, address))
    return sorted(found, key=lambda one: (not one.lead, one.grave))


def _address(offer: Offer, application: Application, notice: int | None) -> str:
    doing = offer.rule.doing
    if offer.rule.own:
        return OWN_PAGES[doing](application, notice) if doing in OWN_PAGES else ""
    return reverse("portal:case-act", args=[application.pk, doing])


def _button(offer: Offer, address: str) -> Button:
    rule = offer.rule
    return Button(
        doing=str(rule.doing),
        label=str(rule.doing.label),
        address=address if offer.possible else "",
        why_not=[one.message for one in offer.obstacles],
        lead=rule.lead,
        grave=rule.grave and not rule.lead,
    )
