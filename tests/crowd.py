"""A crowd of phones: what they sign by chance, mostly right and some of it broken, and in which order it is sent."""

import json
import random
from dataclasses import dataclass, field, replace
from typing import Any

from anxun.cli.signing import Signer
from anxun.core.clock import DAY_MS, MINUTE_MS
from anxun.core.ids import derived, new_id
from anxun.core.keys import sign
from anxun.journal.rules import sha256
from anxun.points.rules import RANDOM_BITS, make_code
from anxun.sync.wire import Envelope
from tests.forms import assignment, countersigning, failing, grading, here, patrol_form, shot
from tests.phone import SIGNED
from tests.world import CAST, School

PARTS = (*CAST, "officer", "stranger", "server")
OFTEN = (6, 3, 6, 8, 3, 3, 1, 1, 2)
ROLES = ("inspector", "staff", "safety_office", "vice_principal", "principal", "bureau_officer", "janitor")
ITEMS = ("exits-clear", "stairs-clear")
FAR_MS = 20 * DAY_MS  # the server takes it all so long after the first of it was done
MADE = {"form": 60, "countersign": 6, "hazard": 10, "place": 12, "people": 14, "decide": 8, "odd": 5}
FORGED = ("signature", "private", "garbage")
BROKEN = (*FORGED, "twice", "id", "seq", "gap", "chain", "foreign", "deep")


