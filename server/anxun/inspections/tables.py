"""Inspections: a person looked at a point, with a checklist version, and answered."""

from piccolo.columns import BigInt, ForeignKey, Text, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from anxun.accounts.tables import Person
from anxun.organisations.tables import Organisation
from anxun.points.tables import Point


class Inspection(Table, tablename="inspection"):
    """Immutable once received. `answers` is the JSON of the operation; counts are kept at write for the reports."""

    id = Varchar(length=36, primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    point = ForeignKey(Point, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    operation = Varchar(length=36)
    body_hash = Varchar(length=64)
    checklist = Varchar(length=20)
    version = BigInt()
    started_ms = BigInt()
    captured_ms = BigInt()
    received_ms = BigInt()
    presence = Varchar(length=6)
    items = BigInt()
    failed = BigInt()
    answers = Text()
    seq = BigInt()


class Countersignature(Table, tablename="countersignature"):
    """The other person's signature under a form that wants two, one at most; its id is the operation's."""

    id = Varchar(length=36, primary_key=True)
    inspection = ForeignKey(Inspection, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    captured_ms = BigInt()
    received_ms = BigInt()
