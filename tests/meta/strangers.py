"""Random firms in several districts with dealings across them; and the world without strangers."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random

from django.db import connection, transaction
from django.db.models import QuerySet

from cultivation.access.models import Role, User
from cultivation.certification.models import (
    Act,
    Application,
    Ban,
    Batch,
    Certification,
    Document,
    NoticeRow,
    Objection,
    Scoring,
)
from cultivation.clock import now, today
from cultivation.firms.models import (
    Firm,
    FirmEvent,
    FirmIndustry,
    FirmName,
    FirmYear,
    Residence,
)
from cultivation.problems import Problem
from tests.certification.cases import make_application, make_batch
from tests.contracts.casework import put_into
from tests.factories import make_certification, make_code, make_firm, make_user, writing
from tests.meta.noticed import notice
from tests.scenarios.story import deregistered, ended, merged, moved, renamed

PLACES = (
    ("120111", None),
    ("120111", "120116402"),
    ("120110", None),
    ("120116", None),
    ("120116", "120116400"),
    (None, None),
)
FRAGMENTS = ("青禾", "云帆", "大鹏", "青云")
TRADES = ("科技", "智能", "精密")
TIERS = ("seed", "specialized", "eaglet", "gazelle")
DAY = dt.date(2024, 1, 1)
DAYS = ("2023-02-01", "2023-09-15", "2024-03-01", "2024-10-10", "2025-05-05")
USERS = (
    {"district": "120111"},
    {"district": "120116"},
    {"district": "120116", "zone": "120116400"},
    {"district": "120110"},
)


@dataclass
class Strangers:
    """A world made from a seed, and somebody who sees a part of it."""

    random: Random
    number: int = 0
    firms: list[Firm] = field(default_factory=list)
    expert: User = field(default_factory=lambda: make_user(Role.EXPERT))

    def name(self) -> str:
        """A name that shares its parts with others, and is a part of none."""
        self.number += 1
        parts = self.random.choice(FRAGMENTS), self.random.choice(TRADES)
        return f"天津{''.join(parts)}第{self.number:03d}号有限公司"

    def make(self) -> None:
        for _ in range(8):
            district, zone = self.random.choice(PLACES)
            firm = make_firm(
                self.name(),
                code=self.random.choice([make_code(), make_code(), None]),
                district=district,
                zone=zone,
                industry=self.random.choice(["C", "I", None]),
                size=self.random.choice(["small", "micro", None]),
            )
            self.firms.append(firm)
            for tier in self.random.sample(TIERS, self.random.randrange(3)):
                make_certification(
                    firm,
                    tier,
                    valid_from=dt.date(2023, 1, 1),
                    valid_to=self.random.choice([None, dt.date(2026, 1, 1), dt.date(2040, 1, 1)]),
                    batch=self.random.choice(["2023年第一批", "2023年第二批"]),
                    number=f"N{self.number}-{tier}",
                )
        self.apply()
        for _ in range(10):
            with suppress(Problem):
                self.deal()

    def apply(self) -> None:
        """Some firms apply; some are scored, objected to, or banned."""
        clerk, stands = make_user(Role.BUREAU), notice()
        batch = make_batch("innovative", "大家的批次")
        for firm in self.random.sample(self.firms, 5):
            one = make_application(batch, clerk, firm, documents=False)
            put_into(one, self.random.choice(["submitted", "recommended", "noticed", "refused"]))
            with writing():
                if self.random.random() < 0.5:
                    Scoring.objects.create(
                        application=one, firm=firm, expert=self.expert, assigned_on=today()
                    )
                if self.random.random() < 0.6:
                    made = Objection.objects.create(
                        notice=stands, application=one, firm=firm, raised_on=stands.last_day,
                        objector=f"举报{self.name()}", contact="1", content="据",
                        recorded_by=clerk,
                    )  # fmt: skip
                    Document.objects.create(
                        application=one, firm=firm, objection=made, kind="evidence", size=1,
                        name=f"证据{self.name()}.pdf", sha256=f"{made.pk:064}",
                        content_type="application/pdf", uploaded_by=clerk, uploaded_at=now(),
                    )  # fmt: skip
        with writing():
            for firm in self.random.sample(self.firms, 2):
                Ban.objects.create(
                    firm=firm, from_day=DAY, until=dt.date(2040, 1, 1), grounds="造假"
                )

    def deal(self) -> None:
        """One thing that happens to a firm."""
        firm, on = self.random.choice(self.firms), self.random.choice(DAYS)
        match self.random.randrange(6):
            case 0 | 1:
                to, zone = self.random.choice(PLACES)
                moved(firm, to=to, zone=zone if to else None, on=on)
            case 2:
                renamed(firm, self.name(), on=on)
            case 3 | 4:
                merged(firm, into=self.random.choice(self.firms), on=on)
            case _:
                held = Certification.objects.filter(firm=firm, ended_on=None).first()
                ended(held, on=on) if held else deregistered(firm, on=on)


def user_with(place: dict[str, str]) -> User:
    """Somebody of the place: works on its firms there."""
    return make_user(Role.DISTRICT, **place)


def residing(place: dict[str, str]) -> set[int]:
    """The firms that are in the place today, by looking at every residence."""
    day, found = today(), set()
    for row in Residence.objects.all():
        begun = row.valid_from is None or row.valid_from <= day
        here = begun and (row.valid_to is None or day < row.valid_to)
        if not here or row.district_id != place["district"]:
            continue
        if row.zone_id == place.get("zone", row.zone_id):
            found.add(row.firm_id)
    return found


def secrets(seen: set[int]) -> set[str]:
    """The names, of today and before, and the codes of all firms but those seen."""
    names = FirmName.objects.exclude(firm__in=seen).values_list("name", flat=True)
    codes = Firm.objects.exclude(pk__in=seen).values_list("uscc", flat=True)
    objectors = Objection.objects.exclude(firm__in=seen).values_list("objector", flat=True)
    files = Document.objects.exclude(firm__in=seen).values_list("name", flat=True)
    return {text for text in (*names, *codes, *objectors, *files) if text}


@contextmanager
def without_strangers(seen: set[int]) -> Iterator[None]:
    """The same world, had there never been any other firms than those seen."""
    with transaction.atomic():
        with writing("without strangers"):
            strangers = Firm.objects.exclude(pk__in=seen)
            _without_cases_of(strangers)
            FirmEvent.objects.filter(firm__in=strangers).delete()
            FirmEvent.objects.filter(other__in=strangers).update(other=None)
            Certification.objects.filter(continues__firm__in=strangers).update(continues=None)
            Certification.objects.filter(firm__in=strangers).update(continues=None)
            for model in (Certification, FirmName, Residence, FirmIndustry, FirmYear):
                model.objects.filter(firm__in=strangers).delete()
            Firm.objects.filter(merged_into__in=strangers).update(merged_into=None)
            strangers.delete()
            # A batch that is only the name of a list came with its firms.
            Batch.objects.filter(certifications=None, files_from=None).delete()
        yield
        transaction.set_rollback(True)


def _without_cases_of(strangers: QuerySet[Firm]) -> None:
    """What is said and done on a case is never deleted: here it never was."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("act", "noticerow", "document"):
            cursor.execute(f"ALTER TABLE certification_{table} DISABLE TRIGGER USER")
        for model in (Document, Objection, Scoring, NoticeRow, Act, Ban, Application):
            model._base_manager.filter(firm__in=strangers).delete()
        for table in ("act", "noticerow", "document"):
            cursor.execute(f"ALTER TABLE certification_{table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
