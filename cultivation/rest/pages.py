"""Pages of a list: never a COUNT(*), never a row twice or left out while rows are added."""

import base64
import re
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from cultivation.rest.refusals import SHOWN, Refusal, refusal, unknown_value

DEFAULT_SIZE = 50
LARGEST_SIZE = 500
_CURSOR = re.compile(r"(after|before):([0-9]{1,18})")


def encode(direction: str, position: int) -> str:
    """The cursor that continues ``after`` or ``before`` a position."""
    return base64.urlsafe_b64encode(f"{direction}:{position}".encode()).decode().rstrip("=")


def decode(cursor: str) -> tuple[str, int]:
    """Direction and position of a cursor. Raises ValueError."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,60}", cursor):
        raise ValueError
    text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    match = _CURSOR.fullmatch(text)
    if match is None:
        raise ValueError
    return match[1], int(match[2])


class CursorPage(BasePagination):
    """Pages by the row's id: ``{"next", "previous", "results"}``, with ``count`` when asked."""

    names = ("page_size", "cursor", "count")

    def __init__(self) -> None:
        self.size = DEFAULT_SIZE
        self.cursor: tuple[str, int] | None = None
        self.exact = False

    def read(self, given: dict[str, str]) -> list[Refusal]:
        """Take the parameters of the page; returns what is wrong with them."""
        errors: list[Refusal] = []
        size = given.get("page_size", str(DEFAULT_SIZE))
        if re.fullmatch(r"[0-9]{1,3}", size) and 1 <= int(size) <= LARGEST_SIZE:
            self.size = int(size)
        else:
            message = (
                # zh: “%(value)s”不是有效的每页条数；请填写1至%(most)d之间的整数。
                _("“%(value)s” is no page size; give a whole number from 1 to %(most)d.")
                % {"value": size[:SHOWN], "most": LARGEST_SIZE}
            )
            errors.append(refusal("page_size", size, "invalid_page_size", message))
        if "cursor" in given:
            try:
                self.cursor = decode(given["cursor"])
            except ValueError:
                # zh: 游标无效；请原样使用上一页给出的 next 或 previous 地址。
                message = _("The cursor is not valid; use next and previous as they are given.")
                errors.append(refusal("cursor", given["cursor"], "invalid_cursor", message))
        if given.get("count", "exact") != "exact":
            errors.append(unknown_value("count", given["count"], ["exact"]))
        self.exact = given.get("count") == "exact"
        return errors

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any]:
        self.total = queryset.count() if self.exact else None
        self.url = request.build_absolute_uri()
        rows, self.earlier, self.later = self._rows(queryset)
        self.first, self.last = self._edges(rows)
        return rows

    def _rows(self, queryset: QuerySet[Any]) -> tuple[list[Any], bool, bool]:
        """The rows of the page, and whether there are earlier and later ones."""
        direction, position = self.cursor or ("after", 0)
        if direction == "before":
            rows = list(queryset.filter(pk__lt=position).order_by("-pk")[: self.size + 1])
            return rows[: self.size][::-1], len(rows) > self.size, True
        rows = list(queryset.filter(pk__gt=position).order_by("pk")[: self.size + 1])
        return rows[: self.size], self.cursor is not None, len(rows) > self.size

    def _edges(self, rows: list[Any]) -> tuple[int, int]:
        if rows:
            return rows[0].pk, rows[-1].pk
        direction, position = self.cursor or ("after", 0)
        # An empty page still leads back to the rows on its other side.
        return (position, position - 1) if direction == "before" else (position + 1, position)

    def get_paginated_response(self, data: list[Any]) -> Response:
        page: dict[str, Any] = {
            "next": self._link("after", self.last) if self.later else None,
            "previous": self._link("before", self.first) if self.earlier else None,
            "results": data,
        }
        return Response(page if self.total is None else {"count": self.total, **page})

    def _link(self, direction: str, position: int) -> str:
        return replace_query_param(self.url, "cursor", encode(direction, position))

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "Only with count=exact."},
                "next": {**link, "description": "The page after this one."},
                "previous": {**link, "description": "The page before this one."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": DEFAULT_SIZE}
        return [
            _parameter("page_size", size, "Rows on a page."),
            _parameter("cursor", {"type": "string"}, "From next or previous."),
            _parameter("count", {"type": "string", "enum": ["exact"]}, "Add the number of rows."),
        ]


class ReferencePage(CursorPage):
    """Pages of a short reference table, in its own order; the position is a place in the list."""

    def _rows(self, queryset: QuerySet[Any]) -> tuple[list[Any], bool, bool]:
        everything = list(queryset)
        direction, position = self.cursor or ("after", 0)
        begin = max(0, position - 1 - self.size) if direction == "before" else position
        end = position - 1 if direction == "before" else begin + self.size
        self.bounds = min(begin, len(everything)) + 1, min(end, len(everything))
        return everything[begin:end], begin > 0 and bool(everything), end < len(everything)

    def _edges(self, rows: list[Any]) -> tuple[int, int]:
        return self.bounds


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": description}
