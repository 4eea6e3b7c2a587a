"""A district with two schools and their people, made once a run through the real doors and copied for each test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
from litestar import Litestar

from anxun import schema
from anxun.accounts import actions as accounts
from anxun.accounts.model import SERVER_PERSON
from anxun.app import create_app
from anxun.core.clock import now_ms
from anxun.core.db import engine_for, opened
from anxun.core.ids import new_id
from anxun.core.keys import kept_key, point_of
from anxun.core.settings import Settings
from anxun.organisations.actions import SERVER_ORGANISATION
from anxun.points.rules import make_code
from tests.phone import Phone

URL = "http://localhost:8000"
CAST = {
    "patrol": "inspector",
    "kitchen": "kitchen_manager",
    "staff": "staff",
    "office": "safety_office",
    "deputy": "vice_principal",
    "principal": "principal",
}
NAMES = {
    "patrol": "张老师",
    "kitchen": "李师傅",
    "staff": "周老师",
    "office": "王老师",
    "deputy": "赵副校长",
    "principal": "陈校长",
    "officer": "刘科员",
    "stranger": "孙老师",
}
EVERYBODY = (*CAST, "officer", "stranger")
LABEL = make_code(123_456_789)


@dataclass
class School:
    """The fixture of most tests: ids, and one enrolled phone for each part in the play."""

    id: str
    bureau: str
    other: str
    point: str
    label: str
    client: httpx.AsyncClient
    app: Litestar
    server: Phone
    patrol: Phone
    kitchen: Phone
    staff: Phone
    office: Phone
    deputy: Phone
    principal: Phone
    officer: Phone
    stranger: Phone

    def phones(self) -> dict[str, Phone]:
        """Everybody who is enrolled, by part."""
        return {name: getattr(self, name) for name in EVERYBODY}


@asynccontextmanager
async def living(settings: Settings) -> AsyncIterator[Litestar]:
    """The app with its database, on the loop of the test."""
    app = create_app(settings)
    async with app.lifespan():
        yield app


def browser(app: Litestar) -> httpx.AsyncClient:
    """A browser with its own cookies, in the same process."""
    asgi: Any = app
    return httpx.AsyncClient(transport=httpx.ASGITransport(asgi), base_url=URL)


async def migrated(settings: Settings) -> None:
    async with opened(engine_for(settings.database_url, settings.data)):
        await schema.migrate()


async def build(settings: Settings) -> School:
    """Migrate, found a district with two schools, add and enrol the cast: everything by operations and session doors."""
    await migrated(settings)
    async with living(settings) as app:
        key = kept_key(settings.server_key)
        device = await accounts.enrol_server(point_of(key), now_ms())
        server = Phone(browser(app), SERVER_PERSON, SERVER_ORGANISATION, key, device)
        bureau, school, other = (new_id(now_ms()) for _ in range(3))
        for place, kind, name, parent in (
            (bureau, "district", "示例区教育局", None),
            (school, "school", "示例中心学校", bureau),
            (other, "school", "示例第二小学", bureau),
        ):
            args: dict[str, Any] = {"organisation": place, "kind": kind, "name": name, "parent": parent}
            args |= {"tz": "Asia/Shanghai", "boarding": place == school}
            await server.did("system.organisation_add", args, organisation=place)
        parts = [(name, role, school) for name, role in CAST.items()]
        parts += [("officer", "bureau_officer", bureau), ("stranger", "safety_office", other)]
        phones = {name: await _enrolled(app, server, name, role, home) for name, role, home in parts}
        world = School(
            school, bureau, other, new_id(now_ms()), LABEL, client=browser(app), app=app, server=server, **phones
        )
        await hang_label(world)
    return world


async def _enrolled(app: Litestar, server: Phone, name: str, role: str, home: str) -> Phone:
    phone = Phone(browser(app), new_id(now_ms()), home)
    args = {"person": phone.person, "roles": [role]}
    await server.did("system.person_add", args, {"name": NAMES[name], "phone": ""}, organisation=home)
    code, _ = await accounts.invite(phone.person, now_ms())
    await phone.enrol(code)
    return phone


async def hang_label(world: School) -> None:
    """Its one point, and the label that hangs there."""
    args = {"point": world.point, "name": "教学楼一层东走廊", "place": "教学楼一层", "type": "exit"}
    await world.office.did("point.add", {**args, "checklists": ["ck-13"], "position": 1})
    await world.office.did("label.issue", {"point": world.point, "code": world.label})


def reopened(world: School, app: Litestar) -> School:
    """The same people with the same keys and cookies, on a copy of the database."""
    phones: dict[str, Any] = {
        name: _same(phone, app) for name, phone in (world.phones() | {"server": world.server}).items()
    }
    return replace(world, app=app, client=browser(app), **phones)


def _same(phone: Phone, app: Litestar) -> Phone:
    copy = Phone(browser(app), phone.person, phone.organisation, phone.key, phone.device)
    copy.client.cookies.update(phone.client.cookies)
    copy.signer = replace(phone.signer)
    return copy
