/**
 * Mutated proofs (npm run try:proofs -- 10000 --seed 1 --system NAME): each is refused, or is a proof all the same, which
 * is known without the checker. Certificates are mutated and given to the kernel for what is false; and proofs of cases that an
 * unsound variant leaves open are mutated, and checked there.
 */
import { parseArgs } from 'node:util';
import { calculusNamed } from '../proofs/calculi.ts';
import { developmentFor, proved } from '../proofs/developments.ts';
import { attack, type Attack } from '../proofs/playing/attack.ts';
import { attackKernel } from '../proofs/playing/certificates.ts';
import { prove } from '../proofs/prove.ts';
import { keptProofs } from '../proofs/records.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, system: { type: 'string' } },
});
const [wanted, seed] = [Number(positionals[0] ?? 10_000), Number(values.seed)];
const systems = proved().filter((name) => values.system === undefined || name === values.system);
let problems = 0;
const tell = (name: string, a: Attack): void => {
  console.log(`${name}: ${a.tried} mutated proofs: ${a.refused} refused; of ${a.tried - a.refused} accepted ${a.same} are the proof that they were made of, ${a.played} hold on instances step by step, of ${a.unplayed} there was no instance to play`); // prettier-ignore
  for (const x of [...a.wrong.slice(0, 10), ...a.stumbled.slice(0, 10)]) console.log(`  ${x}`);
  problems += a.wrong.length + a.stumbled.length;
};
for (const name of systems) {
  const calculus = calculusNamed(name)!;
  const d = developmentFor(calculus.base)!;
  const kept = keptProofs(d);
  if (kept === undefined) throw new Error(`no proofs of ${name} are kept`);
  const a = attack(d, calculus.huntingGround.hints, [...kept.values()], Math.ceil(wanted / systems.length), seed);
  tell(name, a);
  for (const [kind, [tried, accepted]] of [...a.kinds].sort()) console.log(`  ${kind.padEnd(46)}${String(tried).padStart(6)} tried${String(accepted).padStart(6)} accepted`); // prettier-ignore
  // Certificates, changed, of what is false.
  const k = attackKernel(d, calculus.huntingGround.hints, [...kept.values()], Math.ceil(wanted / systems.length), seed);
  console.log(`${name}: ${k.tried} mutated certificates of what is false in ${k.cases} cases: ${k.refused} refused`);
  for (const x of [...k.wrong.slice(0, 10), ...k.stumbled.slice(0, 10)]) console.log(`  ${x}`);
  problems += k.wrong.length + k.stumbled.length;
  // Of a case that is open where a rule is wrong, no proof is to be accepted there.
  let [tried, accepted] = [0, 0];
  for (const v of calculus.variants) {
    if (v.expected === 'sound') continue;
    const there = developmentFor(v.system)!;
    const open = prove(there, { first: kept, budget: 2500 }).filter((r) => r.status === 'open');
    const proofs = open.flatMap((r) => kept.get(`${r.theorem}, ${r.case}`) ?? []);
    if (proofs.length === 0) continue;
    const own = new Set(open.map((r) => `${r.theorem}, ${r.case}`));
    const b = attack(there, calculus.huntingGround.hints, proofs, Math.ceil(wanted / systems.length / 40), seed, 10);
    tried += b.tried;
    accepted += [...b.kinds].reduce((n, [kind, [, k]]) => n + (kind.startsWith('other case') || kind.startsWith('other theorem') ? 0 : k), 0); // prettier-ignore
    if (b.wrong.length > 0) tell(`${name}, ${v.name} (${[...own].join('; ')})`, b);
  }
  console.log(
    `${name}: of cases open in unsound variants ${tried} mutated proofs, ${accepted} accepted of the same case`,
  );
  if (accepted > 0) problems++;
}
console.log(problems === 0 ? 'nothing is accepted that does not prove its case' : `${problems} problems`);
process.exitCode = problems === 0 ? 0 : 1;
