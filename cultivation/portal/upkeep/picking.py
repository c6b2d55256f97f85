"""Acts on rows that were picked from a list: shown with what becomes of each, then done."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)
from django.utils.translation import gettext as _

from cultivation.pages.columns import State, Text
from cultivation.pages.forms import ActPage
from cultivation.pages.lists import ListPage
from cultivation.pages.sent import picked
from cultivation.problems import Problem

# So many rows are acted on at once.
MOST = 2000


@dataclass(frozen=True)
class Verdict:
    """What becomes of one row: its name, where it is, and what is said of it."""

    name: str
    detail: str
    words: str
    state: State = ""


class PickedForm(forms.Form):
    """The rows that were picked, and what the act asks beside them."""

    rows = forms.CharField(widget=forms.HiddenInput)

    def clean_rows(self) -> list[int]:
        parts = self.cleaned_data["rows"].split(",")
        if len(parts) > MOST or not all(one.isascii() and one.isdigit() for one in parts):
            raise ValidationError(_nothing(), code="nothing_chosen")
        return [int(one) for one in parts if len(one) < 19]


class PickingList(ListPage):
    """A list whose rows can be acted on together, where the account may do one of its acts."""

    template_name = "portal/upkeep/list.html"

    @cached_property
    def picked_acts(self) -> list[tuple[Text, str]]:
        """Acts on several rows at once, as (label, address)."""
        return []

    @property
    def picks(self) -> bool:  # type: ignore[override]
        """Whether rows can be ticked."""
        return bool(self.picked_acts)


class PickedAct(ActPage):
    """An act on rows of ``listed``, picked there one by one or all that its filter leaves.

    Subclasses say ``form_class``, ``detailed`` and ``verdicts``.
    """

    template_name = "portal/upkeep/picked.html"
    listed: type[ListPage]
    form_class: type[forms.Form] = PickedForm
    ids: list[int]

    def detailed(self, rows: Any) -> Any:
        """The picked rows with all that the act needs of them."""
        return rows

    def verdicts(self) -> Sequence[Verdict]:
        """What becomes of each row, as far as it can be told."""
        return ()

    @cached_property
    def chosen(self) -> list[Any]:
        """The picked rows. Raises Http404 when one of them is not to be seen."""
        rows = self._list("").rows().filter(pk__in=self.ids)
        found = list(self.detailed(rows).order_by("pk"))
        if len(found) < len(set(self.ids)):
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Without rows there is nothing to do: they are picked in the list.
        return HttpResponseRedirect(self.done_address())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.POST.get("step") == "choose":
            self.ids = self._picked(request)
            given = {"rows": ",".join(map(str, self.ids))}
            return self.render(form=self.form_class(initial=given, **self.form_arguments()))
        # The form is made for the rows: they are read before it.
        rows = PickedForm({"rows": request.POST.get("rows", "")})
        if not rows.is_valid():
            raise Problem("nothing_chosen", _nothing())
        self.ids = rows.cleaned_data["rows"]
        return super().post(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        return {"chosen": len(self.chosen), "verdicts": self.verdicts()}

    def _list(self, narrowed: str) -> ListPage:
        """The list that the rows are from, as it was narrowed."""
        asked = copy(self.request)
        asked.GET = QueryDict(narrowed)
        page = self.listed()
        page.setup(asked)
        page.read_parameters()
        return page

    def _picked(self, request: HttpRequest) -> list[int]:
        filtered, ids = picked(request.POST, "step", "narrowed")
        if filtered:
            page = self._list(request.POST.get("narrowed", ""))
            ids = list(page.narrowed.order_by().values_list("pk", flat=True)[: MOST + 1])
        if not ids:
            raise Problem("nothing_chosen", _nothing())
        if len(ids) > MOST:
            # zh: 一次最多办理 %(n)s 项；请先筛选。
            message = _("At most %(n)s at once; narrow the list first.") % {"n": MOST}
            raise Problem("too_many_chosen", message)
        return ids


def _nothing() -> str:
    # zh: 未选择任何记录；请回到列表勾选。
    return _("Nothing was picked; go back to the list and tick some rows.")


def listed(names: Sequence[str], most: int = 10) -> str:
    """A few names in one line, and how many more there are."""
    # zh: 、
    text = _(", ").join(names[:most])
    if len(names) <= most:
        return text
    # zh: %(names)s 等 %(n)s 家
    return _("%(names)s and others, %(n)s in all") % {"names": text, "n": len(names)}
