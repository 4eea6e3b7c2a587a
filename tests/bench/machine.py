"""What a process has used, from /proc; and a folder of the measurement's own."""

import os
from collections.abc import Iterable
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_s(*pids: int) -> float:
    """CPU seconds of these processes and their children, the ended ones too."""
    return sum(sum(map(int, _stat(pid)[11:15])) for pid in _tree(pids)) / TICKS


def memory_mb(*pids: int) -> float:
    """Proportional set size of these processes and their children."""
    kilobytes = 0
    for pid in _tree(pids):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
    return kilobytes / 1024


def _stat(pid: int) -> list[str]:
    text = Path(f"/proc/{pid}/stat").read_text()
    return text[text.rindex(")") + 2 :].split()


def _tree(roots: Iterable[int]) -> list[int]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                children.setdefault(int(_stat(int(folder.name))[1]), []).append(int(folder.name))
            except OSError:
                continue  # it ended meanwhile
    found: list[int] = []
    waiting = list(roots)
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found
