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

const [from, to] = process.argv.slice(2);
const TEXTS = new Set(['.js', '.css', '.html', '.svg', '.json', '.wasm', '.webmanifest']);

// Beside the old one first, so that a server never finds half an app.
const fresh = `${to}.new`;
rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
// `.vite` is for the budget, not for visitors.
cpSync(from, fresh, { recursive: true, filter: (path) => !basename(path).startsWith('.') });

for (const entry of readdirSync(fresh, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !TEXTS.has(extname(path))) continue;
  const bytes = readFileSync(path);
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: quality }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}

rmSync(to, { recursive: true, force: true });
renameSync(fresh, to);
