"""The journal: every proven operation with its verdict, one gapless hash chain an organisation."""

from piccolo.columns import BigInt, ForeignKey, Text, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from anxun.organisations.tables import Organisation


class Entry(Table, tablename="journal"):
    """Append-only. Unique over (organisation, journal_no) and over (device, device_seq): see the migration."""

    id = Varchar(length=36, primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    journal_no = BigInt()
    name = Varchar(length=40)
    person = Varchar(length=36)
    device = Varchar(length=36)
    device_seq = BigInt()
    captured_ms = BigInt()
    received_ms = BigInt()
    body = Text()
    signature = Varchar(length=90)
    verdict = Varchar(length=12)
    code = Varchar(length=60, null=True, default=None)
    prev = Varchar(length=64)
    hash = Varchar(length=64)


class Private(Table, tablename="journal_private"):
    """Strokes, names, phones and restricted text: the body holds only their hash, so they can be erased."""

    id = Varchar(length=36, primary_key=True)
    text = Text()


class Decision(Table, tablename="journal_decision"):
    """What became of a held operation; the held entry itself never changes. `operation` = the one that decided."""

    id = Varchar(length=36, primary_key=True)
    organisation = Varchar(length=36)
    operation = Varchar(length=36)
    verdict = Varchar(length=12)
    code = Varchar(length=60, null=True, default=None)


class Quarantine(Table, tablename="quarantine"):
    """Capped: bytes that claim to be an operation but cannot be proved; outside of the chain."""

    id = Varchar(length=36, primary_key=True)
    received_ms = BigInt()
    code = Varchar(length=60)
    envelope = Text()
