"""How often each fault is tried: a few times in `make test`, as often as was promised in `make faults`.

ANXUN_LONG=1 runs all of it, ANXUN_LONG=0.1 a tenth; ANXUN_SEED repeats a run.
"""

import os
import random

LONG = float(os.environ.get("ANXUN_LONG") or 0)
SEED = 11  # of the short runs, which must not differ from one change to the next

# What is counted: in the short run, in the long one. On each database, where there are two.
COUNTS = {
    "operations through a bad network": (36, 10_000),  # half of them with a photo in the long run
    "kills of the server": (3, 1_000),
    "kills of a migration": (5, 200),
    "stops of the database": (2, 100),
    "partitioned seeds": (1, 20),
    "seconds of partitions": (4, 30),
    "phones that reconnect": (25, 2_000),
    "times the disk is full": (2, 20),
    "rows that readers poll for": (60, 100_000),
    "walks": (8, 2_000),
    "crowds": (2, 150),
    "tamperings": (200, 5_000),
    "hostile pictures": (120, 10_000),
    "fuzzed batches of each operation": (4, 20),  # of fifty
    "fuzzed requests of each door": (5, 120),
    "kills of a browser": (1, 50),
    "crashes of a page": (1, 50),
    "sizes of a full phone": (1, 20),
}


def times(what: str) -> int:
    """How often, in this run."""
    few, many = COUNTS[what]
    return max(few, round(many * LONG)) if LONG else few


def chosen_seed() -> int:
    """Another one in every long run."""
    given = os.environ.get("ANXUN_SEED")
    return int(given) if given else random.randrange(10**6) if LONG else SEED
