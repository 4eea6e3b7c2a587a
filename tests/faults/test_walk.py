"""Six people handle hazards as chance has it, on what they saw last, offline, out of order and twice: all stays legal."""

import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from anxun.core.ids import derived
from anxun.core.settings import Settings
from anxun.hazards.tables import Hazard, HazardEvent
from anxun.journal.tables import Entry
from anxun.sync.wire import Envelope
from tests.audit import sound
from tests.faults.counts import times
from tests.forms import Shot, assignment, back, bring, failing, grading, here, patrol_form, shot
from tests.phone import SIGNED, Phone
from tests.photos import noise
from tests.process import ROOT
from tests.world import School

pytestmark = pytest.mark.faults
STEPS = 50
AUDIT_EVERY = 200
MOVES = json.loads((ROOT / "server/anxun/hazards/moves.json").read_text("utf-8"))
# Whose turn it is in a state, and what they would do.
DUE = {
    "registered": ("office", "assess"),
    "assessed": ("deputy", "assign"),
    "assigned": ("staff", "rectify"),
    "rectifying": ("staff", "rectify"),
    "rectified": ("patrol", "recheck"),
    "rechecked": ("principal", "approve"),
    "approved": ("officer", "accept"),
}
NAMES = sorted({move["move"] for move in MOVES})
FINDS = {("register", None, "registered"), ("fix_on_spot", "registered", "rectified")}


def legal() -> set[tuple[str, str, str]]:
    """Every move from every state to where it leads, as the table says."""
    found = set()
    for move in MOVES:
        ends = set(move["to"].values()) if isinstance(move["to"], dict) else {move["to"]}
        found |= {(move["move"], state, end or state) for state in move["from"] for end in ends}
    return found


@dataclass
class Walker:
    """Somebody with a phone: what they saw of the hazard last, what they have not sent, and all they ever did."""

    phone: Phone
    version: int = 1
    state: str = "registered"
    queue: list[Envelope] = field(default_factory=list)
    sent: list[Envelope] = field(default_factory=list)
    photos: dict[str, Shot] = field(default_factory=dict)

    async def pushes(self, batch: list[Envelope]) -> None:
        """What waits stays queued; photos that are asked for are brought."""
        receipts = await self.phone.push(*batch)
        settled = {one["id"] for one in receipts if one["verdict"] != "waiting"}
        self.sent += [one for one in self.queue if identity(one) in settled]
        self.queue = [one for one in self.queue if identity(one) not in settled]
        await bring(self.phone, *(self.photos[sha256] for one in receipts for sha256 in set(one["missing"])))

    async def syncs(self, dice: random.Random, hazard: str, office: Phone) -> None:
        """Sends some of it, now and then also what was sent before, in any order; then looks."""
        batch = self.queue[: dice.randint(0, len(self.queue))] + dice.choices(self.sent, k=min(len(self.sent), 1))
        dice.shuffle(batch)
        if batch:
            await self.pushes(batch)
        seen = await office.client.get(f"/api/hazards/{hazard}")
        if seen.status_code == 200:
            self.version, self.state = seen.json()["version"], seen.json()["state"]


def identity(envelope: Envelope) -> str:
    return str(json.loads(envelope.body)["id"])


@pytest.mark.r(12)
async def test_whatever_people_do_to_a_hazard_in_any_order_only_legal_moves_count_and_no_fact_is_lost(
    school: School, settings: Settings, seed: int, record_property: Callable[[str, object], None]
) -> None:
    walks, dice, made = times("walks"), random.Random(seed), 0
    people = {name: getattr(school, name) for name, _ in DUE.values()}
    await school.patrol.did("inspection.submit", patrol_form(school, {"exits-clear": failing(shot(1))}), SIGNED)
    await bring(school.patrol, shot(1))  # what every walk begins with
    ends: Counter[str] = Counter()
    for number in range(walks):
        hazard, walkers = await found_anew(school, dice), {name: Walker(phone) for name, phone in people.items()}
        for _ in range(STEPS):
            walker = dice.choice([*walkers.values()])
            who, due = DUE.get(walker.state, ("principal", "void"))
            if dice.random() < 0.5:
                await walker.syncs(dice, hazard, school.office)
            elif dice.random() < 0.5:
                walkers[who].queue.append(acts(school, walkers[who], hazard, due, dice))
                made += 1
            else:
                walker.queue.append(acts(school, walker, hazard, dice.choice(NAMES), dice))
                made += 1
        await all_sent([*walkers.values()])
        ends[await lawful(hazard, [*walkers.values()])] += 1
        if (number + 1) % AUDIT_EVERY == 0 or number + 1 == walks:
            await sound(settings.data)
    record_property("n", f"{walks} walks of {STEPS} steps, {made} operations, ends {dict(ends)}")
    assert len(ends) > 1


