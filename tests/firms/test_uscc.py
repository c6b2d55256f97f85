"""The credit code: what is accepted, what is refused and why, and the database says the same."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc as oracle

from cultivation.firms import uscc
from cultivation.problems import Problem

letters = st.sampled_from(uscc.ALPHABET)
# The first eight are digits but for the first two, which name the authority and the kind.
codes = st.builds(
    lambda head, place, body: uscc.complete(head + place + body),
    st.sampled_from(["91", "92", "93", "52", "12", "N2", "Y1"]),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(uscc.ALPHABET, min_size=8, max_size=8),
)
digit_codes = codes.filter(lambda code: code[:8].isdigit())


def refusal(text: str) -> str:
    """The code of the refusal, or empty if ``text`` is accepted."""
    try:
        uscc.check(text)
    except Problem as problem:
        return problem.code
    return ""


@given(codes)
def test_a_completed_code_is_accepted(code: str) -> None:
    assert uscc.check(code) == code


@given(digit_codes)
def test_an_independent_implementation_accepts_it_too(code: str) -> None:
    assert oracle.is_valid(code)


@given(digit_codes, st.integers(8, 16), letters)
def test_where_the_independent_check_refuses_so_do_we(code: str, at: int, other: str) -> None:
    changed = code[:at] + other + code[at + 1 :]
    assert oracle.is_valid(changed) == (refusal(changed) in ("", "uscc_inner_digit"))


@given(codes, st.integers(0, 17), letters)
def test_any_single_wrong_character_is_refused(code: str, at: int, other: str) -> None:
    changed = code[:at] + other + code[at + 1 :]
    assert (refusal(changed) == "") == (changed == code)


@given(codes, st.integers(0, 16))
def test_two_neighbours_exchanged_are_refused(code: str, at: int) -> None:
    changed = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert (refusal(changed) == "") == (changed == code)


@given(codes, letters)
def test_a_wrong_organisation_code_is_refused_even_under_a_right_check_character(
    code: str, other: str
) -> None:
    body = code[:16] + other
    changed = body + uscc.check_character(body)
    assert refusal(changed) == ("" if other == code[16] else "uscc_inner_digit")


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in text)


@pytest.mark.parametrize(
    "written",
    [
        str.lower,
        wide,
        lambda code: wide(code.lower()),
        lambda code: f"  {code}\t\n",
        lambda code: f"\u3000{code}\u00a0\ufeff",
        lambda code: f"{code[:6]} {code[6:12]}\u3000{code[12:]}",
        lambda code: f"{code[:6]}-{code[6:12]}－{code[12:]}",
        lambda code: f"'{code}",
        lambda code: f"{code[:9]}\u200b{code[9:]}",
    ],
)
@given(code=codes)
def test_width_case_blanks_and_hyphens_do_not_matter(written, code: str) -> None:
    assert uscc.check(written(code)) == code


@given(
    st.text(
        st.characters(max_codepoint=0x7E) | st.sampled_from("０９Ａｚ　－\u00a0\u200b\ufeff·“”号")
    )
)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert uscc.normalise(uscc.normalise(text)) == uscc.normalise(text)


GOOD = uscc.complete("91120111MA000001")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "uscc_length"),
        (GOOD[:17], "uscc_length"),
        (GOOD + "0", "uscc_length"),
        ("某公司", "uscc_length"),
        ("120111000012345", "uscc_old_number"),
        ("１２０１１１ ０００ ０１２３４５", "uscc_old_number"),
        (GOOD[:9] + "O" + GOOD[10:], "uscc_alphabet"),
        (GOOD[:9] + "I" + GOOD[10:], "uscc_alphabet"),
        (GOOD[:9] + "号" + GOOD[10:], "uscc_alphabet"),
        (GOOD[:9] + "٣" + GOOD[10:], "uscc_alphabet"),
        (GOOD[:9] + "5" + GOOD[10:], "uscc_check_digit"),
        (GOOD[:17] + ("0" if GOOD[17] != "0" else "1"), "uscc_check_digit"),
        (
            GOOD[:8] + "00000001" + "1" + uscc.check_character(GOOD[:8] + "000000011"),
            "uscc_inner_digit",
        ),
    ],
)
def test_each_refusal_has_its_code_and_says_what_to_do(text: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        uscc.check(text)
    assert caught.value.code == code
    assert "; " in str(caught.value) or "；" in str(caught.value)


def test_the_check_character_that_would_fit_is_named() -> None:
    wrong = GOOD[:17] + ("0" if GOOD[17] != "0" else "1")
    with pytest.raises(Problem, match=rf"{GOOD[17]}[)）]"):
        uscc.check(wrong)


def database_accepts(texts: list[str]) -> list[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT firms_uscc_valid(t) FROM unnest(%s::text[]) AS t", [texts])
        return [valid for (valid,) in cursor.fetchall()]


def in_shape(text: str) -> bool:
    """What Python accepts as it stands: the database normalises nothing."""
    return text == uscc.normalise(text) and refusal(text) == ""


@pytest.mark.django_db
@settings(deadline=None)
@given(st.lists(codes, min_size=1), st.integers(0, 17), letters)
def test_the_database_agrees_on_codes_and_on_changed_ones(
    good: list[str], at: int, other: str
) -> None:
    changed = [code[:at] + other + code[at + 1 :] for code in good]
    assert database_accepts(good) == [True] * len(good)
    assert database_accepts(changed) == [in_shape(text) for text in changed]


@pytest.mark.django_db
@settings(deadline=None)
@given(codes)
def test_the_database_agrees_on_every_organisation_check_character(code: str) -> None:
    bodies = [code[:16] + other for other in uscc.ALPHABET]
    texts = [body + uscc.check_character(body) for body in bodies]
    assert database_accepts(texts) == [in_shape(text) for text in texts]


@pytest.mark.django_db
@settings(deadline=None)
@given(
    st.lists(
        st.text("0123456789ABCIOSVZXx -\u3000９", min_size=0, max_size=20)
        | st.text(uscc.ALPHABET, min_size=18, max_size=18),
        min_size=1,
    )
)
def test_the_database_agrees_on_any_string(texts: list[str]) -> None:
    assert database_accepts(texts) == [in_shape(text) for text in texts]
