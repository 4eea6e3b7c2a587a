"""What two installations may need to differ in, read once from the environment."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Settings:
    """`DATABASE_URL` empty = SQLite under `DATA`; `PUBLIC_URL` is what labels and cookies are made for.

    `PROXY` = the addresses that are believed when they say whom they speak for.
    """

    data: Path
    database_url: str
    host: str
    port: int
    public_url: str
    proxy: str = "127.0.0.1"
    metrics_token: str = ""

    @property
    def server_key(self) -> Path:
        """The key of the installation itself; whoever holds it founds organisations."""
        return self.data / "anxun.pem"

    @property
    def tls(self) -> Path:
        """Certificates of our own, for who serves without a proxy."""
        return self.data / "tls"

    @property
    def local(self) -> bool:
        """Nobody comes from another machine."""
        return urlsplit(self.public_url).hostname in ("localhost", "127.0.0.1", "::1")

    @property
    def secure(self) -> bool:
        """Behind https the cookie gets the __Host- prefix; plain http is for localhost only."""
        return self.public_url.startswith("https://")


def read() -> Settings:
    """From the environment: PORT, HOST, DATA, DATABASE_URL, PUBLIC_URL, PROXY, METRICS_TOKEN."""
    port = int(os.environ.get("PORT", "8000"))
    data = Path(os.environ.get("DATA", "data")).resolve()
    return Settings(
        data=data,
        database_url=os.environ.get("DATABASE_URL", ""),
        host=os.environ.get("HOST", "127.0.0.1"),
        port=port,
        public_url=os.environ.get("PUBLIC_URL", f"http://localhost:{port}").rstrip("/"),
        proxy=os.environ.get("PROXY", "127.0.0.1"),
        metrics_token=os.environ.get("METRICS_TOKEN", ""),
    )
