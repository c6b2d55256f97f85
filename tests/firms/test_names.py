"""Names as they are kept, and the key by which they are looked up."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cultivation.firms import names
from cultivation.firms.models import Firm
from tests.scenarios.story import given_firm

HAN = st.text("天津市飞鹰科技有限公司甲乙丙ABCabc（）()〔〕 \u3000・·-—1１", max_size=20)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("天津甲（集团）有限公司", "天津甲(集团)有限公司"),
        ("天津甲〔集团〕有限公司", "天津甲（集团）有限公司"),
        ("天津甲【集团】有限公司", "天津甲[集团]有限公司"),
        ("天津 甲\u3000有限公司", "天津甲有限公司"),
        ("天津甲\u200b有限公司\ufeff", "天津甲有限公司"),
        ("天津ＡＢＣ有限公司", "天津abc有限公司"),
        ("天津１２３有限公司", "天津123有限公司"),
        ("天津阿·甲有限公司", "天津阿・甲有限公司"),
        ("“天津甲”有限公司", '"天津甲"有限公司'),
    ],
)
def test_the_key_overlooks_how_a_name_is_typed(one: str, other: str) -> None:
    assert names.key(one) == names.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("天津甲有限公司", "天津乙有限公司"),
        ("天津甲有限公司", "天津甲股份有限公司"),
        ("天津甲（集团）有限公司", "天津甲集团有限公司"),
        ("天津市甲有限公司", "天津甲有限公司"),
    ],
)
def test_the_key_keeps_apart_what_is_called_differently(one: str, other: str) -> None:
    assert names.key(one) != names.key(other)


@given(HAN)
def test_the_key_of_a_key_is_itself(name: str) -> None:
    assert names.key(names.key(name)) == names.key(name)


@given(HAN)
def test_cleaning_leaves_the_key(name: str) -> None:
    assert names.key(names.clean(name)) == names.key(name)


@given(HAN)
def test_cleaning_twice_changes_nothing(name: str) -> None:
    assert names.clean(names.clean(name)) == names.clean(name)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  天津甲 \n", "天津甲"),
        ("天津  \t甲", "天津 甲"),
        ("\ufeff天津\u200b甲", "天津甲"),
        ("\u202e天津甲\u202c", "天津甲"),
        ("天津\u2066甲\u2069\u00ad", "天津甲"),
        ("天津（甲）", "天津（甲）"),
        ("天津(甲)", "天津(甲)"),
        ("\u3000 ", ""),
    ],
)
def test_a_name_is_kept_as_written_but_for_blanks(text: str, kept: str) -> None:
    assert names.clean(text) == kept


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("天津飞鹰", "t j f y"),
        ("长城重工", "cz c ctz g"),
        ("甲（天津）公司", "j - t j - g cs"),
        ("ＡＢc3号", "a b c 3 hx"),
        ("吕氏", "l jsz"),
        ("アベ·", "- -"),
        ("", ""),
    ],
)
def test_initials_are_all_that_a_character_can_begin_with(name: str, initials: str) -> None:
    assert names.initials(names.key(name)) == initials


@given(HAN)
def test_initials_have_a_position_for_each_character_of_the_key(name: str) -> None:
    written = names.columns(name)
    assert tuple(written) == names.COLUMNS
    positions = written["initials"].split(" ") if written["key"] else []
    assert len(positions) == len(written["key"])
    assert all(re.fullmatch("[a-z0-9]+|-", position) for position in positions)


@pytest.mark.django_db
def test_two_firms_that_differ_only_in_the_width_of_brackets_are_two() -> None:
    one = given_firm("天津甲（销售）有限公司")
    other = given_firm("天津甲(销售)有限公司")
    found = Firm.objects.filter(name_key=names.key("天津甲（销售）有限公司"))
    assert set(found) == {one, other}
    assert {firm.name for firm in found} == {"天津甲（销售）有限公司", "天津甲(销售)有限公司"}
