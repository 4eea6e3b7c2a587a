// Opens what the server refused once more: put right and signed again it goes as a new operation.
import { reopened } from '../domain/reopened';
import { uuid7 } from '../domain/uuid7';
import { current } from '../store/account';
import { moveToBin, type Again } from '../store/bin';
import { checklist } from '../store/checklists';
import { bodyOf, outbox, secretOf } from '../store/outbox';
import type { OutboxEntry } from '../store/schema';
import type { HazardMove, OperationName } from '../wire/wire';

/** The steps whose form has the very fields of the move. */
const STEPS = ['rectify', 'recheck', 'approve', 'accept', 'void_ask', 'void_deny', 'void'] as const;

/** Where it is filled in now. */
export type Reopened = { draft: string } | { hazard: string; move: HazardMove };

export function canReopen(name: OperationName): boolean {
  return name === 'inspection.submit' || stepOf(name) !== null;
}

/** The refused one goes into the bin in the same transaction, and may come back from there. Null = it is not refused. */
export async function reopenRefused(id: string, reason: string): Promise<Reopened | null> {
  const entry = (await outbox()).find((each) => each.id === id);
  const found = entry && ((await draftOf(entry)) ?? stepIn(entry));
  if (!found) return null;
  const isMoved = await moveToBin(current().database, id, reason, Date.now(), found.again);
  return isMoved ? found.where : null;
}

interface Found {
  again: Again;
  where: Reopened;
}

async function draftOf(entry: OutboxEntry): Promise<Found | null> {
  const { args } = bodyOf(entry);
  if (!('answers' in args)) return null;
  const form = await checklist(args.checklist, args.version);
  const handedIn = { args, texts: secretOf(entry).texts ?? {} };
  const id = uuid7(Date.now());
  const draft = reopened(id, entry.organisation, handedIn, form?.sections ?? []);
  return { again: { draft }, where: { draft: draft.id } };
}

function stepIn(entry: OutboxEntry): Found | null {
  const move = stepOf(entry.name);
  const { args } = bodyOf(entry);
  if (!move || !('hazard' in args)) return null;
  const { hazard } = args;
  const filled = Object.entries(args).filter(([key]) => key !== 'hazard' && key !== 'seen');
  const step = { key: `${hazard}/${move}`, form: Object.fromEntries(filled) };
  return { again: { step }, where: { hazard, move } };
}

function stepOf(name: OperationName): HazardMove | null {
  return STEPS.find((move) => name === `hazard.${move}`) ?? null;
}
