"""What a page shows and says aloud, and what of it is not in its language; names and notes that people wrote are theirs."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

# What stands on the page, and what only a screen reader is told; an element with a language of its own is in that one.
TEXTS = """() => {
    const own = (element) => element.closest('[lang]:not(html)') !== null;
    const seen = (element) => element.closest('dialog[open]') !== null || element.checkVisibility({ visibilityProperty: true });
    const found = [document.title];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const parent = node.parentElement;
        const place = parent.closest('select') ?? parent;
        if (parent.closest('script, style, noscript') || own(parent) || !seen(place)) continue;
        if (node.data.trim()) found.push(node.data.trim());
    }
    for (const element of document.body.querySelectorAll('[aria-label], [placeholder], [title], [alt], [aria-description]')) {
        if (own(element) || !seen(element)) continue;
        for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'aria-description'])
            if (element.getAttribute(name)) found.push(element.getAttribute(name));
    }
    return found;
}"""
CHINESE = re.compile(r"[\u3400-\u9fff]+")
# Labels, receipts and the hashes behind them.
CODE = re.compile(r"\b[0-9A-Z]{4}(?:[ ·-]{1,3}[0-9A-Z]{4})+\b|\b[0-9a-f]{64}\b")
LATIN = re.compile(r"[A-Za-z][A-Za-z.]+")
# Units, formats, makers' names: words that Chinese writes with these letters.
KNOWN = frozenset(
    re.findall(
        r"\S+",
        "Android Anxun App CSV Chrome Chromium Edge Excel Firefox GB HTTPS HarmonyOS iPhone iPad JavaScript Linux MB Mac "
        "PDF PIN QR Safari WLAN Wi Fi Windows cm kB kHz kg mm ppm",
    )
)


def written(data: Path) -> list[str]:
    """Every text that people wrote and the server has, longest first: a name stays as it is in any language."""
    found: set[str] = set()
    with closing(sqlite3.connect(data / "anxun.sqlite")) as base:
        tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in base.execute(f"SELECT * FROM {table}"):
                found.update(text for value in row for text in _texts(value))
    return sorted((text for text in found if CHINESE.search(text)), key=len, reverse=True)


def _texts(value: Any) -> Iterator[str]:
    """Each text in a value of a column, which may be JSON."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str) and value[:1] in ("{", "["):
        yield from _texts(json.loads(value))
    elif isinstance(value, str) and value.strip():
        yield value.strip()


def foreign(texts: list[str], language: str, known: list[str]) -> list[str]:
    """Each text with words that are not of this language, once what people wrote is taken out of it."""
    found = []
    for text in texts:
        rest = CODE.sub(" ", text) if len(text) > 1 else ""  # one letter is where a name begins
        for one in known:
            rest = rest.replace(one, " ")
        if language == "en":
            words = CHINESE.findall(rest)
        else:
            words = [word for word in LATIN.findall(rest) if word.strip(".") not in KNOWN]
        if words:
            found.append(f"{text[:80]} ({', '.join(words[:4])})")
    return sorted(set(found))


def shown(page: Page) -> list[str]:
    """Every text of the page."""
    texts: list[str] = page.evaluate(TEXTS)
    return texts
