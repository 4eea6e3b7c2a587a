"""A list goes on from a place it gave; any other place is the beginning of another page, or refused, and no error."""

import base64
import json
from itertools import product
from typing import Any

import pytest

from tests.forms import found
from tests.world import School

LISTS = ("hazards", "inspections", "points", "people", "operations/held", "operations/decided")
NUMBERS: tuple[Any, ...] = (0, -1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**30, 10**400, 1.5, True, None, "x")
TEXTS: tuple[Any, ...] = ("x", "", "\0", "a\0", "\ud800", "\u202e", "\\u0000", "'", "%", "x" * 5000, 1, None, [])
RAW = (b"", b"[", b"[]", b"{}", b"1", b"\xff", b"[" * 5000, b"[%s, 1]" % (b"9" * 5000), b'[1, "\x00"]', b"[NaN]")


def sealed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize("name", LISTS)
async def test_no_place_makes_a_list_fail(school: School, name: str) -> None:
    await found(school)
    places = [json.dumps(place).encode() for place in product(NUMBERS, TEXTS)]
    places += [json.dumps([number]).encode() for number in NUMBERS]
    texts = [*(sealed(place) for place in (*places, *RAW)), "!", "a", "é", "\u202e", "x" * 5000]

    for text in texts:
        reply = await school.office.client.get(f"/api/{name}", params={"after": text})

        assert reply.status_code in (200, 400), (text, reply.text)
        if reply.status_code == 400:
            assert reply.json()["code"] == "query.cursor"


@pytest.mark.parametrize("name", ["hazards", "inspections", "points"])
@pytest.mark.parametrize("place", [[2**63, "x"], [-(2**63) - 1, "x"], [1, "\0"]])
async def test_a_place_that_no_column_holds_is_refused(school: School, name: str, place: list[Any]) -> None:
    reply = await school.office.client.get(f"/api/{name}", params={"after": sealed(json.dumps(place).encode())})

    assert (reply.status_code, reply.json()["code"]) == (400, "query.cursor")
