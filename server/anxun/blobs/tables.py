"""Photos by content: which are stored whole, and which records name them."""

from piccolo.columns import BigInt, ForeignKey, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from anxun.organisations.tables import Organisation


class Blob(Table, tablename="blob"):
    """A blob whose every byte is on disk and hashes to its name; partial uploads are files only."""

    id = Varchar(length=64, primary_key=True)
    size = BigInt()
    type = Varchar(length=20)
    stored_ms = BigInt()


class BlobRef(Table, tablename="blob_ref"):
    """An operation of an organisation names a photo for a subject; unique over (operation, sha256): see the migration."""

    id = Varchar(length=36, primary_key=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    operation = Varchar(length=36)
    device = Varchar(length=36)
    sha256 = Varchar(length=64)
    kind = Varchar(length=12)
    subject = Varchar(length=36)
