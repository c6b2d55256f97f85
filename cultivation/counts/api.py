"""Counts and series over REST: published dimensions for everybody, all with a login or token."""

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.access.scope import Scope, scope_of
from cultivation.counts import openapi, parameters
from cultivation.counts.definition import DEFINITIONS
from cultivation.counts.selectors import UNKNOWN, CountResult, Query, count, series
from cultivation.journal.selectors import data_version
from cultivation.problems import Problem
from cultivation.rest.access import Published
from cultivation.rest.etags import answer
from cultivation.rest.refusals import refusal, refuse
from cultivation.rest.views import StrictView

PUBLISHED = ("tier", "ladder", "district", "zone")
PLACES = ("district", "zone")


class CsvRenderer(BaseRenderer):
    """The rows as CSV that spreadsheets open rightly (UTF-8 with its mark)."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, media_type: str | None = None, context: Any = None) -> bytes:
        text = io.StringIO()
        points = data.get("points", [data])
        dated = ["as_of"] if "points" in data else []
        writer = csv.DictWriter(text, [*dated, *data["by"], "count"])
        writer.writeheader()
        for point in points:
            for row in point["rows"]:
                writer.writerow({**({"as_of": point["as_of"]} if dated else {}), **row})
        return text.getvalue().encode("utf-8-sig")


class CountView(StrictView):
    """What both endpoints have in common."""

    permission_classes = [Published]
    renderer_classes = [JSONRenderer, CsvRenderer]
    query: Query

    def read(self, params: Mapping[str, list[str]]) -> Query:
        """Take the parameters; raises Problem with all that are wrong."""
        raise NotImplementedError

    def check_parameters(self, request: Request) -> None:
        given = {name: list(values) for name, values in request.query_params.lists()}
        formats = given.get("format", ["json"])
        errors: list[Any] = []
        if len(formats) > 1:
            # zh: 参数只能出现一次。
            message = _("Give the parameter once.")
            value = ",".join(formats)
            errors.append(refusal("format", value, "repeated", message))
        else:
            errors += self.format_refusals({"format": formats[0]})
        try:
            self.query = self.read(given)
        except Problem as problem:
            errors = [*problem.params.get("errors", []), *errors]
        if errors:
            refuse(errors)
        self.check_published(request)

    def check_published(self, request: Request) -> None:
        """Industry and size are not published: they need somebody who may see rows at all.

        An account of one district or zone gets them for the city as a whole, and together with a
        place for its own place only.
        """
        inner = {*self.query.by, *self.query.filters} - set(PUBLISHED)
        if not inner:
            return
        names = ", ".join(sorted(inner))
        if not request.user.is_authenticated:
            raise NotAuthenticated(
                # zh: 按 %(names)s 统计不对外公开；请登录，或提供令牌。
                _("Counts by %(names)s are not public; log in, or send a token.") % {"names": names}
            )
        scope = scope_of(request.user)
        if scope.nothing:
            raise PermissionDenied(
                # zh: 按 %(names)s 统计不对外公开，您的账号没有相应权限。
                _("Counts by %(names)s are not public, and your account has no role.")
                % {"names": names}
            )
        if not scope.city and not self._stays_inside(scope):
            own = {"district": scope.district, "zone": scope.zone}
            raise PermissionDenied(
                # zh: 按 %(names)s 与区、功能区交叉统计仅限本辖区：请加上 %(filter)s；或去掉 district 与 zone，查看全市合计。
                _(
                    "Counts by %(names)s together with a place are for your own place only: add"
                    " %(filter)s; or leave district and zone out, for the whole city."
                )
                % {
                    "names": names,
                    "filter": "&".join(f"{name}={code}" for name, code in own.items() if code),
                }
            )

    def _stays_inside(self, scope: Scope) -> bool:
        """Whether the query tells no place apart, or looks at nothing but the place of ``scope``.

        A zone alone says little: some reach into other districts.
        """
        if not {*self.query.by, *self.query.filters} & {*PLACES}:
            return True
        own = {"district": scope.district, "zone": scope.zone}
        return all(
            self.query.filters.get(name) == (code,)
            for name, code in own.items()
            if code is not None
        )

    def filters(self) -> dict[str, list[str]]:
        """The filters as they were asked for."""
        return {
            name: [parameters.NONE if code == UNKNOWN else code for code in codes]
            for name, codes in self.query.filters.items()
        }

    def respond(self, request: Request, asked: Any, make: Any) -> HttpResponse:
        """The answer with its ETag, or 304; as a file when CSV was asked for."""

        def made() -> Response:
            data, name = make()
            response = Response(data)
            if request.accepted_renderer.format == "csv":
                file_name = f"{name}-v{data['version']}.csv"
                response["Content-Disposition"] = f'attachment; filename="{file_name}"'
            return response

        definition = DEFINITIONS[self.query.measure]
        return answer(request, definition, data_version(), [asked, asdict(self.query)], made)


class CountsView(CountView):
    """How many certifications are held, or firms hold them, on a day."""

    @openapi.counts
    def get(self, request: Request) -> HttpResponse:
        def make() -> tuple[dict[str, Any], str]:
            result = count(self.query, self.as_of)
            data = {
                "as_of": result.as_of.isoformat(),
                "by": list(result.by),
                "measure": result.measure,
                "filters": self.filters(),
                "version": result.version,
                "definition": result.definition,
                "total": result.total,
                "rows": result.rows,
            }
            return data, f"counts-{result.definition}-{result.as_of}"

        return self.respond(request, ["counts", self.as_of], make)

    def read(self, params: Mapping[str, list[str]]) -> Query:
        self.as_of, query = parameters.parse(params, ignore=("format",))
        return query


class SeriesView(CountView):
    """The same count at the end of each month, quarter or year."""

    @openapi.series
    def get(self, request: Request) -> HttpResponse:
        def make() -> tuple[dict[str, Any], str]:
            result = series(self.query, self.first, self.last, self.step)
            definition = DEFINITIONS[self.query.measure]
            data = {
                "from": result.first.isoformat(),
                "to": result.last.isoformat(),
                "step": result.step,
                "by": list(self.query.by),
                "measure": self.query.measure,
                "filters": self.filters(),
                "version": result.version,
                "definition": definition,
                "points": [_point(point) for point in result.points],
            }
            return data, f"series-{definition}-{result.first}-{result.last}-{result.step}"

        return self.respond(request, ["series", self.first, self.last, self.step], make)

    def read(self, params: Mapping[str, list[str]]) -> Query:
        self.first, self.last, self.step, query = parameters.parse_series(
            params, ignore=("format",)
        )
        return query


def _point(result: CountResult) -> dict[str, Any]:
    return {"as_of": result.as_of.isoformat(), "total": result.total, "rows": result.rows}
