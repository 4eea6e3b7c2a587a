// A form from the camera to the receipt, with each step of it failing once, or being the last one before the phone dies.
import { afterEach, expect, test, vi, type TestContext } from 'vitest';
import { sha256 } from '../domain/bytes';
import { answered, draftPhotos, noted, withPhoto } from '../domain/inspection';
import { phone } from '../store/accounts';
import { keepLibrary } from '../store/pulled';
import { checklistOf } from '../testing/checklist';
import { FakeServer } from '../testing/network';
import { SCHOOL, somebody, wipePhone } from '../testing/phone';
import { Steps, type How } from '../testing/steps';
import type { PointRow } from '../wire/wire';

declare module 'vitest' {
  interface TaskMeta {
    n?: string;
  }
}

const MOST_STEPS = 2_000;
const drawing = { width: 10, height: 10, strokes: [[0, 0, 9, 9]] };
const scan = { way: 'scan', code: 'ABCDEFGH', at_ms: 1 } as const;
const picture = new Uint8Array(300_000).map((_, at) => (at * 31) % 251);
const checklist = checklistOf({
  ...{ key: 'door', photo: 'on_fail' },
  fields: [{ key: 'ok', type: 'pass_fail', fail_when: { not_pass: true } }],
});
const point: PointRow = {
  ...{ id: 'p1', organisation: SCHOOL.id, name: '东门', place: '', type: 'exit' },
  ...{ checklists: ['ck'], position: 1, active: true, labels: [{ code: 'ABCDEFGH', void: false }] },
};

/** What the screen has said so far. */
interface Told {
  photo: string | null;
  draft: string | null;
  kept: boolean;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The app as a browser starts it: nothing in memory, everything on the disk. */
async function started() {
  vi.resetModules();
  const [account, accounts, begin, photos, saving, submitting, flushing] = await Promise.all([
    import('../store/account'),
    import('../store/accounts'),
    import('../actions/start-inspection'),
    import('../actions/keep-photo'),
    import('../actions/save-draft'),
    import('../actions/submit-inspection'),
    import('./flush'),
  ]);
  const stores = await Promise.all([
    import('../store/drafts'),
    import('../store/outbox'),
    import('../store/photos'),
  ]);
  const [entry] = await accounts.accounts();
  if (!entry) throw new Error('somebody has this phone');
  const opened = accounts.toAccount(entry);
  account.makeCurrent(opened);
  const [{ drafts }, { outbox, sent }, { photoBytes, photosOf }] = stores;
  const { database } = opened;
  return {
    ...{ ...begin, ...photos, ...saving, ...submitting, ...flushing, drafts, outbox, sent },
    database,
    photoBytes: (hash: string) => photoBytes(database, hash),
    photosOf: () => photosOf(database),
    async close() {
      await database.close();
      await accounts.phone.close();
    },
  };
}
type App = Awaited<ReturnType<typeof started>>;

/** What a person does who opens the app: hands in what is not handed in yet, and looks on while it is sent. */
async function goOn(app: App, told: Told): Promise<void> {
  const isHandedIn = (await app.outbox()).length + (await app.sent()).length > 0;
  if (!isHandedIn) await handIn(app, told);
  await app.flush(app.database, true);
}

async function handIn(app: App, told: Told): Promise<void> {
  let draft = await app.startInspection(point, checklist, scan);
  if (draftPhotos(draft).length === 0) {
    const taken = { width: 4, height: 3, capture: 'live', taken_ms: 1 } as const;
    const photo = await app.keepPhoto({ bytes: picture.slice().buffer, ...taken });
    told.photo = photo.sha256;
    draft = withPhoto(noted(answered(draft, 'door', 'ok', 'fail'), 'door', '堆物'), 'door', photo);
    await app.saveDraft(draft);
    told.draft = draft.id;
  }
  await app.submitInspection(draft, drawing);
  told.kept = true;
}

/** Whatever the screen has said is so. */
async function holds(app: App, told: Told): Promise<void> {
  const operations = [...(await app.outbox()), ...(await app.sent())];
  const drafts = await app.drafts();
  if (told.photo) {
    const bytes = await app.photoBytes(told.photo);
    expect(bytes && (await sha256(bytes))).toBe(told.photo);
  }
  if (told.draft && operations.length === 0)
    expect(drafts.map(({ id }) => id)).toEqual([told.draft]);
  expect(operations.length).toBeLessThanOrEqual(1);
  if (told.kept) expect(operations).toHaveLength(1);
}

async function isAllThere(app: App, server: FakeServer): Promise<void> {
  const hash = await sha256(picture);
  expect(server.bodies.map(({ name }) => name)).toEqual(['inspection.submit']);
  expect(await sha256(new Uint8Array(server.blobs.get(hash)?.bytes ?? []))).toBe(hash);
  expect(server.blobs.get(hash)?.complete).toBe(true);
  expect(await app.outbox()).toEqual([]);
  expect(await app.drafts()).toEqual([]);
  expect((await app.sent()).map(({ receipt }) => [receipt.id, receipt.verdict])).toEqual([
    [server.bodies[0]?.id, 'applied'],
  ]);
  expect((await app.photosOf()).map(({ state }) => state)).toEqual(['stored']);
}

/** Gives how many steps there were; fewer than `at` = it went through. */
async function brokenAt(at: number, how: How): Promise<number> {
  await wipePhone();
  const server = new FakeServer();
  const { database } = await somebody();
  await keepLibrary(database, { hash: 'l', location_types: {}, checklists: [checklist] });
  await database.close();
  await phone.close();
  let app = await started();
  const told: Told = { photo: null, draft: null, kept: false };
  const steps = new Steps(at, how, server.fetch);
  await goOn(app, told).catch(() => undefined);
  steps.over();
  vi.stubGlobal('fetch', server.fetch);
  if (how === 'dies') {
    await app.close();
    app = await started();
  }
  await holds(app, told);
  for (let opened = 0; opened < 3; opened += 1) await goOn(app, told);
  await holds(app, told);
  await isAllThere(app, server);
  await app.close();
  return steps.taken;
}

async function brokenEverywhere(how: How, { meta }: TestContext['task']): Promise<void> {
  for (let at = 1; at < MOST_STEPS; at += 1) {
    meta.n = `${at - 1} steps, the last one broken`;
    const taken = await brokenAt(at, how);
    meta.n = `${at - 1} steps`;
    if (taken < at) break;
  }
  expect(Number.parseInt(meta.n ?? '')).toBeGreaterThan(50);
}

test('each step between camera and receipt fails once: nothing is lost, doubled or said too early', async ({
  task,
}) => {
  await brokenEverywhere('fails', task);
}, 120_000);

test('the phone dies at each step between camera and receipt: nothing is lost, doubled or said too early', async ({
  task,
}) => {
  await brokenEverywhere('dies', task);
}, 120_000);
