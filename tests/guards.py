"""Takes each guard of the server out once, in a copy of the house, and wants a test to fail: `make guards`.

A guard whose loss no test notices is no guard. A line that is not found any more is a failure too, so the table stays true.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).parents[1]
PARTS = ("docker", "server", "tests", "checklists", "docs", "pyproject.toml", "Makefile")
LONGEST_S = 600


@dataclass(frozen=True)
class Guard:
    """What protects, where it stands, what stands there without it, and which tests must then fail."""

    name: str
    file: str
    line: str
    without: str
    tests: str


GUARDS = (
    Guard("dedupe key", "sync/push.py", "known = book.stored.get(body.id)", "known = None", "tests/sync/test_twice.py"),
    Guard(
        "fsync of the database",
        "core/engines.py",
        '"synchronous=FULL"',
        '"synchronous=NORMAL"',
        "tests/sync/test_many.py",
    ),
    Guard("fsync of a photo", "blobs/files.py", "    _sync(path)\n", "", "tests/sync/test_blobs.py"),
    Guard(
        "scope in the matrix",
        "accounts/rules.py",
        "any(allowed.get(role) == relation for role",
        "any(allowed.get(role) is not None for role",
        "tests/test_matrix.py",
    ),
    Guard(
        "right to an operation", "sync/acting.py", "or not may(body.name, roles, relation)", "", "tests/test_matrix.py"
    ),
    Guard(
        "sight of a hazard",
        "hazards/queries.py",
        "return [] if viewer.roles & SEE_ALL else [_given_to(viewer.person)]",
        "return []",
        "tests/test_trip.py tests/sync/test_pull.py",
    ),
    Guard("hash of a photo", "blobs/files.py", "if digest == upload.sha256 and", "if", "tests/sync/test_blobs.py"),
    Guard(
        "type of a photo", "blobs/files.py", "if image.width * image.height <= MAX_PIXELS else None", "", "tests/blobs"
    ),
    Guard(
        "whose photo it is",
        "blobs/queries.py",
        "WHERE sha256 = {} AND device = {}",
        "WHERE sha256 = {} AND {} <> ''",
        "tests/sync/test_sight.py",
    ),
    Guard(
        "seal of an upload token",
        "blobs/rules.py",
        'if not hmac.compare_digest(_mac(secret, claim).encode(), mac.encode("utf-8", "replace")):',
        "if False:",
        "tests/sync/test_sight.py",
    ),
    Guard(
        "version that was seen",
        "hazards/rules.py",
        "if here and not (here.strict and seen != hazard.version):",
        "if here:",
        "tests/hazards tests/sync/test_rights.py",
    ),
    Guard(
        "own form at the second signature",
        "inspections/rules.py",
        "if person == submitter:",
        "if False:",
        "tests/inspections/test_countersign.py",
    ),
    Guard(
        "the form that was seen at the second signature",
        "inspections/actions.py",
        'if args.body_hash != row["body_hash"]:',
        "if False:",
        "tests/inspections/test_countersign.py",
    ),
    Guard(
        "one second signature",
        "inspections/actions.py",
        "if await Countersignature.exists().where(Countersignature.inspection == args.inspection):",
        "if False:",
        "tests/inspections/test_countersign.py",
    ),
    Guard(
        "own work at the re-check",
        "hazards/rules.py",
        "if person == hazard.owner or person in hazard.rectifiers:",
        "if False:",
        "tests/test_trip.py",
    ),
    Guard(
        "scan of before the work",
        "hazards/actions.py",
        'raise Refused("presence.stale")',
        "pass",
        "tests/hazards/test_recheck.py",
    ),
    Guard(
        "photo of who typed the code",
        "hazards/actions.py",
        'raise Refused("presence.photo_missing")',
        "pass",
        "tests/hazards/test_recheck.py",
    ),
    Guard(
        "own work of a supervisor to be",
        "hazards/rules.py",
        "if args.supervisor in hazard.rectifiers:",
        "if False:",
        "tests/hazards",
    ),
    Guard(
        "whom a bureau reaches",
        "accounts/actions.py",
        'if act.relation == "below":',
        "if False:",
        "tests/accounts/test_matrix.py",
    ),
    Guard("drawn signature", "accounts/model.py", 'raise Refused("signature.missing")', "pass", "tests/test_trip.py"),
    Guard(
        "signature of the key",
        "sync/proof.py",
        'if not verifies(device["public_key"], envelope.body.encode(), envelope.signature):',
        "if False:",
        "tests/sync/test_poison.py",
    ),
    Guard(
        "hash of the private part",
        "sync/proof.py",
        "if body.private != _hash(envelope.private):",
        "if False:",
        "tests/sync/test_poison.py",
    ),
    Guard(
        "chain of a device",
        "sync/place.py",
        'return None if (body.prev or "") == head else "op.chain"',
        "return None",
        "tests/sync/test_chain.py",
    ),
    Guard(
        "order of a device",
        "sync/place.py",
        'return "op.waiting_for_earlier"',
        "return None",
        "tests/sync/test_chain.py",
    ),
    Guard("fourteen days", "sync/acting.py", 'raise Held("op.too_old")', "pass", "tests/sync/test_rights.py"),
    Guard("lost device", "sync/acting.py", 'raise Held("op.device_lost")', "pass", "tests/sync/test_rights.py"),
    Guard(
        "clock of a device",
        "sync/acting.py",
        "await clock.check(body, device, captured, await book.before(body))",
        "pass",
        "tests/sync",
    ),
    Guard(
        "epoch and scope of a cursor",
        "sync/pull.py",
        "cursor.epoch != epoch or cursor.scope != scope or after > head",
        "after > head",
        "tests/sync/test_pull.py",
    ),
    Guard(
        "horizon of a page",
        "sync/pull.py",
        "for row in page.rows if row.seq <= horizon]",
        "for row in page.rows]",
        "tests/sync/test_pull.py",
    ),
    Guard(
        "site of a page",
        "core/http.py",
        "if not safe and not self._is_ours(Headers.from_scope(scope)):",
        "if False:",
        "tests/sync/test_live.py tests/test_doors.py",
    ),
    Guard("rows as the journal makes them", "cli/replaying.py", "row[name] != made[name]", "False", "tests/cli"),
    Guard("bytes of a photo in a proof", "cli/proving.py", 'return "other bytes"', "pass", "tests/cli/test_keeping.py"),
    Guard("parts of a backup", "cli/backups.py", "or digest(path) != sha256", "", "tests/cli/test_keeping.py"),
    Guard(
        "only into an empty place",
        "cli/keeping.py",
        "if await organisations.ids() or",
        "if",
        "tests/cli/test_keeping.py",
    ),
    Guard(
        "leaving is said first",
        "cli/serving.py",
        "NOTICE_S = 3",
        "NOTICE_S = 0",
        "tests/deploy/test_rolling.py -k leaves",  # only PostgreSQL has other workers
    ),
    Guard(
        "figures are private",
        "core/metrics.py",
        "return hmac.compare_digest(given.encode(), token.encode())",
        "return True",
        "tests/test_metrics.py",
    ),
)


def caught(house: Path, guard: Guard) -> str | None:
    """The first test that fails without it, or None."""
    file = house / "server" / "anxun" / guard.file
    whole = file.read_text()
    if guard.line not in whole:
        return None
    file.write_text(whole.replace(guard.line, guard.without, 1))
    try:
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-k", "not postgres", "-p", "no:cacheprovider"]
        run = subprocess.run(
            [*command, f"--basetemp={house}/.tests", *guard.tests.split()],
            cwd=house,
            check=False,
            env=os.environ | {"PYTHONPATH": str(house / "server")},
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
        )
    finally:
        file.write_text(whole)
    failed = [line for line in run.stdout.splitlines() if line.startswith("FAILED")]
    return failed[0].split(" ")[1] if failed else None


def main(wanted: list[str]) -> int:
    """The table; 1 when a guard is missed by nobody."""
    missed = 0
    with tempfile.TemporaryDirectory(prefix="anxun-guards-") as folder:
        house = Path(folder)
        for part in PARTS:
            source = HOUSE / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, house / part)
        for guard in GUARDS:
            if wanted and guard.name not in wanted:
                continue
            by = caught(house, guard)
            missed += by is None
            print(f"{'✓' if by else '✗'} {guard.name}: {by or 'nobody misses it'}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
