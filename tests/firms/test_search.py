"""Searching firms: by fragments of names, codes and initials, all of which must fit."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from cultivation.access.models import Role, User
from cultivation.firms import finding, search
from cultivation.firms.models import Firm
from cultivation.firms.search import Term
from cultivation.firms.selectors import Suggestion, suggest
from cultivation.problems import Problem
from tests.factories import make_user
from tests.scenarios.story import code, corrected, given_firm, moved, renamed

pytestmark = pytest.mark.django_db
XIQING, DONGLI = "120111", "120110"
EVERYTHING = User(is_superuser=True)


# --- What was typed ---


def terms(text: str) -> list[tuple[str, str, str]]:
    return [(term.key, term.code, term.letters) for term in search.read(text).terms]


def test_fragments_are_separated_by_blanks_of_any_width() -> None:
    assert [key for key, _code, _letters in terms("  天津\u3000精工 \t甲 ")] == [
        "天津",
        "精工",
        "甲",
    ]


def test_a_fragment_is_of_a_code_or_of_initials_where_it_can_be() -> None:
    assert terms("tjJg") == [("TJJG", "TJJG", "tjjg")]
    assert terms("９１１２-０１１１") == [("9112-0111", "91120111", "")]
    assert terms("精工A") == [("精工A", "", "")]
    assert terms("（天津）") == [("(天津)", "", "")]
    assert terms("A" * 19) == [("A" * 19, "", "a" * 19)]
    assert terms("A" * 41) == [("A" * 41, "", "")]


def test_the_same_fragment_counts_once() -> None:
    assert len(terms("精工 精工 （精工） 精工")) == 2


@pytest.mark.parametrize("text", ["", " ", "·", "\u200b \u3000", "\x00", "\ud800"])
def test_nothing_to_look_for_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        search.read(text)
    assert refused.value.code == "nothing_to_find"


def test_too_many_fragments_are_refused() -> None:
    assert len(terms("1 2 3 4 5 6 7 8")) == 8
    with pytest.raises(Problem) as refused:
        search.read("1 2 3 4 5 6 7 8 9")
    assert refused.value.code == "too_many_terms"


@pytest.mark.parametrize(
    ("letters", "initials", "fits"),
    [
        ("tjcr", "t j cz r k j", True),
        ("tjzr", "t j cz r k j", True),
        ("rkj", "t j cz r k j", True),
        ("tjjg", "- t j - j g", True),
        ("cz", "t j cz r k j", False),
        ("jt", "t j", False),
        ("tt", "t j", False),
        ("j2h", "j 2 h", True),
    ],
)
def test_initials_fit_in_every_reading_of_neighbours(
    letters: str, initials: str, fits: bool
) -> None:
    assert Term.read(letters).fits_name("", initials) is fits


# --- What it finds ---


@pytest.fixture
def firms() -> dict[str, Firm]:
    made = {
        "精工": given_firm("天津精工（集团）科技有限公司", code=code(10), district=XIQING),
        "长荣": given_firm("天津长荣机械有限公司", code=code(2022), district=DONGLI),
        "旧名": given_firm("天津旧日精密有限公司", district=XIQING),
        "AB": given_firm("天津AB-C 3号有限公司", district=XIQING),
        "精": given_firm("精工", district=XIQING),
    }
    renamed(made["旧名"], "天津新程有限公司", on="2023-05-10")
    return made


def found(firms: dict[str, Firm], text: str) -> set[str]:
    """The short names of the firms that ``text`` finds; however they are ranked, the same."""
    names = {firm.pk: name for name, firm in firms.items()}
    hits = {names[firm.pk] for firm in Firm.objects.search(text)}
    assert {names[firm.pk] for firm in Firm.objects.ranked(text)} == hits
    assert {names[one.id] for one in suggest(EVERYTHING, text)} == hits
    return hits


FOUND: dict[str, set[str]] = {
    "精工": {"精工", "精"},
    "精": {"精工", "旧名", "精"},
    "天津": {"精工", "长荣", "旧名", "AB"},
    "天津 精工": {"精工"},
    "精工 天津": {"精工"},
    "精工（集团）": {"精工"},
    "精工[集团]科技": {"精工"},
    "工集": set(),
    "津 机": {"长荣"},
    "旧日": {"旧名"},
    "新程": {"旧名"},
    "旧日 新程": {"旧名"},
    "无此": set(),
    "tjjg": {"精工"},
    "TJJGJT": {"精工"},
    "tjcr": {"长荣"},
    "tjzr": {"长荣"},
    "crjx": {"长荣"},
    "xc": {"旧名"},
    "jrjm": {"旧名"},
    "jx 长": {"长荣"},
    "tjabc3": {"AB"},
    "ab": {"AB"},
    "AB-C3": {"AB"},
    "ｂc": {"AB"},
    "3h": {"AB"},
    "ma002022": {"长荣"},
    "MA00": {"精工", "长荣"},
    "911 2022": {"长荣"},
    "9112-0111 长荣": {"长荣"},
    "%": set(),
    "_": set(),
    ".": set(),
    "a.*b": set(),
    "\\": set(),
    "'": set(),
    "{": {"精工"},
    "j" * 200: set(),
    "天" * 200: set(),
    "𠀀": set(),
}


def test_all_fragments_must_fit(firms: dict[str, Firm]) -> None:
    for text, expected in FOUND.items():
        assert found(firms, text) == expected, text


def test_a_whole_code_finds_its_firm_however_it_is_written(firms: dict[str, Firm]) -> None:
    whole = code(2022)
    for text in (whole, whole.lower(), f"{whole[:4]}-{whole[4:]}", f"{whole[:4]} {whole[4:]}"):
        assert found(firms, text) == {"长荣"}


def test_a_corrected_name_is_no_longer_found(firms: dict[str, Firm]) -> None:
    corrected(firms["长荣"], name="天津恒通机械有限公司")
    assert found(firms, "长荣") == set()
    assert found(firms, "tjcr") == set()
    assert found(firms, "恒通") == {"长荣"}


def test_it_combines_with_other_filters(firms: dict[str, Firm]) -> None:
    rows = Firm.objects.filter(uscc__isnull=True).search("tj").exclude(name__contains="AB")
    assert set(rows) == {firms["旧名"]}


def test_pairs_are_made_alike_by_python_and_the_database() -> None:
    for text in ("", "天", "天津", "天津精工", "AB1", "𠀀丁"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT firms_bigrams(%s)", [text])
            (made,) = cursor.fetchone()
        pairs = search.grams(text) if len(text) > 1 else []
        assert sorted(set(made)) == sorted({*pairs, *text})


# --- In which order ---


def ranks(text: str) -> list[tuple[str, int]]:
    firms: Any = Firm.objects.ranked(text)
    return list(firms.values_list("name", "rank"))


def test_what_fits_best_comes_first() -> None:
    formerly = given_firm("天津恒通甲")
    renamed(formerly, "天津无关", on="2023-05-10")
    former = given_firm("恒通")
    renamed(former, "天津他名", on="2023-05-10")
    given_firm("天津恒通乙")
    given_firm("恒通丙")
    given_firm("恒通")
    assert ranks("恒通") == [
        ("恒通", finding.NAME),
        ("天津他名", finding.FORMER_NAME),
        ("恒通丙", finding.BEGINNING),
        ("天津恒通乙", finding.NOW),
        ("天津无关", finding.FORMERLY),
    ]


def test_initials_are_ranked_as_names_are() -> None:
    formerly = given_firm("恒通甲")
    renamed(formerly, "天津无关", on="2023-05-10")
    given_firm("天津恒通乙")
    given_firm("（恒）通丙")
    given_firm("HT丁")
    assert ranks("ht") == [
        ("（恒）通丙", finding.BEGINNING),
        ("HT丁", finding.BEGINNING),
        ("天津恒通乙", finding.NOW),
        ("天津无关", finding.FORMERLY),
    ]


def test_a_whole_code_comes_before_a_name_that_holds_it() -> None:
    given_firm(f"天津{code(1)}")
    given_firm(code(1), code=code(2))
    given_firm("天津甲", code=code(1))
    assert ranks(code(1).lower()) == [
        ("天津甲", finding.CODE),
        (code(1), finding.NAME),
        (f"天津{code(1)}", finding.NOW),
    ]


# --- Suggestions ---


def test_a_suggestion_says_why(firms: dict[str, Firm]) -> None:
    bureau = make_user(Role.BUREAU)
    firm = firms["旧名"]
    now = Suggestion(firm.pk, "天津新程有限公司", None, None, "西青")
    assert suggest(bureau, "新程") == [now]
    assert suggest(bureau, "tjxc") == [now]
    former = Suggestion(firm.pk, "天津新程有限公司", None, "天津旧日精密有限公司", "西青")
    for text in ("旧日", "jrjm", "新程 旧日"):
        assert suggest(bureau, text) == [former]
    (coded,) = suggest(bureau, code(2022)[-6:])
    assert (coded.uscc, coded.former_name, coded.district) == (code(2022), None, "东丽")


def test_the_latest_of_several_former_names_is_told() -> None:
    firm = given_firm("天津恒通甲")
    renamed(firm, "天津恒通乙", on="2022-05-10")
    renamed(firm, "天津无关", on="2023-05-10")
    (one,) = suggest(make_user(Role.BUREAU), "恒通")
    assert one.former_name == "天津恒通乙"


def test_suggestions_keep_to_their_number_and_their_order() -> None:
    for n in range(5):
        given_firm(f"天津恒通{n}")
    given_firm("恒通")
    names = [one.name for one in suggest(make_user(Role.BUREAU), "恒通", limit=3)]
    assert names == ["恒通", "天津恒通0", "天津恒通1"]


def test_what_fits_exactly_is_suggested_however_much_else_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cultivation.firms.selectors.MOST_RANKED", 2)
    for n in range(4):
        given_firm(f"天津恒通{n}")
    given_firm("恒通", code=code(7))
    bureau = make_user(Role.BUREAU)
    for text in ("恒通", code(7)):
        assert suggest(bureau, text)[0].name == "恒通"
    assert len(suggest(bureau, "恒通")) == 3


@pytest.mark.parametrize("text", ["", " ", "1 2 3 4 5 6 7 8 9"])
def test_what_cannot_be_looked_for_suggests_nothing(firms: dict[str, Firm], text: str) -> None:
    assert suggest(make_user(Role.BUREAU), text) == []


def test_a_foreign_firm_is_not_suggested(firms: dict[str, Firm]) -> None:
    officer = make_user(Role.DISTRICT, district=DONGLI)
    firm = firms["旧名"]
    for text in (
        "旧日",
        "新程",
        "tjxc",
        "天津新程有限公司",
        "天津旧日精密有限公司",
        str(firms["精工"].uscc),
    ):
        assert suggest(officer, text) == []
        assert suggest(AnonymousUser(), text) == []
    moved(firm, to=DONGLI, on="2024-01-01")
    assert [one.id for one in suggest(officer, "旧日")] == [firm.pk]
