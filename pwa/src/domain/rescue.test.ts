// What is still whole in a rescue file is read, whatever happened to the rest.
import { expect, test } from 'vitest';
import { photoIn, readRescue } from './rescue';

const HASH = 'ab'.repeat(32);
const first = {
  device: 'd1',
  body: '{"id":"1","note":"a \\"}\\" b"}',
  private: null,
  signature: 's1',
};
const second = { device: 'd1', body: '{"id":"2"}', private: '{"salt":"x"}', signature: 's2' };
const file = {
  ...{ anxun_rescue: 1, device: 'd1', organisation: 'o1', exported_ms: 1 },
  ...{ operations: [first, second], receipts: [], drafts: [] },
  photos: { [HASH]: btoa('abc') },
};
const text = JSON.stringify(file);

test('a whole file gives its envelopes unchanged, and its photos', () => {
  const read = readRescue(text);

  expect(read).toMatchObject({ operations: [first, second], isWhole: true });
  expect(read && new TextDecoder().decode(photoIn(read, HASH) ?? undefined)).toBe('abc');
});

test('wherever a file was cut, every envelope before the cut is read', () => {
  for (let length = 1; length < text.length; length += 1) {
    const read = readRescue(text.slice(0, length));
    const before = [first, second].filter(
      (each) => text.indexOf(JSON.stringify(each)) + JSON.stringify(each).length <= length,
    );
    expect(read?.operations ?? []).toEqual(before);
    expect(read?.isWhole ?? false).toBe(false);
  }
});

test('an envelope that is damaged does not cost the others', () => {
  const read = readRescue(text.replace('"signature":"s1"', '"sign\u0000'));

  expect(read).toMatchObject({ operations: [second], isWhole: false });
});

test('a photo that is no bytes any more is said to be none', () => {
  const read = readRescue(text.replace(btoa('abc'), '%%%'));

  expect(read && photoIn(read, HASH)).toBeNull();
});

test('what is no rescue file is none', () => {
  for (const other of ['', 'hello', '{}', '[]', 'null', '{"operations":[]}', '\u0000\u0001']) {
    expect(readRescue(other)).toBeNull();
  }
});
