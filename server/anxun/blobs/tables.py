"""Photos by content: which are stored whole, and which records name them."""

from piccolo.columns import BigInt, ForeignKey, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from anxun.organisations.tables import Organisation


class Blob(Table, tablename="blob"):
    """A photo an organisation has brought whole: on disk, hashing to its name. id = derived(organisation, sha256).

    Kept an organisation: whoever knows only the hash of another school's photo has nothing, not even that it exists.
    """

    id = Varchar(length=36, primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    sha256 = Varchar(length=64)
    size = BigInt()
    type = Varchar(length=20)
    stored_ms = BigInt()


class BlobRef(Table, tablename="blob_ref"):
    """An operation of an organisation names a photo for a subject. id = derived(operation, sha256, kind, subject)."""

    id = Varchar(length=36, primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    operation = Varchar(length=36)
    device = Varchar(length=36)
    sha256 = Varchar(length=64)
    kind = Varchar(length=12)
    subject = Varchar(length=36)
