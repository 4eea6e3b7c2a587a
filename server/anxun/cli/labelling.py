"""The labels of a school as a PDF file."""

from pathlib import Path

from anxun.core.settings import Settings
from anxun.organisations.queries import OrganisationRow
from anxun.points import files, queries

SIZE = files.SIZES["a4-24"]


async def write_labels(settings: Settings, school: OrganisationRow, path: Path) -> tuple[Path, int]:
    """The newest label of every active point; where it was written, and how many there are."""
    texts = [
        files.LabelText(
            school=school["name"], point=point.name, place=point.place, code=code, public_url=settings.public_url
        )
        for point in await queries.to_label(school["id"], [])
        for code in [label.code for label in point.labels if not label.void][-1:]
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(files.as_pdf(files.sheet(texts, SIZE)))
    return path, len(texts)
