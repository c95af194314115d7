/**
 * Proofs played on generated instances of what they prove (npm run try:instances -- --instances 20 --seed 1 --system NAME
 * --theorem T --case RULE): no step may give what is not so, and replay has to accept the derivations of premises and
 * conclusions. Cases that fall short of as many are named, and the command ends with 1; so are those that can have none:
 * their proofs end in contradictions alone.
 */
import { parseArgs } from 'node:util';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Derivation } from '../checker/derivation.ts';
import { inMemory } from '../checker/format.ts';
import { replay } from '../checker/replay.ts';
import { calculusNamed } from '../proofs/calculi.ts';
import { developmentFor, proved } from '../proofs/developments.ts';
import { decodeProof } from '../proofs/format.ts';
import { Instances } from '../proofs/playing/instances.ts';
import { play } from '../proofs/playing/play.ts';
import type { Node } from '../proofs/check.ts';
import { keptProofs } from '../proofs/records.ts';

const { values } = parseArgs({
  options: {
    instances: { type: 'string', default: '20' },
    tries: { type: 'string' },
    seed: { type: 'string', default: '1' },
    system: { type: 'string' },
    theorem: { type: 'string' },
    case: { type: 'string' },
  },
});
/** Where so many tries give no instance, it is left there. */
const mostWithout = 2_000;
const wanted = Number(values.instances);
const [tries, seed] = [Number(values.tries ?? wanted * 60), Number(values.seed)];
/** Ends a wrong call. */
const wrong = (message: string): never => {
  console.error(message);
  process.exit(2);
};
for (const [option, n] of Object.entries({ instances: wanted, tries, seed }))
  if (!Number.isInteger(n) || n < 1) wrong(`--${option} takes a whole number from 1`);
if (values.system !== undefined && !proved().includes(values.system))
  wrong(`--system is one of ${proved().join(', ')}: these have proofs`);
const absurd = ({ end }: Node): boolean => {
  if (end.end === 'absurd') return true;
  if (end.end === 'invert' || end.end === 'shape') return end.nodes.every((x) => absurd(x.node));
  return end.end !== 'done' && absurd(end.yes) && absurd(end.no);
};
let [problems, asked, fewer] = [0, 0, 0];
for (const name of proved()) {
  if (values.system !== undefined && name !== values.system) continue;
  const calculus = calculusNamed(name)!;
  const d = developmentFor(calculus.base)!;
  const kept = keptProofs(d);
  if (kept === undefined) throw new Error(`no proofs of ${name} are kept`);
  const count = {
    cases: 0,
    played: 0,
    steps: 0,
    nodes: 0,
    unsaid: 0,
    short: [] as string[],
    without: [] as string[],
    none: [] as string[],
  };
  const reasons = new Map<string, number>();
  for (const [key, data] of kept) {
    if (values.theorem !== undefined && data.theorem !== values.theorem) continue;
    if (values.case !== undefined && data.case !== values.case) continue;
    const read = decodeProof(d, data);
    if (isLeft(read)) throw new Error(`${key}: ${read.left}`);
    const { theorem, case: kase, store, node } = read.right;
    const instances = new Instances(d, calculus.huntingGround.hints, d.statements.get(theorem)!, seed);
    let here = 0;
    const derivations: Derivation[] = [];
    for (let n = 0; n < (here === 0 ? Math.min(tries, mostWithout) : tries) && here < wanted; n++) {
      const instance = instances.next(n + seed * 1_000_000, kase);
      const result = instance && play(d, store, theorem, kase, node, instance);
      if (instance === undefined || result === undefined) continue;
      if (result.end === 'broken') {
        if (++problems <= 20) console.log(`${key}: ${result.path}: ${result.message}`);
      } else if (result.end === 'done') {
        count.played++;
        count.steps += result.steps;
        here++;
        derivations.push(...instance.derivations.flatMap((x) => x ?? []), ...result.concluded);
      } else {
        count.unsaid++;
        reasons.set(result.message, (reasons.get(result.message) ?? 0) + 1);
      }
    }
    const verdict = replay(d.system, inMemory(d.system, derivations));
    if (verdict.ok) count.nodes += verdict.nodes;
    else {
      problems++;
      console.log(`${key}: replay refuses ${verdict.path}: ${verdict.message}`);
    }
    if (here > 0) count.cases++;
    else (absurd(node) ? count.none : count.without).push(key);
    if (here > 0 && here < wanted) count.short.push(`${key} (${here})`);
    asked++;
  }
  fewer += count.short.length + count.without.length;
  console.log(
    `${name}: ${count.played} instances of ${count.cases} cases played to the end, ${count.steps} steps; replay accepts ${count.nodes} nodes of derivations of their premises and conclusions; ${count.unsaid} ended where nothing can be said`,
  );
  const told = [
    [`fewer than ${wanted} of`, count.short],
    ['no instance of', count.without],
    ['none there can be of', count.none],
  ] as const;
  for (const [what, keys] of told) if (keys.length > 0) console.log(`  ${what} ${keys.length} cases: ${keys.join('; ')}`); // prettier-ignore
  for (const [reason, n] of [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 5))
    console.log(`  ${n} times: ${reason}`);
}
if (asked === 0) wrong('no proved case is called so');
console.log(problems === 0 ? 'no step gave what is not so' : `${problems} instances are against their proofs`);
if (fewer > 0) console.log(`${fewer} cases have fewer instances than ${wanted}`);
process.exitCode = problems === 0 && fewer === 0 ? 0 : 1;
