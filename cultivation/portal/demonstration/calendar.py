"""The batches, as the city's calendar has them, with how many firms each takes in.

Quotas follow the published figures where 6,000 firms can carry them (seed: 139 in August 2021;
专精特新: 268 at the end of 2020, 509 in June 2022, more than 2,500 valid at the end of 2024;
小巨人: 35, 130, 194, 253, 283), and are drawn to scale where they cannot (innovative, eaglet,
tech_sme).
"""

import datetime as dt
from typing import NamedTuple


class Call(NamedTuple):
    """One batch: ``quota`` firms taken in at most, decided on a day, valid from another."""

    tier: str
    batch: str
    decided_on: dt.date
    valid_from: dt.date
    quota: int
    valid_to: dt.date | None = None


class Plan(NamedTuple):
    """How a tier lives: its validity in years (0: to the end of the year; None: open), how many of
    those that run out are renewed (None: never renewed), the age a firm needs, its number code."""

    validity: int | None
    renewed: float | None
    age: int
    number: str


PLANS = {
    "innovative": Plan(3, 0.84, 1, "CX"),
    "seed": Plan(3, 0.72, 1, "ZZ"),
    "specialized": Plan(3, 0.86, 2, "SR"),
    "little_giant": Plan(3, 0.87, 3, "XJR"),  # 87.04 % passed in 2025
    "eaglet": Plan(1, 0.74, 0, "CY"),
    "gazelle": Plan(1, 0.76, 3, "DL"),
    "leading_cultivation": Plan(3, 0.85, 4, "LP"),
    "leading": Plan(3, 0.92, 5, "LJ"),
    "cheetah": Plan(3, 0.90, 2, "LB"),
    "tech_sme": Plan(0, None, 1, "KX"),
    "listing_reserve": Plan(2, 0.70, 4, "SS"),
    "cloud_adopter": Plan(None, None, 1, "SY"),
    "service_platform_municipal": Plan(3, 0.97, 1, "PT"),
    "service_platform_national": Plan(3, 0.95, 1, "GPT"),
    "startup_base_municipal": Plan(3, 0.96, 1, "JD"),
    "startup_base_national": Plan(3, 0.95, 1, "GJD"),
    "incubator_municipal": Plan(None, None, 0, "FH"),
    "incubator_national": Plan(None, None, 1, "GFH"),
    "makerspace_municipal": Plan(None, None, 0, "ZC"),
    "makerspace_national": Plan(None, None, 0, "GZC"),
    "makerspace_specialised": Plan(None, None, 0, "ZZC"),
}

