"""Cases chosen in the queue: those that were ticked, or all that are filtered."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from cultivation.access.permissions import Act
from cultivation.pages.facets import address
from cultivation.pages.sent import picked
from cultivation.pages.shown import number
from cultivation.portal.desk.queue import CasesPage
from cultivation.problems import Problem

# More in one act nobody can look through.
MOST = 1000


def out_of_scope() -> Problem:
    """The refusal of cases that the account does not see, or no longer."""
    # zh: 其中有件已不在您的范围内；请返回列表重新选择。
    message = _("Some are no longer in your scope; choose again in the list.")
    return Problem("out_of_scope", message, status=409)


def nothing_chosen() -> Problem:
    # zh: 没有选中任何件；请返回列表勾选，或选择“筛选出的全部”。
    message = _("Nothing is chosen: tick rows of the list, or choose all that are filtered.")
    return Problem("nothing_chosen", message)


class ChosenPage(CasesPage):
    """What is done with many cases. The address holds the filter of the queue; the form says which
    of its rows: those ticked (``row``), or (``of=filtered``) all."""

    act = Act.HANDLE_CASES
    further = ("page", "order", "export")
    # What its form sends beside the rows.
    takes: tuple[str, ...] = ()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.done()

    def done(self) -> HttpResponseBase:
        """The answer to the form."""
        raise NotImplementedError

    @cached_property
    def chosen(self) -> list[int]:
        """The ids of the chosen cases that the account sees.

        Raises Problem ``nothing_chosen``, ``too_many_chosen``, ``out_of_scope`` (one that was
        ticked is no longer seen), ``invalid_parameters``.
        """
        filtered, ticked = True, list[int]()
        if self.request.method == "POST":
            filtered, ticked = picked(self.request.POST, *self.takes)
        rows = self.narrowed if filtered else self.rows().filter(pk__in=ticked)
        found = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if not found:
            raise nothing_chosen()
        if not filtered and len(found) < min(len(ticked), MOST + 1):
            raise out_of_scope()
        if len(found) > MOST:
            # zh: 一次最多办理 %(most)s 件；请先缩小筛选范围。
            message = _("At most %(most)s cases at once; narrow the list first.")
            raise Problem("too_many_chosen", message % {"most": number(MOST)})
        return found

    def queue_address(self) -> str:
        """The list that the choice was made in."""
        return f"{reverse('portal:cases')}{address(self.request.GET)}"
