"""What the server writes to its log: one JSON line an event, for a machine; one readable line on a terminal."""

import logging
import sys

import structlog


class _Others(logging.Handler):
    """What uvicorn and the like have to say comes in the same form."""

    def emit(self, record: logging.LogRecord) -> None:
        said = {"source": record.name, "exc_info": record.exc_info or None}
        structlog.get_logger().log(record.levelno, record.getMessage(), **said)


def configure() -> None:
    """Called by whoever starts a process. Tracebacks are plain: local variables could hold what must stay private."""
    shown: list[structlog.typing.Processor]
    if sys.stderr.isatty():
        shown = [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    else:
        shown = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso"), *shown],
        # Looked up for each line: whoever runs a command may have put another file in its place.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_Others()], force=True)
