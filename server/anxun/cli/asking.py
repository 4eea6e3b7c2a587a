"""What can be asked of the command line, in both languages, a line each."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from anxun.accounts.model import ROLES
from anxun.points.model import A4, PAPERS

HELP = {
    "serve": "启动服务 / serve this installation",
    "demo": "示例区县，什么都可以试 / an example district, to try everything",
    "init": "建一个单位，邀请第一批人 / found an organisation and invite its first people",
    "invite": "给一个人重新发邀请 / another invitation for somebody",
    "appoint": "加一个人并发邀请，如新校长 / add somebody and invite them, such as a new principal",
    "dismiss": "办理离开，如前任校长 / let somebody go, such as the principal before",
    "migrate": "升级数据库结构 / bring the database up to date",
    "restored": "恢复旧备份以后运行一次 / run once after an older copy was put back",
    "labels": "把一所学校的标签存成 PDF / a school's labels as PDF",
    "form": "把一张检查表存成空白纸表 PDF / a checklist as a blank paper form, PDF",
    "verify": "核对流水有没有被改动 / prove that the journals hold",
    "watch": "看服务器发出的提示 / hints of a running server",
}
TITLES = {
    "inspector": "检查员",
    "kitchen_manager": "食堂负责人",
    "staff": "教职工",
    "safety_office": "安全办",
    "vice_principal": "分管副校长",
    "principal": "校长",
    "bureau_officer": "教育局",
}


def titled(name: str, role: str) -> str:
    """王老师（安全办）."""
    return f"{name}（{TITLES[role]}）"


def parser(explained: Mapping[str, str]) -> argparse.ArgumentParser:
    """Every command with its flags; `explained` = what is worth more than a line."""
    whole = argparse.ArgumentParser(
        prog="anxun", description="安巡：建单位、启动、维护 / Anxun: found an installation, serve it, look after it"
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="命令/command")
    for name, says in HELP.items():
        description = "\n\n".join(part for part in (says, explained.get(name)) if part)
        commands.add_parser(
            name, help=says, description=description, formatter_class=argparse.RawDescriptionHelpFormatter
        )
    found = commands.choices["init"]
    found.add_argument("--kind", choices=["school", "district", "city"], default="school")
    for flag in ("--name", "--parent", "--office", "--principal", "--officer"):
        found.add_argument(flag)
    found.add_argument("--boarding", action="store_true")
    for name in ("invite", "dismiss", "labels", "verify"):
        commands.choices[name].add_argument("--organisation")
    for name in ("invite", "dismiss"):
        whom = commands.choices[name].add_mutually_exclusive_group(required=True)
        whom.add_argument("--name")
        whom.add_argument("--person")
    for flag in ("--organisation", "--name"):
        commands.choices["appoint"].add_argument(flag, required=True)
    commands.choices["appoint"].add_argument("--role", choices=ROLES, required=True)
    commands.choices["labels"].add_argument("--out", type=Path, default=Path("labels.pdf"))
    commands.choices["labels"].add_argument("--size", choices=sorted(PAPERS), default=A4)
    commands.choices["form"].add_argument("code", metavar="CK-13")
    commands.choices["form"].add_argument("--out", type=Path)
    return whole