@dataclass
class Crowd:
    """Everything signed so far, and what later operations can be about."""

    school: School
    dice: random.Random
    begun_ms: int
    signers: dict[str, Signer] = field(default_factory=dict)
    clock_ms: dict[str, int] = field(default_factory=dict)
    made: list[Envelope] = field(default_factory=list)
    forms: list[Envelope] = field(default_factory=list)
    hazards: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        phones = self.school.phones() | {"server": self.school.server}
        self.signers = {part: replace(phones[part].signer) for part in PARTS}
        self.clock_ms = dict.fromkeys(PARTS, self.begun_ms + MINUTE_MS)
        self.points, self.codes = [self.school.point], [self.school.label]
        self.people = [phones[part].person for part in PARTS]

    @property
    def received_ms(self) -> int:
        return self.begun_ms + FAR_MS

    def signs(self, part: str) -> list[Envelope]:
        """The next that somebody does; more than one envelope where it is sent again or beside another."""
        if self.dice.random() < 0.12:
            return self._broken(part)
        return [self._right(part)]

    def _right(self, part: str) -> Envelope:
        (kind,) = self.dice.choices(list(MADE), list(MADE.values()))
        if kind in ("place", "people", "decide") and part not in ("office", "principal", "server"):
            kind = "form"
        name, args, private = getattr(self, f"_{kind}")(part)
        return self._sign(part, name, args, private)

    def _sign(self, part: str, name: str, args: Any, private: Any = None, **body: Any) -> Envelope:
        at = self._now(part)
        own = self.school.id if part in ("server", "officer") or self.dice.random() < 0.02 else None
        changed = ({"organisation": own} if own else {}) | body
        made = self.signers[part].envelope(name, args, at, private, **changed)
        self.made.append(made)
        if name == "inspection.submit" and isinstance(args, dict):
            self.forms.append(made)
        return made

    def _now(self, part: str) -> int:
        """Mostly forward, somebody's clock at times back; most of it lately, some long ago."""
        late = self.received_ms - self.dice.choice((13, 4, 4, 2, 1, 1)) * DAY_MS
        self.clock_ms[part] = max(self.clock_ms[part] + self.dice.randrange(MINUTE_MS), self.dice.choice((0, late)))
        return self.clock_ms[part] - (self.dice.random() < 0.02) * DAY_MS

    def _form(self, part: str) -> tuple[str, Any, Any]:
        at, dice = self.clock_ms[part], self.dice
        bad = [item for item in ITEMS if dice.random() < 0.25]
        fixed = [shot(dice.randrange(6, 9))] if dice.random() < 0.3 else None
        failed = {item: failing(shot(dice.randrange(5)), fixed=fixed) for item in bad}
        args = patrol_form(self.school, failed, at=at, supervisor=dice.choice([None, None, *self.people]))
        args["point"] = dice.choice([self.school.point] * 9 + self.points[-2:])
        args["presence"]["code"] = dice.choice([self.school.label] * 30 + self.codes)
        if args["point"] != self.school.point:
            args["presence"] |= {"way": "none", "code": None}
        if dice.random() < 0.04:
            args |= dice.choice(
                [
                    {"inspection": self._args(self.forms).get("inspection", args["inspection"])},
                    {"point": new_id(at)},
                    {"version": 9},
                    {"started_ms": at + DAY_MS},
                    {"answers": args["answers"][1:]},
                    {"checklist": "ck-13\u0000"},
                    {"supervisor": "nobody"},
                ]
            )
        self.hazards += [derived(args["inspection"], item, "") for item in bad]
        return "inspection.submit", args, None if dice.random() < 0.02 else SIGNED

    def _args(self, made: list[Envelope]) -> dict[str, Any]:
        args: Any = json.loads(self.dice.choice(made).body)["args"] if made else {}
        return args if isinstance(args, dict) else {}

    def _countersign(self, part: str) -> tuple[str, Any, Any]:
        if not self.forms:
            return self._form(part)
        return "inspection.countersign", countersigning(self.dice.choice(self.forms[-8:])), SIGNED

    def _hazard(self, part: str) -> tuple[str, Any, Any]:
        if not self.hazards:
            return self._form(part)
        at, dice = self.clock_ms[part], self.dice
        seen = {"hazard": dice.choice(self.hazards[-6:]), "seen": dice.randrange(1, 4)}
        name, args = dice.choice(
            [
                ("assess", grading(dice.choice(("general", "larger", "major")), "封闭通道")),
                ("assign", assignment(self.school, deadline_ms=at + DAY_MS, owner=dice.choice(self.people))),
                ("start", {}),
                ("rectify", {"note": "已清走", "photos": [shot(dice.randrange(9)).args]}),
                ("recheck", {"presence": here(self.school, at), "note": "", "photos": []}),
                ("void_ask", {"reason": "不是隐患"}),
            ]
        )
        return f"hazard.{name}", seen | args, None if name == "start" else SIGNED

    def _place(self, part: str) -> tuple[str, Any, Any]:
        at, dice = self.clock_ms[part], self.dice
        point, code = dice.choice([*self.points, new_id(at)]), make_code(dice.getrandbits(RANDOM_BITS))
        self.points.append(point)
        self.codes.append(code)
        whole = {"point": point, "name": "食堂", "place": "", "type": "exit", "checklists": ["ck-13"], "position": 2}
        return dice.choice(
            [
                ("point.add", whole, None),
                ("point.add", whole, None),
                ("point.change", whole, None),
                ("point.retire", {"point": point, "reason": "拆了"}, None),
                ("label.issue", {"point": point, "code": code}, None),
                ("label.replace", {"point": self.school.point, "code": code, "reason": "旧了"}, None),
                ("label.void", {"code": dice.choice(self.codes), "reason": "坏了"}, None),
            ]
        )

    def _people(self, part: str) -> tuple[str, Any, Any]:
        dice = self.dice
        person, role = {"person": dice.choice(self.people)}, {"role": dice.choice(ROLES)}
        lent = {"from_ms": self.received_ms, "until_ms": self.received_ms + DAY_MS * dice.randrange(2)}
        new = new_id(self.clock_ms[part])
        added = {"person": new, "roles": [role["role"]]}
        self.people.append(new)
        return dice.choice(
            [
                ("person.add", added, {"name": "钱老师", "phone": ""}),
                ("person.grant", person | role, None),
                ("person.ungrant", person | role, None),
                ("person.delegate", person | {"role": "principal"} | lent, None),
                ("person.rename", person, {"name": "钱老师", "phone": ""}),
                ("person.leave" if part != "server" else "system.person_leave", person, None),
            ]
        )

    def _decide(self, _part: str) -> tuple[str, Any, Any]:
        held: Any = json.loads(self.dice.choice(self.made).body)["id"] if self.made else new_id(1)
        name = self.dice.choice(("operation.release", "operation.release", "operation.decline"))
        return name, {"operation": held, "reason": "问过本人"}, None

    def _odd(self, _part: str) -> tuple[str, Any, Any]:
        place = {"organisation": self.school.id, "kind": "school", "name": "新校", "parent": None, "tz": "UTC"}
        return self.dice.choice(
            [
                ("inspection.dream", {}, None),
                ("inspection.submit", [], SIGNED),
                ("inspection.submit", None, None),
                ("system.organisation_add", place | {"boarding": False}, None),
            ]
        )

    def _broken(self, part: str) -> list[Envelope]:
        how, signer = self.dice.choice(BROKEN), self.signers[part]
        if how == "chain":
            signer.prev = sha256("something else")
        before = replace(signer)
        made = self._right(part)
        if how == "gap":  # the first is sent behind the second
            return [self._right(part), made]
        return (
            [*self._beside(how, made, signer), made] if how in FORGED else [made, *self._after(part, how, before, made)]
        )

    def _beside(self, how: str, made: Envelope, signer: Signer) -> list[Envelope]:
        """The same, but it cannot be proved."""
        forged = {
            "signature": {"signature": sign(signer.key, b"else")},
            "private": {"private": '{"salt":""}'},
            "garbage": {"body": f"{made.body[:-1]}!"},
        }[how]
        return [Envelope(**({name: getattr(made, name) for name in made.__struct_fields__} | forged))]

    def _after(self, part: str, how: str, before: Signer, made: Envelope) -> list[Envelope]:
        """What is sent with it: the same once more, or another one that does not go with it."""
        if how == "twice":
            return [made]
        if how == "chain":
            return []
        signer = self.signers[part]
        kept = replace(signer)
        name, args, private = self._form(part)
        changed: dict[str, Any] = {
            "id": {"id": json.loads(made.body)["id"]},
            "seq": {"device_seq": before.device_seq + 1, "prev": before.prev},
            "foreign": {"organisation": self.dice.choice([self.school.other, self.school.bureau, new_id(1)])},
            "deep": {},
        }[how]
        args = [[[args]]] if how == "deep" else args
        other = self._sign(part, name, args, private, **changed)
        if how in ("id", "seq"):  # the phone goes on as if it had never made it
            signer.device_seq, signer.prev = kept.device_seq, kept.prev
        return [other]


def pushes_of(crowd: Crowd, count: int) -> list[tuple[str, list[Envelope]]]:
    """Who sends which batches in which order; some come a second time, some in another order."""
    pushes: list[tuple[str, list[Envelope]]] = []
    queues: dict[str, list[Envelope]] = {part: [] for part in PARTS}
    while sum(len(batch) for _, batch in pushes) < count:
        (part,) = crowd.dice.choices(PARTS, OFTEN)
        batch = [one for _ in range(crowd.dice.randrange(1, 7)) for one in crowd.signs(part)]
        if crowd.dice.random() < 0.1:
            crowd.dice.shuffle(batch)
        pushes.append((part, batch))
        queues[part] += batch
        if crowd.dice.random() < 0.15:
            pushes.append((part, crowd.dice.choice(pushes)[1]))
        if crowd.dice.random() < 0.15:
            pushes.append((part, sorted(queues[part][-12:], key=lambda one: one.body.partition('"device_seq":')[2])))
    return pushes
