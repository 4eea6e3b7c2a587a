"""What the demonstration's people hold while they play: keys, points, and where each hazard has come to."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from anxun.blobs.actions import receive, store
from anxun.blobs.files import Arrived, Upload
from anxun.cli.demo import photos
from anxun.cli.demo.stories import Story
from anxun.cli.founding import RefusedByRules
from anxun.cli.signing import Signer
from anxun.core.clock import DAY_MS, HOUR_MS, SECOND_MS
from anxun.core.db import transaction
from anxun.core.settings import Settings
from anxun.sync.push import apply
from anxun.sync.wire import Envelope

FIRST_DAY = -11
TZ = "Asia/Shanghai"
CHINA = timedelta(hours=8)


@dataclass(frozen=True)
class Event:
    """Something somebody does at a time."""

    at_ms: int
    act: Callable[[], Awaitable[None]]


@dataclass
class Standing:
    """A hazard as its story has brought it so far."""

    hazard: str = ""
    version: int = 0


@dataclass(frozen=True)
class Shot:
    """A photo, and how an operation names it."""

    content: bytes
    args: dict[str, Any]


@dataclass
class Stage:
    """Everybody's keys for as long as the play lasts."""

    settings: Settings
    midnight_ms: int
    organisations: dict[str, str] = field(default_factory=dict)
    signers: dict[tuple[str, str], Signer] = field(default_factory=dict)
    points: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    standing: dict[Story, Standing] = field(default_factory=dict)

    def person(self, school: str, part: str) -> str:
        """Who plays this part."""
        return self.signers[school, part].person

    def at(self, day: int, hour: float) -> int:
        """An hour of a day, day 0 being the last one."""
        return self.midnight_ms + day * DAY_MS + int(hour * HOUR_MS)

    async def send(self, school: str, envelopes: list[Envelope], shots: list[Shot], at_ms: int) -> None:
        """What a phone does when it has a network: operations first, photos after."""
        for receipt in await apply(envelopes, at_ms):
            if receipt.verdict != "applied":
                raise RefusedByRules(str(receipt.id), receipt)
        for shot in shots:
            named = self.organisations[school], envelopes[0].device, shot.args["sha256"]
            measure = shot.args["size"], shot.args["width"], shot.args["height"]
            upload = Upload(*named, len(shot.content), frozenset({measure}))
            _, seen = await receive(self.settings.data, upload, 0, shot.content, at_ms)
            if seen is not None:
                async with transaction():
                    await store([Arrived(upload, seen, at_ms)])


def shoot(scene: str, where: str, at_ms: int, *, after: bool) -> Shot:
    """A photo of a scene, with place and time on it."""
    local = datetime.fromtimestamp(at_ms / SECOND_MS, UTC) + CHINA
    content = photos.photo(scene, f"{where}  {local:%Y-%m-%d %H:%M}", after=after)
    named = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    seen = {"width": photos.WIDTH, "height": photos.HEIGHT, "capture": "live", "taken_ms": at_ms}
    return Shot(content, {**named, **seen})
