// A draft tells what is still missing, and becomes exactly what the server accepts.
import { expect, test } from 'vitest';
import type { Photo } from '../wire/wire';
import type { Checklist, Field, Item } from './checklist';
import { MOST_PHOTOS } from './frame';
import {
  answered,
  answerOf,
  fixed,
  noted,
  photosIn,
  progress,
  supervised,
  withoutPhoto,
  withPhoto,
  type Draft,
} from './inspection';
import { submission } from './submission';

const TODAY = '2026-11-22';
const words = { zh: '一', en: 'one' };
const passFail: Field = { key: 'ok', type: 'pass_fail', fail_when: { not_pass: true } };

function item(key: string, change: Partial<Item> = {}): Item {
  const basis = [{ text: words, verified: true }];
  return {
    key,
    number: 1,
    text: words,
    fields: [passFail],
    photo: 'on_fail',
    basis,
    mark: '否',
    ...change,
  };
}

const checklist: Checklist = {
  ...{ id: 'ck-13', version: 2, title: words, location_types: ['exit'], frequency: 'daily' },
  ...{ frequency_text: words, checker: words, roles: ['inspector'], minutes: 3 },
  sections: [
    { key: 'doors', title: words, items: [item('door'), item('lock', { grade: 'major' })] },
    {
      key: 'kitchen',
      title: words,
      items: [
        item('fridge', {
          photo: 'never',
          fields: [{ key: 't', type: 'number', fail_when: { above: { max: 8 } } }],
        }),
        item('sick', {
          photo: 'never',
          fields: [
            passFail,
            { key: 'who', type: 'text', max_length: 50, restricted: true, required: false },
          ],
        }),
      ],
    },
  ],
};

const draft: Draft = {
  ...{ id: 'i1', organisation: 'o1', point: 'p1', checklist: 'ck-13', version: 2, started_ms: 1 },
  ...{
    presence: { way: 'scan', code: 'ABCDEFGH', at_ms: 1 },
    supervisor: null,
    answers: {},
    at_camera: null,
  },
};

function photo(sha256: string): Photo {
  return { sha256, size: 1, width: 1, height: 1, capture: 'live', taken_ms: 1 };
}

/** Everything passes but the door. */
function failedDoor(): Draft {
  const failed = answered(draft, 'door', 'ok', 'fail');
  return answered(
    answered(answered(failed, 'lock', 'ok', 'pass'), 'fridge', 't', 4),
    'sick',
    'ok',
    'pass',
  );
}

test('an empty draft misses every required field and nothing optional', () => {
  const { missing, done, total } = progress(draft, checklist, TODAY);

  expect(missing.map((each) => `${each.item}.${each.field ?? ''}`)).toEqual([
    ...['door.ok', 'lock.ok', 'fridge.t', 'sick.ok'],
  ]);
  expect([done, total]).toEqual([0, 4]);
});

test('a failed item wants a note and a photo, a passed one neither', () => {
  const { missing, failed, sections } = progress(failedDoor(), checklist, TODAY);

  expect(missing.map(({ item, what }) => [item, what])).toEqual([
    ['door', 'note'],
    ['door', 'photo'],
  ]);
  expect(failed).toBe(1);
  expect(sections).toEqual([
    { key: 'doors', done: 1, total: 2, failed: 1 },
    { key: 'kitchen', done: 2, total: 2, failed: 0 },
  ]);
});

test('what is fixed on the spot wants an after-photo and a supervisor', () => {
  const failed = withPhoto(noted(failedDoor(), 'door', '堆物'), 'door', photo('a'));
  const spot = fixed(failed, 'door', { photos: [], note: '' });
  expect(progress(spot, checklist, TODAY).missing.map((each) => each.what)).toEqual([
    'fixed_photo',
    'supervisor',
  ]);

  const whole = supervised(fixed(spot, 'door', { photos: [photo('b')], note: '已清' }), 'person-2');

  expect(progress(whole, checklist, TODAY)).toMatchObject({ missing: [], fixed: 1, done: 4 });
  expect(submission(whole, checklist, TODAY).args.supervisor).toBe('person-2');
});

test('an item that passes after all sends no fix, and no supervisor is named for nothing', () => {
  const spot = supervised(
    fixed(failedDoor(), 'door', { photos: [photo('b')], note: '' }),
    'person-2',
  );

  const { args } = submission(answered(spot, 'door', 'ok', 'pass'), checklist, TODAY);

  expect(args.supervisor).toBeNull();
  expect(args.answers[0]?.fixed).toBeNull();
});

test('a value of the wrong kind is still missing', () => {
  const odd = answered(failedDoor(), 'fridge', 't', Number.NaN);

  expect(progress(odd, checklist, TODAY).missing).toContainEqual(
    expect.objectContaining({ item: 'fridge', field: 't', what: 'answer' }),
  );
});

test('restricted text leaves the answers and travels apart', () => {
  const told = answered(failedDoor(), 'sick', 'who', '张某');

  const { args, texts } = submission(told, checklist, TODAY);

  expect(texts).toEqual({ 'sick.who': '张某' });
  expect(JSON.stringify(args)).not.toContain('张某');
});

test('every item is answered in the order of the form, with the photos that stay', () => {
  const two = withPhoto(withPhoto(failedDoor(), 'door', photo('a')), 'door', photo('b'));

  const { args } = submission(withoutPhoto(two, 'door', 'a'), checklist, TODAY);

  expect(args.answers.map((answer) => answer.item)).toEqual(['door', 'lock', 'fridge', 'sick']);
  expect(photosIn(args.answers).map((each) => each.sha256)).toEqual(['b']);
  expect(args).toMatchObject({ inspection: 'i1', point: 'p1', checklist: 'ck-13', version: 2 });
});

test('a change gives a new draft and leaves the old one alone', () => {
  const next = answered(draft, 'door', 'ok', 'pass');

  expect(draft.answers).toEqual({});
  expect(answered(next, 'door', 'ok', null).answers.door?.values).toEqual({});
});

test('one photo too many changes nothing, for it would cost the whole inspection', () => {
  const names = Array.from({ length: MOST_PHOTOS + 1 }, (_, at) => String(at));
  const full = names.reduce((draft, name) => withPhoto(draft, 'door', photo(name)), failedDoor());

  expect(answerOf(full, 'door').photos.map(({ sha256 }) => sha256)).toEqual(
    names.slice(0, MOST_PHOTOS),
  );
});
