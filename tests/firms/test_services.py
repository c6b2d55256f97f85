"""Acts on firms: each refusal, and that it leaves nothing."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

import cultivation.firms.services
from cultivation.clock import today
from cultivation.firms import services
from cultivation.firms.models import Firm, FirmEvent, Industry, Residence
from cultivation.journal.services import revision
from cultivation.places.models import District, Zone
from cultivation.problems import Problem
from tests.scenarios.story import day, deregistered, given_firm, moved, renamed

pytestmark = pytest.mark.django_db
TOMORROW = today() + dt.timedelta(days=1)


def district(code: str) -> District:
    return District.objects.get(pk=code)


def move(firm: Firm, to: str | None = "120110", on: str = "2023-05-10", **more: Any) -> FirmEvent:
    place = district(to) if to else None
    return services.move(firm=firm, district=place, effective_on=day(on), **more)


def high_tech() -> Zone:
    """高新区: of 滨海新区, and reaching into 南开 and 西青."""
    return Zone.objects.get(pk="120116402")


def split(firm: Firm, name: str = "天津分立有限公司", **more: Any) -> Firm:
    services.split(firm=firm, name=name, effective_on=day("2023-05-10"), **more)
    return firm


def rename(firm: Firm, name: str) -> FirmEvent:
    return services.rename(firm=firm, name=name, effective_on=day("2023-01-01"))


def closed(firm: Firm) -> Firm:
    deregistered(firm, on="2023-05-10")
    firm.refresh_from_db()
    return firm


def moved_once(firm: Firm) -> Firm:
    moved(firm, to="120110", on="2023-05-10")
    return firm


Act = Callable[[Firm, Firm], Any]

REFUSED: list[tuple[str, str, Act]] = [
    ("register", "name_missing", lambda f, o: services.register(name=" \u3000")),
    ("register", "name_too_long", lambda f, o: services.register(name="天" * 201)),
    ("register", "name_too_long (folded)", lambda f, o: services.register(name="㈱" * 67)),
    (
        "register",
        "established_in_future",
        lambda f, o: services.register(name="丁", established_on=today() + dt.timedelta(1)),
    ),
    ("register", "uscc_taken", lambda f, o: services.register(name="丙", code=f.uscc)),
    ("register", "uscc_length", lambda f, o: services.register(name="丙", code="9112")),
    (
        "register",
        "district_abolished",
        lambda f, o: services.register(name="丙", district=district("120107")),
    ),
    (
        "register",
        "zone_without_district",
        lambda f, o: services.register(name="丙", zone=Zone.objects.first()),
    ),
    ("rename", "name_missing", lambda f, o: rename(f, " ")),
    ("rename", "name_taken", lambda f, o: rename(f, o.name)),
    ("rename", "nothing_changes", lambda f, o: rename(f, f.name)),
    (
        "rename",
        "effective_in_future",
        lambda f, o: services.rename(firm=f, name="丙", effective_on=TOMORROW),
    ),
    ("move", "effective_in_future", lambda f, o: move(f, on=TOMORROW.isoformat())),
    ("move", "filed_in_future", lambda f, o: move(f, filed_on=TOMORROW)),
    ("move", "before_established", lambda f, o: move(f, on="2015-03-31")),
    ("move", "firm_closed", lambda f, o: move(closed(f))),
    ("move", "nothing_changes", lambda f, o: move(f, to="120111")),
    ("move", "changed_that_day", lambda f, o: move(moved_once(f), to="120104")),
    ("move", "district_abolished", lambda f, o: move(f, to="120107")),
    ("move", "zone_elsewhere", lambda f, o: move(f, to="120110", zone=high_tech())),
    (
        "register",
        "zone_elsewhere",
        lambda f, o: services.register(name="丙", district=district("120103"), zone=high_tech()),
    ),
    (
        "correct",
        "zone_elsewhere",
        lambda f, o: services.correct(firm=f, reason="误", changes={"zone_id": "120116400"}),
    ),
    ("move", "filed_before_established", lambda f, o: move(f, filed_on=day("2015-03-31"))),
    ("split", "split_into_itself", lambda f, o: split(f, name=f.name)),
    ("split", "split_into_itself (code)", lambda f, o: split(f, code=f.uscc)),
    ("split", "name_taken", lambda f, o: split(split(f))),
    ("move", "zone_without_district", lambda f, o: move(f, to=None, zone=Zone.objects.first())),
    (
        "change_industry",
        "firm_closed",
        lambda f, o: services.change_industry(
            firm=closed(f), industry=Industry.objects.get(pk="65"), effective_on=day("2023-06-01")
        ),
    ),
    (
        "merge",
        "merge_into_itself",
        lambda f, o: services.merge(firm=f, into=f, effective_on=day("2023-01-01")),
    ),
    (
        "merge",
        "firm_closed",
        lambda f, o: services.merge(firm=closed(f), into=o, effective_on=day("2023-01-01")),
    ),
    (
        "merge into",
        "firm_closed",
        lambda f, o: services.merge(firm=f, into=closed(o), effective_on=day("2023-06-01")),
    ),
    (
        "preview_merge",
        "firm_closed",
        lambda f, o: services.preview_merge(firm=f, into=closed(o), effective_on=day("2023-06-01")),
    ),
    (
        "merge",
        "before_established",
        lambda f, o: services.merge(firm=o, into=f, effective_on=day("2015-03-31")),
    ),
    (
        "deregister",
        "firm_closed",
        lambda f, o: services.deregister(firm=closed(f), effective_on=day("2023-01-01")),
    ),
    (
        "deregister",
        "effective_in_future",
        lambda f, o: services.deregister(firm=f, effective_on=TOMORROW),
    ),
    (
        "preview_deregister",
        "firm_closed",
        lambda f, o: services.preview_deregister(firm=closed(f), effective_on=day("2023-01-01")),
    ),
    (
        "correct",
        "reason_missing",
        lambda f, o: services.correct(firm=f, changes={"address": "x"}, reason=" "),
    ),
    (
        "correct",
        "not_correctable",
        lambda f, o: services.correct(firm=f, changes={"closed_on": None}, reason="x"),
    ),
    (
        "correct",
        "nothing_changes",
        lambda f, o: services.correct(firm=f, changes={"name": f.name}, reason="x"),
    ),
    (
        "correct",
        "nothing_to_correct",
        lambda f, o: services.correct(
            firm=after_unknown(f),
            changes={"district_id": "120110"},
            reason="x",
            as_of=day("2021-01-01"),
        ),
    ),
    (
        "correct",
        "unknown_code",
        lambda f, o: services.correct(firm=f, changes={"district_id": "999999"}, reason="x"),
    ),
    (
        "correct",
        "unknown_code (zone)",
        lambda f, o: services.correct(firm=f, changes={"zone_id": "x"}, reason="x"),
    ),
    (
        "correct",
        "unknown_code (industry)",
        lambda f, o: services.correct(firm=f, changes={"industry_id": "XX"}, reason="x"),
    ),
    (
        "correct",
        "district_abolished",
        lambda f, o: services.correct(firm=f, changes={"district_id": "120107"}, reason="x"),
    ),
    (
        "correct",
        "zone_without_district",
        lambda f, o: services.correct(
            firm=given_firm("丁", district=None), changes={"zone_id": "120116402"}, reason="x"
        ),
    ),
    (
        "correct",
        "uscc_taken",
        lambda f, o: services.correct(firm=f, changes={"uscc": o.uscc}, reason="x"),
    ),
    (
        "correct",
        "uscc_check_digit",
        lambda f, o: services.correct(firm=f, changes={"uscc": wrong(f)}, reason="x"),
    ),
    (
        "correct",
        "name_missing",
        lambda f, o: services.correct(firm=f, changes={"name": ""}, reason="x"),
    ),
    (
        "correct",
        "established_in_future",
        lambda f, o: services.correct(
            firm=f, changes={"established_on": today() + dt.timedelta(1)}, reason="x"
        ),
    ),
    (
        "record_year",
        "unknown_figure",
        lambda f, o: services.record_year(firm=f, year=2022, figures={"turnover": 1}),
    ),
    (
        "record_year",
        "year_out_of_range",
        lambda f, o: services.record_year(firm=f, year=today().year + 1, figures={"staff": 1}),
    ),
    (
        "record_year",
        "negative_figure",
        lambda f, o: services.record_year(firm=f, year=2022, figures={"revenue": -1}),
    ),
    (
        "split",
        "split_into_itself",
        lambda f, o: services.split(
            firm=f, name="天津丙", code=f.uscc, effective_on=day("2023-05-10")
        ),
    ),
    (
        "rename",
        "firm_gone",
        lambda f, o: renamed(Firm(pk=o.pk + 1000), "天津新名有限公司", on="2025-01-01"),
    ),
]


def wrong(firm: Firm) -> str:
    code = firm.uscc or ""
    return code[:17] + ("1" if code[17] != "1" else "2")


def after_unknown(firm: Firm) -> Firm:
    """A firm whose first known residence begins on a day."""
    with revision(reason="history"):
        Residence.objects.filter(firm=firm).update(valid_from=day("2022-01-01"))
    return firm


@pytest.mark.parametrize(
    ("problem", "act"),
    [(problem, act) for _act, problem, act in REFUSED],
    ids=[f"{act}: {problem}" for act, problem, _ in REFUSED],
)
def test_a_refused_act_says_why_and_what_to_do(
    firm: Firm, other: Firm, problem: str, act: Act
) -> None:
    with translation.override("en"), revision(reason="try"):
        with pytest.raises(Problem) as caught:
            act(firm, other)
        assert caught.value.code == problem.split()[0]
        # A sentence that asks for something, or one that goes on with what to do.
        assert re.search(r"^Give |; \w+", str(caught.value)), str(caught.value)


def test_every_refusal_of_an_act_on_firms_is_tried_here() -> None:
    (folder,) = cultivation.firms.services.__path__
    source = "".join(path.read_text("utf-8") for path in Path(folder).glob("*.py"))
    codes = set(re.findall(r'Problem\(\s*"(\w+)"', source))
    assert codes
    assert codes <= {problem.split()[0] for _act, problem, _ in REFUSED}


def test_a_refused_act_leaves_nothing(firm: Firm, other: Firm) -> None:
    events = FirmEvent.objects.count()
    with pytest.raises(Problem), revision(reason="try"):
        services.correct(
            firm=firm, changes={"address": "某路1号", "uscc": other.uscc}, reason="录入错误"
        )
    firm.refresh_from_db()
    assert firm.address == ""
    assert FirmEvent.objects.count() == events
