"""`make bench`: what it costs, as ratios to a limit of this machine or to a peer in the same run; one table, one JSON.

`python -m tests.bench 4 7` measures these figures only. Ends with 1 when one of them misses its goal.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from tests.bench.figures import Figure, table
from tests.bench.living import living
from tests.bench.opening import opening
from tests.bench.queueing import queueing
from tests.bench.reading import reading
from tests.bench.taking import taking
from tests.conftest import settings_in

TOLD = Path("build/bench.json")
Measure = Callable[[Path], list[Figure]]


def _taking(folder: Path) -> list[Figure]:
    return asyncio.run(taking(settings_in(folder / "data"), folder, "SQLite", ()))


def _queueing(folder: Path) -> list[Figure]:
    return asyncio.run(queueing(settings_in(folder / "data")))


def _reading(folder: Path) -> list[Figure]:
    return asyncio.run(reading(settings_in(folder / "data"), folder, "SQLite"))


def _living(folder: Path) -> list[Figure]:
    return asyncio.run(living(settings_in(folder / "data"), folder, "SQLite"))


MEASURES: list[tuple[set[str], Measure]] = [
    ({"1", "3"}, opening),
    ({"4", "5"}, _queueing),
    ({"6", "7", "10"}, _taking),
    ({"8"}, _reading),
    ({"9"}, _living),
]


def main(wanted: set[str]) -> int:
    found: list[Figure] = []
    for numbers, measure in MEASURES:
        if not wanted or numbers & wanted:
            with tempfile.TemporaryDirectory(prefix="anxun-bench-") as folder:
                found += measure(Path(folder))
    print(table(found))
    TOLD.parent.mkdir(exist_ok=True)
    told = [asdict(one) | {"ratio": one.ratio, "holds": one.holds} for one in found]
    TOLD.write_text(json.dumps(told, ensure_ascii=False, indent=1))
    return 0 if all(one.holds for one in found) else 1


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))
