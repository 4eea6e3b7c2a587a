// What remains ticked when somebody ticks one more: “none” and something found exclude each other.

/** The key by which every checklist calls the option that says nothing was found. */
const NONE = 'none';

export function ticked(before: readonly string[], now: readonly string[]): string[] {
  if (!now.includes(NONE)) return [...now];
  return before.includes(NONE) ? now.filter((key) => key !== NONE || now.length === 1) : [NONE];
}
