// The shared cases: the phone holds a form for finished exactly when the server does.
import { expect, test } from 'vitest';
import shared from '../../../tests/shared/form.json';
import type { Photo } from '../wire/wire';
import type { Checklist } from './checklist';
import { progress, type Draft, type DraftAnswer } from './inspection';
import { asked, rowKey, type Row } from './rows';

const checklist = shared.checklist as unknown as Checklist;
const finished = shared.finished as unknown as Record<string, Given>;

interface Given {
  values: DraftAnswer['values'];
  note: string;
  photos: number;
}

const EMPTY: Given = { values: {}, note: '', photos: 0 };

const photo = (at: number): Photo => ({
  ...{ sha256: String(at).padStart(64, '0'), size: 1, width: 1, height: 1 },
  ...{ capture: 'live', taken_ms: 1 },
});

interface Case {
  answers: Record<string, Given>;
  rows?: Record<string, string[]>;
  missing: string[];
}

/** The cases name a row as the server is told it; a draft by an id. */
function filled({ answers, rows }: Case): { draft: Draft; told: Map<string, string> } {
  const given: Record<string, Given | undefined> = { ...finished, ...answers };
  const names: Record<string, string[]> = { ...shared.rows, ...rows };
  const all: Draft['answers'] = {};
  const own: Record<string, Row[]> = {};
  const told = new Map<string, string>();
  for (const section of checklist.sections) {
    const { repeat } = section;
    own[section.key] = (repeat ? (names[section.key] ?? []) : []).map((name, at) => {
      const row = { id: String(at + 1), name };
      told.set(rowKey(section, row), section.key);
      return row;
    });
    told.set(rowKey(section), section.key);
    for (const { key, item, row } of asked(section, own)) {
      const said = row && (repeat?.restricted ? row.id : row.name);
      told.set(key, said === null ? item.key : `${item.key}.${said}`);
      const { values, note, photos } = given[told.get(key) ?? ''] ?? EMPTY;
      const taken = Array.from({ length: photos }, (_, at) => photo(at));
      all[key] = { values, note, photos: taken, fixed: null };
    }
  }
  const draft: Draft = {
    ...{ id: 'd', organisation: 'o', point: 'p', checklist: checklist.id, version: 1 },
    ...{ started_ms: 1, presence: { way: 'none', code: null, at_ms: 1 }, supervisor: null },
    ...{ rows: own, answers: all, at_camera: null },
  };
  return { draft, told };
}

test.each(shared.cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
  const one = each as unknown as Case;
  const { draft, told } = filled(one);

  const { missing } = progress(draft, checklist, shared.today);

  expect([...new Set(missing.map(({ item }) => told.get(item)))].sort()).toEqual(one.missing);
});
