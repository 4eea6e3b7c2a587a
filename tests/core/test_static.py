"""The built app as files: what may be cached for ever, what must be asked for, and what is not there."""

from pathlib import Path

import pytest
from litestar.datastructures import Headers

from anxun.core.errors import NotFound
from anxun.core.static import App

PAGE = {"accept": "text/html,application/xhtml+xml"}
SCRIPT = "/assets/index-By9tbjRe.js"


@pytest.fixture
def app(tmp_path: Path) -> App:
    web = tmp_path / "web"
    (web / "assets").mkdir(parents=True)
    (web / ".vite").mkdir()
    for name, content in {
        "index.html": b"<html>shell</html>",
        "service-worker.js": b"// worker",
        "manifest.webmanifest": b"{}",
        "assets/index-By9tbjRe.js": b"console.log(1)",
        "assets/index-By9tbjRe.js.br": b"br bytes",
        "assets/index-By9tbjRe.js.gz": b"gz bytes",
        ".vite/manifest.json": b"{}",
        ".hints.json": b'{"/e": "</assets/enrol-1.js>; rel=modulepreload"}',
    }.items():
        (web / name).write_bytes(content)
    (tmp_path / "secret.txt").write_bytes(b"outside")
    return App(web)


def test_hashed_files_are_kept_for_ever_and_the_shell_never_without_asking(app: App) -> None:
    assert app.reply(SCRIPT, Headers()).headers["cache-control"] == "public, max-age=31536000, immutable"
    for path in ("/", "/index.html", "/service-worker.js", "/manifest.webmanifest"):
        assert app.reply(path, Headers(PAGE)).headers["cache-control"] == "no-cache"


def test_the_page_behind_every_label_opens_again_without_a_network(app: App) -> None:
    reply = app.reply("/p", Headers(PAGE))

    assert reply.content == b"<html>shell</html>"
    assert reply.headers["cache-control"] == "max-age=604800"


def test_a_first_visit_is_told_with_the_page_what_it_needs_next(app: App) -> None:
    assert app.reply("/e", Headers(PAGE)).headers["link"] == "</assets/enrol-1.js>; rel=modulepreload"
    for path in ("/p", SCRIPT):
        assert "link" not in app.reply(path, Headers(PAGE)).headers
    with pytest.raises(NotFound):
        app.reply("/.hints.json", Headers())


def test_what_a_browser_has_is_not_sent_again(app: App) -> None:
    first = app.reply("/index.html", Headers())
    etag = first.headers["etag"]

    again = app.reply("/index.html", Headers({"if-none-match": f'W/"other", {etag}'}))

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert app.reply("/index.html", Headers({"if-none-match": '"other"'})).content == first.content


@pytest.mark.parametrize(
    ("accepted", "encoding", "body"),
    [
        ("gzip, deflate, br", "br", b"br bytes"),
        ("gzip", "gzip", b"gz bytes"),
        ("br;q=0, gzip;q=0.5", "gzip", b"gz bytes"),
        ("identity", None, b"console.log(1)"),
        ("", None, b"console.log(1)"),
    ],
)
def test_the_smallest_encoding_that_the_browser_takes_is_sent(
    app: App, accepted: str, encoding: str | None, body: bytes
) -> None:
    reply = app.reply(SCRIPT, Headers({"accept-encoding": accepted}))

    assert (reply.headers.get("content-encoding"), reply.content) == (encoding, body)
    assert reply.headers["vary"] == "accept-encoding"
    assert reply.media_type == "text/javascript"


def test_the_service_worker_may_rule_the_whole_site(app: App) -> None:
    assert app.reply("/service-worker.js", Headers()).headers["service-worker-allowed"] == "/"


@pytest.mark.parametrize("path", ["/e", "/hazards/0190", "/me/settings"])
def test_every_page_of_the_app_opens_from_its_address(app: App, path: str) -> None:
    assert app.reply(path, Headers(PAGE)).content == b"<html>shell</html>"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone-12345678.js",
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/.vite/manifest.json",
        "/a\x00b",
        "/assets/index-By9tbjRe.js.br",
        "/" + "x" * 10_000 + ".js",
    ],
)
def test_what_was_not_built_is_not_there(app: App, path: str) -> None:
    with pytest.raises(NotFound):
        app.reply(path, Headers(PAGE))


def test_a_script_that_asks_for_data_is_never_given_the_shell(app: App) -> None:
    with pytest.raises(NotFound):
        app.reply("/hazards", Headers({"accept": "application/json"}))


def test_without_a_build_a_page_says_what_to_do(tmp_path: Path) -> None:
    reply = App(tmp_path / "nothing").reply("/", Headers(PAGE))

    assert b"make demo" in reply.content
    assert reply.headers["cache-control"] == "no-store"
