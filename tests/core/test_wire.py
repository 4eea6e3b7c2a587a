"""What names may hold, as everybody sees them."""

import pytest

from anxun.core.wire import shown


@pytest.mark.parametrize("unseen", ["\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\u00ad", "\u2060", "\U000e0041"])
def test_a_name_loses_what_nobody_sees(unseen: str) -> None:
    assert shown(f" {unseen}陈{unseen}校长{unseen} ") == "陈校长"


@pytest.mark.parametrize(
    "name", ["", " ", "\u3000", "\u200b", "陈\n校长", "陈\x1b[31m", "陈\u2028校长", "a\x7fb", "a\x85b"]
)
def test_what_is_no_single_line_of_text_is_no_name(name: str) -> None:
    assert shown(name) is None


@pytest.mark.parametrize("name", ["阿依古丽·买买提", "陈　校长", "O'Brien-Smith", "𠮷田", "ཚེ་རིང་"])
def test_real_names_stay_as_they_are(name: str) -> None:
    assert shown(name) == name
