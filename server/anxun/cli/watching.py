"""Watching a running server from its own machine: which organisation has something new."""

import asyncio
import json
import ssl
import urllib.request
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from anxun.accounts.actions import SIGN_IN_TEXT
from anxun.cli.founding import server_signer
from anxun.cli.signing import Signer
from anxun.core.certificates import AUTHORITY, certificate_file
from anxun.core.clock import now_ms
from anxun.core.db import engine_for, opened
from anxun.core.keys import sign
from anxun.core.settings import Settings
from anxun.organisations import queries as organisations

TIMEOUT_S = 10
AGAIN_S = 2.0


async def watch(settings: Settings, *, tls: bool) -> None:
    """Print each hint; comes back by itself after a lost line or an ended session."""
    async with opened(engine_for(settings.database_url, settings.data)):
        signer = await server_signer(settings, now_ms())
        names = {row["id"]: row["name"] for row in await organisations.every()}
    context = ssl.create_default_context(cafile=certificate_file(settings.tls, AUTHORITY)) if tls else None
    base = f"https://localhost:{settings.port}" if tls else f"http://{settings.host}:{settings.port}"
    while True:
        try:
            await _listen(base, context, await asyncio.to_thread(_sign_in, base, context, signer), names)
        except (InvalidStatus, OSError) as lost:
            print(f"等待服务器 / waiting for {base}: {lost}", flush=True)
        await asyncio.sleep(AGAIN_S)


async def _listen(base: str, context: ssl.SSLContext | None, cookie: str, names: dict[str, str]) -> None:
    """Ends only when the session does; a lost line is taken up again by the client itself."""
    headers = {"Cookie": cookie}
    async for socket in connect(f"ws{base[4:]}/api/live", additional_headers=headers, proxy=None, ssl=context):
        print(f"正在监听 / watching {base}", flush=True)
        with suppress(ConnectionClosed):
            async for message in socket:
                hint = json.loads(message)
                if "organisation" in hint:
                    print(f"{names.get(hint['organisation'], hint['organisation'])}  #{hint['seq']}", flush=True)


def _sign_in(base: str, context: ssl.SSLContext | None, signer: Signer) -> str:
    nonce = _post(f"{base}/api/session/challenge", context, {"device": signer.device})[0]["nonce"]
    body = {"device": signer.device, "nonce": nonce, "signature": sign(signer.key, (SIGN_IN_TEXT + nonce).encode())}
    return _post(f"{base}/api/session/sign-in", context, body)[1].partition(";")[0]


def _post(url: str, context: ssl.SSLContext | None, body: dict[str, Any]) -> tuple[Any, str]:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310
    direct = urllib.request.build_opener(  # never by way of a proxy: it is this machine
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
    )
    with direct.open(request, timeout=TIMEOUT_S) as reply:
        return json.load(reply), reply.headers.get("Set-Cookie", "")
