// Today's round of the person who is signed in, from what this phone knows.
import type { Checklist } from '../domain/checklist';
import { dayIn } from '../domain/clock';
import { judge } from '../domain/judge';
import { round, type OwnInspection, type Today } from '../domain/today';
import { checklist, checklists } from './checklists';
import { drafts } from './drafts';
import { inspections, myRoles, organisation, points } from './mirror';
import { bodyOf, outbox, sent } from './outbox';
import type { OutboxEntry, SentEntry } from './schema';

/** Watch `rows`, `checklists`, `drafts`, `outbox` and `sent`. */
export async function today(now_ms = Date.now()): Promise<Today> {
  const { tz } = await organisation();
  return round({
    points: await points(),
    checklists: await checklists(),
    inspections: await inspections(),
    own: await ownInspections(tz),
    drafts: await drafts(),
    roles: await myRoles(),
    tz,
    now_ms,
  });
}

async function ownInspections(tz: string): Promise<OwnInspection[]> {
  const here = (await outbox()).filter((entry) => entry.state !== 'refused');
  const there = (await sent(Date.now() - 2 * 86_400_000)).filter(
    (entry) => entry.receipt.verdict !== 'held',
  );
  const all = [
    ...here.map((entry) => toOwn(entry, false, tz)),
    ...there.map((entry) => toOwn(entry, true, tz)),
  ];
  return (await Promise.all(all)).filter((each) => each !== null);
}

async function toOwn(
  entry: OutboxEntry | SentEntry,
  received: boolean,
  tz: string,
): Promise<OwnInspection | null> {
  if (entry.name !== 'inspection.submit') return null;
  const { args } = bodyOf(entry);
  if (!('answers' in args)) return null;
  const form = await checklist(args.checklist, args.version);
  const values = new Map(args.answers.map((answer) => [answer.item, answer.values]));
  const captured_ms = entry.wall_ms;
  const day = dayIn(tz, captured_ms);
  const failed = itemsOf(form).filter(
    (item) => judge(item, values.get(item.key) ?? {}, day).verdict === 'fail',
  );
  return {
    point: args.point,
    checklist: args.checklist,
    captured_ms,
    failed: failed.length,
    received,
  };
}

function itemsOf(form: Checklist | null) {
  return form?.sections.flatMap((section) => section.items) ?? [];
}
