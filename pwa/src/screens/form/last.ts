// What this phone recorded at the point the time before, shown small beside a number.
import type { Draft } from '../../domain/inspection';
import { fieldName } from '../../domain/rows';
import { bodyOf, outbox, sent } from '../../store/outbox';

export interface LastValue {
  value: number;
  at_ms: number;
}

/** By `<item>.<field>`, and in a row by `<item>.<field>.<row>`. */
export type LastValues = ReadonlyMap<string, LastValue>;

export async function lastValues({ point, checklist }: Draft): Promise<LastValues> {
  const found = new Map<string, LastValue>();
  const entries = [...(await sent()), ...(await outbox())];
  entries.sort((a, b) => a.wall_ms - b.wall_ms);
  for (const entry of entries) {
    if (entry.name !== 'inspection.submit') continue;
    const { args } = bodyOf(entry);
    if (!('answers' in args) || args.point !== point || args.checklist !== checklist) continue;
    for (const { item, row, values } of args.answers) {
      for (const [field, value] of Object.entries(values)) {
        if (typeof value !== 'number') continue;
        found.set(fieldName(item, field, row), { value, at_ms: entry.wall_ms });
      }
    }
  }
  return found;
}
