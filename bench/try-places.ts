/** `npm run try:places [COUNT] [SEED] [LANGUAGE or refusals]`: plants mistakes, and counts where they are told. */
import { fields, plantCons, plantErrors } from './places.ts';

const [countText, seedText, only] = process.argv.slice(2);
const count = Number(countText ?? 20_000);
const seed = Number(seedText ?? 1);
let wrong = 0;

const counts = (title: string, m: ReadonlyMap<string, number>) => {
  console.log(`  ${title}`);
  for (const [name, n] of [...m].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`    ${String(n).padStart(6)}  ${name}`);
};

for (const field of fields) {
  if (only !== undefined && only !== field.name) continue;
  const t = plantErrors(field, count, seed);
  wrong += t.elsewhere.length;
  console.log(
    `${field.name}: ${t.planted} planted errors, ${t.elsewhere.length} told elsewhere (${t.harmless} were no errors where they stood)`,
  );
  counts('by construct', t.constructs);
  counts('by kind', t.kinds);
  for (const e of t.elsewhere.slice(0, 5)) console.log(`  ${e.kind}: told ${e.told}\n${e.text}\n`);
}
if (only === undefined || only === 'refusals') {
  const r = plantCons(count, seed);
  wrong += r.elsewhere.length;
  console.log(
    `refusals: ${r.refused} planted cons in the way (of ${r.runs} runs), ${r.elsewhere.length} told elsewhere`,
  );
  counts('by construct', r.constructs);
  counts('by use', r.kinds);
  for (const e of r.elsewhere.slice(0, 5)) console.log(`  told ${e.told}\n${e.text}\n`);
}
process.exitCode = wrong === 0 ? 0 : 1;
