"""Somebody with the database's password and the disk: one change at a time, of every kind, told apart by what it hits."""

import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from anxun import schema
from anxun.blobs.files import blob_path
from anxun.cli.replaying import COUNTERS, UNSIGNED
from anxun.cli.verifying import LINKED
from anxun.core.db import raw
from anxun.core.keys import point_of
from anxun.journal.rules import Link

Row = dict[str, Any]
NOT_ROWS = (*UNSIGNED, "journal", "journal_private")
# Kept in other tables for the pull, or told by nobody's signature.
UNPROVED = {*COUNTERS, "stored_ms"}


class Vandal:
    """Each strike gives what an alarm must name, any one of it, and the table to look at."""

    def __init__(self, dice: random.Random, data: Path) -> None:
        self.dice, self.data = dice, data
        self.rows: dict[str, list[Row]] = {}
        self.undo: Callable[[], object] = lambda: None
        self.kinds: dict[str, Callable[[], Awaitable[tuple[str, ...]]]] = {
            name.removeprefix("strike_"): getattr(self, name) for name in dir(self) if name.startswith("strike_")
        }

    async def look(self) -> None:
        for name in schema.tables():
            self.rows[name] = await raw(f'SELECT * FROM "{name}"')
        self.rows["journal"].sort(key=lambda row: (row["organisation"], row["journal_no"]))

    def pick(self, name: str) -> Row:
        return self.dice.choice(self.rows[name])

    def two(self) -> tuple[Row, Row]:
        """Entries of one journal, the earlier first."""
        one = self.pick("journal")
        others = [row for row in self.rows["journal"] if row["organisation"] == one["organisation"] and row is not one]
        return tuple(sorted((one, self.dice.choice(others)), key=lambda row: int(row["journal_no"])))  # type: ignore[return-value]

    def bent(self, value: Any, name: str, column: str) -> Any:
        """Another value: one letter, a step, somebody else's."""
        others = [row[column] for row in self.rows[name] if row[column] != value]
        if others and self.dice.random() < 0.4:
            return self.dice.choice(others)
        if isinstance(value, bool):
            return not value
        if isinstance(value, int):
            return value + self.dice.choice((-86_400_000, -1, 1, 1_000, 86_400_000))
        if not value:
            return "x"
        at = self.dice.randrange(len(value))
        return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]

    async def put(self, name: str, row: Row, /, **values: Any) -> None:
        key = next(iter(row))
        for column, value in values.items():
            await raw(f'UPDATE "{name}" SET "{column}" = {{}} WHERE "{key}" = {{}}', [value, row[key]])

    async def drop(self, name: str, row: Row) -> None:
        key = next(iter(row))
        await raw(f'DELETE FROM "{name}" WHERE "{key}" = {{}}', [row[key]])

    async def strike_entry(self) -> tuple[str, ...]:
        """One field of one entry."""
        row = self.pick("journal")
        column = self.dice.choice([name for name in row if name not in ("journal_no", "organisation")])
        await self.put("journal", row, **{column: self.bent(row[column], "journal", column)})
        return (_entry(row),)

    async def strike_number(self) -> tuple[str, ...]:
        """An entry under another number, or in another journal."""
        row = self.pick("journal")
        column = self.dice.choice(["journal_no", "organisation"])
        await self.put("journal", row, **{column: self.bent(row[column], "journal", column)})
        return (_entry(row), " entry ")

    async def strike_order(self) -> tuple[str, ...]:
        one, other = self.two()
        await self.put("journal", one, journal_no=-1)
        await self.put("journal", other, journal_no=one["journal_no"])
        await self.put("journal", one, journal_no=other["journal_no"])
        return (_entry(one),)

    async def strike_middle(self) -> tuple[str, ...]:
        """Deleted, and perhaps the numbers closed up."""
        row, _ = self.two()
        await self.drop("journal", row)
        if self.dice.random() < 0.5:
            for after in self.rows["journal"]:
                if after["organisation"] == row["organisation"] and after["journal_no"] > row["journal_no"]:
                    await self.put("journal", after, journal_no=after["journal_no"] - 1)
        return (_entry(row),)

    async def strike_end(self) -> tuple[str, ...]:
        """The last ones, counter and all: only a head noted earlier proves that they were there."""
        home = self.pick("journal")["organisation"]
        entries = [row for row in self.rows["journal"] if row["organisation"] == home]
        left = self.dice.randrange(len(entries))
        for row in entries[left:]:
            await self.drop("journal", row)
            await raw("DELETE FROM journal_private WHERE id = {}", [row["id"]])
        if self.dice.random() < 0.8:
            head = entries[left - 1]["hash"] if left else ""
            await self.put("organisation", {"id": home}, journal_no=left, journal_head=head)
        return f"{len(entries)}:{entries[-1]['hash']}", f"{home} entry {left + 1} "

    async def strike_rewritten(self) -> tuple[str, ...]:
        """All hashes from some entry on are made anew."""
        first = self.pick("journal")
        entries = [row for row in self.rows["journal"] if row["organisation"] == first["organisation"]]
        head = first["prev"]
        for row in entries[first["journal_no"] - 1 :]:
            changed = {**row, "received_ms": row["received_ms"] + 1} if row is first else row
            prev, head = head, Link(prev=head, **{name: changed[name] for name in LINKED}).hash()
            await self.put("journal", row, prev=prev, hash=head, received_ms=changed["received_ms"])
        await self.put("organisation", {"id": first["organisation"]}, journal_head=head)
        return f"{len(entries)}:{entries[-1]['hash']}", _entry(first)

    async def strike_counter(self) -> tuple[str, ...]:
        row = self.dice.choice([row for row in self.rows["organisation"] if row["journal_no"]])
        column = self.dice.choice(["journal_no", "journal_head"])
        await self.put("organisation", row, **{column: self.bent(row[column], "organisation", column)})
        return (f"{row['id']} entry ",)

    async def strike_signatures(self) -> tuple[str, ...]:
        one, other = self.two()
        await self.put("journal", one, signature=other["signature"])
        await self.put("journal", other, signature=one["signature"])
        return (_entry(one),)

    async def strike_private(self) -> tuple[str, ...]:
        row, other = self.dice.sample(self.rows["journal_private"], 2)
        swapped = self.dice.random() < 0.3
        await self.put(
            "journal_private", row, text=other["text"] if swapped else self.bent(row["text"], "journal_private", "text")
        )
        if swapped:
            await self.put("journal_private", other, text=row["text"])
        hit = {row["id"], other["id"]} if swapped else {row["id"]}
        return tuple(_entry(entry) for entry in self.rows["journal"] if entry["id"] in hit)

    async def strike_row(self) -> tuple[str, ...]:
        """A table that operations write: a field changed, a row gone, a row that nobody made."""
        name = self.dice.choice([table for table, rows in self.rows.items() if rows and table not in NOT_ROWS])
        row, how = self.pick(name), self.dice.random()
        key = next(iter(row))
        if how < 0.7:
            column = self.dice.choice([one for one in row if one not in UNPROVED])
            if name == "organisation" and column.startswith("journal"):
                return await self.strike_counter()
            await self.put(name, row, **{column: self.bent(row[column], name, column)})
        elif how < 0.85:
            await self.drop(name, row)
        else:
            await self.insert(name, {**row, key: row[key][:-1] + ("x" if row[key][-1] != "x" else "y")})
            return f"{name} {row[key][:-1]}", row[key][:-1]
        return (f"{name} {row[key]}",)

    async def insert(self, name: str, row: Row) -> None:
        columns = ", ".join(f'"{column}"' for column in row)
        await raw(f'INSERT INTO "{name}" ({columns}) VALUES ({", ".join(["{}"] * len(row))})', list(row.values()))

    async def strike_key(self) -> tuple[str, ...]:
        """Of a device that has signed: another key, or another person's."""
        signed = {row["device"] for row in self.rows["journal"]}
        row = self.dice.choice([row for row in self.rows["device"] if row["id"] in signed])
        if self.dice.random() < 0.3:
            await self.put("device", row, person=self.bent(row["person"], "device", "person"))
        else:
            key = point_of(ec.generate_private_key(ec.SECP256R1()))
            await self.put(
                "device", row, public_key=self.dice.choice([key, self.bent(row["public_key"], "device", "public_key")])
            )
        return tuple(_entry(entry) for entry in self.rows["journal"] if entry["device"] == row["id"])

    async def strike_photo(self) -> tuple[str, ...]:
        """Its bytes: bent, cut, gone, or another photo's."""
        row, other = self.pick("blob"), self.pick("blob")
        path = blob_path(self.data, row["sha256"])
        before = path.read_bytes()
        self.undo = lambda: path.write_bytes(before)
        at = self.dice.randrange(len(before))
        after = self.dice.choice(
            [
                before[:at] + bytes([before[at] ^ 1 << self.dice.randrange(8)]) + before[at + 1 :],
                before[:at],
                before + b"\0",
                blob_path(self.data, other["sha256"]).read_bytes() if other["sha256"] != row["sha256"] else b"",
            ]
        )
        if self.dice.random() < 0.2:
            path.unlink()
        else:
            path.write_bytes(after)
        return (f"photo {row['sha256']}",)

    async def strike_photo_row(self) -> tuple[str, ...]:
        row = self.pick("blob")
        column = self.dice.choice([one for one in row if one not in UNPROVED])
        value = self.bent(row[column], "blob", column)
        await self.put("blob", row, **{column: value})
        return f"photo {row['sha256']}", f"photo {value}"


def _entry(row: Row) -> str:
    return f"{row['organisation']} entry {row['journal_no']} "
