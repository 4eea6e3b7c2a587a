// When a point was last checked, by anybody this phone knows of.
import { rows } from './mirror';
import { bodyOf, capturedMs, outbox, sent } from './outbox';

/** By checklist, the newest moment: also what the server has not got yet. Watch `rows`, `outbox` and `sent`. */
export async function lastChecks(point: string): Promise<Map<string, number>> {
  const own = [...(await outbox()).filter(({ state }) => state !== 'refused'), ...(await sent())];
  const made = own.flatMap((entry) => {
    const { args } = bodyOf(entry);
    return 'answers' in args ? [{ ...args, captured_ms: capturedMs(entry) }] : [];
  });
  const last = new Map<string, number>();
  for (const { point: where, checklist, captured_ms } of [...(await rows('inspection')), ...made]) {
    if (where === point) last.set(checklist, Math.max(captured_ms, last.get(checklist) ?? 0));
  }
  return last;
}
