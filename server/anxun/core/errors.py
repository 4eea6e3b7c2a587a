"""Every way the product says no: a stable dotted code, an HTTP status and details, for doors and for operations."""

from http import HTTPStatus


class Problem(Exception):
    """A refusal with a stable dotted `code`; the reader's language is chosen at the edge, never here."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class Malformed(Problem):
    """The bytes are not what the door takes."""


class Unauthorised(Problem):
    """Nobody is signed in, or the proof does not hold."""

    status = HTTPStatus.UNAUTHORIZED


class Forbidden(Problem):
    """Known person, no right."""

    status = HTTPStatus.FORBIDDEN


class NotFound(Problem):
    """Not there, or not to be known by this person: the same answer for both."""

    status = HTTPStatus.NOT_FOUND


class Conflict(Problem):
    """True once, not any more: the caller must look again."""

    status = HTTPStatus.CONFLICT


class TooLarge(Problem):
    """More bytes than the door takes."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class Unprocessable(Problem):
    """Well-formed, but its content contradicts itself."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooMany(Problem):
    """Slow down; `retry_after_s` in the details says how long."""

    status = HTTPStatus.TOO_MANY_REQUESTS


class Refused(Problem):
    """An operation the rules forbid; journalled as `refused`."""


class Held(Problem):
    """An operation that a person must release first; journalled as `held`."""


class Waiting(Problem):
    """An operation whose subject has not arrived yet; not stored, the phone keeps it."""


class Unavailable(Problem):
    """Not now: the caller keeps what it has and tries again."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
