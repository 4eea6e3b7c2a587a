"""What the server writes to its log: one JSON line an event, for a machine; one readable line on a terminal."""

import sys

import structlog


def configure() -> None:
    """Called by whoever starts a process. Tracebacks are plain: local variables could hold what must stay private."""
    shown: list[structlog.typing.Processor]
    if sys.stderr.isatty():
        shown = [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    else:
        shown = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso"), *shown],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
