"""The moves of the demonstration's hazards, each by whose turn it is, along its story."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from anxun.cli.demo.forms import drawn
from anxun.cli.demo.stage import Event, Shot, Stage, shoot
from anxun.cli.demo.stories import STORIES, Step, Story

MOVERS = {
    "assess": ("office", 10.5),
    "void_ask": ("office", 10.8),
    "assign": ("deputy", 11.6),
    "start": ("repair", 14.0),
    "rectify": ("repair", 16.0),
    "recheck": ("", 9.2),
    "return": ("", 9.6),
    "approve": ("principal", 15.0),
    "void": ("principal", 15.5),
}
INTERIM = "整改完成前安排专人值守，夜间加密巡查，学生暂避该区域"
WORDS = {"approve": "opinion", "return": "reason", "void_ask": "reason", "void": "reason", "rectify": "note"}
END_OF_WORK_HOUR = 18


def moves(stage: Stage) -> Iterator[Event]:
    """One event for each step of each story."""
    for story in STORIES:
        for step in story.steps:
            at = stage.at(step.day, MOVERS[step.move][1])
            yield Event(at, partial(_move, stage, story, step, at))


def _supervisor(story: Story) -> str:
    return "patrol" if story.checklist == "ck-13" and not story.fixed else "office"


async def _move(stage: Stage, story: Story, step: Step, at_ms: int) -> None:
    school, standing = story.school, stage.standing[story]
    part = MOVERS[step.move][0] or _supervisor(story)
    shots: list[Shot] = []
    args: dict[str, Any] = {"hazard": standing.hazard, "seen": standing.version}
    if step.move in WORDS:
        args[WORDS[step.move]] = step.say
    if step.move == "assess":
        args |= {"grade": step.grade, "reason": step.say, "interim": INTERIM if step.grade == "major" else None}
    elif step.move == "assign":
        args |= _assignment(stage, story, step)
    elif step.move == "return":
        args["deadline_ms"] = None  # an order gave it one
    elif step.move == "rectify":
        shots = [shoot(story.scene, story.spot, at_ms, after=True)]
        args["photos"] = [shot.args for shot in shots]
    elif step.move == "recheck":
        _, code = stage.points[school.name, story.spot]
        args |= {"presence": {"way": "scan", "code": code, "at_ms": at_ms}, "note": step.say, "photos": []}
    private = {"signature": drawn(school.people[part])}
    envelope = stage.signers[school.name, part].envelope(f"hazard.{step.move}", args, at_ms, private)
    await stage.send(school.name, [envelope], shots, at_ms)
    standing.version += 1


def _assignment(stage: Stage, story: Story, step: Step) -> dict[str, Any]:
    name = story.school.name
    return {
        "owner": stage.person(name, "repair"),
        "supervisor": stage.person(name, _supervisor(story)),
        "deadline_ms": stage.at(step.to, END_OF_WORK_HOUR),
        "measures": step.say,
        "funds_yuan": None,
        "reason": "",
    }
