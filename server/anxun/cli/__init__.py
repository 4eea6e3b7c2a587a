"""The command line: found an installation, serve it, try it, look after it."""

import argparse
import asyncio
import dataclasses
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path

import qrcode

from anxun import schema
from anxun.accounts import queries as accounts
from anxun.cli import demo
from anxun.cli.asking import parser, titled
from anxun.cli.examining import doctor
from anxun.cli.founding import (
    RefusedByRules,
    add_organisation,
    add_person,
    invitation,
    remove_person,
    server_signer,
)
from anxun.cli.keeping import backup, restore
from anxun.cli.labelling import write_labels
from anxun.cli.paper import form
from anxun.cli.proving import verify
from anxun.cli.serving import serve
from anxun.cli.trusting import addresses
from anxun.cli.watching import watch
from anxun.core import logs
from anxun.core import settings as environment
from anxun.core.clock import now_ms
from anxun.core.db import engine_for, opened, transaction
from anxun.core.settings import Settings
from anxun.organisations import queries as organisations
from anxun.organisations.actions import renew_epoch

DEMO_DATA = Path(".demo")
EVERYWHERE = "0.0.0.0"  # noqa: S104 - phones come to a server with --tls by themselves, no proxy stands before it
FIRST = ("init", "migrate", "form", "doctor")
Command = Callable[[Settings, argparse.Namespace], Coroutine[None, None, int]]


async def migrate(settings: Settings, _: argparse.Namespace) -> int:
    """Bring the database up to date; harmless when it is."""
    async with opened(engine_for(settings.database_url, settings.data)):
        await schema.migrate()
        print(f"数据库结构 / schema: {await schema.current()}")
    return 0


async def restored(settings: Settings, _: argparse.Namespace) -> int:
    """After an older copy was put back: every phone fetches its mirror anew."""
    async with opened(engine_for(settings.database_url, settings.data)), transaction():
        await renew_epoch(now_ms())
    print("所有手机会重新取一遍数据 / every phone fetches everything anew")
    return 0


async def init(settings: Settings, asked: argparse.Namespace) -> int:
    """An organisation with its first people, and their invitations."""
    name, people = asked.name or _ask("单位全称 / name"), {}
    if asked.kind == "school":
        people["safety_office"] = asked.office or _ask("安全办负责人 / head of the safety office")
        people["principal"] = asked.principal or _ask("校长 / principal")
    else:
        people["bureau_officer"] = asked.officer or _ask("教育局负责人 / officer")
    async with opened(engine_for(settings.database_url, settings.data)):
        await schema.migrate()
        at = now_ms()
        signer = await server_signer(settings, at)
        place = await add_organisation(signer, name, asked.kind, at, asked.parent, boarding=asked.boarding)
        print(f"\n{name}  {place}")
        for role, who in people.items():
            url = await invitation(settings, await add_person(signer, place, who, [role], at), at)
            show_invitation(titled(who, role), url)
    print("\n邀请 72 小时内有效，只能用一次。 / Each invitation is for one device, within 72 hours.")
    return 0


async def invite(settings: Settings, asked: argparse.Namespace) -> int:
    """Another invitation for somebody, when nobody else can give it."""
    async with opened(engine_for(settings.database_url, settings.data)):
        person = await _the_one(asked)
        if person is None:
            return 1
        url = await invitation(settings, person["id"], now_ms())
    show_invitation(person["name"], url)
    return 0


async def appoint(settings: Settings, asked: argparse.Namespace) -> int:
    """Somebody new, such as the principal of a school without a bureau, and their invitation."""
    async with opened(engine_for(settings.database_url, settings.data)):
        at = now_ms()
        signer = await server_signer(settings, at)
        person = await add_person(signer, asked.organisation, asked.name, [asked.role], at)
        url = await invitation(settings, person, at)
    show_invitation(titled(asked.name, asked.role), url)
    return 0


async def dismiss(settings: Settings, asked: argparse.Namespace) -> int:
    """Somebody has left whom nobody else can let go, such as the principal before."""
    async with opened(engine_for(settings.database_url, settings.data)):
        person = await _the_one(asked)
        if person is None:
            return 1
        at = now_ms()
        await remove_person(await server_signer(settings, at), person["organisation"], person["id"], at)
    print(f"已离开 / has left: {person['name']}")
    return 0


