// The shared cases: the phone holds a form for finished exactly when the server does.
import { expect, test } from 'vitest';
import shared from '../../../tests/shared/form.json';
import type { Photo } from '../wire/wire';
import type { Checklist } from './checklist';
import { progress, type Draft, type DraftAnswer } from './inspection';

const checklist = shared.checklist as unknown as Checklist;
const finished = shared.finished as unknown as Record<string, Given>;

interface Given {
  values: DraftAnswer['values'];
  note: string;
  photos: number;
}

const photo = (at: number): Photo => ({
  ...{ sha256: String(at).padStart(64, '0'), size: 1, width: 1, height: 1 },
  ...{ capture: 'live', taken_ms: 1 },
});

function filled(answers: Record<string, Given>): Draft {
  const all: Draft['answers'] = {};
  for (const [item, { values, note, photos }] of Object.entries({ ...finished, ...answers })) {
    const taken = Array.from({ length: photos }, (_, at) => photo(at));
    all[item] = { values, note, photos: taken, fixed: null };
  }
  return {
    ...{ id: 'd', organisation: 'o', point: 'p', checklist: checklist.id, version: 1 },
    ...{ started_ms: 1, presence: { way: 'none', code: null, at_ms: 1 }, supervisor: null },
    ...{ answers: all, at_camera: null },
  };
}

test.each(shared.cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
  const draft = filled(each.answers as unknown as Record<string, Given>);

  const missing = progress(draft, checklist, shared.today).missing.map(({ item }) => item);

  expect([...new Set(missing)].sort()).toEqual(each.missing);
});
