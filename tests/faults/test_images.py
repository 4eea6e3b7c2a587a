"""Ten thousand damaged and forged pictures: each is refused in words or served as the picture it is, and nothing falls over."""

import io
import random
import resource
from collections import Counter

import pytest
from PIL import Image

from tests.faults.counts import times
from tests.forms import Shot
from tests.photos import named, piece
from tests.world import School

pytestmark = pytest.mark.faults
COUNT = times("hostile pictures")
A_FORM = 6
PICTURES = {"image/jpeg", "image/png", "image/webp"}
MEGABYTE = 1024  # of ru_maxrss, which counts in kilobytes
GROWTH = 400 * MEGABYTE
ACTIVE = (b"<script>alert(1)</script>", b"<svg onload=alert(1)>", b"%PDF-1.7", b"MZ", b"#!/bin/sh\n", b"<?php ?>")


def _seeds(dice: random.Random) -> list[bytes]:
    pictures = []
    for form, how in (("JPEG", {}), ("JPEG", {"progressive": True}), ("PNG", {}), ("WEBP", {})):
        held = io.BytesIO()
        noise = Image.frombytes("RGB", (160, 120), dice.randbytes(160 * 120 * 3))
        noise.save(held, form, **how)
        pictures.append(held.getvalue())
    return pictures


def mutated(dice: random.Random, whole: bytes) -> bytes:
    """One of the ways in which files are damaged, or made to be taken for something else."""
    at, cut = dice.randrange(1, len(whole)), dice.randrange(len(whole))
    return dice.choice(
        (
            whole[:at],
            whole[:at] + dice.randbytes(dice.randint(1, 64)) + whole[at:],
            whole + dice.choice(ACTIVE),
            dice.choice(ACTIVE) + whole,
            whole[:at] + whole[cut:],
            _spoiled(dice, whole, 8, 700),
            _spoiled(dice, whole, 200, len(whole)),
        )
    )


def _spoiled(dice: random.Random, whole: bytes, most: int, within: int) -> bytes:
    """Some of its first bytes are others."""
    spoiled = bytearray(whole)
    for _ in range(dice.randint(1, most)):
        spoiled[dice.randrange(min(len(whole), within))] = dice.randrange(256)
    return bytes(spoiled)


async def test_no_picture_breaks_the_server_or_is_served_as_anything_but_a_picture(school: School, seed: int) -> None:
    dice = random.Random(seed)
    seeds = _seeds(dice)
    made = [Shot(mutated(dice, dice.choice(seeds))) for _ in range(COUNT)]
    hostile = list({one.sha256: one for one in made}.values())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    met: Counter[str] = Counter()
    for some in (hostile[at : at + A_FORM] for at in range(0, len(hostile), A_FORM)):
        await named(school, school.patrol, *some)
        for photo in some:
            met[await _outcome(school, photo)] += 1
    print(dict(met))

    assert set(met) <= {"served", "no thumbnail", "blob.type", "blob.size", "blob.hash"}
    assert len(met) > 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH


async def _outcome(school: School, photo: Shot) -> str:
    taken = await piece(school.patrol.client, photo, 0, photo.content)
    if taken.status_code != 204:
        assert taken.status_code == 422, taken.text
        return str(taken.json()["code"])
    whole = await school.office.client.get(f"/api/blobs/{photo.sha256}")
    assert (whole.status_code, whole.content) == (200, photo.content)
    assert whole.headers["content-type"] in PICTURES
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self'" in whole.headers["content-security-policy"]
    small = await school.office.client.get(f"/api/blobs/{photo.sha256}?thumb")
    if small.status_code != 200:
        assert (small.status_code, small.json()["code"]) == (422, "blob.thumbnail")
        return "no thumbnail"
    assert small.headers["content-type"] == "image/jpeg"
    with Image.open(io.BytesIO(small.content)) as drawn:
        drawn.load()
    return "served"
