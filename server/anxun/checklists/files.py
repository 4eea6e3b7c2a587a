"""Reads the checklist files for the server, and checks, locks and describes them for whoever writes one.

`python -m anxun.checklists.files check|lock|schema [directory]`
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from anxun.checklists.model import Checklist, LocationType
from anxun.checklists.rules import Place, faults

IN_REPOSITORY = Path(__file__).resolve().parents[3] / "checklists"
IN_PACKAGE = Path(__file__).resolve().parents[1] / "library"
DEFAULT = IN_REPOSITORY if (IN_REPOSITORY / "published.lock").exists() else IN_PACKAGE
VERSION_FILE = re.compile(r"v([1-9]\d{0,2})\.yaml")
STEP = re.compile(r"\.([^.\[\]`]+)|\[(\d+)\]")
UNKNOWN_FIELD = re.compile(r"unknown field `(.+)`")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")

Shape = TypeVar("Shape")


class ChecklistError(Exception):
    """All that is wrong, one line each: `checklists/ck-13/v1.yaml:41: item exits-clear: …`."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Library:
    """Every published version, by id and number."""

    def __init__(self, checklists: list[Checklist], location_types: tuple[LocationType, ...]) -> None:
        self.versions = {(checklist.id, checklist.version): checklist for checklist in checklists}
        self.location_types = location_types
        self.newest = {name: self.versions[name, version] for name, version in sorted(self.versions)}

    def get(self, checklist: str, version: int) -> Checklist | None:
        return self.versions.get((checklist, version))

    def latest(self, checklist: str) -> Checklist | None:
        return self.newest.get(checklist)

    def latest_all(self) -> tuple[Checklist, ...]:
        return tuple(self.newest.values())

    @cached_property
    def content(self) -> bytes:
        """What the phone is given: names of places and every version, as JSON."""
        names = {place.key: place.name for place in self.location_types}
        return msgspec.json.encode({"location_types": names, "checklists": list(self.versions.values())})

    @cached_property
    def hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class Source:
    """One YAML file and the line of each of its values."""

    def __init__(self, directory: Path, path: Path) -> None:
        self.name = f"{directory.name}/{path.relative_to(directory).as_posix()}"
        # The base loader takes every scalar as text: no surprise from `no`, `1.10` or a date; the shape decides.
        try:
            loader = yaml.CBaseLoader(path.read_text("utf-8"))
            self.root: yaml.Node | None = loader.get_single_node()
            self.data: object = loader.construct_document(self.root) if self.root else None
        except (yaml.YAMLError, UnicodeError) as error:
            raise ChecklistError([f"{self.name}:{line_of(error)}: {reason_of(error)}"]) from error
        self.refuse(list(slips(self.root, ())))

    def convert(self, shape: type[Shape]) -> Shape:
        try:
            return msgspec.convert(self.data, shape, strict=False)
        except msgspec.ValidationError as error:
            reason, _, where = str(error).partition(" - at ")
            path: Place = tuple(int(index) if index else key for key, index in STEP.findall(where))
            unknown = UNKNOWN_FIELD.search(reason)
            raise ChecklistError([self.at((*path, unknown[1]) if unknown else path, reason)]) from error

    def refuse(self, found: list[tuple[Place, str]]) -> None:
        if found:
            raise ChecklistError([self.at(path, reason) for path, reason in found])

    def at(self, path: Place, reason: str) -> str:
        """`reason` behind the file, the line and the item it stands in."""
        node, line, item = self.root, 1, ""
        for depth, step in enumerate(path):
            found = child(node, step)
            if found is None:
                break
            line, node = found
            if depth == 3 and path[0] == "sections" and path[2] == "items":
                item = f"item {key_of(node)}: "
        return f"{self.name}:{line}: {item}{reason}"


def child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    """The line where `step` begins, and what it holds; of a key that stands twice, the second."""
    if isinstance(node, yaml.MappingNode):
        for key, value in reversed(node.value):
            if key.value == step:
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    return None


def key_of(node: yaml.Node) -> str:
    found = child(node, "key")
    return str(found[1].value) if found else "?"


