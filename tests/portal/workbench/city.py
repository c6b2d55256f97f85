"""A small city for the workbench: some of everything that it counts, seen by every role."""

import datetime as dt

from cultivation.access.models import Role, User
from cultivation.clock import now
from cultivation.exchange.models import Import, ImportKind, State
from cultivation.firms import services as firms
from cultivation.firms.models import FirmYear
from cultivation.places.models import District
from tests.factories import make_certification, make_firm, make_user, writing

XIQING, BINHAI, HEPING, NANKAI = "120111", "120116", "120101", "120104"
TEDA, HITECH = "120116400", "120116402"
DAY = dt.timedelta(days=1)


def users() -> dict[str, User]:
    """An account of each kind that has pages."""
    return {
        "miit": make_user(Role.BUREAU),
        "sti": make_user(Role.BUREAU, authority="sti_tianjin"),
        "xiqing": make_user(Role.DISTRICT, district=XIQING),
        "binhai": make_user(Role.DISTRICT, district=BINHAI),
        "teda": make_user(Role.DISTRICT, district=BINHAI, zone=TEDA),
        "auditor": make_user(Role.AUDITOR),
    }


def build(today: dt.date) -> None:
    """Firms that hold, held, will hold; that moved, left, closed; that lack this and that."""
    with writing():
        for district, zone, n in (
            (XIQING, None, 3),
            (BINHAI, TEDA, 3),
            (BINHAI, HITECH, 2),
            (BINHAI, None, 1),
            (HEPING, None, 2),
            (NANKAI, HITECH, 1),
            (None, None, 1),
        ):
            for number in range(n):
                _firm(today, district, zone, number)
        _moved(today)
        _gone(today)


def _firm(today: dt.date, district: str | None, zone: str | None, number: int) -> None:
    firm = make_firm(district=district, zone=zone, code=None if number == 1 else "")
    year = today.replace(month=3, day=1)
    # In its library for two years, to end soon or at some time.
    ends = today + (30 + 30 * number) * DAY if number < 2 else today + 400 * DAY
    make_certification(firm, "seed", valid_from=today - 700 * DAY, valid_to=ends)
    if number == 0:
        make_certification(firm, "specialized", valid_from=year, valid_to=today + 89 * DAY)
        make_certification(firm, "eaglet", valid_from=today - 200 * DAY, valid_to=today + 90 * DAY)
    if number == 1:
        make_certification(firm, "little_giant", valid_from=today, valid_to=None)
        # The library has it from tomorrow on only.
        make_certification(firm, "gazelle", valid_from=today + DAY, valid_to=None)
    if number == 2:
        FirmYear.objects.create(firm=firm, year=today.year - 1)


def _moved(today: dt.date) -> None:
    """One came from 西青区 to 和平区 this spring, one left the city."""
    came = make_firm(district=XIQING)
    make_certification(came, "seed", valid_from=today - 300 * DAY, valid_to=today + 50 * DAY)
    left = make_firm(district=XIQING)
    make_certification(left, "seed", valid_from=today - 300 * DAY, valid_to=today + 500 * DAY)
    spring = today.replace(month=4, day=1)
    firms.move(firm=came, district=District.objects.get(pk=HEPING), effective_on=spring)
    firms.move(firm=left, district=None, effective_on=spring)


def uploaded(user: User, *states: State) -> None:
    """Lists that ``user`` has uploaded, each as far as one of ``states``."""
    for state in states:
        Import.objects.create(
            kind=ImportKind.FIRMS,
            file_name="名单.xlsx",
            state=state,
            imported_by=user,
            district=user.district,
            zone=user.zone,
            created_at=now(),
        )


def _gone(today: dt.date) -> None:
    """A revoked certification, one that ended before it began, one that lapsed, a closed firm."""
    for ended in (today - 10 * DAY, today - 400 * DAY):
        firm = make_firm(district=BINHAI, zone=TEDA)
        make_certification(
            firm, "seed", valid_from=today - 100 * DAY, valid_to=None, ended_on=ended
        )
    lapsed = make_firm(district=XIQING)
    make_certification(lapsed, "seed", valid_from=today - 900 * DAY, valid_to=today)
    closed = make_firm(district=XIQING)
    firms.deregister(firm=closed, effective_on=today)
