// Signs what a person did and keeps it for sending: the one way anything gets into the outbox.
import { sha256OfText } from '../domain/bytes';
import { bodyText, CHAIN_START, privateText, type Chain } from '../domain/operation';
import { uuid7 } from '../domain/uuid7';
import { author, current, readKv, type Account } from '../store/account';
import { sign } from '../store/device';
import { addToOutbox, type Filled, type Link } from '../store/keeping';
import type { OutboxEntry } from '../store/schema';
import type { OperationName, Operations, Secret } from '../wire/wire';

/** What the receipt screen shows of this phone's side. */
export interface Kept {
  id: string;
  device_seq: number;
  wall_ms: number;
  hash: string;
  photos: number;
}

/** What is signed: `secret` = the erasable part, `photos` = the hashes that `args` name. */
export interface Work {
  name: OperationName;
  organisation: string;
  args: object;
  secret?: Secret | undefined;
  photos?: string[] | undefined;
}

type Extra = Filled & Pick<Work, 'secret' | 'photos'>;

export async function enqueue<N extends OperationName>(
  name: N,
  organisation: string,
  args: Operations[N],
  { secret, photos, ...filled }: Extra = {},
): Promise<Kept> {
  return await keep({ name, organisation, args, secret, photos }, filled);
}

/** The same where the caller has matched name and args already. */
export async function keep(work: Work, filled: Filled): Promise<Kept> {
  const [kept] = await keepAll([work], filled);
  if (!kept) throw new Error('one operation was to be kept');
  return kept;
}

/** In this order, all or none of them. */
export async function keepAll(works: readonly Work[], filled: Filled): Promise<Kept[]> {
  const account = current();
  const draughts = works.map(({ secret, photos = [], ...what }) => ({
    ...{ ...what, photos, id: uuid7(Date.now()) },
    secret: secret ? privateText(secret) : null,
  }));
  for (;;) {
    const chain = (await readKv(account.database, 'chain')) ?? CHAIN_START;
    const links = await chained(account, chain, draughts);
    // Signing awaits, which would end a transaction: so it comes before, and another tab may be faster.
    if (await addToOutbox(account.database, chain, links, filled)) return links.map(keptOf);
  }
}

function keptOf({ entry, hash }: Link): Kept {
  const { id, device_seq, wall_ms, photos } = entry;
  return { id, device_seq, wall_ms, hash, photos: photos.length };
}

interface Draught extends Omit<Work, 'secret' | 'photos'> {
  id: string;
  secret: string | null;
  photos: string[];
}

async function chained(account: Account, chain: Chain, draughts: Draught[]): Promise<Link[]> {
  const links: Link[] = [];
  let head = chain;
  for (const draught of draughts) {
    const entry = await signed(account, head, draught);
    const hash = await sha256OfText(entry.envelope.body);
    links.push({ entry, hash });
    head = { device_seq: entry.device_seq, prev: hash };
  }
  return links;
}

async function signed(account: Account, chain: Chain, draught: Draught): Promise<OutboxEntry> {
  const { id, name, organisation, args, secret, photos } = draught;
  const wall_ms = Date.now();
  const skew = await readKv(account.database, 'skew');
  const private_hash = secret === null ? null : await sha256OfText(secret);
  const facts = { id, name, organisation, args, wall_ms, private_hash };
  const body = bodyText(author(account), chain, skew, facts);
  const signature = await sign(account.database, body);
  return {
    id,
    name,
    organisation,
    device_seq: chain.device_seq + 1,
    envelope: { device: account.device, body, private: secret, signature },
    photos,
    wall_ms,
    state: 'queued',
    code: null,
    attempts: 0,
    next_ms: 0,
    receipt: null,
  };
}
