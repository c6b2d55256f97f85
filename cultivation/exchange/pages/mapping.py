"""What columns mean that the registry does not know; or what they mean instead."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from cultivation.access.permissions import Act
from cultivation.exchange.catalogue import IGNORE
from cultivation.exchange.models import State
from cultivation.exchange.opening import CATALOGUES
from cultivation.exchange.pages import words
from cultivation.exchange.pages.base import OfImport
from cultivation.exchange.staging import services
from cultivation.exchange.staging.facts import READ, UNKNOWN
from cultivation.ladders.models import Tier
from cultivation.pages.sent import only
from cultivation.problems import Problem
from cultivation.rest.refusals import refuse

SAYS = "column-"  # before the index of a column, in the names of the fields


class Columns(OfImport):
    act = Act.IMPORT_FIRMS
    template_name = "exchange/mapping.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.importing.state not in (State.MAPPING, State.READY):
            return HttpResponseRedirect(self.address)
        return self.render()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        given, missing = self._given()
        if missing:
            return self.render(status=400, missing=missing)
        services.say_columns(self.importing, given, by=self.asked())
        return HttpResponseRedirect(self.address)

    @cached_property
    def columns(self) -> list[dict[str, Any]]:
        """The columns of the file, the unknown ones first."""
        facts = list(enumerate(self.importing.facts.get("columns", [])))
        facts.sort(key=lambda pair: pair[1]["state"] != UNKNOWN)
        return [self._column(index, one) for index, one in facts]

    def _column(self, index: int, one: dict[str, Any]) -> dict[str, Any]:
        name = f"{SAYS}{index}"
        own = "" if one["state"] == UNKNOWN else one["field"]
        known = {"": [], **self.fields}
        if own and own not in self.fields:
            own = IGNORE
        return {
            **one,
            "name": name,
            "unknown": one["state"] == UNKNOWN,
            "read": one["state"] == READ,
            "chosen": self.request.POST.get(name, own),
            "own": own,
            "why": self._why(one),
            "likely": [(key, known[key]) for key in one["candidates"] if key in self.fields],
        }

    @cached_property
    def fields(self) -> dict[str, str]:
        """The fields that a column can be read into, with their names."""
        catalogue = CATALOGUES[self.importing.kind]
        return {entry.key: str(entry.label) for entry in catalogue.fields if entry.kind != "skip"}

    def _why(self, one: dict[str, Any]) -> str:
        match one["code"]:
            case "unknown_columns":
                # zh: 系统不认识这一列
                return _("The registry does not know this column")
            case "ambiguous_column":
                # zh: 这一列可能有几种含义
                return _("This column may mean several things")
            case "column_twice":
                label = self.fields.get(next(iter(one["candidates"]), ""), "")
                # zh: 另有一列也是“%(field)s”，内容却不同；请将其中一列设为不导入
                text = _("Another column is “%(field)s” too, and differs; leave one of them out")
                return text % {"field": label}
            case "wrong_unit":
                # zh: 列名中的单位不是金额单位；请修改列名后重新上传，或不导入
                return _(
                    "Its unit is none of money; mend the title and upload again, or leave it out"
                )
        return ""

    def _given(self) -> tuple[dict[str, str], list[str]]:
        """What the form says beside what is known already; and the columns it says nothing of."""
        given: dict[str, str] = {}
        missing = []
        _sent, errors = only(self.request.POST, *(one["name"] for one in self.columns))
        if errors:
            refuse(errors)
        for column in self.columns:
            said = self.request.POST.get(column["name"], "")
            if said and said != IGNORE and said not in self.fields:
                # zh: 没有字段“%(field)s”。
                text = _("There is no field “%(field)s”.")
                raise Problem("unknown_field", text % {"field": said[:40]})
            if column["unknown"] and not said:
                missing.append(column["title"] or column["letter"])
            elif said and (column["unknown"] or column["given"] or said != column["own"]):
                given[column["key"]] = said
        return given, missing

    def context(self) -> dict[str, Any]:
        tier = Tier.objects.filter(pk=self.importing.tier_code).first()
        return {
            "importing": self.importing,
            "what": words.what(self.importing, tier),
            "columns": self.columns,
            "unknown": [one for one in self.columns if one["unknown"]],
            "known": [one for one in self.columns if not one["unknown"]],
            "fields": self.fields,
            "ignore": IGNORE,
        }
