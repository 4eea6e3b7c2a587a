"""The built app as files: every path known from the start, compressed when it was built, never again by the server."""

import hashlib
import json
import mimetypes
import re
from dataclasses import dataclass, field
from pathlib import Path

from litestar import Response
from litestar.datastructures import Headers

from anxun.core.errors import NotFound

HASHED = re.compile(r"/assets/.+-[\w-]{8,}\.\w+")
FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
# A phone without service worker opens any label offline from this one cached page: the code stands in the fragment.
SHELL_FOR_LABELS = "max-age=604800"
LABEL_SHELL = "/p"
# Which files a first visit of a page needs next, as the build says: path to `Link` header.
HINTS = ".hints.json"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
TYPES = {".js": "text/javascript", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json"}
NOT_BUILT = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>安巡</title>
<h1>安巡服务器已启动</h1><p>手机界面还没有构建。请在服务器上执行 <code>make demo</code>，完成后刷新本页。</p>
<p lang="en">The server runs, but its app has not been built yet: run <code>make demo</code>, then reload.</p></html>"""


@dataclass(frozen=True)
class Asset:
    """One file in all its encodings, with its validator."""

    media: str
    etag: str
    cache: str
    plain: bytes
    packed: dict[str, bytes] = field(default_factory=dict)


def _media(path: Path) -> str:
    return TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _asset(path: Path, url: str) -> Asset:
    plain = path.read_bytes()
    beside = {name: path.with_name(path.name + suffix) for name, suffix in ENCODINGS}
    return Asset(
        media=_media(path),
        etag=f'"{hashlib.sha256(plain).hexdigest()[:32]}"',
        cache=FOR_EVER if HASHED.fullmatch(url) else ASK_FIRST,
        plain=plain,
        packed={name: packed.read_bytes() for name, packed in beside.items() if packed.exists()},
    )


class App:
    """Everything outside /api: files by their path, else the shell for whoever asks for a page."""

    def __init__(self, folder: Path) -> None:
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()] if folder.is_dir() else []
        packed = tuple(suffix for _, suffix in ENCODINGS)
        urls = {f"/{path.relative_to(folder).as_posix()}": path for path in files if not path.name.endswith(packed)}
        self._assets = {url: _asset(path, url) for url, path in urls.items() if "/." not in url}
        self._shell = self._assets.get("/index.html") or Asset(
            media="text/html", etag='"not-built"', cache="no-store", plain=NOT_BUILT.encode()
        )

        hints = folder / HINTS
        self._hints: dict[str, str] = json.loads(hints.read_bytes()) if hints.is_file() else {}

    def reply(self, path: str, headers: Headers) -> Response[bytes]:
        """The file, or 304 for a browser that has this very one, or 404."""
        asset = self._assets.get(path) or self._page(path, headers)
        labels = path == LABEL_SHELL and asset.cache == ASK_FIRST
        sent = {
            "etag": asset.etag,
            "cache-control": SHELL_FOR_LABELS if labels else asset.cache,
            "vary": "accept-encoding",
        }
        if "worker" in path:
            sent["service-worker-allowed"] = "/"
        if asset is self._shell and path in self._hints:
            sent["link"] = self._hints[path]
        if asset.etag in headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers=sent, media_type=asset.media)
        encoding, body = _accepted(asset, headers.get("accept-encoding", ""))
        if encoding:
            sent["content-encoding"] = encoding
        return Response(body, headers=sent, media_type=asset.media)

    def _page(self, path: str, headers: Headers) -> Asset:
        if "text/html" not in headers.get("accept", "") or "\x00" in path or "." in path:
            raise NotFound("request.not_found")
        return self._shell


def _accepted(asset: Asset, accept: str) -> tuple[str, bytes]:
    """The smallest encoding that the browser takes."""
    taken = {part.split(";")[0].strip() for part in accept.lower().split(",") if "q=0" not in part.replace("q=0.", "")}
    for name, _ in ENCODINGS:
        if name in taken and name in asset.packed:
            return name, asset.packed[name]
    return "", asset.plain
