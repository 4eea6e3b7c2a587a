"""The rules of the house that no linter knows: where things lie, how big they are, what they may say."""

import ast
import json
import re
import subprocess
from functools import cache
from pathlib import Path

import grimp
import pytest

from anxun.core import errors
from anxun.sync.operations import CATALOGUE, RELEASE
from tests.faults import table

ROOT = Path(__file__).parents[1]
SERVER = ROOT / "server" / "anxun"

NOT_DOMAINS = {"cli", "core", "migrations"}
KNOWN = {"__init__", "tables", "rules", "actions", "queries", "http", "worker", "files", "model"}
OWN = {
    "sync": {
        "wire",
        "operations",
        "push",
        "pull",
        "live",
        "proof",
        "place",
        "clock",
        "photos",
        "held",
        "wire_schema",
        "acting",
        "gathering",
    },
    "journal": {"append"},
}
EMPTY_NAMES = {"base", "helper", "helpers", "manager", "misc", "repository", "service", "services", "util", "utils"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
REQUIREMENTS = range(1, 202)
CODE = re.compile(r"[a-z]+\.[a-z_]+")

# Names of places that stand in a text, a test or a name space; nothing is ever loaded from them.
HOSTS = re.compile(
    r"localhost|127\.|10\.|192\.168\.|\[|{|\$|"
    r"([a-z0-9-]+\.)*example\.(cn|com|org)|www\.w3\.org|json-schema\.org|www\.apache\.org|scripts\.sil\.org"
)


@cache
def tracked(*suffixes: str) -> list[Path]:
    listed = subprocess.check_output(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, text=True
    )
    paths = [ROOT / line for line in listed.splitlines()]
    return sorted(path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes))


def python(folder: str) -> list[Path]:
    return [path for path in tracked(".py") if path.is_relative_to(ROOT / folder)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def strings(path: Path) -> set[str]:
    return {
        node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def words(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def test_a_domain_has_only_the_known_file_names() -> None:
    domains = [path for path in SERVER.iterdir() if (path / "__init__.py").exists() and path.name not in NOT_DOMAINS]

    strange = [
        name(path)
        for domain in domains
        for path in domain.glob("*.py")
        if path.stem not in KNOWN | OWN.get(domain.name, set())
    ]

    assert len(domains) >= 9
    assert strange == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [name(path) for path in tracked(".py", ".ts", ".vue") if path.stem in EMPTY_NAMES] == []


def test_tables_are_known_to_their_own_domain_only() -> None:
    graph = grimp.build_graph("anxun")
    tables = [module for module in graph.modules if module.endswith(".tables")]

    strangers = [
        f"{importer} -> {module}"
        for module in tables
        for importer in graph.find_modules_that_directly_import(module)
        if not importer.endswith(".tables") and importer.rpartition(".")[0] != module.rpartition(".")[0]
    ]

    assert tables
    assert strangers == []


def test_rules_never_look_at_the_clock() -> None:
    looking = [
        name(path)
        for path in python("server")
        if path.stem == "rules" and re.search(r"\bnow_ms\b|\.now\(|\.today\(|\btime\(", words(path))
    ]

    assert looking == []


def test_no_file_is_longer_than_a_person_reads() -> None:
    generated = {ROOT / "pwa/src/wire/schema.d.ts"}

    long = {
        name(path): lines
        for path in tracked(".py", ".ts", ".vue", ".css", ".mjs")
        if path not in generated and (lines := words(path).count("\n")) > LONGEST_FILE
    }

    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name(path)}: {node.name}": lines
        for path in [*python("server"), *python("tests")]
        if "migrations" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }

    assert long == {}


def problems() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = json.loads((SERVER / "problems.json").read_text("utf-8"))
    return texts


def test_every_problem_the_server_can_name_has_a_text_in_both_languages() -> None:
    doors = {kind.__name__ for kind in vars(errors).values() if isinstance(kind, type)}
    raised = {
        node.args[0].value
        for path in python("server")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in doors and node.args
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }
    kinds = {code.partition(".")[0] for code in raised}
    named = {
        text
        for path in python("server")
        for text in strings(path)
        if CODE.fullmatch(text) and text.partition(".")[0] in kinds and text not in {*CATALOGUE, RELEASE}
    }

    texts = problems()

    assert sorted((raised | named) - texts.keys()) == []
    assert sorted(code for code, text in texts.items() if not (text.get("zh") and text.get("en"))) == []


def test_no_text_is_kept_for_a_problem_that_nobody_names() -> None:
    said = {text for path in python("server") for text in strings(path)}
    phone = "\n".join(words(path) for path in tracked(".ts", ".vue"))

    assert sorted(code for code in problems() if code not in said and code not in phone) == []


def test_nothing_in_the_house_names_a_place_it_would_load_from() -> None:
    named = {
        f"{name(path)}: {host}"
        for path in tracked()
        if path.name not in {"LICENSE", "package-lock.json"}
        for host in re.findall(r"(?:https?|wss?)://([^/\s\"'`)<>]+)", words(path))
        if not HOSTS.match(host)
    }

    assert sorted(named) == []
    assert '"resolved"' not in words(ROOT / "pwa/package-lock.json")


def test_nothing_is_put_off_skipped_or_switched_off() -> None:
    put_off = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X])\b|mark\.(?:skip|xfail)|\b(it|test|describe)\.(skip|only|todo)\b")

    found = [
        f"{name(path)}: {match[0]}"
        for path in tracked(".py", ".ts", ".vue", ".css", ".mjs", ".sh")
        for match in put_off.finditer(words(path))
    ]

    assert found == []


def marked() -> dict[str, set[int]]:
    """Which requirements each Python test says it promises."""
    found: dict[str, set[int]] = {}
    for path in python("tests"):
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                calls = [mark for mark in node.decorator_list if ast.unparse(mark).startswith("pytest.mark.s(")]
                numbers = {int(number) for mark in calls for number in re.findall(r"\d+", ast.unparse(mark))}
                found[f"{name(path)}::{node.name}"] = numbers
    return found


def promises() -> list[tuple[str, str]]:
    """Rows of docs/promises.md: the number of the requirement, and each test that keeps it."""
    rows = re.findall(r"^\| (S\d{3}) \|.*\| ([^|]+) \|$", words(ROOT / "docs/promises.md"), re.MULTILINE)
    return [(number, test) for number, tests in rows for test in re.findall(r"`([^`]+)`", tests)]


def test_every_marked_requirement_exists() -> None:
    unknown = {test: numbers for test, numbers in marked().items() if not numbers <= set(REQUIREMENTS)}

    assert unknown == {}


@pytest.mark.parametrize(("number", "test"), promises())
def test_a_promise_names_a_test_that_exists_and_says_so_itself(number: str, test: str) -> None:
    path, _, case = test.partition("::")

    if path.endswith(".py"):
        assert int(number[1:]) in marked()[test]
    else:
        assert case
        assert case in words(ROOT / path)


def test_every_requirement_a_test_promises_stands_in_the_table() -> None:
    table = set(promises())

    untold = [
        f"S{number:03} {test}"
        for test, numbers in marked().items()
        for number in sorted(numbers)
        if (f"S{number:03}", test) not in table
    ]

    assert untold == []


def test_every_row_of_the_table_of_faults_has_a_test_and_every_number_a_row() -> None:
    shown = {number for numbers in table.marked().values() for number in numbers} | table.APP.keys()

    assert shown == table.PROMISES.keys()
    assert [
        promise
        for tests in table.APP.values()
        for file, promise in tests
        if f"'{promise}'" not in words(ROOT / "pwa" / file)
    ] == []
