"""The rounds of the demonstration: who fills in which list where, on which day."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from anxun.checklists.model import Checklist
from anxun.checklists.queries import library
from anxun.checklists.rules import asked_at
from anxun.cli.demo.forms import drawn, filled
from anxun.cli.demo.places import SCHOOLS, School, Spot
from anxun.cli.demo.stage import FIRST_DAY, TZ, Event, Shot, Stage, Standing, shoot
from anxun.cli.demo.stories import STORIES, Story
from anxun.core.clock import MINUTE_MS, time_of
from anxun.core.ids import derived, new_id
from anxun.journal.rules import sha256
from anxun.sync.wire import Envelope

# Who fills in which list, every how many days, and from which hour on; small schools walk the corridors less often.
ROUNDS = {
    "ck-04": ("kitchen", 1, 6.2),
    "ck-01": ("kitchen", 1, 6.5),
    "ck-16": ("warden", 1, 7.0),
    "ck-13": ("patrol", 1, 7.2),
    "ck-09": ("warden", 1, 8.0),
    "ck-03": ("kitchen", 1, 11.4),
    "ck-02": ("kitchen", 2, 11.8),
    "ck-14": ("patrol", 9, 8.8),
    "ck-12": ("patrol", 7, 16.0),
    "ck-11": ("patrol", 3, 9.6),
    "ck-18": ("patrol", 7, 14.6),
    "ck-22": ("office", 14, 16.6),
    "ck-10": ("warden", 2, 22.0),
}
SPOTS_DONE_TODAY = 3
SYNC_AFTER_MS = 10 * MINUTE_MS
# Who signs which list after the one who filled it in.
SECOND_SIGNERS = {"ck-13": "deputy", "ck-16": "office"}
SECOND_AFTER_MS = 30 * MINUTE_MS


@dataclass(frozen=True)
class Round:
    """One list on one day in one school, and who walks it: at which spot at what time.

    `handed_in` = the arguments that countersign each form.
    """

    school: School
    part: str
    form: Checklist
    day: int
    stops: list[tuple[Spot, int]]
    handed_in: list[dict[str, str]] = field(default_factory=list)


def rounds(stage: Stage) -> Iterator[Event]:
    """One event for each round: it is walked, then the phone finds a network."""
    for school in SCHOOLS:
        for form in [form for form in library().latest_all() if form.id in ROUNDS]:
            part, every, hour = ROUNDS[form.id]
            for day in range(FIRST_DAY, 1):
                spots = _due(school, form.id, day, every)
                stops = [
                    (spot, stage.at(day, hour) + number * (form.minutes + 2) * MINUTE_MS)
                    for number, spot in enumerate(spots, 1)
                ]
                if stops:
                    at = stops[-1][1] + SYNC_AFTER_MS
                    walked = Round(school, part, form, day, stops)
                    yield Event(at, partial(_walk, stage, walked, at))
                    if form.id in SECOND_SIGNERS:
                        later = at + SECOND_AFTER_MS
                        yield Event(later, partial(_countersign, stage, walked, later))


def _due(school: School, checklist: str, day: int, every: int) -> list[Spot]:
    spots = [spot for spot in school.spots if checklist in spot.checklists]
    if (day - FIRST_DAY) % (every if school.boarding else 2 * every):
        spots = [spot for spot in spots if _stories(school, spot, checklist, day)]
    return spots[:SPOTS_DONE_TODAY] if day == 0 else spots


def _stories(school: School, spot: Spot, checklist: str, day: int) -> list[Story]:
    here = (school, spot.name, checklist, day)
    return [story for story in STORIES if (story.school, story.spot, story.checklist, story.day) == here]


async def _walk(stage: Stage, walked: Round, at_ms: int) -> None:
    inspected = [_inspect(stage, walked, spot, at) for spot, at in walked.stops]
    shots = [shot for _, taken in inspected for shot in taken]
    await stage.send(walked.school.name, [envelope for envelope, _ in inspected], shots, at_ms)


async def _countersign(stage: Stage, walked: Round, at_ms: int) -> None:
    """The last form of today's patrol still waits, so that a newcomer finds one to sign."""
    school, part = walked.school, SECOND_SIGNERS[walked.form.id]
    signed = walked.handed_in[:-1] if walked.day == 0 and part == "deputy" else walked.handed_in
    signer, private = stage.signers[school.name, part], {"signature": drawn(school.people[part])}
    envelopes = [signer.envelope("inspection.countersign", args, at_ms, private) for args in signed]
    await stage.send(school.name, envelopes, [], at_ms)


def _inspect(stage: Stage, walked: Round, spot: Spot, at_ms: int) -> tuple[Envelope, list[Shot]]:
    school, form, begun_ms = walked.school, walked.form, at_ms - walked.form.minutes * MINUTE_MS
    stories = _stories(school, spot, form.id, walked.day)
    form = asked_at(form, time_of(begun_ms, TZ))
    written = filled(form, {story.item: story for story in stories}, at_ms, random.Random(f"{spot.name}{at_ms}"))
    shots = []
    for answer, scene, after in written.shots:
        shot = shoot(scene, spot.name, at_ms, after=after)
        answer["photos"].append(shot.args)
        shots.append(shot)
    point, code = stage.points[school.name, spot.name]
    inspection = new_id(at_ms)
    for story in stories:
        stage.standing[story] = Standing(derived(inspection, story.item, ""), 2 if story.fixed else 1)
    args: dict[str, Any] = {
        "inspection": inspection,
        "point": point,
        "checklist": form.id,
        "version": form.version,
        "started_ms": begun_ms,
        "presence": {"way": "scan", "code": code, "at_ms": begun_ms},
        "supervisor": stage.person(school.name, "office") if any(story.fixed for story in stories) else None,
        "answers": written.answers,
    }
    private = {"signature": drawn(school.people[walked.part]), "texts": written.texts}
    signer = stage.signers[school.name, walked.part]
    envelope = signer.envelope("inspection.submit", args, at_ms, private)
    walked.handed_in.append({"inspection": inspection, "body_hash": sha256(envelope.body)})
    return envelope, shots
