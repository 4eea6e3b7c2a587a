// What is said to be kept is kept: in two tabs, at the quota, over a lost connection, and provably signed.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sha256OfText } from '../domain/bytes';
import { readKv, type Account } from '../store/account';
import { NotKept } from '../store/database';
import { drafts } from '../store/drafts';
import { bodyOf, outbox } from '../store/outbox';
import { photosOf } from '../store/photos';
import { watch } from '../store/watch';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { enqueue } from './enqueue';
import { keepPhoto } from './keep-photo';
import { addPerson } from './people';
import { saveDraft } from './save-draft';

let account: Account;

beforeEach(async () => {
  await wipePhone();
  account = await somebody();
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function start(hazard = 'h1') {
  return await enqueue('hazard.start', SCHOOL.id, { hazard, seen: 1 });
}

async function verified(envelope: { body: string; signature: string }): Promise<boolean> {
  const device = await readKv(account.database, 'device');
  const signature = Uint8Array.from(
    atob(envelope.signature.replaceAll('-', '+').replaceAll('_', '/')),
    (letter) => letter.charCodeAt(0),
  );
  if (!device) return false;
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  return await crypto.subtle.verify(
    algorithm,
    device.key.publicKey,
    signature,
    new TextEncoder().encode(envelope.body),
  );
}

test('each operation is signed, numbered, and names the hash of the one before', async () => {
  await start('h1');
  await start('h2');

  const [first, second] = await outbox();
  if (!first || !second) throw new Error('two operations expected');
  expect(await verified(first.envelope)).toBe(true);
  expect(first.envelope.signature).toHaveLength(86);
  expect(bodyOf(first)).toMatchObject({
    v: 1,
    device_seq: 1,
    prev: null,
    tz: 'Asia/Shanghai',
    private: null,
  });
  expect(bodyOf(second)).toMatchObject({
    device_seq: 2,
    prev: await sha256OfText(first.envelope.body),
  });
  expect(await verified({ ...first.envelope, body: first.envelope.body.replace('h1', 'h9') })).toBe(
    false,
  );
});

test('the key cannot be taken out of the phone', async () => {
  const device = await readKv(account.database, 'device');

  expect(device?.key.privateKey.extractable).toBe(false);
});

test('fifty at once, as from many tabs, get fifty numbers in one unbroken chain', async () => {
  await Promise.all(Array.from({ length: 50 }, (_, n) => start(`h${n}`)));

  const entries = await outbox();
  const hashes = await Promise.all(entries.map((entry) => sha256OfText(entry.envelope.body)));
  expect(entries.map((entry) => entry.device_seq)).toEqual(
    Array.from({ length: 50 }, (_, n) => n + 1),
  );
  expect(entries.map((entry) => bodyOf(entry).prev)).toEqual([null, ...hashes.slice(0, -1)]);
});

test('a second tab with its own connection keeps the chain whole', async () => {
  vi.resetModules();
  const tab = {
    enqueue: (await import('./enqueue')).enqueue,
    accounts: await import('../store/accounts'),
    account: await import('../store/account'),
  };
  const entry = await tab.accounts.accountEntry(account.id);
  if (!entry) throw new Error('the second tab sees the account');
  tab.account.makeCurrent(tab.accounts.toAccount(entry));

  await Promise.all(
    [1, 2, 3, 4].map(async (n) => {
      await start(`a${n}`);
      await tab.enqueue('hazard.start', SCHOOL.id, { hazard: `b${n}`, seen: 1 });
    }),
  );

  expect((await outbox()).map((each) => each.device_seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  await tab.account.current().database.close();
});

test('name and phone travel in the erasable part, the body holds only its hash', async () => {
  await addPerson({ name: '王某', phone: '13800000000', roles: ['staff'] });

  const [entry] = await outbox();
  if (!entry?.envelope.private) throw new Error('a private part expected');
  expect(entry.envelope.body).not.toContain('13800000000');
  expect(JSON.parse(entry.envelope.private)).toMatchObject({ name: '王某', phone: '13800000000' });
  expect(bodyOf(entry).private).toBe(await sha256OfText(entry.envelope.private));
});

test('at the quota nothing is said to be kept, and draft and chain stay as they were', async () => {
  const draft = {
    ...{
      id: 'd1',
      organisation: SCHOOL.id,
      point: 'p1',
      checklist: 'ck',
      version: 1,
      started_ms: 1,
    },
    ...{
      presence: { way: 'none', code: null, at_ms: 1 } as const,
      supervisor: null,
      answers: {},
      at_camera: null,
    },
  };
  await saveDraft(draft);
  const original = IDBObjectStore.prototype.add;
  vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (
    this: IDBObjectStore,
    ...args
  ) {
    const request = original.apply(this, args);
    // As browsers do at the quota: the request succeeds, then the transaction aborts.
    request.addEventListener('success', () => {
      this.transaction.abort();
    });
    return request;
  });

  const failed = await enqueue(
    'hazard.start',
    SCHOOL.id,
    { hazard: 'h1', seen: 1 },
    { draft: 'd1' },
  ).catch((error: unknown) => error);

  vi.restoreAllMocks();
  expect(failed).toBeInstanceOf(NotKept);
  expect(failed).toMatchObject({ code: 'store.full' });
  expect(await outbox()).toEqual([]);
  expect((await drafts()).map((each) => each.id)).toEqual(['d1']);
  expect((await start()).device_seq).toBe(1);
});

test('a connection that iOS has killed is opened again and the work done', async () => {
  await start('h1');
  const killed = await new Promise<IDBDatabase>((resolve) => {
    const original = IDBDatabase.prototype.transaction;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(function (
      this: IDBDatabase,
      ...args
    ) {
      this.close();
      resolve(this);
      return original.apply(this, args);
    });
    void start('h2');
  });

  await vi.waitFor(async () => {
    expect((await outbox()).map((each) => each.device_seq)).toEqual([1, 2]);
  });
  expect(killed.name).toBe(account.database.name);
});

test('a newer app in another tab is never blocked, and this one asks to be reloaded', async () => {
  await start();

  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.open(account.database.name, 99);
    request.onsuccess = () => {
      request.result.close();
      resolve();
    };
    request.onblocked = reject;
  });

  await expect(start('h2')).rejects.toMatchObject({ code: 'store.newer' });
});

test('a photo that was changed on its way to the disk is not said to be kept', async () => {
  const original = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(function (
    this: IDBObjectStore,
    value,
    key,
  ) {
    return original.call(this, value instanceof ArrayBuffer ? value.slice(0, 3) : value, key);
  });
  const frame = {
    bytes: new ArrayBuffer(8),
    width: 2,
    height: 1,
    capture: 'live',
    taken_ms: 1,
  } as const;

  await expect(keepPhoto(frame)).rejects.toMatchObject({ code: 'store.photo_broken' });
});

test('photos of an operation are bound to it in the same transaction', async () => {
  const frame = {
    bytes: new ArrayBuffer(8),
    width: 2,
    height: 1,
    capture: 'live',
    taken_ms: 1,
  } as const;
  const photo = await keepPhoto(frame);

  const { id } = await enqueue(
    'hazard.start',
    SCHOOL.id,
    { hazard: 'h1', seen: 1 },
    { photos: [photo.sha256] },
  );

  expect(await photosOf(account.database)).toMatchObject([
    { sha256: photo.sha256, state: 'queued', operation: id },
  ]);
});

test('a change in another tab is heard here', async () => {
  const heard = vi.fn();
  const stop = watch(account.database.name, ['outbox'], heard);
  const tab = new BroadcastChannel(account.database.name);

  tab.postMessage(['rows']);
  tab.postMessage(['outbox', 'kv']);

  await vi.waitFor(() => {
    expect(heard).toHaveBeenCalledTimes(1);
  });
  tab.close();
  stop();
});
