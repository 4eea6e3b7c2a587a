"""Hands that only know keys: Tab until something is reached, and at every stop the focus is there to be seen."""

from playwright.sync_api import Page

MOST_STOPS = 90
# Who or what has the focus, as it is called; the ring may be drawn around a label's face or a field's frame.
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return { name: '', ring: true, seen: true, dialog: false, place: 'body' };
    const named = (element.ariaLabel || [...(element.labels ?? [])].map((one) => one.innerText).join(' ')
        || element.innerText || element.placeholder || '').trim();
    const drawn = (one) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
    };
    const around = [element, element.nextElementSibling, element.parentElement, element.closest('label')].filter(Boolean);
    const box = (element.closest('label') ?? element).getBoundingClientRect();
    const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    // A picker's own sign inside a date draws its ring where no page can look.
    const held = element.tagName === 'DIALOG' || !element.matches(':focus') || element.tabIndex < 0 || element.matches('h1, h2');
    return { name: named, ring: held || around.some(drawn), seen, place: element.outerHTML.slice(0, 120),
        dialog: element.closest('dialog[open]') !== null };
}"""


class Keys:
    """One person at a keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def name(self) -> str:
        """What has the focus is called this; that it can be seen is asked at every stop."""
        self.page.wait_for_timeout(30)
        focused = self.page.evaluate(FOCUSED)
        assert focused["ring"], f"no ring around {focused['place']}"
        assert focused["seen"], f"out of sight: {focused['place']}"
        return str(focused["name"])

    def tab_to(self, name: str, *, back: bool = False) -> None:
        """Tab until the focus is on what begins with this name."""
        walked = []
        for _ in range(MOST_STOPS):
            self.press("Shift+Tab" if back else "Tab")
            walked.append(self.name())
            if walked[-1].startswith(name):
                return
        raise AssertionError(f"no key leads to {name}: {walked}")

    def is_kept_in(self, stops: int = 12) -> bool:
        """However often Tab is pressed, the sheet keeps the focus; the browser's own bar may have it for one stop."""
        for _ in range(stops):
            self.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            if not focused["dialog"] and focused["place"] != "body":
                return False
        return True
