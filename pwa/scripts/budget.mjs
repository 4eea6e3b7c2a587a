// Refuses a build whose form route would load more than the budget of script and style.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 70;
const SCREEN = process.argv[2] ?? 'src/screens/form/FormScreen.vue';

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const files = new Set();
const visit = (key) => {
  const chunk = manifest[key];
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const style of chunk.css ?? []) files.add(style);
  for (const needed of chunk.imports ?? []) visit(needed);
};

if (!manifest[SCREEN]) {
  console.error(`${SCREEN} is not in the build.`);
  process.exit(1);
}
visit('index.html');
visit(SCREEN);

let total = 0;
for (const file of files) {
  const kb = gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length / 1000;
  total += kb;
  console.log(`${kb.toFixed(1).padStart(7)} kB  ${file}`);
}
console.log(`${total.toFixed(1).padStart(7)} kB  of ${BUDGET_KB} kB for ${SCREEN}`);
if (total > BUDGET_KB) process.exit(1);
