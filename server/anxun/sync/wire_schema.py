"""The wire described for other languages: every operation as a tagged union, beside the doors' own OpenAPI."""

from typing import Any

import msgspec

from anxun.accounts.model import PersonData, Private
from anxun.inspections.model import InspectionData
from anxun.points.model import PointData
from anxun.sync.operations import CATALOGUE, RELEASE, Release
from anxun.sync.wire import Body

REFERENCE = "#/components/schemas/{name}"
# What no door names: the insides of a signed envelope, and rows that only the pull brings.
INSIDE = (Private, Body, PersonData, PointData, InspectionData)


def arguments() -> dict[str, type[msgspec.Struct]]:
    """The arguments of every operation, by its name on the wire."""
    return {name: operation.args for name, operation in CATALOGUE.items()} | {RELEASE: Release}


def components() -> dict[str, Any]:
    """Schemas by name: each operation's arguments as `<Name>Args`, `Operation` = the union tagged by `name`."""
    named = {_title(name): args for name, args in arguments().items()}
    shapes = [*dict.fromkeys(named.values()), *INSIDE]
    references, found = msgspec.json.schema_components(shapes, ref_template=REFERENCE)
    by_shape = dict(zip(shapes, references, strict=True))
    for title, args in named.items():
        found[title] = found[_named(by_shape[args])]
    for args in set(named.values()):
        del found[_named(by_shape[args])]
    found["Operation"] = {"oneOf": [_tagged(name) for name in arguments()]}
    return found


def _named(reference: dict[str, Any]) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def _title(name: str) -> str:
    """`hazard.void_ask` → `HazardVoidAskArgs`."""
    return "".join(word.capitalize() for word in name.replace(".", "_").split("_")) + "Args"


def _tagged(name: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"name": {"const": name}, "args": {"$ref": REFERENCE.format(name=_title(name))}},
        "required": ["name", "args"],
    }
