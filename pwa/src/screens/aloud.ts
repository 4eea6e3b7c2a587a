// Who hears the app instead of seeing it is told which screen this is, and goes on reading at its title.
import type { Router } from 'vue-router';

export function tellScreens(router: Router): void {
  let told = '';
  const tell = () => {
    const title = document.querySelector('h1');
    // Some know what they are called only once their rows have come.
    if (!title?.textContent) return;
    document.title = title.textContent;
    const { path } = router.currentRoute.value;
    if (told && told !== path && document.activeElement === document.body) readOn(title);
    told = path;
  };
  const seen = { childList: true, subtree: true, characterData: true };
  new MutationObserver(tell).observe(document.body, seen);
  tell();
}

function readOn(title: HTMLElement) {
  title.tabIndex = -1;
  // Nothing can be done with it, so it needs no ring.
  title.style.outline = 'none';
  title.focus({ preventScroll: true });
}
