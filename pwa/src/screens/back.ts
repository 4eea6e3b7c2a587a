// The way back to a long list: it is read from the disk first, and only then tall enough to scroll.

const LONGEST_MS = 1000;
const LOOK_EVERY_MS = 30;

/** Over as soon as the page reaches as far down as the person had been, or after a second at the latest. */
export async function tallEnough(top: number): Promise<void> {
  const until_ms = Date.now() + LONGEST_MS;
  const isTall = () => document.documentElement.scrollHeight >= top + window.innerHeight;
  while (!isTall() && Date.now() < until_ms) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
