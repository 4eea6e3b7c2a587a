"""The labels of a school as a PDF file."""

from pathlib import Path

from anxun.core.settings import Settings
from anxun.organisations.queries import OrganisationRow
from anxun.points import files, queries
from anxun.points.model import A4, PAPERS


async def write_labels(settings: Settings, school: OrganisationRow, path: Path, size: str = A4) -> tuple[Path, int]:
    """The newest label of every active point; where it was written, and how many there are: with none, nowhere."""
    texts = files.label_texts(school["name"], await queries.to_label(school["id"], []), settings.public_url)
    if texts:
        path.parent.mkdir(parents=True, exist_ok=True)
        paper = PAPERS[size]
        path.write_bytes(files.as_pdf(files.sheet(texts, paper), paper.dpi))
    return path, len(texts)
