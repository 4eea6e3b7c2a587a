// The way back to a long list: it is read from the disk first, and only then tall enough to scroll.

const LONGEST_MS = 1000;
const LOOK_EVERY_MS = 30;

let isChanged = false;

/** What a finished step goes back to begins at its top: there stands what it has become. */
export function beginAtTop(): void {
  isChanged = true;
}

/** Where a page that is come back to begins: where it was left, unless it was changed from elsewhere. */
export function comeBackTo(top: number): number {
  const at = isChanged ? 0 : top;
  isChanged = false;
  return at;
}

/** Over as soon as the page reaches as far down as the person had been, or after a second at the latest. */
export async function tallEnough(top: number): Promise<void> {
  const until_ms = Date.now() + LONGEST_MS;
  const isTall = () => document.documentElement.scrollHeight >= top + window.innerHeight;
  while (!isTall() && Date.now() < until_ms) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
