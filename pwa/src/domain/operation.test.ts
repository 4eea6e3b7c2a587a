// Promises of the signed text.
import { expect, test } from 'vitest';
import { bodyText, CHAIN_START } from './operation';

test('what turns the direction of reading never gets into a signed text', () => {
  const author = { person: 'p', device: 'd', app: 'a', tz: 'Asia/Shanghai' };
  const args = { note: '电话 \u202d138 0000\u202c，\u2066左\u2069 👨‍👩‍👧' };
  const facts = { id: 'i', name: 'hazard.rectify', organisation: 'o', args } as const;

  const text = bodyText(author, CHAIN_START, null, { ...facts, wall_ms: 0, private_hash: null });

  expect(text).toContain('"note":"电话 138 0000，左 👨‍👩‍👧"');
});
