"""Points where a label hangs, and the labels that hung there."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Text, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from anxun.organisations.tables import Organisation


class Point(Table, tablename="point"):
    """`checklists` is a JSON list of checklist ids; `position` is the order on the round."""

    id = Varchar(length=36, primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    name = Text()
    place = Text(default="")
    type = Varchar(length=30)
    checklists = Text()
    position = BigInt()
    active = Boolean(default=True)
    seq = BigInt()


class Label(Table, tablename="label"):
    """A printed code; void labels stay, so that scanning one can say so."""

    code = Varchar(length=8, primary_key=True)
    point = ForeignKey(Point, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    issued_ms = BigInt()
    void_ms = BigInt(null=True, default=None)
