"""Who did what: the accounts of the demonstration, and officers who have none."""

from dataclasses import dataclass

from cultivation.access.models import Role, User
from cultivation.certification.flow.cases import Party
from cultivation.certification.flow.states import Doing
from cultivation.places.models import District
from cultivation.portal.demonstration.flow.choosing import Home
from cultivation.portal.demonstration.words import MARK

# Decided by whom the case was not reviewed by.
DECIDING = (Doing.REFUSE, Doing.RECOMMEND_ABOVE)
CLERKS = {"miit_tianjin": ("gxj", "gxj2"), "sti_tianjin": ("kjj", "kjj2")}


@dataclass(frozen=True)
class Hand:
    """Who acts: an account, or only a name."""

    account: User | None
    name: str


class Cast:
    """The people of the demonstration."""

    def __init__(self) -> None:
        self.accounts = {one.username: one for one in User.objects.all()}
        self.districts = dict(District.objects.values_list("code", "name_zh"))
        self.officers = {
            (one.district_id, one.zone_id): one
            for one in self.accounts.values()
            if one.role == Role.DISTRICT and one.username in ("xiqing", "binhai", "teda")
        }

    def clerk(self, authority: str, *, second: bool = False) -> User:
        """The first or the second account of a bureau."""
        return self.accounts[CLERKS[authority][second]]

    def experts(self) -> list[User]:
        """The experts with accounts."""
        return [self.accounts[name] for name in ("expert1", "expert2")]

    def officer(self, home: Home) -> Hand:
        """The officer of a place; many districts have none with an account."""
        found = self.officers.get((home.district, home.zone)) or self.officers.get(
            (home.district, None)
        )
        if found is not None:
            return Hand(found, found.get_full_name())
        return Hand(None, f"{self.districts[home.district]}审核员{MARK}")

    def hand(self, doing: Doing, party: Party, authority: str, home: Home, second: bool) -> Hand:
        """Who does an act: ``second`` says that the second clerk of the bureau reviews."""
        if party is not Party.BUREAU:
            return self.officer(home)
        clerk = self.clerk(authority, second=second is not (doing in DECIDING))
        return Hand(clerk, clerk.get_full_name())
