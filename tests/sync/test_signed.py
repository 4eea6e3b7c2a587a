"""What is signed is signed as it is: with any one field of it changed it is no longer anybody's word."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from msgspec import structs

from anxun.inspections.tables import Inspection
from anxun.journal.tables import Entry
from anxun.sync.wire import Envelope
from tests.forms import failing, patrol_form, shot
from tests.phone import SIGNED
from tests.world import School


@pytest.mark.r(17)
async def test_a_form_with_any_one_field_changed_is_refused_and_kept_nowhere(
    school: School, record_property: Callable[[str, object], None]
) -> None:
    form = patrol_form(school, {"exits-clear": failing(shot(1))})
    signed = school.patrol.make("inspection.submit", form, SIGNED)
    before = await Entry.count()
    changed = [*altered(signed)]
    receipts = [one for n in range(0, len(changed), 50) for one in await school.patrol.push(*changed[n : n + 50])]

    assert len(changed) > 100
    assert {(one["verdict"], one["journal_no"]) for one in receipts} == {("refused", None)}
    assert (await Entry.count(), await Inspection.count()) == (before, 0)
    assert [one["verdict"] for one in await school.patrol.push(signed)] == ["applied"]
    record_property("n", f"{len(changed)} fields")


def altered(envelope: Envelope) -> Iterator[Envelope]:
    """The same envelope with one field of its body, its private part or its signature changed."""
    assert envelope.private is not None
    for name, text in (("body", envelope.body), ("private", envelope.private)):
        whole = json.loads(text)
        for path in paths(whole):
            yield structs.replace(envelope, **{name: json.dumps(flipped(whole, path), ensure_ascii=False)})
    for at in range(0, len(envelope.signature), 7):
        other = "B" if envelope.signature[at] == "A" else "A"
        yield structs.replace(envelope, signature=envelope.signature[:at] + other + envelope.signature[at + 1 :])


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every leaf."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inside:
        yield from paths(child, (*path, key))
    if not isinstance(value, dict | list):
        yield path


def flipped(whole: Any, path: tuple[Any, ...]) -> Any:
    copy = deepcopy(whole)
    holder = copy
    for key in path[:-1]:
        holder = holder[key]
    value = holder[path[-1]]
    holder[path[-1]] = value + 1 if isinstance(value, int) else f"{value or ''}x"
    return copy
