"""What the cast fills in and photographs: args of operations, and the bytes of photos."""

import functools
import hashlib
import io
import json
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from anxun.checklists.queries import library
from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from anxun.journal.rules import sha256
from anxun.sync.wire import Envelope
from tests.phone import SIGNED, Phone
from tests.world import School


@dataclass(frozen=True)
class Shot:
    """A photo: its bytes, and how an operation names it."""

    content: bytes
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.content).hexdigest())

    @property
    def args(self) -> dict[str, Any]:
        width, height = _pixels(self.content)
        return {
            "sha256": self.sha256,
            "size": len(self.content),
            "width": width,
            "height": height,
            "capture": "live",
            "taken_ms": now_ms(),
        }


@functools.cache
def _pixels(content: bytes) -> tuple[int, int]:
    """What is no photo is called a small one, and no photo larger than the wire can say."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            return min(image.width, 20_000), min(image.height, 20_000)
    except OSError:
        return 64, 48


@functools.cache
def shot(number: int) -> Shot:
    """The same number gives the same photo, another number another one."""
    held = io.BytesIO()
    Image.new("RGB", (64, 48), (number * 37 % 256, number * 91 % 256, number % 256)).save(held, "JPEG")
    return Shot(held.getvalue())


async def bring(phone: Phone, *shots: Shot) -> None:
    """Upload these photos in the phone's session."""
    for one in shots:
        headers = {
            "Upload-Offset": "0",
            "Upload-Length": str(len(one.content)),
            "Content-Type": "application/octet-stream",
        }
        reply = await phone.client.patch(f"/api/blobs/{one.sha256}", content=one.content, headers=headers)
        assert reply.status_code == 204, reply.text


def failing(*shots: Shot, note: str = "杂物堵住出口", fixed: list[Shot] | None = None) -> dict[str, Any]:
    """The answer of an item that fails."""
    return {
        "values": {"result": "fail"},
        "note": note,
        "photos": [one.args for one in shots],
        "fixed": None if fixed is None else {"photos": [one.args for one in fixed], "note": "已清走"},
    }


def patrol_form(
    school: School, failed: dict[str, dict[str, Any]] | None = None, *, at: int | None = None, **changes: Any
) -> dict[str, Any]:
    """The daily patrol at the school's point: all passes but what failed; `at` = the phone's clock meanwhile."""
    checklist = library().get("ck-13", 1)
    assert checklist is not None
    answers = []
    for item in checklist.items:
        values = {one.key: "pass" for one in item.fields if one.key == "result"}
        answer: dict[str, Any] = {
            "item": item.key,
            "row": "",
            "values": values,
            "note": "",
            "photos": [],
            "fixed": None,
        }
        answer |= (failed or {}).get(item.key, {})
        if item.key == "stairs-clear" and answer["values"] == {"result": "fail"}:
            answer["values"] = {"result": "fail", "kind": ["other"]}
        answers.append(answer)
    return {
        "inspection": new_id(now_ms()),
        "point": school.point,
        "checklist": "ck-13",
        "version": 1,
        "started_ms": (now_ms() if at is None else at) - 60_000,
        "presence": here(school, at),
        "supervisor": None,
        "answers": answers,
        **changes,
    }


def here(school: School, at: int | None = None) -> dict[str, Any]:
    """Scanned the label of the school's point."""
    return {"way": "scan", "code": school.label, "at_ms": now_ms() if at is None else at}


def countersigning(form: Envelope) -> dict[str, str]:
    """The args that put the second signature under this very form."""
    return {"inspection": json.loads(form.body)["args"]["inspection"], "body_hash": sha256(form.body)}


async def handed_in(school: School, phone: Phone | None = None, **changes: Any) -> dict[str, str]:
    """The args that countersign a patrol which was just handed in."""
    by = phone or school.patrol
    form = by.make("inspection.submit", patrol_form(school, **changes), SIGNED)
    (receipt,) = await by.push(form)
    assert receipt["verdict"] == "applied", receipt
    return countersigning(form)


async def found(school: School, item: str = "exits-clear", number: int = 1) -> dict[str, Any]:
    """A hazard that the patrol has just found, as the office sees it."""
    await school.patrol.did("inspection.submit", patrol_form(school, {item: failing(shot(number))}), SIGNED)
    await bring(school.patrol, shot(number))
    return await newest(school, item)


async def newest(school: School, item: str = "exits-clear") -> dict[str, Any]:
    """The newest hazard of an item, with its history."""
    rows = (await school.office.get("/api/hazards"))["rows"]
    row = next(row for row in rows if row["item"] == item)
    whole: dict[str, Any] = await school.office.get(f"/api/hazards/{row['id']}")
    return whole


async def seen(school: School, hazard: str) -> dict[str, Any]:
    """The args every move begins with, at the version that stands now."""
    return {"hazard": hazard, "seen": (await school.office.get(f"/api/hazards/{hazard}"))["version"]}


def grading(grade: str = "larger", interim: str | None = None) -> dict[str, Any]:
    return {"grade": grade, "reason": "照标准", "interim": interim}


def assignment(school: School, **changes: Any) -> dict[str, Any]:
    """The owner is the member of staff, the supervisor the patrol."""
    return {
        "owner": school.staff.person,
        "supervisor": school.patrol.person,
        "deadline_ms": now_ms() + 3 * 86_400_000,
        "measures": "清走杂物，贴禁放标志",
        "funds_yuan": None,
        "reason": "",
        **changes,
    }


def back(reason: str, deadline_ms: int | None = None) -> dict[str, Any]:
    """Sent back, with a limit where there is none yet."""
    return {"reason": reason, "deadline_ms": deadline_ms}


def letting_go(operation: str) -> dict[str, Any]:
    """A held operation is released."""
    return {"operation": operation, "reason": "问过本人"}


async def led_to(school: School, state: str, *, grade: str = "larger", number: int = 1) -> dict[str, Any]:
    """A hazard in this state, moved there by those whose turn it is, all photos brought."""
    hazard = (await found(school, number=number))["id"]
    interim = "封闭通道" if grade == "major" else None
    await school.office.did("hazard.assess", await seen(school, hazard) | grading(grade, interim))
    steps: list[tuple[str, Phone, str, dict[str, Any]]] = [
        ("assigned", school.deputy, "hazard.assign", assignment(school)),
        ("rectifying", school.staff, "hazard.start", {}),
        ("rectified", school.staff, "hazard.rectify", {"note": "已清走", "photos": [shot(number + 100).args]}),
        ("rechecked", school.patrol, "hazard.recheck", {"presence": here(school), "note": "", "photos": []}),
        ("approved", school.principal, "hazard.approve", {"opinion": "同意"}),
    ]
    for name, phone, operation, args in steps:
        whole = await school.office.get(f"/api/hazards/{hazard}")
        if whole["state"] == state:
            break
        private = None if operation == "hazard.start" else SIGNED
        await phone.did(operation, await seen(school, hazard) | args, private)
        if name == "rectified":
            await bring(school.staff, shot(number + 100))
    whole = await school.office.get(f"/api/hazards/{hazard}")
    assert whole["state"] == state, whole
    result: dict[str, Any] = whole
    return result
