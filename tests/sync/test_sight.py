"""Whose photos: brought only by who named them, seen only by who sees a record that names them."""

import io

import httpx
import msgspec
import pytest
from litestar import Litestar
from PIL import Image

from anxun.blobs.files import blob_path
from anxun.blobs.rules import make_token
from anxun.core.clock import DAY_MS, now_ms
from anxun.core.settings import Settings
from tests.forms import Shot, bring, failing, found, newest, patrol_form, shot
from tests.phone import SIGNED, Phone
from tests.photos import bearer, named, noise, offset, piece, resume
from tests.world import School


async def test_a_photo_nobody_named_cannot_be_brought(school: School, settings: Settings) -> None:
    for phone in (school.patrol, school.stranger):
        reply = await piece(phone.client, shot(9), 0, shot(9).content)
        assert (reply.status_code, reply.json()["code"]) == (404, "blob.unknown")
        assert (await phone.client.head(f"/api/blobs/{shot(9).sha256}")).status_code == 404

    assert not blob_path(settings.data, shot(9).sha256).exists()


@pytest.mark.r(15)
async def test_knowing_another_schools_hash_gives_nothing(school: School) -> None:
    """Not its bytes, not its existence: not even by naming it in an own record."""
    photo = shot(1)
    await found(school)
    unknown = await _answers(school.stranger.client, shot(9).sha256)
    assert await _answers(school.stranger.client, photo.sha256) == unknown

    point = {"point": school.patrol.person, "name": "别处", "place": "", "type": "exit"}
    await school.stranger.did("point.add", {**point, "checklists": ["ck-13"], "position": 1})
    form = patrol_form(school, {"exits-clear": failing(photo)}, point=school.patrol.person)
    form["presence"] |= {"way": "none", "code": None}
    receipt = await school.stranger.did("inspection.submit", form, SIGNED)

    assert receipt["missing"] == [photo.sha256]
    assert await offset(school.stranger.client, photo.sha256) == (0, False)
    assert (await school.stranger.client.get(f"/api/blobs/{photo.sha256}")).status_code == 404
    await bring(school.stranger, photo)
    assert (await school.stranger.client.get(f"/api/blobs/{photo.sha256}")).content == photo.content


async def test_naming_a_colleagues_photo_gives_no_sight_of_it(school: School) -> None:
    photo = shot(1)
    await found(school)
    door = f"/api/blobs/{photo.sha256}"
    assert (await school.staff.client.get(door)).status_code == 404

    form = patrol_form(school, {"stairs-clear": failing(photo)})
    receipt = await school.staff.did("inspection.submit", form, SIGNED)

    assert receipt["missing"] == [photo.sha256]
    assert await offset(school.staff.client, photo.sha256) == (0, False)
    assert (await school.staff.client.get(door)).status_code == 404
    assert (await newest(school, "stairs-clear"))["missing"] == [photo.sha256]
    assert (await newest(school))["missing"] == []
    await bring(school.staff, photo)
    assert (await school.staff.client.get(door)).content == photo.content
    assert (await newest(school, "stairs-clear"))["missing"] == []


async def test_a_colleague_who_names_the_same_photo_does_not_disturb_its_way(school: School) -> None:
    photo = noise(1)
    await named(school, school.patrol, photo)
    await named(school, school.staff, photo)
    await piece(school.patrol.client, photo, 0, photo.content[:300])

    for at, content in ((300, b"x"), (0, b""), (0, b"rubbish")):
        await piece(school.staff.client, photo, at, content)

    assert await offset(school.patrol.client, photo.sha256) == (300, False)
    await resume(school.patrol.client, photo)
    assert (await school.office.client.get(f"/api/blobs/{photo.sha256}")).content == photo.content


@pytest.mark.parametrize("query", ["", "?thumb"])
async def test_a_photo_kept_by_the_browser_is_shown_again_only_to_who_still_sees_it(school: School, query: str) -> None:
    photo = shot(1)
    await found(school)
    door = f"/api/blobs/{photo.sha256}{query}"
    first = await school.office.client.get(door)
    kept = {"if-none-match": first.headers["etag"]}

    again = await school.office.client.get(door, headers=kept)
    other = await school.staff.client.get(door, headers=kept)
    signed_out = await school.client.get(door, headers=kept)

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert {reply.headers["cache-control"] for reply in (first, again)} == {"private, no-cache"}
    assert (other.status_code, signed_out.status_code) == (404, 401)


