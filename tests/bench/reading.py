"""Figure 8: a list of a hundred thousand open hazards, read page by page, beside PocketBase with the same index."""

import statistics
import time
from pathlib import Path
from typing import Any

import httpx
import msgspec

from anxun.core.db import engine_for, insert, opened, transaction
from anxun.core.ids import new_id
from anxun.core.paging import cursor
from anxun.core.settings import Settings
from anxun.hazards.tables import Hazard
from tests.bench.figures import ROUNDS, Figure
from tests.bench.load import Crowd, Line, crowd, request
from tests.bench.peer import Peer, pocketbase
from tests.forms import failing, patrol_form, shot
from tests.phone import SIGNED

OPEN = 100_000
TOGETHER = 500
ROWS = 50
DEEP = 1_900  # pages of 50 before the one read last
ASKED = 40
MINUTE_MS = 60_000


async def reading(settings: Settings, folder: Path, where: str) -> list[Figure]:
    async with crowd(settings, 1) as ours, pocketbase(folder / "pocketbase") as peer:
        deep = await _fill(settings, ours)
        await _fill_theirs(peer)
        shallow_page, deep_page = _page(ours), _page(ours, after=deep)
        first, last, theirs = [], [], []
        for _ in range(ROUNDS):
            first.append(await _p95(ours.address, shallow_page))
            theirs.append(await _p95(peer.address, _their_page()))
            last.append(await _p95(ours.address, deep_page))
    one = statistics.median(first)
    return [
        Figure(
            "8",
            f"first 50 of 100,000 open hazards, p95 ({where})",
            "ms",
            one,
            statistics.median(theirs),
            "PocketBase",
            1.5,
        ),
        Figure("8", f"page 1,901 of them, p95 ({where})", "ms", statistics.median(last), one, "its own page 1", 1.3),
    ]


async def _fill(settings: Settings, ours: Crowd) -> str:
    """One hazard through the door, then copies of its row; gives the cursor of the page before the deep one."""
    phone = ours.phones[0]
    form = patrol_form(ours.school, {"exits-clear": failing(shot(1))})
    made = {"operations": msgspec.to_builtins([phone.make("inspection.submit", form, SIGNED)])}
    async with httpx.AsyncClient(base_url=ours.server.url) as client:
        assert (await client.post("/api/sync/push", json=made)).status_code == 200
    async with opened(engine_for(settings.database_url, settings.data)):
        model = await Hazard.select().first()
        assert model is not None
        rows = [_copy(model, n) for n in range(1, OPEN)]
        for begin in range(0, len(rows), 5_000):
            async with transaction():
                await insert(Hazard, rows[begin : begin + 5_000])
    newest_first = sorted([model, *rows], key=lambda row: (-row["found_ms"], row["id"]))
    before = newest_first[DEEP * ROWS - 1]
    return cursor(before["found_ms"], before["id"])


def _copy(model: dict[str, Any], n: int) -> dict[str, Any]:
    own = {"id": new_id(model["found_ms"]), "number": f"2025-{n:06}", "seq": model["seq"] + n}
    return {**model, **own, "found_ms": model["found_ms"] - n * MINUTE_MS}


def _page(ours: Crowd, after: str = "") -> bytes:
    cookies = "; ".join(f"{name}={value}" for name, value in ours.school.office.client.cookies.items())
    path = f"/api/hazards?due=open&limit={ROWS}" + (f"&after={after}" if after else "")
    return request("GET", path, b"", {"Cookie": cookies})


async def _fill_theirs(peer: Peer) -> None:
    async with httpx.AsyncClient() as client:
        for begin in range(0, OPEN, TOGETHER):
            records = [
                {
                    "school": "s",
                    "status": "open",
                    "day": f"{n:08}",
                    "answers": {"note": "杂物堵住出口", "item": "exits-clear"},
                }
                for n in range(begin, begin + TOGETHER)
            ]
            await peer.batch(client, records)


def _their_page() -> bytes:
    asked = "filter=(school%3D's'%26%26status%3D'open')&sort=-day&skipTotal=1"
    return request("GET", f"/api/collections/submissions/records?perPage={ROWS}&{asked}", b"", {})


async def _p95(address: tuple[str, int], asked: bytes) -> float:
    """Milliseconds on one kept connection."""
    line = await Line.open(address)
    took = []
    for _ in range(ASKED):
        began = time.perf_counter()
        status, body = await line.ask(asked)
        took.append((time.perf_counter() - began) * 1_000)
        assert (status, body.count(b'"id"') >= ROWS) == (200, True), body[:300]
    line.close()
    return statistics.quantiles(took, n=20)[-1]
