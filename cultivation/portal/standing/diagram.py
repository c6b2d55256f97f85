"""The districts as tiles: a drawing that keeps neighbours near each other, and is no map."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cultivation.portal.standing.figures import Figure

# Column and row of each district, by its code.
POSITIONS = {
    "120119": (3, 1),
    "120114": (1, 2), "120115": (2, 2), "120117": (3, 2),
    "120113": (1, 3), "120106": (2, 3), "120105": (3, 3), "120110": (4, 3),
    "120111": (1, 4), "120104": (2, 4), "120101": (3, 4), "120102": (4, 4), "120116": (5, 4),
    "120118": (1, 5), "120103": (2, 5), "120112": (3, 5),
}  # fmt: skip
# The district that is shown by its zones as well (滨海新区).
ZONED = "120116"
SHADES = 5
_ROUND = (1, 2, 5)


@dataclass(frozen=True)
class Tile:
    """A district or zone: where it stands in the diagram, its number, its shade (0 to 5)."""

    code: str
    label: str
    name: str
    figure: Figure
    shade: int
    column: int = 0
    row: int = 0
    own: bool = False


@dataclass(frozen=True)
class Step:
    """A shade and the numbers it stands for; ``last`` None: and more."""

    shade: int
    first: int
    last: int | None


def bounds(largest: int) -> list[int]:
    """Where a shade ends, up to the last one: the four round numbers (1, 2, 5, 10 …) next below.

    Round numbers that double keep districts apart where one of them has much more than all others.
    """
    found: list[int] = []
    size = 1
    while True:
        for digit in _ROUND:
            if digit * size >= largest:
                return found[1 - SHADES :]
            found.append(digit * size)
        size *= 10


def shade(number: int, ends: list[int]) -> int:
    """0 for none, 1 for up to the first of ``ends``, and so on; 5 at most."""
    return 0 if number == 0 else 1 + sum(number > end for end in ends)


def steps(ends: list[int], largest: int) -> list[Step]:
    """What the shades stand for, as far as they occur."""
    found = [Step(0, 0, 0)]
    for first, last in zip([0, *ends], [*ends, None], strict=True):
        if first < largest:
            found.append(Step(len(found), first + 1, last))
    return found


def tiles(
    places: Iterable[tuple[str, str, str]],
    number: Callable[[str], Figure],
    own: str | None = None,
) -> tuple[list[Tile], list[Step]]:
    """Tiles of ``places`` (code, short label, name), shaded by their numbers, and the legend.

    A district without a position (a new one) stands in the rows below the others.
    """
    found = [(code, label, name, number(code)) for code, label, name in places]
    largest = max((figure.value or 0 for *_place, figure in found), default=0)
    ends = bounds(largest)
    below = [code for code, *_rest in found if code not in POSITIONS]
    made = []
    for code, label, name, figure in found:
        column, row = POSITIONS.get(code) or _below(below.index(code))
        made.append(
            Tile(
                code=code,
                label=label,
                name=name,
                figure=figure,
                shade=shade(figure.value or 0, ends),
                column=column,
                row=row,
                own=code == own,
            )
        )
    return made, steps(ends, largest)


def _below(index: int) -> tuple[int, int]:
    return index % 5 + 1, 6 + index // 5
