"""The owner's work: begun, done, shown."""

from tests.forms import assignment, failing, found, led_to, patrol_form, seen, shot
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


async def test_no_photo_that_showed_something_before_shows_the_work_done(school: School) -> None:
    hazard = (await led_to(school, "assigned"))["id"]
    await found(school, item="stairs-clear", number=2)
    args = await seen(school, hazard)

    for used in (1, 2):  # of this very finding; of another
        receipt = await school.staff.send("hazard.rectify", args | {"note": "", "photos": [shot(used).args]}, SIGNED)

        assert (receipt["verdict"], receipt["code"]) == ("refused", "hazard.same_photo")
    await school.staff.did("hazard.rectify", args | DONE, SIGNED)


async def test_no_photo_of_what_was_wrong_shows_it_fixed_on_the_spot(school: School) -> None:
    await found(school, number=2)

    for before, after in ((3, 3), (3, 2)):
        failed = {"stairs-clear": failing(shot(before), fixed=[shot(after)])}
        form = patrol_form(school, failed, supervisor=school.deputy.person)
        receipt = await school.patrol.send("inspection.submit", form, SIGNED)

        assert (receipt["verdict"], receipt["code"]) == ("refused", "hazard.same_photo")


async def test_work_shown_too_late_may_be_shown_again_by_the_same_photo(school: School) -> None:
    hazard = (await led_to(school, "assigned"))["id"]
    offline = await seen(school, hazard)
    other = assignment(school, owner=school.kitchen.person, reason="换人")
    await school.deputy.did("hazard.assign", offline | other, SIGNED)
    late = await school.staff.send("hazard.rectify", offline | DONE, SIGNED)
    await school.deputy.did("hazard.assign", offline | assignment(school, reason="换回来"), SIGNED)

    assert (late["verdict"], late["code"]) == ("superseded", "hazard.moved_on")
    await school.staff.did("hazard.rectify", offline | DONE, SIGNED)
