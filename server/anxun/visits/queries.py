"""Who was at a point and by which way, read from its inspections and from the re-checks of its hazards."""

from collections.abc import Collection

from anxun.accounts import queries as accounts
from anxun.hazards import queries as hazards
from anxun.inspections import queries as inspections
from anxun.points import queries as points
from anxun.visits import rules
from anxun.visits.model import Seen, Visit


async def seen(places: Collection[str]) -> dict[str, Seen]:
    """Each of these points."""
    if not places:
        return {}
    inspected: dict[str, list[tuple[str, int]]] = {point: [] for point in places}
    rechecked: dict[str, list[tuple[str, int]]] = {point: [] for point in places}
    for row in await inspections.ways_at(places):
        inspected[row["point"]].append((row["presence"], int(row["latest"])))
    for row in await hazards.rechecks_at(places):
        rechecked[row["point"]].append((row["presence"], row["captured_ms"]))
    hung = await points.hung(places)
    return {
        point: rules.seen(ways + rechecked[point], hung.get(point), max((at_ms for _, at_ms in ways), default=None))
        for point, ways in inspected.items()
    }


async def visits(point: str, after: tuple[int, str] | None, limit: int) -> list[Visit]:
    """Newest first."""
    rechecks = [
        row for row in await hazards.rechecks_at([point]) if after is None or (row["captured_ms"], row["id"]) < after
    ]
    rows = [*await inspections.made_at(point, after, limit), *rechecks]
    rows.sort(key=lambda row: (row["captured_ms"], row["id"]), reverse=True)
    people = await accounts.person_names({row["person"] for row in rows[:limit]})
    return [
        Visit(
            id=row["id"],
            subject=row.get("hazard", row["id"]),
            at_ms=row["captured_ms"],
            way=row["presence"],
            person_name=people.get(row["person"], ""),
            title=row.get("title"),
            number=row.get("number"),
        )
        for row in rows[:limit]
    ]