async def test_a_photo_seen_once_is_seen_without_a_network_on_that_device_alone(school: School) -> None:
    photo = shot(1)
    await found(school)
    mine = f"/api/blobs/{photo.sha256}?for={school.office.device}"

    seen = await school.office.client.get(mine)
    others = await school.principal.client.get(mine)

    assert (seen.status_code, seen.headers["cache-control"]) == (200, "private, max-age=2592000, immutable")
    assert (others.status_code, others.json()["code"]) == (404, "blob.unknown")


async def test_signing_out_makes_the_browser_forget_the_photos(school: School) -> None:
    reply = await school.office.client.post("/api/session/sign-out")

    assert (reply.status_code, reply.headers["clear-site-data"]) == (204, '"cache"')


async def _answers(client: httpx.AsyncClient, sha256: str) -> list[tuple[int, bytes]]:
    door = f"/api/blobs/{sha256}"
    replies = [await client.get(door), await client.get(f"{door}?thumb"), await client.head(door)]
    return [(reply.status_code, reply.content) for reply in replies]


async def test_a_thumbnail_is_small_upright_and_tells_no_place(school: School) -> None:
    held, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "secret maker"
    Image.new("RGB", (1600, 1200), "blue").save(held, "JPEG", exif=exif)
    photo = Shot(held.getvalue())
    await named(school, school.patrol, photo)
    await bring(school.patrol, photo)

    reply = await school.office.client.get(f"/api/blobs/{photo.sha256}?thumb")

    assert (reply.status_code, reply.headers["content-type"]) == (200, "image/jpeg")
    with Image.open(io.BytesIO(reply.content)) as small:
        assert max(small.size) <= 400
        assert not small.getexif()
    assert (await school.stranger.client.get(f"/api/blobs/{photo.sha256}?thumb")).status_code == 404
    assert b"secret maker" in (await school.office.client.get(f"/api/blobs/{photo.sha256}")).content


async def test_an_upload_token_brings_what_its_phone_named_signed_in_or_not(
    school: School, client: httpx.AsyncClient
) -> None:
    token = await _token(client, school, school.patrol, noise(1))

    await resume(client, noise(1), bearer(token))

    assert (await newest(school))["missing"] == []
    assert (await client.get(f"/api/blobs/{noise(1).sha256}", headers=bearer(token))).status_code == 401
    assert (await client.get("/api/sync/pull", headers=bearer(token))).status_code == 401


async def test_a_token_is_for_its_own_phones_photos_only(school: School, client: httpx.AsyncClient) -> None:
    await named(school, school.patrol, shot(1))
    other = await _token(client, school, school.kitchen, shot(2))

    for photo in (shot(1), shot(9)):
        reply = await piece(client, photo, 0, photo.content, bearer(other))
        assert (reply.status_code, reply.json()["code"]) == (404, "blob.unknown")
    assert await offset(client, shot(2).sha256, bearer(other)) == (0, False)


@pytest.mark.parametrize("spoil", ["expired", "of another key", "longer life", "of another phone", "cut", "nothing"])
async def test_a_token_that_is_not_ours_or_not_any_more_opens_nothing(
    school: School, client: httpx.AsyncClient, app: Litestar, spoil: str
) -> None:
    token = await _token(client, school, school.patrol, shot(1))
    device, expires, mac = token.split(".")
    spoilt = {
        "expired": make_token(app.state.secret, device, now_ms() - 1),
        "of another key": make_token(b"guess", device, int(expires)),
        "longer life": f"{device}.{int(expires) + 1}.{mac}",
        "of another phone": f"{school.kitchen.device}.{expires}.{mac}",
        "cut": token[:-1],
        "nothing": "",
    }[spoil]

    reply = await piece(client, shot(1), 0, shot(1).content, bearer(spoilt))

    assert (reply.status_code, reply.json()["code"]) == (401, "session.none")
    assert abs(int(expires) - now_ms() - DAY_MS) < 60_000
    assert (await piece(client, shot(1), 0, shot(1).content, bearer(token))).status_code == 204


async def _token(client: httpx.AsyncClient, school: School, phone: Phone, photo: Shot) -> str:
    form = patrol_form(school, {"exits-clear": failing(photo)})
    queued = msgspec.to_builtins(phone.make("inspection.submit", form, SIGNED))
    reply = await client.post("/api/sync/push", json={"operations": [queued]})
    token: str = reply.json()["upload_token"]
    return token
