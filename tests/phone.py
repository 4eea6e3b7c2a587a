"""A phone as the tests hold it: a key, a queue of signed operations, and a browser's cookies."""

from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from anxun.cli.signing import Signer
from anxun.core.clock import now_ms
from anxun.core.ids import new_id
from anxun.core.keys import point_of, sign
from anxun.sync.wire import Envelope

DRAWN = {"width": 300, "height": 120, "strokes": [[10, 10, 50, 70, 60, -60], [130, 40, 50, 20]]}
SIGNED: dict[str, Any] = {"signature": DRAWN}


@dataclass
class Phone:
    """One person on one device. `send` signs, pushes and gives the receipt."""

    client: httpx.AsyncClient
    person: str
    organisation: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    device: str = field(default_factory=lambda: new_id(now_ms()))

    def __post_init__(self) -> None:
        self.signer = Signer(self.key, self.device, self.person, self.organisation)

    @property
    def public_key(self) -> str:
        """What the server is given of the key."""
        return point_of(self.key)

    async def enrol(self, code: str) -> dict[str, Any]:
        """Become a device of this person; the cookie stays in the client."""
        reply = await self.client.post(
            "/api/session/enrol",
            json={"code": code, "device": self.device, "public_key": self.public_key, "device_name": "测试手机"},
        )
        assert reply.status_code == 200, reply.text
        me: dict[str, Any] = reply.json()
        return me

    async def sign_in(self) -> httpx.Response:
        """With the key, after the cookie went."""
        nonce = (await self.client.post("/api/session/challenge", json={"device": self.device})).json()["nonce"]
        body = {"device": self.device, "nonce": nonce, "signature": self.answer(nonce)}
        return await self.client.post("/api/session/sign-in", json=body)

    def answer(self, nonce: str) -> str:
        """The signature that a challenge asks for."""
        return sign(self.key, f"anxun sign-in {nonce}".encode())

    def make(
        self, name: str, args: dict[str, Any], private: dict[str, Any] | None = None, at: int | None = None, **body: Any
    ) -> Envelope:
        """The next operation of this phone, signed but not sent; `body` changes fields of the signed body."""
        return self.signer.envelope(name, args, now_ms() if at is None else at, private, **body)

    async def push(self, *operations: Envelope) -> list[dict[str, Any]]:
        """Send a batch; gives the receipts."""
        reply = await self.client.post("/api/sync/push", json={"operations": msgspec.to_builtins(operations)})
        assert reply.status_code == 200, reply.text
        receipts: list[dict[str, Any]] = reply.json()["receipts"]
        return receipts

    async def send(
        self, name: str, args: dict[str, Any], private: dict[str, Any] | None = None, at: int | None = None, **body: Any
    ) -> dict[str, Any]:
        """Sign one operation and send it; gives its receipt."""
        return (await self.push(self.make(name, args, private, at, **body)))[0]

    async def did(
        self, name: str, args: dict[str, Any], private: dict[str, Any] | None = None, at: int | None = None, **body: Any
    ) -> dict[str, Any]:
        """Like `send`, for what must be applied."""
        receipt = await self.send(name, args, private, at, **body)
        assert receipt["verdict"] == "applied", receipt
        return receipt

    async def get(self, path: str, **query: Any) -> Any:
        """What a door for reading says, as JSON; anything but 200 fails the test."""
        reply = await self.client.get(path, params=query)
        assert reply.status_code == 200, reply.text
        return reply.json()

    async def pull(self, organisation: str | None = None) -> dict[str, list[dict[str, Any]]]:
        """Everything from the beginning: the data of the rows by kind."""
        found: dict[str, list[dict[str, Any]]] = {}
        query: dict[str, Any] = {"organisation": organisation or self.organisation}
        while True:
            page = await self.get("/api/sync/pull", **query)
            for row in page["rows"]:
                found.setdefault(row["kind"], []).append(row["data"])
            if not page["more"]:
                return found
            query |= {"epoch": page["epoch"], "scope": page["scope"], "after": page["next"]}
