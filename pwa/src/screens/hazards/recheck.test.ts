// Promises of the re-check: a scan from before the work was done signs nothing, a typed code not without a photo.
import { expect, test } from 'vitest';
import { workOf } from '../../domain/hazard';
import type { HazardEvent } from '../../wire/wire';
import { forThisWork, UNSEEN, wantsPhoto, type RecheckForm } from './recheck';

const seen: RecheckForm = {
  presence: { way: 'scan', code: 'ABCD2345', at_ms: 1 },
  note: '看过',
  photos: [],
  work: 'e1',
};

const event = (id: string, kind: HazardEvent['kind'], applied = true) =>
  ({ id, kind, applied }) as HazardEvent;

test('after a refusal and work done anew, the old scan is gone with all that was seen then', () => {
  const events = [event('e1', 'rectify'), event('e2', 'return'), event('e3', 'rectify')];

  expect(forThisWork(seen, workOf({ events }))).toEqual(UNSEEN);
});

test('whatever else happens to the hazard, the scan stays', () => {
  const events = [
    event('e1', 'rectify'),
    event('e2', 'found_again'),
    event('e3', 'rectify', false),
  ];

  expect(forThisWork(seen, workOf({ events }))).toBeNull();
});

test('what was refused and opened again wants a new scan and keeps its words', () => {
  expect(forThisWork({ ...seen, work: null }, 'e1')).toEqual({
    ...seen,
    work: null,
    presence: null,
  });
  expect(forThisWork({ ...UNSEEN, note: '看过' }, 'e1')).toBeNull();
});

test.each(['typed', 'link'] as const)(
  'without a scan (%s) a photo of the place is wanted',
  (way) => {
    const typed: RecheckForm = { ...seen, presence: { way, code: 'ABCD2345', at_ms: 1 } };
    const photo = {
      sha256: 'a',
      size: 1,
      width: 1,
      height: 1,
      capture: 'live',
      taken_ms: 1,
    } as const;

    expect([seen, UNSEEN, typed, { ...typed, photos: [photo] }].map(wantsPhoto)).toEqual([
      ...[false, false, true, false],
    ]);
  },
);
