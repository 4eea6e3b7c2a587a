// Today's round of the person who is signed in, from what this phone knows.
import { begunMs } from '../domain/begun';
import { dayIn } from '../domain/clock';
import { tally } from '../domain/tally';
import { round, type Kept, type OwnInspection, type Today } from '../domain/today';
import { current } from './account';
import { checklist, checklists } from './checklists';
import { begunTimes, serverTime } from './clock';
import { drafts } from './drafts';
import { inspections, myRoles, organisation, points } from './mirror';
import { bodyOf, capturedMs, outbox, sent } from './outbox';
import { photosOf } from './photos';
import type { OutboxEntry, SentEntry, StoreName } from './schema';

export const TODAY_STORES: StoreName[] = [
  'rows',
  'checklists',
  'drafts',
  'outbox',
  'sent',
  'photos',
];

/** Watch `TODAY_STORES`. */
export async function today(): Promise<Today> {
  const { tz, boarding } = await organisation();
  const begun = await begunTimes();
  return round({
    points: await points(),
    checklists: await checklists(),
    inspections: await inspections(),
    own: await ownInspections(tz),
    drafts: (await drafts()).map((each) => ({ ...each, started_ms: begun(each.started_ms) })),
    roles: await myRoles(),
    tz,
    boarding,
    now_ms: await serverTime(),
  });
}

async function ownInspections(tz: string): Promise<OwnInspection[]> {
  const here = (await outbox()).filter((entry) => entry.state !== 'refused');
  const there = await sent(Date.now() - 2 * 86_400_000);
  const photos = await photosOf(current().database);
  const open = new Set(photos.filter(({ state }) => state !== 'stored').map((each) => each.sha256));
  const all = [
    ...here.map((entry) => toOwn(entry, 'only_here', tz)),
    ...there.map((entry) => toOwn(entry, keptOf(entry, open), tz)),
  ];
  return (await Promise.all(all)).filter((each) => each !== null);
}

function keptOf({ receipt, photos }: SentEntry, open: ReadonlySet<string>): Kept {
  if (receipt.verdict === 'held') return 'held';
  return photos.some((sha256) => open.has(sha256)) ? 'photos_left' : 'received';
}

async function toOwn(
  entry: OutboxEntry | SentEntry,
  kept: Kept,
  tz: string,
): Promise<OwnInspection | null> {
  if (entry.name !== 'inspection.submit') return null;
  const { args, skew_ms } = bodyOf(entry);
  if (!('answers' in args)) return null;
  const form = await checklist(args.checklist, args.version);
  const captured_ms = capturedMs(entry);
  const day = dayIn(tz, captured_ms);
  const counted = tally(form, args.answers, day);
  return {
    point: args.point,
    checklist: args.checklist,
    started_ms: begunMs(args.started_ms, skew_ms, captured_ms),
    captured_ms,
    failed: counted.failed,
    tally: counted,
    kept,
  };
}
