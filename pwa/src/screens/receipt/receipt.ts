// One inspection after its signature: what this phone sent, what the server has of it, what it found.
import { dayIn } from '../../domain/clock';
import type { Checklist, Item } from '../../domain/checklist';
import { isForTwo } from '../../domain/countersign';
import { gradeOf } from '../../domain/grade';
import { judge } from '../../domain/judge';
import { tally, type Tally } from '../../domain/tally';
import { current } from '../../store/account';
import { checklist as checklistOf } from '../../store/checklists';
import { point as pointOf, row, rows } from '../../store/mirror';
import { bodyOf, outbox, sent } from '../../store/outbox';
import { photosOf } from '../../store/photos';
import type { Answer, HazardRow, Operations, Receipt, Words } from '../../wire/wire';
import { titleOf } from '../hazards/words';
import { secondText } from '../countersign/words';
import { zone } from '../words';

export interface Finding {
  item: string;
  title: string;
  grade: Item['grade'];
  isFixed: boolean;
  /** The server's hazard, once it is here. */
  hazard: HazardRow | null;
}

export interface ReceiptView {
  point: string;
  title: Words | null;
  kept_ms: number;
  tally: Tally;
  photos: { total: number; there: number };
  /** Of who signed second; empty = that is awaited, null = one signature is enough. */
  second: string | null;
  findings: Finding[];
  receipt: Receipt | null;
  /** Why the server did not take it. */
  refused: { code: string | null } | null;
}

export async function receiptView(operation: string): Promise<ReceiptView | null> {
  const waiting = (await outbox()).find((each) => each.id === operation);
  const entry = waiting ?? (await sent()).find((each) => each.id === operation);
  if (!entry) return null;
  const { args } = bodyOf(entry);
  if (!('answers' in args)) return null;
  const form = await checklistOf(args.checklist, args.version);
  const isThere = waiting === undefined;
  const day = dayIn(zone(), entry.wall_ms);
  return {
    point: (await pointOf(args.point))?.name ?? '',
    title: form?.title ?? null,
    kept_ms: entry.wall_ms,
    tally: tally(form, args.answers, day),
    photos: await photoCount(entry.photos, isThere),
    second: await secondOf(args.inspection, form),
    findings: await findings(args, form, day),
    receipt: isThere && 'receipt' in entry ? entry.receipt : null,
    refused: waiting?.state === 'refused' ? { code: waiting.code } : null,
  };
}

async function secondOf(inspection: string, form: Checklist | null): Promise<string | null> {
  if (!itemsOf(form).some(isForTwo)) return null;
  const known = await row('inspection', inspection);
  if (!known?.countersigned_by) return '';
  const person = await row('person', known.countersigned_by);
  return secondText(known, person?.name ?? null);
}

/** What was forgotten here after its upload is there. */
async function photoCount(hashes: readonly string[], isThere: boolean) {
  const known = new Map((await photosOf(current().database)).map((each) => [each.sha256, each]));
  const there = isThere
    ? hashes.filter((sha256) => (known.get(sha256)?.state ?? 'stored') === 'stored').length
    : 0;
  return { total: hashes.length, there };
}

async function findings(
  args: Operations['inspection.submit'],
  form: Checklist | null,
  day: string,
): Promise<Finding[]> {
  const here = (await rows('hazard')).filter(({ point }) => point === args.point);
  const hazardOf = (answer: Answer) =>
    here.find(
      ({ item, row, events }) =>
        item === answer.item &&
        row === answer.row &&
        events.some(({ data }) => data['inspection'] === args.inspection),
    ) ?? null;
  // Who was unfit for work is no hazard.
  const things = (form?.sections ?? []).filter(({ repeat }) => !repeat?.restricted);
  const items = new Map(things.flatMap((section) => section.items).map((item) => [item.key, item]));
  return args.answers.flatMap((answer) => {
    const item = items.get(answer.item);
    if (!item || judge(item, answer.values, day).verdict !== 'fail') return [];
    return {
      item: `${item.key}.${answer.row}`,
      title: titleOf({ ...answer, item_text: item.text }),
      grade: gradeOf(item, answer.values),
      isFixed: answer.fixed !== null,
      hazard: hazardOf(answer),
    };
  });
}

function itemsOf(form: Checklist | null): Item[] {
  return form?.sections.flatMap((section) => section.items) ?? [];
}
