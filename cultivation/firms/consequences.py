"""What an act on a firm does to what hangs on it, shown before it is done.

Apps above this one (certification, …) say what becomes of their rows when a firm closes: firms
cannot know them, so they register here.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from cultivation.firms.models import Firm


@dataclass(frozen=True)
class Closing:
    """A firm closes on ``effective_on``, by merger into ``successor`` or by deregistration."""

    firm: Firm
    effective_on: dt.date
    successor: Firm | None = None


@dataclass(frozen=True)
class Effect:
    """One thing that follows: ``code`` for programs, ``text`` for people, about which row."""

    code: str
    text: str
    row: str


@dataclass(frozen=True)
class Changing:
    """A living firm changes on ``effective_on``: its name, its place, or by a split.

    ``kind`` is ``rename``, ``move`` (to ``district`` and ``zone``, by code), ``leave`` (out of the
    city) or ``split``.
    """

    firm: Firm
    effective_on: dt.date
    kind: str
    district: str | None = None
    zone: str | None = None


Preview = Callable[[Closing], list[Effect]]
Apply = Callable[[Closing], None]
_followers: list[tuple[Preview, Apply]] = []
_watchers: list[tuple[Callable[[Changing], list[Effect]], Callable[[Changing], None]]] = []
_readers: list[Callable[[Firm, int], None]] = []


def on_closing(preview: Preview, apply: Apply) -> None:
    """Register what an app does when a firm closes; called once, when the app is ready."""
    _followers.append((preview, apply))


def preview(closing: Closing) -> list[Effect]:
    """Everything that would follow from ``closing``."""
    return [effect for show, _apply in _followers for effect in show(closing)]


def apply(closing: Closing) -> None:
    """Let everything follow from ``closing``."""
    for _show, follow in _followers:
        follow(closing)


def on_changing(
    preview: Callable[[Changing], list[Effect]], apply: Callable[[Changing], None]
) -> None:
    """Register what an app does when a firm changes; called once, when the app is ready."""
    _watchers.append((preview, apply))


def preview_change(changing: Changing) -> list[Effect]:
    """Everything that would follow from ``changing``."""
    return [effect for show, _apply in _watchers for effect in show(changing)]


def apply_change(changing: Changing) -> None:
    """Let everything follow from ``changing``, which is written already."""
    for _show, follow in _watchers:
        follow(changing)


def on_year(reader: Callable[[Firm, int], None]) -> None:
    """Register who is told that figures of a firm for a year were recorded, each time."""
    _readers.append(reader)


def year_recorded(firm: Firm, year: int) -> None:
    """Figures of ``firm`` for ``year`` are on file now."""
    for reader in _readers:
        reader(firm, year)
