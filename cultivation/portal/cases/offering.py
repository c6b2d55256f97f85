"""What can be done with a case, as buttons: the main act first, and why the rest cannot be."""

from dataclasses import dataclass

from django.urls import reverse

from cultivation.certification.flow.cases import Case, Person
from cultivation.certification.flow.deciding import Offer, offers
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Objection
from cultivation.portal.cases.dossier import Dossier


@dataclass(frozen=True)
class Button:
    """An act: where it is done, or (no ``address``) why it cannot be now."""

    doing: str
    label: str
    address: str
    why_not: list[str]
    lead: bool
    grave: bool


def _own_page(doing: Doing, application: Application, dossier: Dossier) -> str:
    """Where an act with a page of its own is done; empty if it has none here."""
    numbers = [row.notice.number for row in dossier.notice_rows if not row.notice.withdrawn_on]
    objections = [one.pk for one in dossier.objections if one.state == Objection.State.OPEN]
    if doing is Doing.PUBLISH:
        return reverse("portal:notice-publish") + f"?batch={application.batch_id}"
    if doing is Doing.UNPUBLISH and numbers:
        return reverse("portal:notice-staff", args=[numbers[-1]])
    if doing is Doing.OBJECT and numbers:
        page = reverse("portal:objection-record", args=[numbers[-1]])
        return f"{page}?application={application.pk}"
    if doing in (Doing.DISMISS_OBJECTION, Doing.UPHOLD_OBJECTION) and objections:
        return reverse("portal:objection", args=[objections[0]])
    return ""


def buttons(application: Application, case: Case, person: Person, dossier: Dossier) -> list[Button]:
    """The acts of ``person``, the main one first; own pages that are not there are left out."""
    found = []
    for offer in offers(case, person):
        address = _address(offer, application, dossier)
        if address or not offer.rule.own:
            found.append(_button(offer, address))
    return sorted(found, key=lambda one: (not one.lead, one.grave))


def _address(offer: Offer, application: Application, dossier: Dossier) -> str:
    doing = offer.rule.doing
    if offer.rule.own:
        return _own_page(doing, application, dossier)
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
