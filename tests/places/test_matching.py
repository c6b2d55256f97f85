"""Which place a text of a list names: every name of every place, and what must stay unknown."""

import pytest

from cultivation.places.matching import Place, PlaceMatcher
from cultivation.places.models import District, PlaceAlias, Zone

TEDA, FTZ, HITECH, DONGJIANG, ECO = (f"12011640{n}" for n in "01236")
BINHAI = "120116"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def matcher(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> PlaceMatcher:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return PlaceMatcher.load()


def test_every_district_matches_itself_by_each_of_its_names(matcher: PlaceMatcher) -> None:
    districts = list(District.objects.filter(successor__isnull=True))
    assert len(districts) == 16
    for district in districts:
        short = district.short_name
        for text in (district.name_zh, short, short + "区", f"天津市{district.name_zh}"):
            for spelled in (text, f" {text}\u3000", f"\u200b{text[0]} {text[1:]}", f"天津{short}"):
                assert matcher.match(spelled) == Place(district.code, None, "name"), spelled
        for number in (district.code, int(district.code), float(district.code)):
            assert matcher.match(number) == Place(district.code, None, "code")


def test_every_zone_matches_itself_and_takes_its_district(matcher: PlaceMatcher) -> None:
    zones = list(Zone.objects.select_related("district"))
    assert len(zones) == 6
    for zone in zones:
        expected = Place(zone.district_id, zone.code, "name")
        home = zone.district.name_zh
        for text in (
            zone.name_zh,
            zone.short_name,
            f"{home}{zone.short_name}",
            f"{home}({zone.short_name})",
            f"{home}（{zone.short_name}）",
            f"{home} - {zone.short_name}",
            f"{home}/{zone.name_zh}",
            f"天津市{home}【{zone.short_name}】",
            f"{zone.short_name}（{home}）",
        ):
            assert matcher.match(text) == expected, text
        assert matcher.match(zone.code) == Place(zone.district_id, zone.code, "code")


def test_every_alias_matches_what_it_says(matcher: PlaceMatcher) -> None:
    for alias in PlaceAlias.objects.all():
        assert matcher.match(alias.text) == Place(alias.district_id, alias.zone_id, "alias")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("塘沽区", BINHAI),
        ("塘沽", BINHAI),
        ("天津市汉沽区", BINHAI),
        ("大港", BINHAI),
        ("滨海新区（塘沽）", BINHAI),
        ("宁河县", "120117"),
        ("蓟县", "120119"),
        ("武清县", "120114"),
        ("120225", "120119"),
        (120107, BINHAI),
    ],
)
def test_an_abolished_name_or_code_gives_the_successor(
    matcher: PlaceMatcher, text: object, code: str
) -> None:
    assert matcher.match(text) == Place(code, None, "successor")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("自贸区", Place(BINHAI, None, "alias")),
        ("滨海新区(自贸区)", Place(BINHAI, None, "alias")),
        ("泰达", Place(BINHAI, TEDA, "alias")),
        ("teda", Place(BINHAI, TEDA, "alias")),
        ("滨海高新区", Place(BINHAI, HITECH, "alias")),
        ("南开区（高新区）", Place("120104", HITECH, "alias")),
        ("西青区-高新区", Place("120111", HITECH, "alias")),
        ("滨海新区空港经济区", Place(BINHAI, FTZ, "alias")),
        ("东疆保税港区", Place(BINHAI, DONGJIANG, "alias")),
        ("中新天津生态城", Place(BINHAI, ECO, "name")),
        ("天津经济技术开发区", Place(BINHAI, TEDA, "name")),
        ("天津市经开区", Place(BINHAI, TEDA, "name")),
        ("河北", Place("120105", None, "name")),
        ("和 平", Place("120101", None, "name")),
        ("１２０１０１", Place("120101", None, "code")),
        ("滨海新区、滨海", Place(BINHAI, None, "name")),
    ],
)
def test_names_as_lists_write_them(matcher: PlaceMatcher, text: str, place: Place) -> None:
    assert matcher.match(text) == place


@pytest.mark.parametrize(
    "text",
    [
        *("开发区", "经济技术开发区", "武清开发区", "西青经开区", "东丽区保税区"),
        *("和平区、河东区", "和平河东", "经开区/保税区", "塘沽区、蓟县"),
        *("天津", "天津市", "全市", "市内六区", "河北省", "石家庄", "120000", "120100", "120199"),
        *("", "  ", "N/A", "无", None, "0", "（）", "西青区工信局", "区"),
    ],
)
def test_what_is_ambiguous_or_unknown_names_nothing(
    matcher: PlaceMatcher, text: str | None
) -> None:
    assert matcher.match(text) is None


@pytest.mark.parametrize(
    ("text", "district", "zone"),
    [
        ("西青区工业和信息化局", "120111", None),
        ("西青区(12家)", "120111", None),
        ("西青（12家）", "120111", None),
        ("3.武清区推荐名单", "120114", None),
        ("天津市河北区科学技术局", "120105", None),
        ("滨海新区经开区2022年第一批", BINHAI, TEDA),
        ("经开区（共30家）", BINHAI, TEDA),
        ("天津经济技术开发区管理委员会", BINHAI, TEDA),
        ("东疆综合保税区管委会", BINHAI, DONGJIANG),
        ("塘沽区企业", BINHAI, None),
        ("武清开发区", "120114", None),
        ("北辰经济技术开发区", "120113", None),
        ("东丽华明高新区", "120110", None),
        ("滨海新区", BINHAI, None),
        ("滨海新区名单（滨海新区工信局）", BINHAI, None),
    ],
)
def test_one_name_inside_a_longer_text(
    matcher: PlaceMatcher, text: str, district: str, zone: str | None
) -> None:
    found = matcher.match_inside(text)
    assert found is not None
    assert (found.district, found.zone) == (district, zone)


@pytest.mark.parametrize(
    "text",
    [
        *("西青区和东丽区名单", "河北省企业", "和平路12号", "华明高新区", "泰安综合保税区"),
        *("静海经开区", "全市汇总", "Sheet1", "填表说明", "", None, "2022年第一批"),
    ],
)
def test_no_name_or_two_inside_a_longer_text(matcher: PlaceMatcher, text: str | None) -> None:
    assert matcher.match_inside(text) is None


def test_every_district_is_found_inside_its_bureaus_name(matcher: PlaceMatcher) -> None:
    for district in District.objects.filter(successor__isnull=True):
        for text in (f"{district.name_zh}科技局", f"2023年{district.short_name}（8家）"):
            found = matcher.match_inside(text)
            assert found == Place(district.code, None, "name"), text


def test_two_places_of_one_name_match_neither() -> None:
    districts = [
        District(code="999901", name_zh="甲区", short_name="甲"),
        District(code="999902", name_zh="乙区", short_name="甲"),
    ]
    matcher = PlaceMatcher(districts, [], [])
    assert matcher.match("甲") is None
    assert matcher.match("乙区") == Place("999902", None, "name")


def test_an_alias_never_takes_the_name_of_a_place() -> None:
    districts = [
        District(code="999901", name_zh="甲区", short_name="甲"),
        District(code="999902", name_zh="乙区", short_name="乙"),
    ]
    matcher = PlaceMatcher(districts, [], [PlaceAlias(text="甲区", district_id="999902")])
    assert matcher.match("甲区") == Place("999901", None, "name")
