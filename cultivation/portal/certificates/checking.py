"""The public check of a certificate: anybody enters its number, or comes by its QR code."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from cultivation.access.throttling import check_rate
from cultivation.certification.certificates.checking import Checked, Status, check
from cultivation.certification.rules import normalised_number
from cultivation.clock import today
from cultivation.pages.views import StrictPage
from cultivation.portal import labels
from cultivation.problems import Problem

# As much of a number that somebody entered is shown again.
SHOWN = 60
COLOURS = {Status.IN_FORCE: "good", Status.TO_COME: "info", Status.LAPSED: "attention"}


class AskNumber(StrictPage):
    """The form; what it sends is led to the address of the number."""

    template_name = "portal/certificates/check.html"
    further = ("number",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        number = normalised_number(self.given.get("number", "")).strip("/")
        if number:
            return HttpResponseRedirect(reverse("portal:verify-number", args=[number]))
        return self.render()


class CheckNumber(StrictPage):
    """How the certificate of a number stands today."""

    template_name = "portal/certificates/check.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Whatever stands in the address is looked up and answered alike.
        self.number = normalised_number(kwargs["number"].rstrip("/"))
        response = super().dispatch(request, *args, number="")
        response["X-Robots-Tag"] = "noindex"
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            check_rate(request, "verify", settings.VERIFY_PER_MINUTE)
            checked = check(self.number, today())
        except Problem as problem:
            return self._refused(problem)
        return self.render(**_shown(checked))

    def _refused(self, problem: Problem) -> HttpResponse:
        response = self.render(
            problem=problem, number=self.number[:SHOWN], status=problem.params["status"]
        )
        for name, value in problem.params.get("headers", {}).items():
            response[name] = value
        return response


def _shown(checked: Checked) -> dict[str, Any]:
    tier = checked.certification.tier
    title, authority = labels.name(tier), labels.name(checked.authority)
    colour = COLOURS.get(checked.status, "trouble")
    return {
        "checked": checked,
        "number": checked.facts["number"],
        "colour": "attention" if checked.ends_soon else colour,
        "mark": {"good": "✓", "info": "…"}.get(colour, "✕"),
        # As printed, and in the language of the page where that is another.
        "title_too": "" if title == checked.facts["title"] else title,
        "authority_too": "" if authority == checked.facts["authority"] else authority,
    }
