"""What a measurement is: a ratio against a limit or a peer of the same run, and whether it keeps its goal."""

import statistics
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

ROUNDS = 3


@dataclass(frozen=True)
class Figure:
    """`value` is what we took, `against` what the peer or the limit took in the same unit; `goal` bounds the ratio."""

    number: str
    what: str
    unit: str
    value: float
    against: float
    peer: str
    goal: float
    more_is_better: bool = False
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return self.value / self.against

    @property
    def holds(self) -> bool:
        return self.ratio >= self.goal if self.more_is_better else self.ratio <= self.goal


async def interleaved(
    ours: Callable[[], Awaitable[float]], theirs: Callable[[], Awaitable[float]]
) -> tuple[float, float]:
    """The medians of both, measured in turns so that whatever else the machine does meets both alike."""
    pairs = [(await ours(), await theirs()) for _ in range(ROUNDS)]
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)


def table(figures: Iterable[Figure]) -> str:
    """For people: a line a figure."""
    lines = [f"{'':5}{'':4} {'':62} {'ours':>10} {'against':>10} {'ratio':>7} {'goal':>7}"]
    for one in figures:
        mark = "✓" if one.holds else "✗"
        bound = f"{'≥' if one.more_is_better else '≤'}{one.goal:g}"
        numbers = f"{one.value:>10.3g} {one.against:>10.3g} {one.ratio:>7.2f} {bound:>7}"
        lines.append(f"{mark:4} {one.number:4} {one.what[:62]:62} {numbers}  {one.unit}, {one.peer}")
    return "\n".join(lines)
