"""The tree of organisations: a city, a district or a school, each with its one counter row."""

from typing import Any

from piccolo.columns import BigInt, Boolean, ForeignKey, Text, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table


class Organisation(Table, tablename="organisation"):
    """`seq` is the pull cursor (may gap); `journal_no` and `journal_head` number and chain the operations (gapless)."""

    id = Varchar(length=36, primary_key=True)
    kind = Varchar(length=10)
    name = Text()
    parent: ForeignKey[Any] = ForeignKey(
        "self", null=True, default=None, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict
    )
    tz = Varchar(length=40)
    boarding = Boolean(default=False)
    row_seq = BigInt(default=0)
    seq = BigInt(default=0)
    journal_no = BigInt(default=0)
    journal_head = Varchar(length=64, default="")


class Installation(Table, tablename="installation"):
    """One row: the epoch of the pull cursors, renewed by `anxun restored`."""

    id = Varchar(length=1, primary_key=True)
    epoch = Varchar(length=36)
