"""Any bytes through any door: never a 5xx, a verdict for each operation, and a journal that still verifies."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, get_args

import hypothesis
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from requests import RequestException
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from anxun.accounts.model import ROLES, Private
from anxun.core.settings import Settings
from anxun.journal.rules import Verdict
from anxun.sync.operations import CATALOGUE, RELEASE
from anxun.sync.wire_schema import arguments
from tests.audit import sound
from tests.faults.counts import times
from tests.forms import led_to
from tests.phone import SIGNED, Phone
from tests.process import connected, serving
from tests.shapes import Known, bent, fitting, near
from tests.test_matrix import NOBODY, operations
from tests.world import School

pytestmark = pytest.mark.faults
BATCH = 50
BATCHES = times("fuzzed batches of each operation")
EXAMPLES = times("fuzzed requests of each door")
VERDICTS = set(get_args(Verdict))


def drawn(strategy: st.SearchStrategy[Any], examples: int, seed: int) -> list[Any]:
    """The same ones for the same seed, so that a failure comes back."""
    found: list[Any] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(example: Any) -> None:
        found.append(example)

    with suppress(Unsatisfiable):  # a door that takes nothing cannot be contradicted
        draw()
    return found


@pytest.fixture
async def things(school: School) -> Known:
    """What there is to be named: a hazard, a point, people, a label, forms."""
    hazards = [(await led_to(school, "rectified"))["id"]]
    inspections = [row["id"] for row in (await school.office.get("/api/inspections"))["rows"]]
    people = [phone.person for phone in school.phones().values()]
    return {
        "hazard": hazards,
        "inspection": inspections,
        "point": [school.point],
        "person": people,
        "owner": people,
        "supervisor": people,
        "role": list(ROLES),
        "roles": list(ROLES),
        "code": [school.label],
        "checklist": ["ck-13"],
        "checklists": ["ck-13", "ck-01"],
        "type": ["exit", "canteen"],
        "item": ["exits-clear", "exit-signs"],
        "parent": [school.bureau],
        "tz": ["Asia/Shanghai"],
        "operation": [NOBODY],
    }


def sender(school: School, name: str) -> Phone:
    """Somebody who may, so that the arguments are looked at."""
    roles = {
        "hazard.accept": school.officer,
        "hazard.assess": school.office,
        "hazard.void_ask": school.office,
        "inspection.submit": school.patrol,
        "inspection.countersign": school.office,
        "person.delegate": school.principal,
    }
    if name.startswith("system."):
        return school.server
    return roles.get(name) or (school.principal if name.startswith("hazard.") else school.office)


@pytest.mark.parametrize("domain", sorted({name.partition(".")[0] for name in (*CATALOGUE, RELEASE)}))
@pytest.mark.r(13)
async def test_every_operation_gets_a_verdict_whatever_it_carries(
    school: School,
    settings: Settings,
    things: Known,
    domain: str,
    seed: int,
    record_property: Callable[[str, object], None],
) -> None:
    total = 0
    ids = {name: there[0] for name, there in things.items() if name in ("hazard", "inspection", "point", "person")}
    examples = operations(school, **ids)
    for name in [name for name in arguments() if name.partition(".")[0] == domain]:
        shape, phone = arguments()[name], sender(school, name)
        private = st.just(SIGNED) | fitting(Private, {}) | bent(Private, {}) | st.none()
        args = near(examples[name][0]) | fitting(shape, things) | bent(shape, things)
        seen: Counter[str] = Counter()
        for batch in drawn(st.lists(st.tuples(args, private), min_size=BATCH, max_size=BATCH), BATCHES, seed):
            made = [phone.make(name, args, private, organisation=school.id) for args, private in batch]
            reply = await phone.client.post("/api/sync/push", json={"operations": msgspec.to_builtins(made)})
            assert reply.status_code == 200, (reply.text, batch)
            seen.update(f"{one['verdict']} {one['code']}" for one in reply.json()["receipts"])

        print(name, dict(seen))
        total += seen.total()
        assert seen.total() >= BATCH * BATCHES
        assert {said.split()[0] for said in seen} <= VERDICTS
        assert "held op.server_error" not in seen
    record_property("n", f"{total} operations")
    for reader in (school.office, school.principal, school.patrol):
        assert (await reader.client.get("/api/sync/pull")).status_code in (200, 401)
    await sound(settings.data)


@pytest.fixture
def running(settings: Settings) -> Iterator[str]:
    with serving(settings) as server:
        yield server.url


@pytest.mark.r(13)
async def test_every_door_answers_any_request_without_an_error_of_its_own(
    running: str, settings: Settings, world: School, seed: int, record_property: Callable[[str, object], None]
) -> None:
    """The requests are made from our own description of the wire, and from what contradicts it."""
    people = connected(world, running)
    assert (await people.office.sign_in()).status_code == 200
    cookies = dict(people.office.client.cookies)
    described = schemathesis.openapi.from_url(f"{running}/api/openapi.json")
    seen: Counter[str] = Counter()
    for operation in described.get_all_operations():
        assert isinstance(operation, Ok)
        for mode in GenerationMode:
            for case in drawn(operation.ok().as_strategy(generation_mode=mode), EXAMPLES, seed):
                try:
                    reply = case.call(base_url=running, cookies=cookies)
                except RequestException:  # an address longer than any server reads: the line is cut
                    seen["cut"] += 1
                    continue
                seen[f"{reply.status_code // 100}xx"] += 1
                assert reply.status_code < 500, (case.as_curl_command(), reply.text)

    assert (await people.office.client.get("/api/health")).status_code == 200
    record_property("n", f"{seen.total()} requests")
    assert seen.total() > 100
    assert seen["2xx"] > 0
    assert seen["4xx"] > 0
