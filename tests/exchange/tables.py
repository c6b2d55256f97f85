"""Small tables for the tests of layout."""

from typing import Any

from cultivation.exchange.layout import Table
from cultivation.exchange.reading import Merge, Sheet

from .books import book_of, firm, lay_out

HEAD: list[Any] = ["序号", "企业名称", "所属区"]


def data(count: int, start: int = 1) -> list[list[Any]]:
    return [[n, firm(n), "西青区"] for n in range(start, start + count)]


def only(rows: list[list[Any]], merges: list[Merge] | None = None, name: str = "Sheet1") -> Table:
    made = [["" if cell is None else cell for cell in row] for row in rows]
    (table,) = lay_out(book_of(Sheet(name, made, merges=merges or []))).tables
    return table


def numbers(table: Table) -> list[int]:
    return [row.number for row in table.rows]


def names(table: Table, column: int = 1) -> list[Any]:
    return [row.cells[column] for row in table.rows]
