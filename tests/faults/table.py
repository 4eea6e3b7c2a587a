"""The table of faults: what each number promises, the tests that show it, and what became of their last run."""

import ast
import json
import re
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

from tests.faults.record import KEPT, ROOT, kept

# `make faults` keeps here what became of the app's own tests.
APP_KEPT = KEPT.with_name("faults-app.json")

# Numbers as on the page of reliability; what is not among them is a figure of another command.
PROMISES = {
    1: "坏网络下交的每一份都到，且只算一次 · through a bad network everything arrives, once",
    2: "服务器随时被杀：应答过的都在，链完整，迁移也不留一半 · kill -9: what was acknowledged is there, chains hold",
    3: "PostgreSQL 随时被断电式停止：应答过的都在 · the database is stopped at once: what was acknowledged is there",
    4: "浏览器随时被杀：说存好的都在，照片完好 · a browser is killed: what was said to be kept is there, photos whole",
    5: "拍照、保存、发送、应答时页面崩溃：不丢不重 · a page crashes at camera, save, send, ack: nothing lost or doubled",
    6: "保存、发送、应答的每一步各失败一次：不丢不重 · every step of save, send and ack fails once: nothing lost or doubled",
    7: "手机存满：没存下的绝不说存好 · a full phone: what is not kept is never said to be",
    8: "照片逐一重算哈希，全部相符 · every photo hashes to what was signed",
    9: "照片没到齐的记录绝不算完整 · no record is complete that lacks a photo",
    10: "单向、双向断网后：60 秒内队列清空，各手机所见与服务器一致 · partitions: queues empty within 60 s, views equal",
    11: "边写边取，一行不漏 · whoever polls while others write misses no row",
    12: "多人离线、乱序、重发地办同一批隐患：只有合法状态，一个事实不少 · any interleaving leaves legal states, all facts",
    13: "任何操作、任何请求都有应答，服务器不出错 · any operation and any request is answered, never by an error of ours",
    15: "没有身份、身份不对的人，什么也读不到 · who does not belong here reads nothing",
    16: "背着服务器的改动全部被发现，没改过的从不误报 · every tampering is found, nothing else is",
    17: "签过的内容改一处即失效 · a signed record with anything changed is no longer signed",
    18: "备份恢复后，数量、链、照片逐一核对 · a backup is put back and proved whole",
    19: "恢复旧备份后，手机把丢掉的补回，只算一次 · after a restore phones give back what was lost, once",
    20: "两千部手机同时回来：都收下，人人得到最后的提醒，内存不涨 · two thousand phones reconnect: all stored, each told of the last change, memory small",
    21: "停用手机：接口立刻拒绝，连线 5 秒内断开 · a revoked phone is out at once",
    22: "一部手机换人用：各归各，互不可见 · accounts on one phone: each one's work is theirs, and unseen by the other",
    23: "手机时钟错了：一份也不因此拒收 · a wrong clock costs no operation",
    24: "升级：旧数据库不服务，旧标签页不挡新版 · an old schema is not served, an old tab never blocks a newer app",
    27: "磁盘写满：没存下的绝不应答 · a full disk: nothing is acknowledged that is not stored",
}
# Tests of the app, which name no number themselves: number → file and promise.
APP = {
    6: (
        (
            "src/sync/steps.test.ts",
            "each step between camera and receipt fails once: nothing is lost, doubled or said too early",
        ),
        (
            "src/sync/steps.test.ts",
            "the phone dies at each step between camera and receipt: nothing is lost, doubled or said too early",
        ),
    ),
    7: (("src/actions/enqueue.test.ts", "at the quota nothing is said to be kept, and draft and chain stay as they were"),),
    10: (("src/sync/partitions.test.ts", "a minute after a silent line heals everything is sent, although nobody said so"),),
    22: (
        (
            "src/actions/shared-phone.test.ts",
            "two people take turns on one phone in fifty orders: each one’s work is theirs, unseen by the other, and arrives once",
        ),
        ("src/actions/accounts.test.ts", "the queue of who left the phone is sent under their own name while another works"),
    ),
    24: (("src/actions/enqueue.test.ts", "a newer app in another tab is never blocked, and this one asks to be reloaded"),),
}  # fmt: skip


@cache
def marked() -> dict[str, set[int]]:
    """Test → the numbers it says it shows."""
    found: dict[str, set[int]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                marks = [ast.unparse(mark) for mark in node.decorator_list]
                numbers = {
                    int(n) for mark in marks if mark.startswith("pytest.mark.r(") for n in re.findall(r"\d+", mark)
                }
                if numbers:
                    found[f"{path.relative_to(ROOT)}::{node.name}"] = numbers
    return found


def app_runs() -> dict[tuple[str, str], dict[str, Any]]:
    """File and promise → its last run, as vitest wrote it down."""
    if not APP_KEPT.exists():
        return {}
    told = json.loads(APP_KEPT.read_text("utf-8"))
    return {
        (str(Path(file["name"]).relative_to(ROOT / "pwa")), one["title"]): {
            "passed": one["status"] == "passed",
            "seconds": (one["duration"] or 0) / 1000,
            "ended_s": told["startTime"] / 1000,
            **one.get("meta", {}),
        }
        for file in told["testResults"]
        for one in file["assertionResults"]
    }


def line(name: str, run: dict[str, Any] | None) -> str:
    """One test's last run."""
    if run is None:
        return f"    – {name}: 没跑过 / not run"
    figures = "".join(f" · {what} {run[what]}" for what in ("n", "seed", "found") if what in run)
    ended = time.strftime("%Y-%m-%d %H:%M", time.gmtime(run["ended_s"]))
    return f"    {'✓' if run['passed'] else '✗'} {name}{figures} · {run['seconds']:.0f} s · {ended} UTC"


def rows(number: int) -> list[tuple[str, dict[str, Any] | None]]:
    """The tests of a number, each with its last run; one that runs on both databases is two."""
    runs = kept()
    found: list[tuple[str, dict[str, Any] | None]] = []
    for test in (test for test, numbers in marked().items() if number in numbers):
        mine = {name: run for name, run in runs.items() if name.partition("[")[0] == test}
        found += sorted(mine.items()) or [(test, None)]
    ran = app_runs()
    return found + [(f"pwa/{file}: {promise}", ran.get((file, promise))) for file, promise in APP.get(number, ())]


def main() -> int:
    """The table; 1 when a test of it failed or never ran."""
    bad = 0
    for number, promise in PROMISES.items():
        tests = rows(number)
        fine = bool(tests) and all(run and run["passed"] for _, run in tests)
        bad += not fine
        print(f"{'✓' if fine else '✗'} R{number} {promise}")
        print("\n".join(line(name, run) for name, run in tests))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
