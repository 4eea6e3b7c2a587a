"""What names may hold, as everybody sees them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxun.core.wire import clean, has_nul, has_twins, is_clean, is_plain, shown

# The phone writes its texts by the same cases: `domain/text.test.ts`.
TEXTS = json.loads((Path(__file__).parents[1] / "shared" / "texts.json").read_text("utf-8"))


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_signed_without_what_nobody_sees_and_each_letter_in_one_way(text: dict[str, str]) -> None:
    assert clean(text["typed"]) == text["signed"]
    assert is_clean({"a": [text["typed"]]}) is is_clean({text["typed"]: 1}) is (text["typed"] == text["signed"])


ODD = "e\u0301=\u0338\u2126\u2764\ufe0f\u200c\u200d1\u20e3\u3164\U0001f468\u1100\u1161\u11a8\u2329\u2adc\u1820\u180b\u180e\u0627\u0653\u0645"


@given(st.text() | st.text(alphabet=ODD))
def test_what_the_phone_has_written_is_never_refused(text: str) -> None:
    assert is_clean(clean(text))
    assert shown(shown(text) or "x") == (shown(text) or "x")


@given(
    st.recursive(st.text() | st.text(alphabet=ODD), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_a_json_that_is_taken_for_clean_at_a_glance_is_clean(value: object) -> None:
    for raw in (json.dumps(value).encode(), json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")):
        assert not is_plain(raw) or is_clean(json.loads(raw))


@given(st.binary() | st.text(alphabet='"\\u0000\x00').map(str.encode))
def test_a_nul_is_seen_however_it_is_written(raw: bytes) -> None:
    try:
        held = json.loads(b'["' + raw + b'"]')[0]
    except (ValueError, IndexError):
        return
    assert has_nul(raw) or "\0" not in held


@pytest.mark.parametrize(
    ("text", "twins"),
    [
        ('{"a":1,"b":{"a":2}}', False),
        ('{"a" : 1.0, "b":"\\u00e9"}', False),
        ('{"a":1,"a":1}', True),
        ('{"a":1,"\\u0061":2}', True),
        ('[{"x":{"b":1,"b":1}}]', True),
        ('{"a":1e999}', False),
        ("{", True),
    ],
)
def test_a_key_said_twice_is_seen_at_any_depth_and_in_any_spelling(text: str, twins: bool) -> None:
    assert has_twins(text) is twins


def test_a_pile_of_marks_that_no_language_has_is_cut_before_it_takes_for_ever() -> None:
    pile = "a" + "\u0301\u0323" * 500_000

    assert len(clean(pile)) <= 31
    assert not is_clean(pile)


@pytest.mark.parametrize("unseen", ["\u200b", "\u200d", "\u202e", "\ufe0f", "\ufeff", "\u00ad", "\u3164", "\u2800"])
def test_a_name_loses_what_nobody_sees(unseen: str) -> None:
    assert shown(f" {unseen}陈{unseen}校长{unseen} ") == "陈校长"


@pytest.mark.parametrize(
    "name", ["", " ", "\u3000", "\u200b", "陈\n校长", "陈\x1b[31m", "陈\u2028校长", "a\x7fb", "a\x85b"]
)
def test_what_is_no_single_line_of_text_is_no_name(name: str) -> None:
    assert shown(name) is None


@pytest.mark.parametrize(
    "name", ["\u0301", "\ue000", "\ufffc", "\U0001d159", "陈\ue000", "陈\uffff", "\ufdd0", "陈\U000f0000"]
)
def test_a_name_that_nobody_sees_or_that_looks_different_on_each_phone_is_none(name: str) -> None:
    assert shown(name) is None


MONGOLIAN = "\u182a\u180b\u1820\u1828\u180e\u1820"
UYGHUR = "\u0626\u06c7\u200c\u064a\u063a\u200d\u06c7\u0631"
NAMES = ["阿依古丽·买买提", "陈　校长", "O'Brien-Smith", "𠮷田", "ཚེ་རིང་", "\U000323b0田", "\U0001fae9", "——"]


@pytest.mark.parametrize("name", [*NAMES, MONGOLIAN, UYGHUR])
def test_real_names_stay_as_they_are(name: str) -> None:
    assert shown(name) == name
