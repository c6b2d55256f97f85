"""The list of the admin, strict about what it is asked."""

import re
from typing import Any

from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ALL_VAR, ORDER_VAR, PAGE_VAR, SEARCH_VAR, ChangeList
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cultivation.problems import Problem
from cultivation.rest.refusals import refuse, unknown_parameter, unknown_value

FORMS = {PAGE_VAR: re.compile(r"[1-9]\d{0,7}"), ORDER_VAR: re.compile(r"-?\d{1,2}(\.-?\d{1,2})*")}
OWN = {PAGE_VAR, ORDER_VAR, SEARCH_VAR, ALL_VAR, "_changelist_filters"}


class StrictChangeList(ChangeList):
    """A parameter that the list does not offer, or cannot read, is refused by name.

    Raises Problem ``invalid_parameters``.
    """

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        for name, value in request.GET.dict().items():
            if "\x00" in name + value:
                refuse([unknown_value(name, value.replace("\x00", "?"), [])])
        for name, form in FORMS.items():
            asked = request.GET.get(name)
            if asked is not None and not form.fullmatch(asked):
                refuse([unknown_value(name, asked, ["1", "2", "3"])])
        try:
            super().__init__(request, *args, **kwargs)
        except (IncorrectLookupParameters, DisallowedModelAdminLookup, ValidationError) as error:
            # zh: 列表参数有误，请从列表重新筛选。
            message = _("The list cannot be narrowed like that; start again from the list.")
            raise Problem("invalid_parameters", message) from error
        self.title = str(self.opts.verbose_name_plural)

    def get_filters(self, request: HttpRequest) -> Any:
        found = super().get_filters(request)
        known = {f"{self.date_hierarchy}__{part}" for part in ("gte", "lt")}
        owner: Any = self.model_admin
        known.update(owner.linked_by)
        unknown = [name for name in found[2] if name not in known]
        if unknown:
            offered = [str(name) for spec in found[0] for name in spec.expected_parameters()]
            given = [(name, request.GET.get(name, "")) for name in unknown]
            refuse([unknown_parameter(name, value, [*offered, *OWN]) for name, value in given])
        return found

    @property
    def without_query(self) -> str:
        """The address of the list without what was searched for."""
        return self.get_query_string(remove=[SEARCH_VAR])
