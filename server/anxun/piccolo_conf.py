"""What Piccolo's migration runner looks for: which apps there are. `schema` puts the engine in use here."""

from typing import Any

from piccolo.conf.apps import AppRegistry
from piccolo.engine import Engine

DB: Engine[Any] | None = None
APP_REGISTRY = AppRegistry(apps=["anxun.piccolo_app"])
