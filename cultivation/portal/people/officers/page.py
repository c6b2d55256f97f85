"""One officer: what the account is, how it comes in, what can be done about it."""

from functools import cached_property
from typing import Any

from django.http import Http404

from cultivation.access.lockout import locked_addresses
from cultivation.access.models import AccessKind, AccessRecord, User
from cultivation.access.permissions import Act, may
from cultivation.pages.views import StaffPage
from cultivation.portal.journal.grouping import of_record
from cultivation.portal.people import tokens, words

SHOWN = 10


class OfficerPage(StaffPage):
    """The page of an account."""

    act = Act.SEE_ACCESS_LOG
    template_name = "portal/people/officer.html"

    @cached_property
    def officer(self) -> User:
        """The account in question. Raises Http404."""
        return officer_of(self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        records = AccessRecord.objects.visible_to(self.user).of(self.officer)
        logins = records.filter(kind=AccessKind.LOGIN)
        return {
            "officer": self.officer,
            "role": words.role_of(self.officer),
            "place": words.place_of(self.officer),
            "state": words.state_of(self.officer),
            "state_colour": words.state_colour(self.officer),
            "last_login": logins.values_list("recorded_at", flat=True).first(),
            "locks": locked_addresses(self.officer),
            "tokens": tokens.shown(self.officer),
            "records": records[:SHOWN],
            "manages": may(self.user, Act.MANAGE_OFFICERS),
            "own": self.officer.pk == self.user.pk,
            **of_record("access_user", self.officer.pk, self.user),
        }


def officer_of(pk: int) -> User:
    """The account with this id, with where it belongs. Raises Http404."""
    officer = User.objects.select_related("authority", "district", "zone").filter(pk=pk).first()
    if officer is None:
        raise Http404
    return officer
