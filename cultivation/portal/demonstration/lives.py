"""What happens to a firm: other names, places and industries, its end, mistakes put right."""

import datetime as dt
from random import Random

from cultivation.portal.demonstration.dates import between, days, filing_day, happens
from cultivation.portal.demonstration.knobs import DISTRICTS, FIRST_YEAR
from cultivation.portal.demonstration.naming import Namer
from cultivation.portal.demonstration.people import draw_place
from cultivation.portal.demonstration.rows import Event, Invented, Period
from cultivation.portal.demonstration.words import SOFTWARE

SETTLED = days(200)  # nothing happens to a firm in its first months, nor after its last ones


def live(chance: Random, namer: Namer, firm: Invented, today: dt.date) -> None:
    """Let a firm live until ``today``. Mergers come later: they need two firms."""
    first = max(firm.established_on + SETTLED, dt.date(FIRST_YEAR, 2, 1))
    last = today - days(30)
    if first >= last:
        return
    if firm.role == "firm":
        last = _close(chance, firm, first, last, today)
    for rate, act in (("rename", _rename), ("move", _move), ("industry_change", _industry)):
        if not happens(chance, rate):
            continue
        day = between(chance, first, last)
        act(chance, namer, firm, day, today)
        if f"second_{rate}" in ("second_rename", "second_move") and happens(
            chance, f"second_{rate}"
        ):
            again = day + days(chance.randint(200, 1200))
            if again < last:
                act(chance, namer, firm, again, today)
    if happens(chance, "correct"):
        _correct(chance, namer, firm, between(chance, first, last))


def merge(chance: Random, firm: Invented, into: Invented, day: dt.date, today: dt.date) -> None:
    """``firm`` is absorbed by ``into`` on ``day``; the certifications follow in ``climb``."""
    firm.closed_on, firm.merged_into = day, into
    firm.events.append(
        Event(
            "merge",
            filing_day(chance, day, today),
            day,
            {},
            {"merged_into": into.uscc or into.name},
            "吸收合并",
            f"演示合并〔{day.year}〕{firm.position}号",
            into,
        )
    )


def split(invented: list[Invented], today: dt.date) -> None:
    """One firm turns out to have been a part of a neighbour's. Takes no chance, and so changes
    nothing else that was invented."""
    since = today - days(5 * 365)
    parts = (
        firm
        for firm in invented
        if firm.role == "firm" and firm.established_on >= since and not firm.gone_by(today)
    )
    for part in parts:
        day = part.established_on
        filed = min(today, day + days(20))
        for whole in invented:
            older = whole.role == "firm" and whole.established_on + SETTLED < day
            if older and whole.district == part.district and not whole.gone_by(today):
                document = f"演示分立〔{day.year}〕{whole.position}号"
                after: dict[str, object] = {"split_into": part.uscc or part.name}
                whole.events.append(Event("split", filed, day, {}, after, "分立", document, part))
                return


def _close(
    chance: Random, firm: Invented, first: dt.date, last: dt.date, today: dt.date
) -> dt.date:
    """Deregister the firm, or let it leave the city, if it falls on it. Returns its last day."""
    late = max(first, dt.date(2019, 1, 1))
    if happens(chance, "deregister") and late < last:
        day = between(chance, late, last)
        firm.closed_on = day
        filed = filing_day(chance, day, today)
        firm.events.append(Event("deregister", filed, day, {}, {}, "企业注销登记"))
        return day - days(1)
    if happens(chance, "leave_city") and late < last:
        day = between(chance, late, last)
        firm.left_on = day
        before = firm.places[-1].value
        firm.places[-1].valid_to = day
        firm.places.append(Period((None, None), day))
        firm.events.append(
            Event(
                "move",
                filing_day(chance, day, today),
                day,
                _place(before),
                _place((None, None)),
                "迁出本市",
            )
        )
        return day - days(1)
    return last


def _cut(periods: list[Period], value: object, day: dt.date) -> Period:
    """From ``day`` on, until the next turn, ``value`` holds. Returns the period cut."""
    held = next(p for p in periods if p.valid_to is None or day < p.valid_to)
    periods.insert(periods.index(held) + 1, Period(value, day, held.valid_to))
    held.valid_to = day
    return held


def _rename(chance: Random, namer: Namer, firm: Invented, day: dt.date, today: dt.date) -> None:
    if firm.role == "firm":
        name, _form = namer.firm(firm.industry)
    else:
        name, _form = namer.carrier(firm.role)
    before = _cut(firm.names, name, day).value
    filed = filing_day(chance, day, today)
    firm.events.append(
        Event("rename", filed, day, {"name": before}, {"name": name}, "企业名称变更")
    )


def _move(chance: Random, _namer: Namer, firm: Invented, day: dt.date, today: dt.date) -> None:
    before = firm.place_on(day)
    after = before
    while after == before:
        # Zones draw firms, and most moves are to a neighbour or into 滨海新区.
        district = "120116" if chance.random() < 0.4 else chance.choice(list(DISTRICTS))
        after = draw_place(chance, district)
    if any(p.valid_from == day for p in firm.places):
        return
    _cut(firm.places, after, day)
    firm.events.append(
        Event(
            "move", filing_day(chance, day, today), day, _place(before), _place(after), "住所变更"
        )
    )


def _industry(chance: Random, _namer: Namer, firm: Invented, day: dt.date, today: dt.date) -> None:
    before = firm.industry
    after = "65" if before not in SOFTWARE else "75"
    _cut(firm.industries, after, day)
    filed = filing_day(chance, day, today)
    firm.events.append(
        Event("industry", filed, day, {"industry": before}, {"industry": after}, "主营业务变更")
    )


def _correct(chance: Random, namer: Namer, firm: Invented, day: dt.date) -> None:
    before: dict[str, object]
    after: dict[str, object]
    if firm.uscc is None:
        firm.uscc = namer.code()
        before, after, reason = {"uscc": None}, {"uscc": firm.uscc}, "补登统一社会信用代码"
    elif chance.random() < 0.5 and firm.capital is not None:
        wrong = firm.capital * 10
        before, after = (
            {"registered_capital": str(wrong)},
            {"registered_capital": str(firm.capital)},
        )
        reason = "注册资本录入时多一位"
    else:
        wrong_day = firm.established_on + days(chance.choice((-30, -1, 1, 10)))
        before, after = (
            {"established_on": str(wrong_day)},
            {"established_on": str(firm.established_on)},
        )
        reason = "成立日期录入错误"
    firm.events.append(Event("correct", day, None, before, after, reason))


def _place(place: tuple[str | None, str | None]) -> dict[str, object]:
    district, zone = place
    return {"district_id": district, "zone_id": zone, "outside": district is None}
