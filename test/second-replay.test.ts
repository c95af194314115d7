/** The second replay: by other code it says what replay says, of derivations of all kinds and of damaged ones. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isCall, metafunction, type Call, type Pattern } from '../semantics/symbols.ts';
import { holding, ruleOf, type Premise } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';
import { proteus } from '../rules/proteus/system.ts';
import { decode, encode } from '../checker/format.ts';
import { record } from '../checker/proteus/record.ts';
import { replay } from '../checker/replay.ts';
import { replayAgain } from '../checker/second/replay.ts';
import { calculi } from '../proofs/calculi.ts';
import { loads } from '../workbench/trusted.ts';
import { compared, comparedVerdicts, nothingTried, Trials } from '../workbench/replaying/trial.ts';
import { casesIn, loadCase, mustLoad, root } from './support.ts';

const cases = [...casesIn('examples'), ...casesIn('test/cases')].filter((c) => !('kind' in loadCase(c)));
const proofOf = (c: (typeof cases)[number]) => {
  const { loaded, queue } = mustLoad(c, true);
  const { roots } = record(proteus, loaded, queue, { check: 'dynamic' });
  const d = decode(JSON.parse([...encode(proteus, roots)].join('')), () => proteus);
  if (isLeft(d)) throw new Error(d.left);
  return d.right.proof;
};

test('it imports nothing that replay imports but what is read', () => {
  for (const name of ['replay', 'interpret', 'store'])
    for (const file of loads(readFileSync(`${root}checker/second/${name}.ts`, 'utf8')))
      expect(file).toMatch(/^\.\/(interpret|store)\.ts$|semantics\/meaning\.ts$/);
});

describe('it accepts what derive makes', () => {
  test.each(cases)('$name', (c) => {
    const proof = proofOf(c);
    const tried = nothingTried();
    const [first, second] = [replay(proteus, proof), replayAgain(proteus, proof)];
    expect(comparedVerdicts(first, second, tried)).toBe(undefined);
    expect(second).toMatchObject({ ok: true, nodes: proof.nodes.length });
    expect(tried.byEquations).toBeGreaterThan(0);
  });
});

const seed = 17;
describe.each(calculi.map((c) => [c.name, c] as const))('%s', (name, calculus) => {
  const generates = ['stlc', 'proteus', 'threads'].includes(name);
  test.runIf(generates)(
    `generated derivations, and changed ones: both say the same, of the same node (seed ${seed})`,
    () => {
      const trials = new Trials(calculus, seed);
      for (let k = 0; k < 200 && trials.tried.derivations < 100; k++) expect(trials.episode(k)).toEqual([]);
      expect(trials.tried.derivations).toBeGreaterThanOrEqual(100);
      expect(trials.tried.rejected).toBeGreaterThan(100);
    },
  );
  test.skipIf(generates)('derivations of examples and their runs, and changed ones: both say the same', () => {
    const { language } = calculus;
    const folder = join(root, 'examples', name);
    const trials = new Trials(calculus, seed);
    for (const file of readdirSync(folder)) {
      const program = language?.load(readFileSync(join(folder, file), 'utf8'), file, { record: true });
      if (language === undefined || program === undefined || isLeft(program)) continue;
      const { roots } = language.record(program.right, { maxSteps: 25 });
      for (let k = 0; k < 4; k++) expect(trials.given(roots)).toEqual([]);
    }
    expect(trials.tried.derivations).toBeGreaterThan(30);
    expect(trials.tried.rejected).toBeGreaterThan(100);
  });
});

/** The system with another code for one of its metafunctions; its equations stay. */
function withCode(system: System, name: string, code: (...args: never[]) => unknown): System {
  const other = (p: Pattern): Pattern => {
    if (isCall(p)) {
      const args = p.args.map(other);
      return p.call.info.name === name
        ? { call: metafunction(p.call.info, code as unknown as (...args: unknown[]) => unknown), args }
        : { call: p.call, args };
    }
    if (typeof p !== 'object' || Array.isArray(p) || 'meta' in p) return p;
    return Object.fromEntries(Object.entries(p).map(([k, q]) => [k, k === 'tag' ? q : other(q as Pattern)])) as never;
  };
  const premise = (p: Premise): Premise =>
    p.kind === 'judgement'
      ? { ...p, args: p.args.map(other) }
      : p.kind === 'where'
        ? { ...p, pattern: other(p.pattern), value: other(p.value) }
        : holding(other(p) as Call);
  const rules = new Map(
    [...system.rules].map(([n, r]) => [
      n,
      ruleOf(n, r.premises.map(premise), { ...r.conclusion, args: r.conclusion.args.map(other) }, r),
    ]),
  );
  return { ...system, rules };
}

test('code that is not what its equations say is found', () => {
  const [c] = cases.filter((x) => x.name.includes('gauge'));
  const proof = proofOf(c as (typeof cases)[number]);
  // Substitution forgets the value.
  const wrong = withCode(proteus, 'substitute', (e: never) => e);
  expect(replay(wrong, proof, { anyRules: true })).toMatchObject({ ok: false });
  expect(replayAgain(wrong, proof)).toMatchObject({ ok: true });
  expect(compared(wrong, { ...proof, digest: '' }, nothingTried())).toMatch(/^replay says/);
});
