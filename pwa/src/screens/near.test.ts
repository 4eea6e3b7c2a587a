// Promises of the words: those of the way to a filled form come with the app itself, those of a phone's screens with no desk.
import { expect, test } from 'vitest';
import { zhCN } from '../i18n/zh-CN';
import { near } from '../i18n/zh/near';
import { phone } from '../i18n/zh/phone';
import { laterIcons } from '../ui/later-icons';

const SOURCES = import.meta.glob<string>('/src/**/*.{ts,vue}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const WAY = [
  '/src/App.vue',
  '/src/screens/scan/LabelScreen.vue',
  '/src/screens/form/FormScreen.vue',
  '/src/screens/camera/CameraSheet.vue',
  '/src/screens/form/ItemInfo.vue',
  '/src/screens/form/OpenList.vue',
  '/src/screens/form/SupervisorPick.vue',
  '/src/screens/form/SignInspection.vue',
];
const IMPORT = /^import (?!type )[^']*?'(\.[^']+)'/gm;
// What is asked for together with all words has them.
const ASKED = /import\('(\.[^']+\.vue)'\)(?!, allTexts)/g;
const KEY = /'([a-z]\w*(?:\.\w+)+)'/g;
const PREFIX = /`([a-z]\w*(?:\.\w+)*\.)\$\{/g;

/** What a file brings along without being asked again; its words are listed, so i18n itself is left out. */
function follow(file: string, seen: Map<string, string>): void {
  const text = SOURCES[file];
  if (text === undefined || seen.has(file) || file.startsWith('/src/i18n/')) return;
  seen.set(file, text);
  for (const [, path = ''] of text.matchAll(IMPORT)) {
    const target = new URL(path, `file://${file}`).pathname;
    follow(target in SOURCES ? target : `${target}.ts`, seen);
  }
}

// Its words go by codes that arrive: the phone's own are near, the server's come with `allWords`.
const BY_CODE = '/src/screens/problem.ts';

function textsIn(source: string): string[] {
  const keys = [...source.matchAll(KEY)].map(([, key = '']) => key);
  const prefixes = [...source.matchAll(PREFIX)].map(([, prefix = '']) => prefix);
  return Object.keys(zhCN).filter(
    (key) => keys.includes(key) || prefixes.some((prefix) => key.startsWith(prefix)),
  );
}

test('the way to a filled form needs no word that is loaded later', () => {
  const files = new Map<string, string>();
  for (const start of WAY) follow(start, files);

  files.delete(BY_CODE);

  const missing = [...files].flatMap(([file, source]) =>
    textsIn(source)
      .filter((key) => !(key in near))
      .map((key) => `${file}: ${key}`),
  );

  expect(files.size).toBeGreaterThan(80);
  expect(missing).toEqual([]);
});

test('what a phone shows needs no word that comes with the pages of the desk', () => {
  const isPage = (file: string) => file === '/src/screens/desk/routes.ts';
  const files = new Map<string, string>();
  follow('/src/main.ts', files);
  follow('/src/routes.ts', files);
  for (const [file, source] of files) {
    if (isPage(file)) continue;
    for (const [, path = ''] of source.matchAll(ASKED)) {
      follow(new URL(path, `file://${file}`).pathname, files);
    }
  }
  files.delete(BY_CODE);

  const missing = [...files].flatMap(([file, source]) =>
    textsIn(source)
      .filter((key) => !(key in phone))
      .map((key) => `${file}: ${key}`),
  );

  expect(files.size).toBeGreaterThan(200);
  expect(missing).toEqual([]);
});

test('the way to a filled form needs no sign that is loaded later', () => {
  const files = new Map<string, string>();
  for (const start of WAY) follow(start, files);

  const missing = [...files].flatMap(([file, source]) =>
    [...source.matchAll(/ (?:name|icon)="(\w+)"/g)]
      .map(([, name = '']) => name)
      .filter((name) => name in laterIcons)
      .map((name) => `${file}: ${name}`),
  );

  expect(missing).toEqual([]);
});

test('what the phone itself can fail at is said at once', () => {
  const own = Object.keys(zhCN).filter((key) => /^problem\.(store|account|camera)\./.test(key));

  expect(own.length).toBeGreaterThan(8);
  expect(own.filter((key) => !(key in near))).toEqual([]);
});
