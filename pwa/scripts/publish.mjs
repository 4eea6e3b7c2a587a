// Puts the built app where the server serves it from, each text also compressed once and for all.
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { chunkNamed, closure, readManifest } from './chunks.mjs';

const [from, to] = process.argv.slice(2);
const TEXTS = new Set(['.js', '.css', '.html', '.svg', '.json', '.wasm', '.webmanifest']);

// Beside the old one first, so that a server never finds half an app.
const fresh = `${to}.new`;
rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
// `.vite` is for the budget and the hints, not for visitors.
cpSync(from, fresh, { recursive: true, filter: (path) => !basename(path).startsWith('.') });

for (const entry of readdirSync(fresh, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !TEXTS.has(extname(path))) continue;
  const bytes = readFileSync(path);
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: quality }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}

// What a first visit asks for as soon as the app runs, told with the page: two round trips less on a slow line.
// The way from a label to a form needs none of it.
const NEXT = { '/': ['words', 'patrol'], '/e': ['words', 'patrol', 'enrol'] };
const manifest = readManifest(from);

function hint(names) {
  // The app itself comes first: it is what runs first.
  const files = closure(manifest, 'index.html');
  for (const name of names) closure(manifest, chunkNamed(manifest, name), files);
  return [...files].map((file) => `</${file}>; ${relation(file)}; crossorigin`).join(', ');
}

const relation = (file) => (file.endsWith('.css') ? 'rel=preload; as=style' : 'rel=modulepreload');
const hints = Object.entries(NEXT).map(([path, names]) => [path, hint(names)]);
writeFileSync(join(fresh, '.hints.json'), JSON.stringify(Object.fromEntries(hints)));

rmSync(to, { recursive: true, force: true });
renameSync(fresh, to);
