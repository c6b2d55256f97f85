"""The lists behind the figures: an address only where the account sees all that was counted."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from cultivation.access.scope import Scope
from cultivation.certification.standing import ENDS_SOON
from cultivation.rest.fields import NONE


@dataclass(frozen=True)
class Place:
    """A district or a zone in it by code; the empty code is "not known", None is "any"."""

    district: str | None = None
    zone: str | None = None


CITY = Place()


@dataclass(frozen=True)
class Lists:
    """Addresses of lists for an account of ``scope`` on ``day``."""

    scope: Scope
    day: dt.date

    def own(self, place: Place) -> bool:
        """Whether the account may know everything about the firms of ``place``."""
        if self.scope.city:
            return True
        if self.scope.nothing or place.district != self.scope.district:
            return False
        return self.scope.zone is None or place.zone == self.scope.zone

    def held(self, tier: str, place: Place = CITY, *, as_of: dt.date | None = None) -> str:
        """The firms that hold ``tier``, today or ``as_of`` a day.

        Whoever sees a part of the city sees those that are there today: no list shows them the
        same firms for another day.
        """
        if not self.own(place) or (as_of and not self.scope.city):
            return ""
        return _address("portal:firms", {"tier": tier, **_codes(place), "as_of": as_of})

    def begun(self, tier: str, first: dt.date, place: Place = CITY) -> str:
        """The certifications that began from ``first`` until today."""
        if not self.own(place):
            return ""
        period = {"valid_from_from": first, "valid_from_to": self.day}
        return _address("portal:certifications", {"tier": tier, **_codes(place), **period})

    def ending(self, tier: str, place: Place = CITY) -> str:
        """The certifications that end soon."""
        if not self.own(place):
            return ""
        return _address(
            "portal:certifications", {"tier": tier, **_codes(place), **ends_soon(self.day)}
        )


def ends_soon(day: dt.date) -> dict[str, object]:
    """The parameters of the list of what is in its library on ``day`` and ends soon."""
    return {"valid_on": day, "ends_to": day + dt.timedelta(days=ENDS_SOON - 1)}


def firms(**parameters: object) -> str:
    """The address of the list of firms; parameters that are None or empty are left out."""
    return _address("portal:firms", parameters)


def imports(**parameters: object) -> str:
    """The address of the list of imports."""
    return _address("exchange:imports", parameters)


def cases(**parameters: object) -> str:
    """The address of the queue, of what waits for the account."""
    return _address("portal:cases", {"show": "waiting", **parameters})


def notices(**parameters: object) -> str:
    """The address of the list of public notices, for staff."""
    return _address("portal:staff-notices", parameters)


def objections(**parameters: object) -> str:
    """The address of the list of objections."""
    return _address("portal:objections", parameters)


def certifications(**parameters: object) -> str:
    """The address of the list of certifications."""
    return _address("portal:certifications", parameters)


def departed(**parameters: object) -> str:
    """The address of the list of titles whose firms left the city."""
    return _address("portal:upkeep-departed", parameters)


def _codes(place: Place) -> dict[str, object]:
    codes = {"district": place.district, "zone": place.zone}
    return {name: code or NONE for name, code in codes.items() if code is not None}


def _address(page: str, parameters: dict[str, object]) -> str:
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    return f"{reverse(page)}?{urlencode(given, safe=',')}"
