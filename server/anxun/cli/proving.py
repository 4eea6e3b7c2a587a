"""`anxun verify`: a whole database and its photos, running or in a backup; and in plain words what is not proved."""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import DecodeError, json

from anxun.blobs import files, queries
from anxun.cli.backups import Backup
from anxun.cli.copying import bring_up_to_date, damage, snapshot
from anxun.cli.replaying import replayed
from anxun.cli.verifying import Proof, prove
from anxun.core.db import engine_for, opened
from anxun.core.ids import derived
from anxun.core.settings import Settings
from anxun.journal import queries as journal
from anxun.organisations import queries as organisations

PAGE = 500
SHOWN = 50
Head = tuple[int, str]

PROVED = """\
已证明：流水一条不缺、没改过、次序没动过，每一条都是那台设备签的；单位、人员、职责、点位、标签、检查、会签、隐患和隐患经过，
都和照流水重做一遍的结果一样；收到的每张照片都是签名时的那一张。
Proved: no journal entry is missing, changed or out of order, each was signed by its device; organisations, people,
roles, points, labels, inspections, second signatures, hazards and their history are what comes out when everything in
the journals is done again; each photo that has come is the one that was signed."""
NOT_PROVED = """\
没有证明：哪把密钥是谁的，没签过东西的设备，挂失和登录，照片是什么时候到的、到过没有。
Not proved: which key is whose, devices that never signed, revocations and sessions, when and whether a photo came."""
TAIL = """\
给出的校验值都在流水里：到那一条为止，没有被抹掉，也没有被重写。
The heads given are in the journals: up to there nothing was cut off or written anew."""
NO_TAIL = """\
没有证明：最后几条有没有连同计数一起被抹掉，或从某一条起全部重写。
要证明，请给从前抄下的校验值（--head 条数:校验值），或回执文件（--receipt，手机的回执、从前备份的 manifest.json 都行）。
Not proved: that the last entries were not cut off together with the counter, or all written anew from some entry on.
For that give a head noted earlier (--head NUMBER:HASH), or a phone's receipts or an older backup's manifest.json
(--receipt FILE)."""


@dataclass(frozen=True)
class Report:
    """Each organisation's chain by its name, how many photos were looked at, and everything that is wrong."""

    chains: list[tuple[str, str, Proof]] = field(default_factory=list)
    photos: int = 0
    faults: list[str] = field(default_factory=list)

    def show(self) -> None:
        """A line an organisation, then what is wrong."""
        for _, name, proof in self.chains:
            print(f"{'✗' if proof.fault else '✓'} {name}  {proof.entries}:{proof.head}  {proof.fault or ''}")
        print(f"{'✗' if self.faults else '✓'} 照片 / photos: {self.photos}")
        for fault in self.faults[:SHOWN]:
            print(f"✗ {fault}")
        if len(self.faults) > SHOWN:
            print(f"✗ …… {len(self.faults)}")

    @property
    def holds(self) -> bool:
        return not self.faults and all(proof.fault is None for _, _, proof in self.chains)


async def whole(folder: Path, photos: Path, *, again: bool, heads: Sequence[Head] = ()) -> Report:
    """The database in `folder`, a copy of our own, with the photos below another one; `again` = do everything again."""
    if wrong := damage(folder):
        return Report(faults=wrong)
    async with opened(engine_for("", folder)) as engine:
        names = {row["id"]: row["name"] for row in await organisations.every()}
        chains = [(place, names.get(place, place), await prove(place)) for place in await organisations.ids()]
        shown = [chain for chain in chains if chain[2].entries or chain[2].fault or chain[0] in names]
        faults = [
            f"{number}:{head} 不在流水里 / is in no journal"
            for number, head in heads
            if not await journal.numbered(number, head)
        ]
        if again and all(proof.fault is None for _, _, proof in chains):
            async with replayed(engine) as replay:
                faults += await replay.differences()
        count, wrong = await photo_faults(photos)
        return Report(shown, count, faults + wrong)


async def photo_faults(root: Path) -> tuple[int, list[str]]:
    """Every photo that has come is here, is what it is called, and is as an operation of its device named it."""
    count, faults, after = 0, list[str](), ""
    while rows := await queries.stored_after(after, PAGE):
        for row in rows:
            count, after = count + 1, row["id"]
            fault = await _photo_fault(root, row)
            faults += [f"photo {row['sha256']}: {fault}"] if fault else []
    return count, faults


async def _photo_fault(root: Path, row: dict[str, Any]) -> str | None:
    named = await queries.named_for(row["sha256"], row["device"])
    places = {ref["organisation"] for ref in await queries.refs_of(row["sha256"]) if ref["device"] == row["device"]}
    measure = row["size"], row["width"], row["height"]
    if row["id"] != derived(row["device"], row["sha256"]) or named is None or row["organisation"] not in places:
        return "no operation of its device names it"
    path = files.blob_path(root, row["sha256"])
    if not path.is_file():
        return "missing"
    if hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
        return "other bytes"
    if measure not in named[1] or files.sniff(path) != files.Seen(row["type"], measure):
        return "size or type differ from what was signed"
    return None


async def verify(settings: Settings, asked: argparse.Namespace) -> int:
    """Prove that journals, tables and photos hold, of the running installation or of a backup; 1 when they do not."""
    heads = [asked.head] if asked.head else []
    if asked.receipt:
        heads += _receipts(asked.receipt)
    with TemporaryDirectory(prefix="anxun-") as work:
        folder, root, faults = Path(work), settings.data, list[str]()
        if asked.backup:
            backup = Backup.at(asked.backup)
            root, faults = backup.root, backup.faults()
            backup.copy_database(folder)
        else:
            await snapshot(settings, folder)
        await bring_up_to_date(folder)
        report = await whole(folder, root, again=True, heads=heads)
    report.faults[:0] = faults
    report.show()
    if report.holds:
        print(f"\n{PROVED}\n\n{TAIL if heads else NO_TAIL}\n\n{NOT_PROVED}")
    return 0 if report.holds else 1


def _receipts(path: Path) -> list[Head]:
    """Number and hash of every receipt in a JSON file, however deep."""
    try:
        found = list(_heads(json.decode(path.read_bytes())))
    except (OSError, DecodeError) as error:
        raise SystemExit(f"{path}: {error}") from None
    if not found:
        print(f"{path}: 没有回执 / no receipt in it", file=sys.stderr)
        raise SystemExit(1)
    return found


def _heads(said: Any) -> list[Head]:
    if isinstance(said, list):
        return [head for one in said for head in _heads(one)]
    if not isinstance(said, dict):
        return []
    number, head = said.get("journal_no"), said.get("hash")
    own = [(number, head)] if isinstance(number, int) and isinstance(head, str) and number else []
    return own + _heads(list(said.values()))
