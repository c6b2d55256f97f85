"""Cases chosen in the queue: those that were ticked, or all that are filtered."""

import re
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from cultivation.access.permissions import Act
from cultivation.pages.facets import address
from cultivation.pages.shown import number
from cultivation.portal.desk.queue import CasesPage
from cultivation.problems import Problem

# More in one act nobody can look through.
MOST = 1000


class ChosenPage(CasesPage):
    """What is done with many cases. The address holds the filter of the queue; the form says which
    of its rows: those ticked (``row``), or (``of=filtered``) all."""

    act = Act.HANDLE_CASES
    further = ("page", "order", "export")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.read_parameters()
        return self.done()

    def done(self) -> HttpResponseBase:
        """The answer to the form."""
        raise NotImplementedError

    @cached_property
    def filtered(self) -> bool:
        """Whether all that are filtered are meant."""
        return self.request.method != "POST" or self.request.POST.get("of") == "filtered"

    @cached_property
    def ticked(self) -> list[int]:
        """The ids that the form sent."""
        sent = self.request.POST.getlist("row")
        return sorted({int(text) for text in sent if re.fullmatch(r"[0-9]{1,18}", text)})

    @cached_property
    def chosen(self) -> list[int]:
        """The ids of the chosen cases that the account sees.

        Raises Problem ``nothing_chosen``, ``too_many_chosen``.
        """
        rows = self.narrowed if self.filtered else self.rows().filter(pk__in=self.ticked)
        found = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if not found:
            # zh: 没有选中任何件；请返回列表勾选，或选择“筛选出的全部”。
            message = _(
                "Nothing is chosen: tick rows of the list, or choose all that are filtered."
            )
            raise Problem("nothing_chosen", message)
        if len(found) > MOST:
            # zh: 一次最多办理 %(most)s 件；请先缩小筛选范围。
            message = _("At most %(most)s cases at once; narrow the list first.")
            raise Problem("too_many_chosen", message % {"most": number(MOST)})
        return found

    def queue_address(self) -> str:
        """The list that the choice was made in."""
        return f"{reverse('portal:cases')}{address(self.request.GET)}"