# tier, batch, decided on, quota [, valid from [, valid to]]
_TABLE = """
specialized 2019年度 2019-10-28 78
specialized 2020年度 2020-12-21 197
specialized 2021年度 2021-11-12 215
specialized 2022年第一批 2022-06-29 509
specialized 2022年第二批 2022-12-20 400
specialized 2023年度 2023-11-30 650
specialized 2024年度 2024-12-27 594
specialized 2025年度 2025-12-12 280
specialized 2026年度 2026-10-30 110
little_giant 第一批 2019-06-05 5 2019-07-01
little_giant 第二批 2020-12-28 30 2020-07-01
little_giant 第三批 2021-07-19 95 2021-07-01
little_giant 第四批 2022-08-08 66 2022-07-01
little_giant 第五批 2023-07-14 64 2023-07-01
little_giant 第六批 2024-09-02 42 2024-07-01
little_giant 第七批 2025-10-13 26 2025-07-01
little_giant 第八批 2026-09-21 10 2026-07-01
seed 2021年第一批 2021-08-20 139
seed 2021年第二批 2021-12-24 430
seed 2022年第一批 2022-07-08 360
seed 2022年第二批 2022-12-30 330
seed 2023年度 2023-12-08 620
seed 2024年度 2024-12-27 620
seed 2025年度 2025-12-12 500
seed 2026年第一批 2026-09-25 300
innovative 2022年度 2022-12-24 2500
innovative 2023年第一批 2023-07-14 640
innovative 2023年第二批 2023-12-20 430
innovative 2024年第一批 2024-07-19 460
innovative 2024年第二批 2024-12-20 420
innovative 2025年第一批 2025-07-04 430
innovative 2025年第二批 2025-12-19 320
innovative 2026年第一批 2026-07-10 260
eaglet 2019年第一批 2019-08-30 420
eaglet 2019年第二批 2019-12-20 520
eaglet 2020年第一批 2020-05-29 600
eaglet 2020年第二批 2020-08-28 620
eaglet 2020年第三批 2020-12-18 560
eaglet 2021年第一批 2021-06-30 420
eaglet 2021年第二批 2021-09-30 620
eaglet 2021年第三批 2021-10-29 120
eaglet 2021年第四批 2021-11-30 110
eaglet 2021年第五批 2021-12-31 240
eaglet 2022年第一批 2022-05-31 260
eaglet 2022年第二批 2022-08-31 520
eaglet 2022年第三批 2022-12-23 330
eaglet 2023年第一批 2023-05-31 280
eaglet 2023年第二批 2023-08-31 460
eaglet 2023年第三批 2023-12-22 260
eaglet 2024年第一批 2024-06-28 340
eaglet 2024年第二批 2024-12-20 460 2024-12-20 2027-01-01
gazelle 2019年第一批 2019-08-30 60
gazelle 2019年第二批 2019-12-20 110
gazelle 2020年第一批 2020-05-29 120
gazelle 2020年第二批 2020-12-18 170
gazelle 2021年第一批 2021-06-30 60
gazelle 2021年第二批 2021-09-30 116
gazelle 2021年第五批 2021-12-31 19
gazelle 2022年第一批 2022-05-31 60
gazelle 2022年第二批 2022-12-23 90
gazelle 2023年第一批 2023-05-31 50
gazelle 2023年第二批 2023-08-31 70
gazelle 2023年第三批 2023-12-22 40
gazelle 2024年第一批 2024-06-28 60
gazelle 2024年第二批 2024-12-20 110 2024-12-20 2027-01-01
leading_cultivation 2019年度 2019-12-20 55
leading_cultivation 2020年度 2020-12-18 75
leading_cultivation 2021年第二批 2021-09-30 29
leading_cultivation 2021年第五批 2021-12-31 4
leading_cultivation 2022年度 2022-12-23 40
leading_cultivation 2023年第二批 2023-08-31 45
leading_cultivation 2024年度 2024-12-20 25
leading 2019年度 2019-12-20 30
leading 2020年度 2020-12-18 50
leading 2021年第二批 2021-09-30 21
leading 2021年第五批 2021-12-31 7
leading 2022年度 2022-12-23 15
leading 2023年第二批 2023-08-31 20
leading 2024年度 2024-12-20 10
cheetah 2025年度 2025-09-30 250
cheetah 2026年度 2026-07-31 130
listing_reserve 2020年度 2020-09-30 40
listing_reserve 2021年度 2021-09-30 32
listing_reserve 2022年度 2022-09-30 30
listing_reserve 2023年度 2023-09-28 26
listing_reserve 2024年度 2024-09-30 26
listing_reserve 2025年度 2025-09-30 24
listing_reserve 2026年度 2026-09-30 22
cloud_adopter 2018年度 2018-12-20 90
cloud_adopter 2019年度 2019-12-20 140
cloud_adopter 2020年度 2020-12-18 150
cloud_adopter 2021年度 2021-12-17 60
service_platform_municipal 2018年度 2018-11-30 14
service_platform_municipal 2020年度 2020-11-30 12
service_platform_municipal 2022年度 2022-11-30 5
service_platform_municipal 2024年度 2024-11-29 3
service_platform_national 2018年度 2018-12-28 7
service_platform_national 2020年度 2020-12-25 8
service_platform_national 2023年度 2023-12-22 2
startup_base_municipal 2017年度 2017-11-30 20
startup_base_municipal 2019年度 2019-11-29 21
startup_base_municipal 2020年度 2020-11-30 16
startup_base_municipal 2023年度 2023-11-30 6
startup_base_national 2018年度 2018-12-28 5
startup_base_national 2020年度 2020-12-25 6
startup_base_national 2024年度 2024-12-20 2
incubator_municipal 2016年度 2016-12-09 33
incubator_municipal 2020年度 2020-12-11 11
incubator_municipal 2023年度 2023-12-08 5
incubator_national 2017年度 2017-12-15 34
incubator_national 2020年度 2020-12-18 2
incubator_national 2024年度 2024-12-13 2
makerspace_municipal 2016年度 2016-12-09 130
makerspace_municipal 2018年度 2018-12-14 65
makerspace_municipal 2020年度 2020-12-11 13
makerspace_national 2017年度 2017-12-15 76
makerspace_national 2020年度 2020-12-18 12
makerspace_specialised 2018年度 2018-12-21 4
makerspace_specialised 2020年度 2020-12-18 2
"""
# 入库 of a year, to be entered anew each year: bulletins count from New Year. A sixth of the real
# numbers: more rows would say nothing more.
_TECH_SME = (
    (2018, 600), (2019, 900), (2020, 1300), (2021, 1500), (2022, 1600), (2023, 1800), (2024, 1900),
    (2025, 2000), (2026, 2000),
)  # fmt: skip
_TECH_SME_BATCHES = (
    ("第一批", "05-31", 0.55),
    ("第二批", "08-31", 0.30),
    ("第三批", "11-13", 0.15),
)
GOES_ON = ("innovative", "seed", "specialized", "cheetah", "listing_reserve", "tech_sme")


def calls(last: dt.date) -> list[Call]:
    """All batches decided until ``last``, in the order of their days.

    Years beyond the table repeat its last full year for the tiers that go on.
    """
    known = [_call(*line.split()) for line in _TABLE.strip().splitlines()]
    for year, number in _TECH_SME:
        for name, day, share in _TECH_SME_BATCHES:
            decided = dt.date.fromisoformat(f"{year}-{day}")
            known.append(
                Call("tech_sme", f"{year}年{name}", decided, decided, round(number * share))
            )
    for year in range(2027, last.year + 1):
        for call in [one for one in known if one.decided_on.year == 2025 and one.tier in GOES_ON]:
            known.append(
                call._replace(
                    batch=call.batch.replace("2025", str(year)),
                    decided_on=call.decided_on.replace(year=year),
                    valid_from=call.valid_from.replace(year=year),
                )
            )
    return sorted(
        (call for call in known if call.decided_on <= last),
        key=lambda call: (call.decided_on, list(PLANS).index(call.tier)),
    )


def _call(
    tier: str, batch: str, decided: str, quota: str, valid_from: str = "", valid_to: str = ""
) -> Call:
    day = dt.date.fromisoformat
    return Call(
        tier,
        batch,
        day(decided),
        day(valid_from or decided),
        int(quota),
        day(valid_to) if valid_to else None,
    )
