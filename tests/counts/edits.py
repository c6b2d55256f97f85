"""Random edits of everything that counts depend on: acts, and rows written without any act."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

from django.db import DataError, IntegrityError, connection

from cultivation.certification import services as certification
from cultivation.certification.models import Batch, Certification, EndKind
from cultivation.counts.services import compact, rebuild
from cultivation.firms import services as firms
from cultivation.firms.models import Firm, FirmIndustry, FirmYear, Industry, Residence
from cultivation.journal.services import revision
from cultivation.ladders.models import Tier
from cultivation.places.models import District, Zone
from cultivation.problems import Problem

TIERS = ["seed", "specialized", "little_giant", "gazelle", "leading", "cheetah"]
DISTRICTS = ["120111", "120110", "120116"]
ZONES = [None, None, "120116402"]
INDUSTRIES = ["39", "C", "591", "65"]
SIZES = ["micro", "small", "medium", None]
# Few days, so that things meet: turns of months, quarters and years, and days beside them.
DAYS = [
    dt.date(year, month, day)
    for year in (2022, 2023, 2024)
    for month, day in ((1, 1), (1, 2), (3, 31), (4, 1), (6, 2), (11, 15), (12, 31))
]


class Editor:
    """Makes one random edit after the other, each in a revision; refused ones leave nothing."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.made = 0

    def edit(self) -> str:
        """Returns what was tried."""
        act = self.random.choice(ACTS)
        with (
            suppress(Problem, IntegrityError, DataError, Firm.DoesNotExist),
            revision(reason=act.__name__),
        ):
            act(self)
            self.made += 1
        return act.__name__

    def day(self) -> dt.date:
        return self.random.choice(DAYS)

    def later(self, day: dt.date) -> dt.date | None:
        return self.random.choice([None, *[one for one in DAYS if one > day]])

    def period(self) -> dict[str, dt.date | None]:
        first = self.random.choice([None, self.day()])
        return {"valid_from": first, "valid_to": self.later(first or DAYS[0])}

    def one(self, model: Any) -> Any:
        """A random row, or the row of a firm just made when there is none."""
        rows = list(model.objects.order_by("pk"))
        return self.random.choice(rows) if rows else self.enter()

    def enter(self) -> Firm:
        name = f"天津{self.random.randrange(10**9)}"
        return Firm.objects.create(name=name, name_key=name)

    def firm(self) -> Firm:
        return self.enter() if Firm.objects.count() < 2 else self.one(Firm)

    def some(self, model: Any) -> Any:
        """A random part of the rows, as a queryset."""
        keys = [
            key for key in model.objects.values_list("pk", flat=True) if self.random.random() < 0.5
        ]
        return model.objects.filter(pk__in=keys)

    def title(self, **more: Any) -> Certification:
        tier, first = self.random.choice(TIERS), self.day()
        ended = self.random.choice([None, None, self.day()])
        row: dict[str, Any] = {
            "firm": self.firm(),
            "tier_id": tier,
            "batch": Batch.objects.get_or_create(tier_id=tier, name="批")[0],
            "valid_from": first,
            "valid_to": self.later(first),
            "ended_on": ended,
            "end_kind": EndKind.REVOCATION if ended else "",
        }
        return Certification(**{**row, **more})

    def place(self) -> dict[str, Any]:
        if self.random.random() < 0.2:
            return {"district_id": None, "zone_id": None, "outside": True}
        zone = self.random.choice(ZONES)
        return {"district_id": self.random.choice(DISTRICTS), "zone_id": zone, "outside": False}


def register(e: Editor) -> None:
    # The zone reaches into two of these districts, and not into 东丽.
    district = e.random.choice(DISTRICTS)
    zone = None if district == "120110" else e.random.choice(ZONES)
    firms.register(
        name=f"天津{e.random.randrange(10**9)}",
        district=District.objects.get(pk=district),
        zone=Zone.objects.filter(pk=zone).first(),
        industry=Industry.objects.get(pk=e.random.choice(INDUSTRIES)),
    )


def certify(e: Editor) -> None:
    first = e.day()
    tier = Tier.objects.get(pk=e.random.choice(TIERS))
    certification.certify(
        firm=e.firm(), tier=tier, batch="批", valid_from=first, valid_to=e.later(first)
    )


def end(e: Editor) -> None:
    held = e.one(Certification)
    if isinstance(held, Certification):
        certification.end(
            certification=held, kind=EndKind.SURRENDER, effective_on=e.day(), reason="x"
        )


def move(e: Editor) -> None:
    district = e.random.choice([None, *District.objects.filter(pk__in=DISTRICTS)])
    firms.move(firm=e.firm(), district=district, effective_on=e.day())


