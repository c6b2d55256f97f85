"""Any fragment of what a firm is known by finds it, for those who may see it and nobody else."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from cultivation.access.models import Role, User
from cultivation.firms import names, search
from cultivation.firms.models import Firm, FirmName
from cultivation.firms.selectors import suggest
from cultivation.problems import Problem
from tests.factories import make_code, make_firm, writing
from tests.scenarios.story import renamed

pytestmark = pytest.mark.django_db
OFTEN = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
DISTRICTS = ("120111", "120110")
WORDS = "天津市精工长荣重庆恒通单曾行海河科技有限公司（）()·-ABxyz109"


@dataclass
class Known:
    """A firm and all that it is known by."""

    firm: Firm
    district: str
    keys: list[str]
    readings: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.readings = [names.initials(key).split() for key in self.keys]


@pytest.fixture
def known() -> list[Known]:
    """Two dozen firms of two districts; every third has been renamed, some lack a code."""
    chance, made = random.Random(2021), []
    with writing():
        for number in range(24):
            written = ["".join(chance.choices(WORDS, k=chance.randint(2, 14))) for _ in range(2)]
            given_names = [f"{one}{number}" for one in written]
            district = DISTRICTS[number % 2]
            code = None if number % 5 == 0 else make_code(chance.randrange(10**6))
            firm = make_firm(given_names[0], code=code, district=district)
            if number % 3 == 0:
                renamed(firm, given_names[1], on="2023-05-10")
            keys = FirmName.objects.filter(firm=firm).values_list("key", flat=True)
            made.append(Known(Firm.objects.get(pk=firm.pk), district, list(keys)))
    return made


def piece(draw: st.DrawFn, whole: Any) -> Any:
    """Any neighbouring elements of ``whole``, at least one."""
    begin = draw(st.integers(0, len(whole) - 1))
    return whole[begin : draw(st.integers(begin + 1, len(whole)))]


def of_name(draw: st.DrawFn, one: Known) -> str:
    return str(piece(draw, draw(st.sampled_from(one.keys))))


def of_code(draw: st.DrawFn, one: Known) -> str:
    fragment = str(piece(draw, one.firm.uscc or "1"))
    return fragment.lower() if draw(st.booleans()) else fragment


def of_initials(draw: st.DrawFn, one: Known) -> str:
    sounded = [r for r in draw(st.sampled_from(one.readings)) if r != names.SILENT] or ["x"]
    return "".join(draw(st.sampled_from(reading)) for reading in piece(draw, sounded))


OFFICERS = {district: User(role=Role.DISTRICT, district_id=district) for district in DISTRICTS}
KINDS: list[Callable[[st.DrawFn, Known], str]] = [of_name, of_code, of_initials]


def fits(fragment: str, one: Known) -> bool:
    """In plain Python, whether ``fragment`` (folded as keys are) is of what ``one`` is known by."""
    if any(fragment in key for key in one.keys) or fragment in (one.firm.uscc or "?"):
        return True
    for readings in one.readings:
        sounded = [reading for reading in readings if reading != names.SILENT]
        for begin in range(len(sounded) - len(fragment) + 1):
            here = sounded[begin : begin + len(fragment)]
            if all(a in r for a, r in zip(fragment.lower(), here, strict=True)):
                return True
    return False


@OFTEN
@given(data=st.data())
def test_any_fragments_find_the_firm_and_all_others_that_they_fit(
    known: list[Known], data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(known), "firm")
    parts = data.draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3), "kinds")
    if one.firm.uscc is None:
        parts = [part for part in parts if part is not of_code] or [of_name]
    fragments = [data.draw(st.composite(part)(one)) for part in parts]
    text = " ".join(fragments)
    folded = [names.key(fragment) for fragment in fragments]
    expected = {o.firm.pk for o in known if all(fits(fragment, o) for fragment in folded)}
    event(f"finds {min(len(expected), 3)}")

    assert one.firm.pk in expected
    assert set(Firm.objects.search(text).values_list("pk", flat=True)) == expected
    assert {firm.pk for firm in Firm.objects.ranked(text)} == expected

    for district, officer in OFFICERS.items():
        own = {o.firm.pk for o in known if o.district == district}
        seen = Firm.objects.visible_to(officer).search(text)
        assert set(seen.values_list("pk", flat=True)) == expected & own
        assert seen.count() == len(expected & own)
        suggested = suggest(officer, text, limit=30)
        assert {firm.id for firm in suggested} == expected & own
        mine = {name for o in known if o.district == district for name in all_names(o)}
        assert {firm.former_name for firm in suggested} - {None} <= mine


def all_names(one: Known) -> list[str]:
    return list(FirmName.objects.filter(firm=one.firm).values_list("name", flat=True))


@OFTEN
@given(text=st.text(max_size=30) | st.text(WORDS + " %_\\'\"[]^$.*", max_size=30))
def test_whatever_is_typed_is_searched_or_refused(known: list[Known], text: str) -> None:
    try:
        asked = search.read(text)
    except Problem:
        expected: set[int] = set()
    else:
        expected = set(Firm.objects.ranked(asked).values_list("pk", flat=True))
    assert {one.id for one in suggest(User(is_superuser=True), text, limit=99)} == expected
