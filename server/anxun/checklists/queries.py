"""The one library this process serves, read once."""

from functools import lru_cache

from anxun.checklists.files import Library, load


@lru_cache(maxsize=1)
def library() -> Library:
    """Every published checklist; a file that is not sound stops the start, not a request."""
    return load()
