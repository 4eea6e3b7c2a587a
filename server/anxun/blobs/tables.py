"""Photos by content: which are stored whole, and which records name them."""

from piccolo.columns import BigInt, ForeignKey, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from anxun.organisations.tables import Organisation


class Blob(Table, tablename="blob"):
    """A photo a device has brought whole: on disk, hashing to its name. id = derived(device, sha256).

    Kept a device, though on disk once: whoever knows only the hash of a photo, and names it in a record of their own,
    has nothing, not even that it exists. Only who has the bytes makes a record complete with them.
    """

    id = Varchar(length=36, primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    device = Varchar(length=36)
    sha256 = Varchar(length=64)
    size = BigInt()
    width = BigInt()
    height = BigInt()
    type = Varchar(length=20)
    stored_ms = BigInt()


class BlobRef(Table, tablename="blob_ref"):
    """An operation of an organisation names a photo for a subject. id = derived(operation, sha256, kind, subject).

    `size`, `width`, `height` are what was signed; only bytes that are so make the record complete.
    """

    id = Varchar(length=36, primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    operation = Varchar(length=36)
    device = Varchar(length=36)
    sha256 = Varchar(length=64)
    size = BigInt()
    width = BigInt()
    height = BigInt()
    kind = Varchar(length=12)
    capture = Varchar(length=6)
    subject = Varchar(length=36)
