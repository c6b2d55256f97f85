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


Preview = Callable[[Closing], list[Effect]]
Apply = Callable[[Closing], None]
_followers: list[tuple[Preview, Apply]] = []


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
