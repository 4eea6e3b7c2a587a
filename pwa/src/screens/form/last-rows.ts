// What a section that repeats was asked for at this point the time before, to be added by a tap.
import type { Section } from '../../domain/checklist';
import type { Draft } from '../../domain/inspection';
import { bodyOf, outbox, secretOf, sent } from '../../store/outbox';

/** As this phone handed it in last; none where it never did. */
export async function lastRows({ point, checklist }: Draft, section: Section): Promise<string[]> {
  const entries = [...(await sent()), ...(await outbox())];
  entries.sort((a, b) => b.wall_ms - a.wall_ms);
  for (const entry of entries) {
    if (entry.name !== 'inspection.submit') continue;
    const { args } = bodyOf(entry);
    if (!('answers' in args) || args.point !== point || args.checklist !== checklist) continue;
    const own = args.answers.filter(({ item }) => section.items.some(({ key }) => key === item));
    const rows = [...new Set(own.map(({ row }) => row))];
    if (!section.repeat?.restricted) return rows.filter(Boolean);
    const texts = secretOf(entry).texts ?? {};
    return rows.flatMap((row) => texts[`${section.key}..${row}`] ?? []);
  }
  return [];
}
