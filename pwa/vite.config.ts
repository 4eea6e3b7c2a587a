// Builds the app for phones that are several years old, and for the server to serve as static files.
import { parse } from 'node:path';
import vue from '@vitejs/plugin-vue';
import type { Rolldown } from 'vite';
import type { Plugin } from 'vite';
import { VitePWA, type ManifestOptions } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';

const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: '安巡',
  short_name: '安巡',
  description: '学校安全检查：扫码、离线填写、整改到销号。',
  lang: 'zh-CN',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  theme_color: '#073C4C',
  background_color: '#F4F3EE',
  icons: [
    { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icon-maskable-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
    { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
};

const pwa = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'src/sw',
  filename: 'service-worker.ts',
  // Registered by src/sw/register.ts: an update must wait until no form is half filled.
  injectRegister: false,
  manifest,
  includeManifestIcons: false,
  injectManifest: {
    globPatterns: ['**/*.{js,css,html,wasm,svg}'],
    // The QR reader's wasm is 1.1 MB, and scanning must work offline.
    maximumFileSizeToCacheInBytes: 2_000_000,
  },
});

// What is used together travels together: a file for each would compress badly and ask often.
const groups = [
  { name: 'app', tags: ['$initial'] },
  { name: 'words', test: /i18n\/zh\/(?!desk|rescue)|later-icons/ },
  {
    name: 'sheets',
    test: /(CameraSheet|SignSheet|SignInspection|SheetFrame)\.vue|submit-inspection/,
  },
  { name: 'background', test: /src\/(sync|sw)\/(?!bring|queries)|src\/keep/ },
  {
    name: 'patrol',
    test: /src\/routes\.ts|ui\/FullPhoto|screens\/(form\/(ItemInfo|OpenList|SupervisorPick)|today\/|receipt\/|sync\/|scan\/Point|enrol\/Unlock)/,
  },
  { name: 'enrol', test: /screens\/enrol\// },
  { name: 'aside', test: /screens\/aloud|src\/way/ },
  { name: 'me', test: /screens\/me\/(?!Devices)/ },
  { name: 'rows', test: /screens\/form\/(Row|last-rows)|domain\/row-edit/ },
  { name: 'scanner', test: /zxing|screens\/scan\/Scan/ },
  { name: 'hazards', test: /screens\/(hazards|approve)\/|sync\/queries/ },
  {
    name: 'rescue',
    test: /screens\/rescue\/|(im|ex)port-rescue|store\/readable|domain\/rescue|sync\/bring/,
  },
  { name: 'desk', test: /screens\/desk\// },
] satisfies Rolldown.CodeSplittingGroup[];

// A phone can go round offline as soon as it has these; the service worker fetches `later/` after them.
const FIRST = new Set(['index', 'patrol', 'rolldown-runtime', 'sheets', 'background', 'words']);
const place = (name: string) => (FIRST.has(name) ? 'assets' : 'assets/later');

// Almost all of these runs before a screen shows: V8 is told to compile them whole while they are read, beside the
// main thread, and not function by function when each is first called (half a second less on a slow phone).
const WHOLE = new Set(['index', 'patrol']);
const eager: Plugin = {
  name: 'eager',
  generateBundle: {
    order: 'post',
    handler: (_options, bundle) => {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk' && WHOLE.has(file.name))
          file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
      }
    },
  },
};

// Stands in every rule and every element of a component: eight digits would be a third of a kilobyte more.
const shortId = (path: string, _source: string, _isBuild: boolean | undefined, hash: Hash) =>
  Number.parseInt(hash(path).slice(0, 8), 16).toString(36).slice(0, 4);
type Hash = (text: string) => string;

export default defineConfig({
  plugins: [vue({ features: { componentIdGenerator: shortId } }), pwa, eager],
  define: { __VUE_OPTIONS_API__: 'false' },
  build: {
    target: ['chrome87', 'safari15'],
    outDir: 'dist',
    manifest: true,
    // Data URLs would be fetched under the CSP's connect-src, so every asset stays a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: { groups },
        chunkFileNames: ({ name }) => `${place(name)}/[name]-[hash].js`,
        assetFileNames: ({ names }) =>
          `${place(parse(names[0] ?? '').name)}/[name]-[hash][extname]`,
      },
    },
  },
  server: {
    proxy: { '/api': { target: 'http://127.0.0.1:8000', ws: true } },
  },
  test: { environment: 'node', css: true, include: ['src/**/*.test.ts'] },
});
