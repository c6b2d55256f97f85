"""Public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cultivation.clock import today
from cultivation.portal.selectors import ladders_on, libraries_on


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page: the three libraries against their targets, and all tiers."""
    day = today()
    libraries = libraries_on(day)
    context = {
        "day": day,
        "libraries": libraries,
        "behind": [library for library in libraries if not library.reached],
        "ladders": ladders_on(day),
        "version": libraries[0].version if libraries else 0,
    }
    return render(request, "portal/home.html", context)