def change_industry(e: Editor) -> None:
    industry = Industry.objects.get(pk=e.random.choice(INDUSTRIES))
    firms.change_industry(firm=e.firm(), industry=industry, effective_on=e.day())


def correct(e: Editor) -> None:
    changes: dict[str, Any] = e.random.choice(
        [
            {"district_id": e.random.choice([None, *DISTRICTS])},
            {"industry_id": e.random.choice(INDUSTRIES)},
        ]
    )
    firms.correct(firm=e.firm(), changes=changes, reason="x", as_of=e.day())


def record_year(e: Editor) -> None:
    firms.record_year(
        firm=e.firm(),
        year=e.random.choice([2021, 2022, 2023]),
        figures={"staff": e.random.choice([5, 50, 500]), "revenue": e.random.choice([10, 3000])},
    )


def merge(e: Editor) -> None:
    firms.merge(firm=e.firm(), into=e.firm(), effective_on=e.day())


def deregister(e: Editor) -> None:
    firms.deregister(firm=e.firm(), effective_on=e.day())


def insert_title(e: Editor) -> None:
    e.title().save()


def insert_titles(e: Editor) -> None:
    firms_ = [e.enter() for _ in range(3)]
    Certification.objects.bulk_create([e.title(firm=firm) for firm in firms_])


def hand_titles_on(e: Editor) -> None:
    e.some(Certification).update(firm=e.firm())


def redate_titles(e: Editor) -> None:
    e.some(Certification).update(valid_to=e.later(DAYS[-2]))


def retier_titles(e: Editor) -> None:
    tier = e.random.choice(TIERS)
    e.some(Certification).update(tier_id=tier)


def delete_titles(e: Editor) -> None:
    e.some(Certification).filter(continued_by=None).delete()


def insert_residence(e: Editor) -> None:
    Residence.objects.create(firm=e.firm(), **e.place(), **e.period())


def update_residences(e: Editor) -> None:
    e.some(Residence).update(**e.place())


def redate_residences(e: Editor) -> None:
    e.some(Residence).update(**e.period())


def delete_residences(e: Editor) -> None:
    e.some(Residence).delete()


def hand_residence_on(e: Editor) -> None:
    e.some(Residence).update(firm=e.firm())


def insert_industry(e: Editor) -> None:
    code = e.random.choice(INDUSTRIES)
    FirmIndustry.objects.create(firm=e.firm(), industry_id=code, **e.period())


def update_industries(e: Editor) -> None:
    e.some(FirmIndustry).update(industry_id=e.random.choice(INDUSTRIES))


def delete_industries(e: Editor) -> None:
    e.some(FirmIndustry).delete()


def insert_year(e: Editor) -> None:
    year, size = e.random.choice([2021, 2022, 2023]), e.random.choice(SIZES)
    FirmYear.objects.create(firm=e.firm(), year=year, size_class=size)


def update_years(e: Editor) -> None:
    e.some(FirmYear).update(size_class=e.random.choice(SIZES))


def shift_years(e: Editor) -> None:
    e.some(FirmYear).update(year=e.random.choice([2020, 2021, 2022]))


def delete_years(e: Editor) -> None:
    e.some(FirmYear).delete()


def rerank_tier(e: Editor) -> None:
    Tier.objects.filter(pk=e.random.choice(TIERS)).update(rank=e.random.randrange(5, 20))


def move_tier(e: Editor) -> None:
    Tier.objects.filter(pk="cheetah").update(ladder_id="innovation_leader", rank=9)


def resection_industry(e: Editor) -> None:
    Industry.objects.filter(pk="39").update(section=e.random.choice("CDI"))


def rewrite_all(e: Editor) -> None:
    """Statements that touch every row and change none."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE certification_certification SET firm_id = firm_id")
        cursor.execute("UPDATE firms_residence SET district_id = district_id")


def rebuilt(e: Editor) -> None:
    rebuild()


def compacted(e: Editor) -> None:
    compact()


ACTS: list[Callable[[Editor], None]] = [
    register, certify, certify, end, move, move, change_industry, correct, record_year, merge,
    deregister, insert_title, insert_title, insert_titles, insert_titles, hand_titles_on,
    redate_titles, retier_titles, delete_titles, insert_residence, insert_residence,
    update_residences, redate_residences, delete_residences, hand_residence_on, insert_industry,
    update_industries, delete_industries, insert_year, insert_year, update_years, shift_years,
    delete_years, rerank_tier, move_tier, resection_industry, rewrite_all, rebuilt, compacted,
]  # fmt: skip
