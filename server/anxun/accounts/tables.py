"""People, the roles they held and when, their devices, invitations and sessions."""

from piccolo.columns import BigInt, ForeignKey, Text, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from anxun.organisations.tables import Organisation


class Person(Table, tablename="person"):
    """Name and phone come from an operation's private part, so that they can be erased without breaking the chain."""

    id = Varchar(length=36, primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    name = Text()
    phone = Text(default="")
    left_ms = BigInt(null=True, default=None)
    seq = BigInt()


class Grant(Table, tablename="role_grant"):
    """A role from one moment to another; rights are judged as of the time of capture. `lent_by` = only delegated."""

    id = Varchar(length=36, primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    role = Varchar(length=20)
    from_ms = BigInt()
    until_ms = BigInt(null=True, default=None)
    lent_by = Varchar(length=36, null=True, default=None)


class Device(Table, tablename="device"):
    """One key of one person on one installation; `last_seq` and `last_hash` are the head of its own chain.

    `ahead_seq` = the highest number of it that came too early and had to wait for those before it.
    """

    id = Varchar(length=36, primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    public_key = Varchar(length=90)
    name = Text()
    state = Varchar(length=10)
    enrolled_ms = BigInt()
    revoked_ms = BigInt(null=True, default=None)
    revoked_by = Varchar(length=36, null=True, default=None)
    last_seq = BigInt(default=0)
    last_hash = Varchar(length=64, default="")
    ahead_seq = BigInt(default=0)


class Invitation(Table, tablename="invitation"):
    """A one-time enrolment code, kept only as its hash. `invited_by` null = the administrator, on the command line."""

    code_hash = Varchar(length=64, primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    expires_ms = BigInt()
    used_ms = BigInt(null=True, default=None)
    invited_by = Varchar(length=36, null=True, default=None)


class Session(Table, tablename="session"):
    """A signed-in browser; the token itself is never stored."""

    token_hash = Varchar(length=64, primary_key=True)
    device = ForeignKey(Device, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    created_ms = BigInt()
    seen_ms = BigInt()


class Challenge(Table, tablename="challenge"):
    """A nonce a device has been asked to sign; used once, gone after five minutes."""

    nonce = Varchar(length=43, primary_key=True)
    device = Varchar(length=36)
    expires_ms = BigInt()