def slips(node: yaml.Node | None, path: Place) -> Iterator[tuple[Place, str]]:
    """What YAML itself lets through in silence: a key that stands twice, a character nobody can see."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield (*path, key.value), f"{key.value} stands twice"
            seen.add(key.value)
            yield from slips(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from slips(value, (*path, index))
    elif isinstance(node, yaml.ScalarNode) and CONTROL.search(node.value):
        yield path, "a text holds an invisible character or a line break"


def line_of(error: Exception) -> int:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return int(error.problem_mark.line) + 1
    return 1


def reason_of(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError):
        return str(error.problem)
    return str(getattr(error, "reason", error))


def load(directory: Path = DEFAULT) -> Library:
    """The published library; raises for the first file that is not sound, not published or changed since."""
    changed = lock_faults(directory)
    if changed:
        raise ChecklistError(changed)
    places = load_places(directory)
    return Library([load_one(directory, path, places) for path in version_files(directory)], places)


def load_places(directory: Path) -> tuple[LocationType, ...]:
    return Source(directory, directory / "location_types.yaml").convert(tuple[LocationType, ...])


def load_one(directory: Path, path: Path, places: tuple[LocationType, ...]) -> Checklist:
    source = Source(directory, path)
    checklist = source.convert(Checklist)
    source.refuse(list(faults(checklist, {place.key for place in places})))
    for key, value, named in (("id", checklist.id, path.parent.name), ("version", checklist.version, path.stem[1:])):
        if str(value) != named:
            source.refuse([((key,), f"{key} is {value}, but the file is named {named}")])
    return checklist


def version_files(directory: Path) -> list[Path]:
    """All versions, each list's in order of number."""
    found = [path for path in directory.glob("*/*.yaml") if VERSION_FILE.fullmatch(path.name)]
    return sorted(found, key=lambda path: (path.parent.name, int(path.stem[1:])))


def digests(directory: Path) -> dict[str, str]:
    """File → SHA-256, with line ends as on Unix so that a Windows checkout counts as unchanged."""
    return {
        path.relative_to(directory).as_posix(): hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for path in version_files(directory)
    }


def published(directory: Path) -> dict[str, str]:
    path = directory / "published.lock"
    lines = path.read_text("ascii").splitlines() if path.exists() else []
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines if line)}


def lock_faults(directory: Path) -> list[str]:
    here, fixed = digests(directory), published(directory)
    gone = [f"{directory.name}/{name}:1: published, but the file is gone" for name in fixed if name not in here]
    changed = [
        f"{directory.name}/{name}:1: "
        + ("changed after publication; write the next version" if name in fixed else "not published yet; run `lock`")
        for name, digest in here.items()
        if fixed.get(name) != digest
    ]
    return gone + changed


def check(directory: Path) -> list[str]:
    """Everything wrong in every file, for the person who writes them."""
    lines = lock_faults(directory)
    places = load_places(directory)
    for path in version_files(directory):
        try:
            load_one(directory, path, places)
        except ChecklistError as error:
            lines += error.lines
    schema = directory / "schema.json"
    if not schema.exists() or schema.read_bytes() != schema_json():
        lines.append(f"{directory.name}/schema.json:1: differs from the model; run `schema`")
    return lines


def lock(directory: Path) -> list[str]:
    """Publishes what is new; refuses when something published has changed."""
    places = load_places(directory)
    for path in version_files(directory):
        load_one(directory, path, places)
    here, fixed = digests(directory), published(directory)
    if any(here.get(name) != digest for name, digest in fixed.items()):
        return lock_faults(directory)
    text = "".join(f"{digest}  {name}\n" for name, digest in here.items())
    (directory / "published.lock").write_text(text, "ascii", newline="\n")
    return []


def schema_json() -> bytes:
    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(Checklist)), indent=2) + b"\n"


def main(arguments: list[str]) -> int:
    command, directory = arguments[0], Path(arguments[1]).resolve() if arguments[1:] else DEFAULT
    if command == "schema":
        (directory / "schema.json").write_bytes(schema_json())
        return 0
    try:
        lines = {"check": check, "lock": lock}[command](directory)
    except ChecklistError as error:
        lines = error.lines
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["check"]))
