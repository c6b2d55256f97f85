"""Cases are taken, and handed back, from the queue."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cultivation.certification.services.assigning import Taken, hand_back, take
from cultivation.pages.views import acting
from cultivation.portal.desk.selecting import ChosenPage
from cultivation.problems import Problem


class Assigning(ChosenPage):
    """A form of the queue: done at once, and back to the list."""

    http_method_names = ("post", "options")
    template_name = "portal/desk/take_over.html"

    def assign(self) -> Taken:
        raise NotImplementedError

    def said(self, taken: Taken) -> str:
        raise NotImplementedError

    def done(self) -> HttpResponseBase:
        taken = self.assign()
        messages.success(self.request, self.said(taken))
        return HttpResponseRedirect(self.queue_address())


class Take(Assigning):
    takes = ("take_over",)

    def done(self) -> HttpResponseBase:
        try:
            return super().done()
        except Problem as problem:
            if problem.code != "taken_by_another":
                raise
            # Whoever has them is named, and nothing is written before that was seen.
            return self.render(status=409, problem=problem)

    def assign(self) -> Taken:
        over = self.request.POST.get("take_over") == "yes"
        # zh: 领办
        with acting(self.request, _("Take")):
            return take(applications=self.chosen, actor=self.user, from_others=over)

    def said(self, taken: Taken) -> str:
        n = len(taken.changed)
        # zh: 已领办 %(n)s 件。
        message = ngettext("%(n)s case is yours now.", "%(n)s cases are yours now.", n)
        return message % {"n": n}

    def context(self) -> dict[str, Any]:
        return {"rows": self.chosen}


class HandBack(Assigning):
    def assign(self) -> Taken:
        # zh: 退回待领
        with acting(self.request, _("Hand back")):
            return hand_back(applications=self.chosen, actor=self.user)

    def said(self, taken: Taken) -> str:
        n = len(taken.changed)
        # zh: 已退回待领 %(n)s 件。
        message = ngettext("%(n)s case is free again.", "%(n)s cases are free again.", n)
        return message % {"n": n}
