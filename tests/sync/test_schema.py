"""What the app is told about the wire: every operation with its arguments, and nothing of yesterday's."""

import json
from pathlib import Path

import pytest

from anxun.app import main
from anxun.sync.operations import CATALOGUE, RELEASE
from anxun.sync.wire_schema import components

GIVEN = Path("pwa/src/wire")


@pytest.mark.parametrize("name", [*CATALOGUE, RELEASE])
def test_every_operation_is_described_with_its_arguments(name: str) -> None:
    schemas = components()

    (tagged,) = (
        each["properties"] for each in schemas["Operation"]["oneOf"] if each["properties"]["name"]["const"] == name
    )
    arguments = schemas[tagged["args"]["$ref"].rpartition("/")[2]]

    assert arguments["type"] == "object"
    assert arguments["additionalProperties"] is False
    assert set(arguments["required"]) == set(arguments["properties"])


def test_every_name_in_the_description_leads_somewhere(capsys: pytest.CaptureFixture[str]) -> None:
    main(["openapi"])
    described = json.loads(capsys.readouterr().out)

    named = {place.partition('"')[0] for place in json.dumps(described).split("#/components/schemas/")[1:]}

    assert named <= set(described["components"]["schemas"])


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ("moves.json", "server/anxun/hazards/moves.json"),
        ("papers.json", "server/anxun/points/papers.json"),
        ("problems.json", "server/anxun/problems.json"),
    ],
)
def test_the_app_holds_the_servers_own_tables(given: str, source: str) -> None:
    assert (GIVEN / given).read_bytes() == Path(source).read_bytes()


def test_the_apps_types_are_made_from_this_server(capsys: pytest.CaptureFixture[str]) -> None:
    main(["openapi"])

    assert capsys.readouterr().out == (GIVEN / "openapi.json").read_text(), "run: make wire"
