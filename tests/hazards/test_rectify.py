"""The owner's work: begun, done, shown."""

from tests.forms import led_to, seen, shot
from tests.phone import SIGNED
from tests.world import School

DONE = {"note": "已清走", "photos": [shot(5).args]}


async def test_only_the_owner_starts_and_rectifies(school: School) -> None:
    hazard = (await led_to(school, "assigned"))["id"]
    args = await seen(school, hazard)

    for phone in (school.patrol, school.kitchen, school.office, school.principal):
        started = await phone.send("hazard.start", args)
        rectified = await phone.send("hazard.rectify", args | DONE, SIGNED)

        assert (started["verdict"], started["code"]) == ("refused", "hazard.not_yours")
        assert (rectified["verdict"], rectified["code"]) == ("refused", "hazard.not_yours")


async def test_work_done_offline_may_be_sent_in_one_go(school: School) -> None:
    hazard = (await led_to(school, "assigned"))["id"]
    args = await seen(school, hazard)
    phone = school.staff
    started = phone.make("hazard.start", args)

    receipts = await phone.push(started, phone.make("hazard.rectify", args | DONE, SIGNED))

    assert [receipt["verdict"] for receipt in receipts] == ["applied", "applied"]
    whole = await school.office.get(f"/api/hazards/{hazard}")
    assert (whole["state"], whole["rectifier"]) == ("rectified", school.staff.person)
    assert [event["kind"] for event in whole["events"]][-2:] == ["start", "rectify"]
    assert (whole["after"], whole["missing"]) == ([shot(5).sha256], [shot(5).sha256])


async def test_a_photo_from_the_album_is_shown_as_one(school: School) -> None:
    hazard = (await led_to(school, "assigned"))["id"]
    chosen = {**shot(5).args, "capture": "file"}

    await school.staff.did("hazard.rectify", await seen(school, hazard) | {"note": "", "photos": [chosen]}, SIGNED)

    whole = await school.office.get(f"/api/hazards/{hazard}")
    assert {whole["captures"][photo] for photo in whole["before"]} == {"live"}
    assert whole["captures"][shot(5).sha256] == "file"


async def test_rectification_without_a_photo_or_signature_is_refused(school: School) -> None:
    hazard = (await led_to(school, "assigned"))["id"]
    args = await seen(school, hazard)

    unsigned = await school.staff.send("hazard.rectify", args | DONE)
    unseen = await school.staff.send("hazard.rectify", args | DONE | {"photos": []}, SIGNED)

    assert (unsigned["verdict"], unsigned["code"]) == ("refused", "signature.missing")
    assert unseen["verdict"] == "refused"
