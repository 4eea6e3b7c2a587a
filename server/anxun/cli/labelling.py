"""The labels of a school as a PDF file."""

from pathlib import Path

from anxun.core.settings import Settings
from anxun.organisations.queries import OrganisationRow
from anxun.points import files, queries

SIZE = files.SIZES["a4-24"]


async def write_labels(settings: Settings, school: OrganisationRow, path: Path) -> tuple[Path, int]:
    """The newest label of every active point; where it was written, and how many there are: with none, nowhere."""
    texts = files.label_texts(school["name"], await queries.to_label(school["id"], []), settings.public_url)
    if texts:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files.as_pdf(files.sheet(texts, SIZE)))
    return path, len(texts)
