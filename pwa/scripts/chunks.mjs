// Which files a part of the built app needs, itself included, as the build's manifest tells.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const readManifest = (dist) =>
  JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));

/** What a chunk loads at once. */
export function closure(manifest, key, files = new Set()) {
  const { file, css = [], imports = [] } = manifest[key];
  if (files.has(file)) return files;
  for (const each of [file, ...css]) files.add(each);
  for (const each of imports) closure(manifest, each, files);
  return files;
}

/** Chunks are found by the name of their group: their keys change with their content. */
export const chunkNamed = (manifest, name) =>
  Object.keys(manifest).find((key) => manifest[key].name === name);
