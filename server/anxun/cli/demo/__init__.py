"""A running installation to try: a bureau, three schools, twelve days of work, and an invitation for every part."""

from pathlib import Path

from anxun import schema
from anxun.accounts import queries as accounts
from anxun.cli.demo.days import play
from anxun.cli.demo.places import CENTRE, OFFICER, TITLES
from anxun.cli.founding import invitation
from anxun.cli.labelling import write_labels
from anxun.core.clock import now_ms
from anxun.core.db import engine_for, opened
from anxun.core.settings import Settings
from anxun.organisations import queries as organisations
from anxun.organisations.queries import OrganisationRow

EVERYBODY = 200


async def prepare(settings: Settings) -> None:
    """Play the days once; then, at every start, print fresh invitations and the labels."""
    async with opened(engine_for(settings.database_url, settings.data)):
        await schema.migrate()
        if not await organisations.every():
            print("正在准备示例数据…… / Preparing the example district …", flush=True)
            await play(settings, now_ms())
        places = await organisations.every()
        bureau = next(row for row in places if row["kind"] == "district")
        centre = next(row for row in places if row["name"] == CENTRE.name)
        print(
            f"\n安巡 Anxun  {settings.public_url}\n\n{centre['name']} / {bureau['name']}：点开链接，即以该身份使用",
            flush=True,
        )
        await _invite(settings, centre, {name: TITLES[part] for part, name in CENTRE.people.items()})
        await _invite(settings, bureau, {OFFICER: "教育局"})
        path, count = await write_labels(settings, centre, settings.data / "labels.pdf")
        print(f"\n{count} 张二维码标签 / labels: {_short(path)}\n停止 / stop: Ctrl+C", flush=True)


async def _invite(settings: Settings, place: OrganisationRow, titles: dict[str, str]) -> None:
    people = (await accounts.people(place["id"], "", EVERYBODY, now_ms())).rows
    ids = {person["name"]: person["id"] for person in people if not person["left"]}
    for name, title in titles.items():
        if name in ids:
            print(f"  {title}  {name}  {await invitation(settings, ids[name], now_ms())}")


def _short(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
