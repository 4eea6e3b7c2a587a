"""What every door promises: strict input, problem+json, safe headers, nobody else's page, no 500 to any bytes."""

import errno
import gzip
import json
import tomllib
from pathlib import Path

import httpx
import pytest
from asyncpg import CannotConnectNowError

from anxun.app import VERSION
from tests.world import School

# No door here touches a table that differs: one database is enough.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True, scope="session")

DEEP = "[" * 100_000


async def test_health_says_code_and_schema(client: httpx.AsyncClient) -> None:
    reply = await client.get("/api/health")

    assert reply.status_code == 200
    assert reply.json()["status"] == "ok"
    assert reply.json()["schema"]
    assert tomllib.loads(Path("pyproject.toml").read_text())["project"]["version"] == VERSION == reply.json()["version"]


async def test_the_library_is_given_whole_with_its_hash(client: httpx.AsyncClient) -> None:
    library = (await client.get("/api/checklists")).json()

    assert len(library["hash"]) == 64
    assert library["location_types"]["exit"]["zh"]
    assert {"ck-13", "ck-01"} <= {checklist["id"] for checklist in library["checklists"]}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[]", id="list"),
        pytest.param(DEEP.encode(), id="deep"),
        pytest.param(b'{"device": "\xff"}', id="bad UTF-8"),
        pytest.param(b'{"device": "\\ud800"}', id="lone surrogate"),
        pytest.param(b'{"device": "a\\u0000"}', id="NUL"),
        pytest.param(b'{"device": 5}', id="wrong type"),
        pytest.param(b'{"device": null}', id="null for text"),
        pytest.param(b'{"device": "a", "more": 1}', id="unknown field"),
        pytest.param(json.dumps({"device": "x" * 37}).encode(), id="too long"),
        pytest.param(b'{"device": 1e999}', id="infinite"),
    ],
)
@pytest.mark.parametrize("door", ["/api/session/challenge", "/api/session/enrol", "/api/session/sign-in"])
async def test_malformed_json_is_400_with_a_code(client: httpx.AsyncClient, door: str, body: bytes) -> None:
    reply = await client.post(door, content=body, headers={"content-type": "application/json"})

    assert (reply.status_code, reply.json()["code"]) in {(400, "request.malformed"), (413, "request.too_large")}
    assert reply.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
async def test_a_form_of_a_foreign_page_is_no_json(client: httpx.AsyncClient, content_type: str) -> None:
    reply = await client.post(
        "/api/session/challenge", content=b'{"device": "a"}', headers={"content-type": content_type}
    )

    assert (reply.status_code, reply.json()["code"]) == (415, "request.content_type")


async def test_too_large_a_body_is_413(client: httpx.AsyncClient) -> None:
    reply = await client.post("/api/session/challenge", json={"device": "x" * 70_000})

    assert (reply.status_code, reply.json()["code"]) == (413, "request.too_large")


async def test_compressed_bodies_are_for_the_push_only(client: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json", "content-encoding": "gzip"}

    reply = await client.post("/api/session/challenge", content=gzip.compress(b"{}"), headers=headers)

    assert (reply.status_code, reply.json()["code"]) == (415, "request.content_encoding")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://localhost:8000"}, 200),
        ({"origin": "http://localhost:8000", "sec-fetch-site": "same-origin"}, 200),
        ({"origin": "http://elsewhere.example.com"}, 403),
        ({"origin": "http://localhost:8001"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://["}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://localhost:8000", "sec-fetch-site": "cross-site"}, 403),
    ],
)
async def test_only_our_own_pages_may_write(client: httpx.AsyncClient, headers: dict[str, str], status: int) -> None:
    reply = await client.post("/api/session/challenge", json={"device": "x"}, headers=headers)

    assert reply.status_code == status
    if status == 403:
        assert reply.json()["code"] == "request.origin"


async def test_reading_is_open_to_a_link_from_elsewhere(client: httpx.AsyncClient) -> None:
    reply = await client.get("/api/health", headers={"sec-fetch-site": "cross-site"})

    assert reply.status_code == 200


@pytest.mark.parametrize("path", ["/api/health", "/api/session", "/api/nothing-here", "/"])
async def test_every_reply_carries_the_safe_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path, headers={"accept": "text/html"})).headers

    assert "script-src 'self' 'wasm-unsafe-eval'" in headers["content-security-policy"]
    assert "require-trusted-types-for 'script'; trusted-types vue worker" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["permissions-policy"] == "camera=(self)"
    assert "strict-transport-security" not in headers
    if path.startswith("/api"):
        assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nothing-here", 404, "request.not_found"),
        ("GET", "/api", 404, "request.not_found"),
        ("DELETE", "/api/session", 405, "request.method"),
        ("PUT", "/api/sync/push", 405, "request.method"),
        ("GET", "/assets/none-12345678.js", 404, "request.not_found"),
        ("GET", "/" + "x" * 5000 + ".js", 404, "request.not_found"),
        ("GET", "/a%00b", 400, "request.malformed"),
        ("GET", "/../../etc/passwd.txt", 404, "request.not_found"),
        ("POST", "/", 405, "request.method"),
        ("GET", "/api/sync/pull?after=x", 401, "session.none"),
    ],
)
async def test_what_is_not_there_is_said_in_problem_json(
    client: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    reply = await client.request(method, path)

    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert reply.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", f"after={2**70}", "after=1&after=2&epoch=%00", "organisation=%FF"]
)
async def test_a_strange_query_never_breaks_a_door(school: School, query: str) -> None:
    reply = await school.patrol.client.get(f"/api/sync/pull?{query}")

    assert 400 <= reply.status_code < 500
    assert reply.json()["code"]


async def test_an_error_nobody_foresaw_says_nothing_about_the_inside(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr("anxun.accounts.queries.people", broken)
    reply = await school.office.client.get("/api/people")

    assert (reply.status_code, reply.json()["code"]) == (500, "server.error")
    assert "swordfish" not in reply.text


@pytest.mark.parametrize("away", [ConnectionRefusedError(), OSError(errno.ENOSPC, "full"), CannotConnectNowError()])
async def test_a_database_or_disk_that_is_away_for_a_moment_is_asked_again(
    school: School, monkeypatch: pytest.MonkeyPatch, away: Exception
) -> None:
    async def broken(*_: object) -> None:
        raise away

    monkeypatch.setattr("anxun.accounts.queries.people", broken)
    reply = await school.office.client.get("/api/people")

    assert (reply.status_code, reply.json()["code"]) == (503, "server.unavailable")
    assert int(reply.headers["retry-after"]) > 0


async def test_the_description_of_the_wire_is_served_without_a_page_that_draws_it(client: httpx.AsyncClient) -> None:
    described = await client.get("/api/openapi.json")

    assert described.status_code == 200
    assert "/api/sync/push" in described.json()["paths"]
    for page in ("/api/swagger", "/api/redoc", "/api/elements", "/api/scalar", "/api/openapi.yaml"):
        assert (await client.get(page)).status_code == 404
