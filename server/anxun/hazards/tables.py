"""The hazard as it stands now, and the append-only events that made it so."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Text, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from anxun.accounts.tables import Person
from anxun.organisations.tables import Organisation
from anxun.points.tables import Point


class Hazard(Table, tablename="hazard"):
    """A projection of its events, written in the same transaction. `version` counts applied events."""

    id = Varchar(length=36, primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    number = Varchar(length=12)
    point = ForeignKey(Point, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    checklist = Varchar(length=20)
    checklist_version = BigInt()
    item = Varchar(length=60)
    row = Varchar(length=60, default="")
    note = Text(default="")
    state = Varchar(length=12)
    grade = Varchar(length=8, null=True, default=None)
    suggested_grade = Varchar(length=8, null=True, default=None)
    fixed_on_spot = Boolean(default=False)
    finder = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    owner = Varchar(length=36, null=True, default=None)
    supervisor = Varchar(length=36, null=True, default=None)
    rectifier = Varchar(length=36, null=True, default=None)
    deadline_ms = BigInt(null=True, default=None)
    measures = Text(default="")
    interim = Text(default="")
    found_ms = BigInt()
    struck_off_ms = BigInt(null=True, default=None)
    void_asked_by = Varchar(length=36, null=True, default=None)
    version = BigInt()
    seq = BigInt()


class HazardEvent(Table, tablename="hazard_event"):
    """One fact: history, source of notices and of the monthly figures. `applied` false = made without the newer state.

    `version` is the hazard's after it and orders the history: operations of one batch arrive in the same millisecond.
    """

    id = Varchar(length=36, primary_key=True)
    hazard = ForeignKey(Hazard, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    operation = Varchar(length=36)
    kind = Varchar(length=12)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    role = Varchar(length=20)
    captured_ms = BigInt()
    skew_ms = BigInt(null=True, default=None)
    received_ms = BigInt()
    version = BigInt()
    applied = Boolean(default=True)
    code = Varchar(length=60, null=True, default=None)
    from_state = Varchar(length=12, null=True, default=None)
    to_state = Varchar(length=12, null=True, default=None)
    note = Text(default="")
    presence = Varchar(length=6, null=True, default=None)
    data = Text(default="{}")


class Finding(Table, tablename="finding"):
    """A failed item and the hazard it became or joined; the id is derived, so repeating is harmless."""

    id = Varchar(length=36, primary_key=True)
    hazard = ForeignKey(Hazard, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    inspection = Varchar(length=36)
    item = Varchar(length=60)


class Sight(Table, tablename="hazard_sight"):
    """Who has been finder, owner or supervisor: sight once given stays. id = derived(hazard, person)."""

    id = Varchar(length=36, primary_key=True)
    hazard = ForeignKey(Hazard, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    person = Varchar(length=36)
