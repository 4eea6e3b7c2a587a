"""A label's code survives human reading; nothing else is one."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxun.points import rules

CASES = json.loads((Path(__file__).parents[1] / "shared" / "codes.json").read_text("utf-8"))
BITS = st.integers(0, (1 << rules.RANDOM_BITS) - 1)


def is_a_code(text: str) -> bool:
    return (
        len(text) == rules.LENGTH and set(text) <= set(rules.ALPHABET) and rules.check_character(text[:-1]) == text[-1]
    )


def codes(count: int) -> list[str]:
    draw = random.Random(13)
    return [rules.make_code(draw.getrandbits(rules.RANDOM_BITS)) for _ in range(count)]


@pytest.mark.parametrize(("digits", "check"), CASES["check"])
def test_the_check_character_is_the_one_both_sides_agreed_on(digits: str, check: str) -> None:
    assert rules.check_character(digits) == check


@pytest.mark.parametrize(("typed", "code"), CASES["typed"])
def test_a_typed_code_is_read_as_a_person_meant_it(typed: str, code: str | None) -> None:
    assert rules.normalise(typed) == code


@pytest.mark.parametrize(("code", "shown"), CASES["shown"])
def test_a_code_is_shown_in_two_groups(code: str, shown: str) -> None:
    assert rules.shown(code) == shown


def test_any_single_wrong_character_is_caught() -> None:
    for code in codes(200):
        for place, right in enumerate(code):
            for wrong in set(rules.ALPHABET) - {right}:
                assert rules.normalise(code[:place] + wrong + code[place + 1 :]) is None


def test_any_two_swapped_neighbours_are_caught() -> None:
    """For every place and pair of characters; the sum is linear, so the rest cannot matter."""
    for place in range(rules.LENGTH - 1):
        for one in rules.ALPHABET:
            for other in set(rules.ALPHABET) - {one}:
                code = with_pair_at(place, one + other)
                swapped = code[:place] + other + one + code[place + 2 :]

                assert rules.normalise(code) == code
                assert rules.normalise(swapped) is None


def with_pair_at(place: int, pair: str) -> str:
    """A valid code with these two characters there, made right by one of the other places."""
    free = 0 if place >= 2 else 4
    for fix in rules.ALPHABET:
        digits = ["7"] * rules.LENGTH
        digits[place : place + 2] = pair
        digits[free] = fix
        if is_a_code("".join(digits)):
            return "".join(digits)
    raise AssertionError(f"no code has {pair} at {place}")


def test_any_two_swapped_characters_however_far_apart_are_caught() -> None:
    for code in codes(500):
        for left, one in enumerate(code):
            for right in range(left + 1, rules.LENGTH):
                swapped = list(code)
                swapped[left], swapped[right] = code[right], one
                if swapped != list(code):
                    assert rules.normalise("".join(swapped)) is None


@given(BITS)
def test_a_made_code_comes_back_from_its_label_its_display_and_a_sloppy_hand(bits: int) -> None:
    code = rules.make_code(bits)

    assert is_a_code(code)
    assert rules.qr_text("https://anxun.example.cn/", code) == f"https://anxun.example.cn/p#{code}"
    assert rules.normalise(rules.shown(code)) == code
    assert rules.normalise(code.lower().replace("0", "o").replace("1", "l")) == code


def test_different_bits_make_different_codes() -> None:
    every_bit_alone = [1 << bit for bit in range(rules.RANDOM_BITS)]

    assert len({rules.make_code(bits) for bits in every_bit_alone}) == rules.RANDOM_BITS
    assert len({rules.make_code(bits) for bits in range(4096)}) == 4096


@pytest.mark.parametrize("bits", [-1, 1 << rules.RANDOM_BITS])
def test_a_code_is_not_made_from_the_wrong_number_of_bits(bits: int) -> None:
    with pytest.raises(ValueError, match="35 bits"):
        rules.make_code(bits)


NEARLY = st.tuples(
    st.sampled_from(["", "http://", "https://", "javascript:"]),
    st.text("abAB.:/@[]%\u3000 ", max_size=8),
    st.sampled_from(["", "/p#", "/p/", "/p?", "#"]),
    st.text(rules.ALPHABET + "oOlLiIuU- \u2014\uff21", max_size=12) | BITS.map(rules.make_code),
    st.sampled_from(["", "\n", "?x", "#y", "/z"]),
).map("".join)


@given(st.text() | NEARLY)
def test_no_text_at_all_raises_or_passes_for_a_code_it_is_not(text: str) -> None:
    found = rules.normalise(text)

    assert found is None or is_a_code(found)
