// The shared cases: the phone and the server judge alike.
import { describe, expect, it } from 'vitest';
import shared from '../../../tests/shared/judge.json';
import type { Item } from './checklist';
import { judge } from './judge';

const items = shared.items as unknown as Record<string, Item>;

describe('judging an answer', () => {
  it.each(shared.cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
    const item = items[each.item];
    if (!item) throw new Error(`no item ${each.item}`);

    const judgement = judge(item, each.values, shared.today);

    expect(judgement).toEqual({ verdict: each.verdict, failed_fields: each.failed_fields });
  });
});