async def _the_one(asked: argparse.Namespace) -> dict[str, str] | None:
    """Who is meant; if that is not one person, those it could be."""
    found = await accounts.sought(asked.name, asked.person, asked.organisation)
    if len(found) == 1:
        return found[0]
    for person in found:
        print(f"{person['name']}  {person['organisation']}  {person['id']}")
    hint = "请加 --organisation 或 --person / add --organisation or --person"
    print(hint if found else "没有这个人 / nobody of this name", file=sys.stderr)
    return None


def show_invitation(who: str, url: str) -> None:
    """A link to click or a code to scan from the screen."""
    print(f"\n{who}\n{url}")
    code = qrcode.QRCode(border=2)
    code.add_data(url)
    code.print_ascii(invert=True)


def _ask(question: str) -> str:
    answer = input(f"{question}: ").strip() if sys.stdin.isatty() else ""
    if not answer:
        raise SystemExit(f"缺少 / missing: {question}")
    return answer


async def labels(settings: Settings, asked: argparse.Namespace) -> int:
    """A school's labels as PDF."""
    async with opened(engine_for(settings.database_url, settings.data)):
        schools = [row for row in await organisations.every() if row["kind"] == "school"]
        chosen = [row for row in schools if asked.organisation in (None, row["id"])][:1]
        if not chosen:
            print("没有这所学校 / no such school", file=sys.stderr)
            return 1
        path, count = await write_labels(settings, chosen[0], asked.out, asked.size)
    if not count:
        print("没有可打印的标签，请先给点位生成标签 / no labels yet: make them for the points first", file=sys.stderr)
        return 1
    print(f"{chosen[0]['name']}: {count} 张标签 / labels → {path}")
    return 0


async def watching(settings: Settings, asked: argparse.Namespace) -> int:
    """Hints of a running server, until interrupted."""
    await watch(settings, tls=asked.tls)
    return 0


async def _unfit(settings: Settings) -> str | None:
    """Why nothing can be asked of this database yet."""
    async with opened(engine_for(settings.database_url, settings.data)):
        is_older, is_new = await schema.pending(), not await schema.current()
        if is_older and not is_new:
            return "数据库结构较旧，请先执行 anxun migrate。 / This database is older: run anxun migrate first."
        if is_new or not await organisations.every():
            return "还没有单位，请先执行 anxun init。 / There is no organisation yet: run anxun init first."
    return None


COMMANDS: dict[str, Command] = {
    "init": init,
    "invite": invite,
    "appoint": appoint,
    "dismiss": dismiss,
    "migrate": migrate,
    "restored": restored,
    "labels": labels,
    "form": form,
    "backup": backup,
    "restore": restore,
    "verify": verify,
    "doctor": doctor,
    "watch": watching,
}


def _settings(asked: argparse.Namespace) -> Settings:
    """The demonstration lives apart; labels are printed for it as long as there is nothing else."""
    settings = environment.read()
    if "DATA" not in os.environ and (
        asked.command == "demo" or (asked.command == "labels" and not settings.data.exists())
    ):
        settings = dataclasses.replace(settings, data=DEMO_DATA.resolve())
    if getattr(asked, "tls", False):
        settings = dataclasses.replace(
            settings,
            host=os.environ.get("HOST", EVERYWHERE),
            public_url=os.environ.get("PUBLIC_URL", f"https://{addresses()[0]}:{settings.port}").rstrip("/"),
        )
    return settings


def main(arguments: list[str] | None = None) -> int:
    """Exit code of the command."""
    logs.configure()
    asked = parser({name: command.__doc__ or "" for name, command in COMMANDS.items()}).parse_args(arguments)
    settings, command = _settings(asked), COMMANDS.get(asked.command)
    if asked.command == "demo":
        asyncio.run(demo.prepare(settings))
    problem = None if asked.command in FIRST or getattr(asked, "backup", None) else asyncio.run(_unfit(settings))
    if problem:
        print(problem, file=sys.stderr)
        return 1
    if command is None:
        return serve(settings, tls=asked.tls)
    try:
        return asyncio.run(command(settings, asked))
    except RefusedByRules as refusal:
        print(refusal.words(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
