"""What can be asked of the command line, in both languages, a line each."""

import argparse
import re
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
    "backup": "备份数据库和照片，不用停服务 / back up database and photos of a running server",
    "restore": "把备份恢复到空的安装里 / put a backup into an empty installation",
    "verify": "核对流水、表格和照片有没有被改动 / prove that journals, tables and photos hold",
    "doctor": "体检：哪里要管，一行一条 / what to look after, a line each",
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
    for name in ("serve", "demo", "watch"):
        commands.choices[name].add_argument(
            "--tls", action="store_true", help="自己的证书，不用域名和代理 / a certificate of its own, no proxy"
        )
    for name in ("invite", "dismiss", "labels"):
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
    _ask_for_keeping(commands.choices)
    return whole


def _ask_for_keeping(commands: Mapping[str, argparse.ArgumentParser]) -> None:
    commands["backup"].add_argument("folder", type=Path)
    commands["doctor"].add_argument("folder", type=Path, nargs="?", help="备份文件夹 / where backups are")
    commands["restore"].add_argument("backup", type=Path)
    commands["verify"].add_argument("backup", type=Path, nargs="?")
    earlier = commands["verify"].add_mutually_exclusive_group()
    earlier.add_argument("--head", type=_head, metavar="NUMBER:HASH")
    earlier.add_argument("--receipt", type=Path, metavar="FILE")


def _head(text: str) -> tuple[int, str]:
    if not re.fullmatch(r"[0-9]{1,15}:[0-9a-f]{64}", text):
        raise argparse.ArgumentTypeError("条数:校验值 / NUMBER:HASH")
    number, _, head = text.partition(":")
    return int(number), head
