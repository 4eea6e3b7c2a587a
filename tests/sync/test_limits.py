"""The size of what is taken: plain or packed, up to a bound, and a code the phone can act on."""

import asyncio
import gzip
import json
from typing import Any

import httpx
import msgspec
import pytest

from anxun.core import http
from anxun.core.settings import Settings
from anxun.journal import append
from anxun.journal.tables import Quarantine
from anxun.sync.wire import MAX_OPERATIONS
from tests.forms import patrol_form
from tests.phone import SIGNED
from tests.process import listening
from tests.world import School

PACKED = {"content-type": "application/json", "content-encoding": "gzip"}


async def packed(client: httpx.AsyncClient, content: bytes, **headers: str) -> httpx.Response:
    return await client.post("/api/sync/push", content=content, headers=PACKED | headers)


def batch(school: School, count: int, padding: int = 0) -> bytes:
    """A push of so many operations, each with so long an unknown argument."""
    made = [
        school.patrol.make("never.heard_of", {"x": "y" * padding})
        if padding
        else school.patrol.make("inspection.submit", patrol_form(school), SIGNED)
        for _ in range(count)
    ]
    return json.dumps({"operations": msgspec.to_builtins(made)}).encode()


async def test_a_packed_batch_is_a_batch(school: School) -> None:
    content = batch(school, 5)

    reply = await packed(school.patrol.client, gzip.compress(content))

    assert [one["verdict"] for one in reply.json()["receipts"]] == ["applied"] * 5
    again = await school.patrol.client.post(
        "/api/sync/push", content=content, headers={"content-type": "application/json"}
    )
    assert again.json()["receipts"] == reply.json()["receipts"]


async def test_a_batch_that_is_too_large_says_so_in_the_word_the_phone_knows(school: School) -> None:
    plain = batch(school, 3, 390_000)
    assert len(plain) > 1_000_000
    headers = {"content-type": "application/json"}

    reply = await school.patrol.client.post("/api/sync/push", content=plain, headers=headers)
    small = await packed(school.patrol.client, gzip.compress(plain))

    assert (reply.status_code, reply.json()["code"]) == (413, "sync.too_large")
    assert small.status_code == 200


@pytest.mark.parametrize("claimed", [True, False])
async def test_too_many_bytes_are_noticed_with_and_without_a_claimed_length(
    client: httpx.AsyncClient, school: School, *, claimed: bool
) -> None:
    async def drip() -> Any:
        for _ in range(200):
            yield b" " * 10_000

    content: Any = b" " * 2_000_000 if claimed else drip()
    reply = await client.post("/api/sync/push", content=content, headers={"content-type": "application/json"})

    assert (reply.status_code, reply.json()["code"]) == (413, "sync.too_large")


async def test_who_falls_silent_in_the_middle_of_a_body_is_not_waited_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "SILENCE_S", 0.2)
    async with listening(settings) as url:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        head = "Host: x\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n"
        writer.write(f"POST /api/sync/push HTTP/1.1\r\n{head}\r\n".encode() + b" " * 100_000)
        async with asyncio.timeout(5):
            reply = await reader.readuntil(b"}")
        writer.close()
        await writer.wait_closed()

    assert reply.startswith(b"HTTP/1.1 400")
    assert b'"request.cut"' in reply


async def test_a_bomb_is_refused_before_it_bursts(school: School) -> None:
    bomb = gzip.compress(b" " * 50_000_000, 9)
    assert len(bomb) < 1_000_000

    reply = await packed(school.patrol.client, bomb)

    assert (reply.status_code, reply.json()["code"]) == (413, "sync.too_large")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{}", id="not packed"),
        pytest.param(gzip.compress(b'{"operations": []}')[:-9], id="cut"),
        pytest.param(gzip.compress(b"\xff\xfe"), id="no text"),
        pytest.param(gzip.compress(b"null"), id="null"),
        pytest.param(gzip.compress(b"[" * 3_000_000), id="deep"),
    ],
)
async def test_packed_nonsense_is_400(school: School, content: bytes) -> None:
    reply = await packed(school.patrol.client, content)

    assert (reply.status_code, reply.json()["code"]) == (400, "request.malformed")


async def test_other_packings_are_not_taken(school: School) -> None:
    reply = await packed(school.patrol.client, b"x", **{"content-encoding": "br"})

    assert (reply.status_code, reply.json()["code"]) == (415, "request.content_encoding")


@pytest.mark.parametrize(("count", "status"), [(0, 200), (MAX_OPERATIONS, 200), (MAX_OPERATIONS + 1, 400)])
async def test_a_batch_has_a_most(school: School, count: int, status: int) -> None:
    one = msgspec.to_builtins(school.patrol.make("never.heard_of", {}))

    reply = await school.patrol.client.post("/api/sync/push", json={"operations": [one] * count})

    assert reply.status_code == status
    if status == 200:
        assert len(reply.json()["receipts"]) == count


async def test_a_flood_of_forgeries_costs_the_oldest_traces_and_no_more(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(append, "QUARANTINE_ROWS", 3)
    made = school.patrol.make("inspection.submit", patrol_form(school), SIGNED)

    for number in range(5):
        await school.patrol.push(msgspec.structs.replace(made, signature=f"forged {number}"))

    kept = await Quarantine.select(Quarantine.envelope).order_by(Quarantine.received_ms)
    assert [row["envelope"].split("\n")[1] for row in kept] == ["forged 2", "forged 3", "forged 4"]


async def test_a_push_needs_no_session_and_no_foreign_page_can_send_one(
    school: School, client: httpx.AsyncClient
) -> None:
    queued = msgspec.to_builtins(school.patrol.make("inspection.submit", patrol_form(school), SIGNED))
    elsewhere = {"origin": "https://elsewhere.example.com"}

    foreign = await client.post("/api/sync/push", json={"operations": [queued]}, headers=elsewhere)
    ours = await client.post("/api/sync/push", json={"operations": [queued]})

    assert (foreign.status_code, foreign.json()["code"]) == (403, "request.origin")
    assert ours.json()["receipts"][0]["verdict"] == "applied"
    assert ours.json()["upload_token"] is None
