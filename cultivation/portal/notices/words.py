"""Notices in words: how one stands, how long it still runs, which holidays are in its window."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cultivation.certification.models import Batch, Notice
from cultivation.certification.selectors.workdays import Break, Calendar, calendar_from
from cultivation.pages.columns import State
from cultivation.problems import Problem


@dataclass(frozen=True)
class Standing:
    """How a notice stands on a day: a word, its colour, and what is left of it."""

    code: str
    word: str
    colour: State
    left: str = ""

    @property
    def running(self) -> bool:
        return self.code == "running"


def names() -> dict[str, str]:
    """How a notice may stand, in words."""
    return {
        # zh: 公示中
        "running": pgettext("a notice", "running"),
        # zh: 已期满
        "over": pgettext("a notice", "over"),
        # zh: 已撤回
        "withdrawn": pgettext("a notice", "withdrawn"),
    }


def code_of(notice: Notice, day: dt.date) -> str:
    """``running``, ``over`` or ``withdrawn``."""
    if notice.withdrawn_on:
        return "withdrawn"
    return "running" if day <= notice.last_day else "over"


def standing(notice: Notice, day: dt.date, calendar: Calendar | None = None) -> Standing:
    """How ``notice`` stands on ``day``. With a ``calendar`` it says how many working days are
    left."""
    match code := code_of(notice, day):
        case "withdrawn":
            return Standing(code, names()[code], "trouble")
        case "over":
            return Standing(code, names()[code], "")
        case _:
            left = left_in_words(notice, day, calendar) if calendar else ""
            return Standing(code, names()[code], "good", left)


def left_in_words(notice: Notice, day: dt.date, calendar: Calendar) -> str:
    """How long a running notice still stands, today counted."""
    if day == notice.last_day:
        # zh: 今日截止
        return _("ends today")
    try:
        n = calendar.left(day, notice.last_day)
    except Problem:
        return ""
    # zh: 剩 %(n)s 个工作日
    return ngettext("%(n)s working day left", "%(n)s working days left", n) % {"n": n}


def calendar_of(notices: Iterable[Notice]) -> Calendar | None:
    """The calendar that tells of all ``notices``; None when there are none."""
    first = min((one.published_on for one in notices), default=None)
    return calendar_from(first) if first else None


def window(first: dt.date, days: int, last: dt.date, calendar: Calendar) -> str:
    """A window in a sentence, with the holidays in it and the weekend days that are worked."""
    # zh: 公示 %(days)s 个工作日：%(first)s 至 %(last)s
    told = _("%(days)s working days: %(first)s to %(last)s")
    said = [told % {"days": days, "first": first, "last": last}]
    said += [_off(one) for one in calendar.breaks(first, last)]
    worked = calendar.worked(first, last)
    if worked:
        # zh: 、
        listed = _(", ").join(map(str, worked))
        # zh: %(days)s 调休上班
        said.append(_("%(days)s worked in exchange") % {"days": listed})
    # zh: ；
    return _("; ").join(said)


def _off(one: Break) -> str:
    # zh: 、
    names = _(", ").join(name for name in one.names if name)
    if one.first == one.last:
        # zh: %(names)s %(first)s 放假
        return _("%(names)s %(first)s off") % {"names": names, "first": one.first}
    # zh: %(names)s %(first)s 至 %(last)s 放假
    told = _("%(names)s %(first)s to %(last)s off")
    return told % {"names": names, "first": one.first, "last": one.last}


def preset_title(batch: Batch) -> str:
    """The title that such lists have, to be changed where it does not fit."""
    return f"关于{batch.name}{batch.tier.name_zh}拟认定名单的公示"


def preset_contact(batch: Batch) -> str:
    """How to object, as the last notice of the authority said it; else the rule itself.

    Source of the rule: 津工信中小企服〔2025〕5号 (real name, evidence, in writing, in time).
    """
    authority = batch.tier.ladder.authority
    last = Notice.objects.filter(tier__ladder__authority=authority).order_by("-id").first()
    if last is not None and last.contact:
        return last.contact
    return (
        "对公示名单有异议的，请在公示期内以书面形式实名提出，并附联系方式和依据；"
        f"匿名或逾期的不予受理。\n受理单位：{authority.name_zh}"
    )
