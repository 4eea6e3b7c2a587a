// Refuses a build that asks too much of a slow line before a form opens, or before it opens offline.
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { chunkNamed, closure, readManifest } from './chunks.mjs';

const FORM_KB = 70;
const SIGNED_KB = 84;
const VISIT_KB = 140;
const SCAN_KB = 530;
// Must come with the app: from a label's link to a form that is filled in, kept and submitted.
const WAY = ['src/screens/scan/LabelScreen.vue', 'src/screens/form/FormScreen.vue'];

const manifest = readManifest('dist');
const worker = readFileSync('dist/service-worker.js', 'utf8');
const kept = [...worker.matchAll(/"?url"?:"([^"]+)"/g)].map(([, url]) => url);
const built = readdirSync('dist/assets', { recursive: true }).map((file) => `assets/${file}`);
const isLater = (file) => file.includes('/later/');
let isRefused = false;

function refuse(why) {
  console.error(why);
  isRefused = true;
}

/** As the server sends it: gzip, and the wasm, which no old browser asks for, as brotli. */
function sent(file) {
  const bytes = readFileSync(`dist/${file}`);
  return file.endsWith('.wasm') ? brotliCompressSync(bytes) : gzipSync(bytes, { level: 9 });
}

function weigh(what, files, most) {
  const sizes = [...files].map((file) => [sent(file).length / 1000, file]);
  sizes.sort(([a], [b]) => b - a);
  for (const [kb, file] of sizes) console.log(`${kb.toFixed(1).padStart(7)} kB  ${file}`);
  const total = sizes.reduce((sum, [kb]) => sum + kb, 0);
  console.log(`${total.toFixed(1).padStart(7)} kB  of ${most} kB ${what}\n`);
  if (total > most) refuse(`Too much ${what}.`);
}

for (const screen of WAY) if (manifest[screen]) refuse(`${screen} is loaded later.`);
for (const file of built) {
  if (/\.\w+$/.test(file) && !kept.includes(file)) refuse(`${file} is not kept offline.`);
}

for (const [key, { file }] of Object.entries(manifest)) {
  if (isLater(file) || !/\.js$/.test(file)) continue;
  for (const needed of closure(manifest, key))
    if (isLater(needed)) refuse(`${file} needs ${needed}.`);
}

const first = kept.filter((file) => !isLater(file));
const scanner = kept.filter((file) => /\/(scanner|zxing_reader)-/.test(file));
weigh('before a form opens', closure(manifest, 'index.html'), FORM_KB);
const signed = closure(manifest, chunkNamed(manifest, 'sheets'), closure(manifest, 'index.html'));
weigh('before it is photographed and signed', signed, SIGNED_KB);
weigh('before it opens offline', ['service-worker.js', ...first], VISIT_KB);
weigh('before labels are scanned offline', ['service-worker.js', ...first, ...scanner], SCAN_KB);
if (isRefused) process.exit(1);
