"""Plays the demonstration's days: the district is founded, then every event happens at its own time."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric import ec

from anxun.accounts import actions as accounts
from anxun.accounts.model import Enrol
from anxun.cli.demo.moves import moves
from anxun.cli.demo.places import BUREAU, OFFICER, ROLES, SCHOOLS, School, Spot
from anxun.cli.demo.rounds import rounds
from anxun.cli.demo.stage import FIRST_DAY, TZ, Stage
from anxun.cli.founding import add_organisation, add_person, do, server_signer
from anxun.cli.signing import Signer
from anxun.core.clock import SECOND_MS
from anxun.core.ids import new_id
from anxun.core.keys import point_of
from anxun.core.settings import Settings
from anxun.points.rules import RANDOM_BITS, make_code

MORNING_ENDS_HOUR = 10


async def play(settings: Settings, now_ms: int) -> None:
    """Found the district, then twelve days of work."""
    stage = Stage(settings, last_midnight_ms(now_ms))
    await _found(stage)
    events = [*rounds(stage), *moves(stage)]
    for event in sorted(events, key=lambda event: event.at_ms):
        if event.at_ms <= now_ms:
            await event.act()
    for signer in stage.signers.values():
        await accounts.revoke(signer.device, "retired", now_ms, signer.person)


def last_midnight_ms(now_ms: int) -> int:
    """Midnight of the last day whose morning round is over."""
    local = datetime.fromtimestamp(now_ms / SECOND_MS, UTC).astimezone(ZoneInfo(TZ))
    day = local if local.hour >= MORNING_ENDS_HOUR else local - timedelta(days=1)
    return int(day.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()) * SECOND_MS


async def _found(stage: Stage) -> None:
    at = stage.at(FIRST_DAY - 1, 8)
    server = await server_signer(stage.settings, at)
    bureau = await add_organisation(server, BUREAU, "district", at)
    await add_person(server, bureau, OFFICER, ["bureau_officer"], at)
    for school in SCHOOLS:
        place = await add_organisation(server, school.name, "school", at, bureau, boarding=school.boarding)
        stage.organisations[school.name] = place
        for part, name in school.people.items():
            person = await add_person(server, place, name, [ROLES[part]], at)
            stage.signers[school.name, part] = await _enrolled(place, person, at)
        for position, spot in enumerate(school.spots):
            await _hang(stage, school, spot, position)


async def _enrolled(organisation: str, person: str, at_ms: int) -> Signer:
    key, device = ec.generate_private_key(ec.SECP256R1()), new_id(at_ms)
    code, _ = await accounts.invite(person, at_ms)
    enrolment = Enrol(code=code, device=device, public_key=point_of(key), device_name="演示手机")
    await accounts.enrol(enrolment, at_ms)
    return Signer(key, device, person, organisation)


async def _hang(stage: Stage, school: School, spot: Spot, position: int) -> None:
    at, office = stage.at(FIRST_DAY - 1, 9), stage.signers[school.name, "office"]
    point, code = new_id(at), make_code(random.Random(school.name + spot.name).getrandbits(RANDOM_BITS))
    args = {"point": point, "name": spot.name, "place": spot.place, "type": spot.type, "position": position}
    await do(office, "point.add", {**args, "checklists": list(spot.checklists)}, at)
    await do(office, "label.issue", {"point": point, "code": code}, at)
    stage.points[school.name, spot.name] = (point, code)
