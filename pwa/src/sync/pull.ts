// Fetches what changed for this person: own organisation, those a bureau watches, and the checklists.
import { readKv, writeKv, type Account } from '../store/account';
import { changeAccount } from '../store/accounts';
import {
  applyPage,
  cursorOf,
  dropOthers,
  keepLibrary,
  startAgain,
  type Library,
} from '../store/pulled';
import type { PullReply } from '../wire/wire';
import { askJson, Failed } from './http';

/** Throws `Failed`; 401 means that the session is gone. */
export async function pull(account: Account): Promise<void> {
  // A point without its checklists would look like one that has none.
  if (!(await readKv(account.database, 'library'))) await pullLibrary(account);
  const own = await pullOrganisation(account, account.organisation.id);
  // Hardly ever, so it comes only then; without it the next round tries again.
  if (own.epoch !== (await readKv(account.database, 'epoch'))) {
    const { sendAgain } = await import('../store/again').catch(notHere);
    await sendAgain(account.database, own.epoch);
  }
  const watching = own.watching.filter((id) => id !== account.organisation.id);
  for (const organisation of watching) await pullOrganisation(account, organisation);
  await dropOthers(account.database, [account.organisation.id, ...watching]);
  if (own.library !== (await readKv(account.database, 'library'))) await pullLibrary(account);
}

function notHere(): never {
  throw new Failed(0, 'network.unreachable');
}

/** The last page. */
async function pullOrganisation(account: Account, organisation: string): Promise<PullReply> {
  try {
    return await pullPages(account, organisation);
  } catch (error) {
    if (!(error instanceof Failed) || error.code !== 'sync.resync') throw error;
    await startAgain(account.database, organisation);
    return await pullPages(account, organisation);
  }
}

async function pullPages(account: Account, organisation: string): Promise<PullReply> {
  for (;;) {
    const cursor = await cursorOf(account.database, organisation);
    const asked = new URLSearchParams({ organisation });
    if (cursor) {
      asked.set('epoch', cursor.epoch);
      asked.set('scope', cursor.scope);
      asked.set('after', String(cursor.after));
    }
    const { data: page, skew } = await askJson<PullReply>(`/api/sync/pull?${asked.toString()}`);
    if (page.organisation !== organisation) throw new Failed(0, 'network.not_json');
    if (skew) await writeKv(account.database, 'skew', skew);
    if (!(await applyPage(account.database, page, cursor))) continue;
    await rememberMe(account, page);
    if (!page.more) return page;
  }
}

/** The list of accounts shows name and roles also while the mirror is locked. */
async function rememberMe(account: Account, page: PullReply): Promise<void> {
  for (const { kind, id, data } of page.rows) {
    if (kind !== 'person' || id !== account.person || !data || !('roles' in data)) continue;
    account.name = data.name;
    account.roles = data.roles;
    await changeAccount(account.id, { name: data.name, roles: data.roles });
  }
}

async function pullLibrary(account: Account): Promise<void> {
  const { data } = await askJson<Library>('/api/checklists');
  await keepLibrary(account.database, data);
}