async def found_anew(school: School, dice: random.Random) -> str:
    """A hazard of its own: where one is open already a finding would join it, so each is at a place of its own."""
    point = await a_point(school, dice)
    form = patrol_form(school, {"exits-clear": failing(shot(1))}, point=point)
    form["presence"] = {**here(school), "way": "none", "code": None}
    await school.patrol.did("inspection.submit", form, SIGNED)
    return derived(form["inspection"], "exits-clear", "")


async def a_point(school: School, dice: random.Random) -> str:
    point = f"{dice.getrandbits(32):08x}-0000-7000-8000-{dice.getrandbits(48):012x}"
    args = {"point": point, "name": "走到哪", "place": "", "type": "exit", "checklists": ["ck-13"], "position": 1}
    await school.office.did("point.add", args)
    return point


def acts(school: School, walker: Walker, hazard: str, name: str, dice: random.Random) -> Envelope:
    """Signed on what they saw last; whether they may is the server's affair."""
    photo = noise(dice.getrandbits(40), 16, 16)
    walker.photos[photo.sha256] = photo
    on: dict[str, Any] = {"hazard": hazard, "seen": walker.version}
    grade = dice.choice(["general", "larger", "larger", "major"])
    choices: dict[str, tuple[dict[str, Any], dict[str, Any] | None]] = {
        "assess": (grading(grade, "封闭通道" if grade == "major" else None), None),
        "assign": (assignment(school, reason=dice.choice(["", "换人"])), SIGNED),
        "start": ({}, None),
        "rectify": ({"note": "已清走", "photos": [photo.args]}, SIGNED),
        "recheck": ({"presence": here(school), "note": "", "photos": []}, SIGNED),
        "approve": ({"opinion": "同意"}, SIGNED),
        "accept": ({"opinion": "同意"}, SIGNED),
        "return": (back("不行"), None),
        "void_ask": ({"reason": "误报"}, None),
        "void_deny": ({"reason": "不是误报"}, None),
        "void": ({"reason": "误报"}, None),
    }
    args, private = choices[name]
    return walker.phone.make(f"hazard.{name}", on | args, private, organisation=school.id)


async def all_sent(walkers: list[Walker]) -> None:
    """Everybody is online: what waited for somebody else's work does so no more, or says why."""
    for _ in range(3):
        for walker in walkers:
            if walker.queue:
                await walker.pushes(walker.queue)
    assert [len(walker.queue) for walker in walkers] == [0] * len(walkers)


async def lawful(hazard: str, walkers: list[Walker]) -> str:
    """Each applied event is a move of the table, from where the one before led; each fact is in the journal once."""
    allowed, state = legal(), None
    events = await HazardEvent.select().where(HazardEvent.hazard == hazard).order_by(HazardEvent.version)
    for event in (event for event in events if event["applied"]):
        move = event["kind"], event["from_state"], event["to_state"]
        assert move in FINDS | allowed, move
        assert event["from_state"] == state
        state = event["to_state"]
    row = await Hazard.select(Hazard.state).where(Hazard.id == hazard).first()
    assert row is not None
    assert row["state"] == state
    made = [identity(one) for walker in walkers for one in walker.sent]
    kept = await Entry.select(Entry.id).where(Entry.id.is_in([*made, ""]))
    assert len(made) == len(set(made)) == len(kept)
    return str(state)
