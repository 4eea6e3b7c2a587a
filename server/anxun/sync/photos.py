"""The doors of photo bytes: resumable upload, and reading for those with sight of a record that names the photo."""

from pathlib import Path
from typing import Annotated

from litestar import Request, Response, get, head, patch
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import InternalServerException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, HeaderParameter, QueryParameter
from litestar.response import File

from anxun.accounts.http import socket_viewer
from anxun.accounts.model import Viewer
from anxun.blobs import actions, files, queries
from anxun.blobs.model import MAX_BYTES, Measure
from anxun.blobs.rules import token_device
from anxun.core.clock import now_ms
from anxun.core.db import transaction
from anxun.core.errors import Malformed, NotFound, Unauthorised
from anxun.hazards import actions as hazards
from anxun.hazards import queries as hazard_queries
from anxun.inspections import actions as inspections
from anxun.inspections import queries as inspection_queries
from anxun.organisations.actions import end_turn, take_turn
from anxun.sync.gathering import Gathering

MOST_ARRIVALS = 50
HEX = set("0123456789abcdef")
HASH_CHARACTERS = 64
PHOTO = ResponseSpec(bytes, description="The photo", media_type="image/*", generate_examples=False)
ASK_FIRST = "private, no-cache"  # another account of this browser may not see it
KEEP = "private, max-age=2592000, immutable"  # 30 days, so that who saw it once sees it without a network too


async def _sender(request: Request[object, object, State], sha256: str) -> tuple[str, str, frozenset[Measure]]:
    """To whom this photo is brought, by which device, and what was signed: an operation of it must have named it."""
    if len(sha256) != HASH_CHARACTERS or not set(sha256) <= HEX:
        raise Malformed("blob.name")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    device = token_device(request.app.state.secret, token, now_ms()) if scheme == "Bearer" else None
    if device is None:
        viewer = await socket_viewer(request)
        device = viewer.device if viewer else None
    if device is None:
        raise Unauthorised("session.none")
    named = await queries.named_for(sha256, device)
    if named is None:
        raise NotFound("blob.unknown")
    return named[0], device, named[1]


@head("/api/blobs/{sha256:str}", operation_id="blob_offset", tags=["blobs"])
async def offset(request: Request[object, object, State], sha256: FromPath[str]) -> Response[None]:
    """Where to go on; a photo that this device never named is simply not here yet."""
    _, device, _ = await _sender(request, sha256)
    size = await queries.stored_size(device, sha256)
    reached = files.offset(_root(request), device, sha256) if size is None else size
    return Response(None, headers={"Upload-Offset": str(reached), "Upload-Complete": str(int(size is not None))})


@patch(
    "/api/blobs/{sha256:str}",
    operation_id="blob_append",
    tags=["blobs"],
    status_code=204,
    request_max_body_size=files.CHUNK_BYTES,
)
async def append(
    request: Request[object, object, State],
    sha256: FromPath[str],
    upload_offset: Annotated[int, HeaderParameter(name="Upload-Offset", ge=0, le=MAX_BYTES)],
    upload_length: Annotated[int, HeaderParameter(name="Upload-Length", ge=1, le=2**40)],
) -> Response[None]:
    """Append one piece; when the last one makes the photo whole, its records become complete."""
    organisation, device, signed = await _sender(request, sha256)
    upload = files.Upload(organisation, device, sha256, upload_length, signed)
    chunk, at = await _brought(request), now_ms()
    reached, seen = await actions.receive(_root(request), upload, upload_offset, chunk, at)
    if seen is not None:
        await request.app.state.arrivals.take(organisation, files.Arrived(upload, seen, at))
        request.app.state.teller.tell(organisation)
    return Response(None, status_code=204, headers={"Upload-Offset": str(reached)})


async def _brought(request: Request[object, object, State]) -> bytes:
    """The piece, or as much of it as came before the signal was gone: the phone goes on from there."""
    came: list[bytes] = []
    try:
        async for part in request.stream():
            came.append(part)  # noqa: PERF401 - what came before a cut counts
    except InternalServerException:
        pass  # Litestar's word for a client that left in the middle
    return b"".join(came)


def arrivals() -> Gathering[files.Arrived, None]:
    """Photos that become whole while others are being noted are noted together."""
    return Gathering(_complete, MOST_ARRIVALS, lambda _: 1)


async def _complete(arrived: list[files.Arrived]) -> list[None]:
    """Readable from now on; the records that name them change, so that phones hear that nothing is missing any more."""
    async with transaction():
        turn = await take_turn(arrived[0].upload.organisation, max(one.at_ms for one in arrived))
        if turn is None:
            raise NotFound("blob.unknown")
        subjects = [await queries.subjects_of(one.upload.device, one.upload.sha256) for one in arrived]
        touched = {subject for some in subjects for subject in some}
        await actions.store(arrived)
        await hazards.touch(touched, turn)
        await inspections.touch(touched, turn)
        await end_turn(turn)
    return [None] * len(arrived)


@get("/api/blobs/{sha256:str}", operation_id="blob", tags=["blobs"], responses={200: PHOTO})
async def read(
    request: Request[object, object, State],
    sha256: FromPath[str],
    viewer: NamedDependency[Viewer],
    thumb: FromQuery[str | None] = None,
    device: Annotated[str | None, QueryParameter(name="for", max_length=36)] = None,
) -> File | Response[None]:
    """The original bytes, or a small picture, under the type we sniffed; 404 for everybody without sight.

    A browser keeps it, but asks each time: 304 comes only after sight was looked at again. An address that names the
    device (`for`) is this device's alone, so the browser may keep what it answers.
    """
    if device not in (None, viewer.device):
        raise NotFound("blob.unknown")
    tag = f'"{sha256}{"-thumb" if thumb is not None else ""}"'
    headers = {"Cache-Control": KEEP if device else ASK_FIRST, "ETag": tag, "X-Content-Type-Options": "nosniff"}
    for ref in await queries.refs_of(sha256):
        if await _sees(viewer, ref) and (media := await queries.media_type(ref["device"], sha256)) is not None:
            if tag in request.headers.get("if-none-match", ""):
                return Response(None, status_code=304, headers=headers)
            path = files.blob_path(_root(request), sha256)
            if thumb is not None:
                path, media = await request.app.state.thumbnails.path(sha256), "image/jpeg"
            return File(
                path,
                media_type=media,
                content_disposition_type="inline",
                filename=f"{sha256}.{media.rpartition('/')[2]}",
                headers=headers,
            )
    raise NotFound("blob.unknown")


async def _sees(viewer: Viewer, ref: queries.Ref) -> bool:
    return await hazard_queries.sees(viewer, ref["organisation"], ref["subject"]) or await inspection_queries.sees(
        viewer, ref["organisation"], ref["subject"]
    )


def _root(request: Request[object, object, State]) -> Path:
    root: Path = request.app.state.settings.data
    return root


ROUTES = [offset, append, read]
