"""Messages to the account: newest first, each with the page it leads to."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cultivation.access.models import Message
from cultivation.access.services.messages import mark_read
from cultivation.pages.paging import neighbours, page_number
from cultivation.portal.people.own import OwnPage

PAGE = 30


class OwnMessages(OwnPage):
    """What the account was told."""

    template_name = "portal/messages/messages.html"
    further = ("page",)

    def context(self) -> dict[str, Any]:
        number = page_number(self.given.get("page", "1"))
        rows = Message.objects.filter(account=self.user)
        total = rows.count()
        shown = list(rows[(number - 1) * PAGE : number * PAGE])
        return {
            "told": shown,
            "total": total,
            "in_words": self.in_words(total),
            **neighbours(self.request.GET, number=number, size=PAGE, shown=len(shown), total=total),
        }

    def in_words(self, total: int) -> str:
        """How many wait to be read, in the first line."""
        unread = getattr(self.user, "unread", 0)
        # zh: %(n)s 条消息，%(unread)s 条未读
        words = _("%(n)s messages, %(unread)s unread")
        return words % {"n": total, "unread": unread}

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Everything is read."""
        mark_read(account=self.user)
        return HttpResponseRedirect(reverse("portal:messages"))


class OpenMessage(OwnPage):
    """A message is opened: it is read, and leads to its page."""

    def message(self) -> Message:
        """The own message of the address. Raises Http404."""
        found = Message.objects.filter(account=self.user, pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Looking at an address writes nothing: the list has the button.
        self.message()
        return HttpResponseRedirect(reverse("portal:messages"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        message = self.message()
        mark_read(account=self.user, messages=[message.pk])
        return HttpResponseRedirect(message.address or reverse("portal:messages"))
