"""What pages about one application share: the application in the account's scope, and who asks."""

from functools import cached_property

from django.http import Http404
from django.urls import NoReverseMatch, reverse

from cultivation.access import log as access_log
from cultivation.access.models import Role
from cultivation.access.permissions import decides_on
from cultivation.certification.flow.cases import Case, Person
from cultivation.certification.models import Application
from cultivation.certification.selectors.cases import cases_of, person_of
from cultivation.certification.services.acting import SELECTED
from cultivation.clock import today
from cultivation.pages.views import StaffPage
from cultivation.portal import labels

FURTHER = ("assessment__standard", "assigned_to", "renews__tier", "tier__procedure")


def address_if_there(name: str, *args: object) -> str:
    """The address of a page that may not be there; empty if it is not."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


class OfCase(StaffPage):
    """A page about one application that the account sees; any other is not there."""

    @cached_property
    def application(self) -> Application:
        """The application. Raises Http404."""
        pk = self.kwargs["pk"]
        rows = Application.objects.visible_to(self.user).select_related(*SELECTED, *FURTHER)
        found = rows.filter(pk=pk).first()
        if found is None:
            if Application.objects.filter(pk=pk).exists():
                access_log.record_out_of_scope(self.request, f"application {pk}")
            raise Http404
        return found

    @cached_property
    def person(self) -> Person:
        """The account, as the parties it acts as on this application."""
        return person_of(self.user, self.application.tier)

    @cached_property
    def case(self) -> Case:
        """The application as the flow looks at it today."""
        return cases_of([self.application], today())[self.application.pk]

    @property
    def sees_reserved(self) -> bool:
        """Whether the account sees what is reserved: experts by name, and their scores."""
        return self.user.role == Role.AUDITOR or decides_on(
            self.user, self.application.tier.ladder.authority_id
        )

    @property
    def case_address(self) -> str:
        return reverse("portal:case", args=[self.application.pk])

    @property
    def what(self) -> str:
        """Firm, tier and kind, as every page about the application says them."""
        one = self.application
        return f"{one.firm.name}　{labels.name(one.tier)}　{one.get_kind_display()}"
