/**
 * Both replayers on generated derivations of every calculus, and on the same with one node changed
 * (npm run try:replay -- --derivations 10000 --seed 1 --system NAME): they have to agree on each.
 */
import { parseArgs } from 'node:util';
import { calculi, unchanged } from '../proofs/calculi.ts';
import { Trials } from '../workbench/replaying/trial.ts';

const { values } = parseArgs({
  options: {
    derivations: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    system: { type: 'string' },
  },
});
const [wanted, seed] = [Number(values.derivations), Number(values.seed)];
let problems = 0;
for (const calculus of calculi) {
  if (values.system !== undefined && calculus.name !== values.system) continue;
  if (calculus.theorems(unchanged(calculus).analysis).length === 0) continue;
  const trials = new Trials(calculus, seed);
  // A hunt that makes no derivation, since its theorems speak of runs, is told by its count.
  for (let k = 0; trials.tried.derivations < wanted && (k < 1000 || trials.tried.derivations > 0); k++)
    for (const problem of trials.episode(k)) if (++problems <= 20) console.log(problem);
  const { derivations, nodes, changed, rejected, byEquations, byCode } = trials.tried;
  console.log(
    `${calculus.name}: ${derivations} derivations of ${nodes} nodes, ${changed} changed ones of which ${rejected} are rejected; calls computed by equations ${byEquations}, by code ${byCode}`,
  );
}
console.log(problems === 0 ? 'the replayers agree on all' : `they disagree on ${problems}`);
process.exitCode = problems === 0 ? 0 : 1;
