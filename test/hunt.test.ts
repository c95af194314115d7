/** The hunt: unsound variants fall, sound ones and the base do not; what is found is small, and checks. */
import { existsSync, readFileSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { substitute } from '../semantics/proteus/substitution.ts';
import { conFree } from '../semantics/proteus/heaps.ts';
import { metafunction } from '../semantics/symbols.ts';
import { proteus } from '../rules/proteus/system.ts';
import { typing } from '../rules/proteus/typing.ts';
import { proteusVariants } from '../rules/proteus/variants.ts';
import { stlcVariants } from '../rules/stlc/variants.ts';
import type { Theorem } from '../rules/theorem.ts';
import { variant, type Variant } from '../rules/variant.ts';
import { checkCounterexample, encodeCounterexample } from '../checker/hunt/counterexample.ts';
import { continuations } from '../checker/hunt/episodes.ts';
import { emptyTally, sum, type Fall } from '../checker/hunt/tally.ts';
import { exhaust } from '../checker/hunt/exhaust.ts';
import { givenOf, measure, shrink } from '../checker/hunt/shrink.ts';
import { calculi, calculusOf, findVariant, systemFinder, unchanged, type Calculus } from '../proofs/calculi.ts';
import { casesOf, type Obligations } from '../proofs/obligations.ts';
import { knownCounterexamples, obligationsFile, packageRoot } from '../proofs/records.ts';
import { hunterOf, resolveTask, runEpisodes, type Task } from '../workbench/hunt/task.ts';
import { chooser } from './arbitrary.ts';

const resolve = async (task: Task) => {
  const r = await resolveTask(task);
  if (isLeft(r)) throw new Error(r.left);
  return r.right;
};

const context = (system: Parameters<typeof calculusOf>[0]) => {
  const c = calculusOf(system) as Calculus;
  const v = system.variant === null ? unchanged(c) : findVariant(c, system.variant);
  const theorems = c.theorems(v?.analysis ?? system);
  return {
    theorem: (name: string) => theorems.find((t) => t.name === name),
    huntingGround: c.huntingGround,
    counterexampleText: c.counterexampleText,
  };
};
const check = (json: unknown) => checkCounterexample(json, systemFinder(), context);

/** Episodes until a theorem falls, at most so many. */
async function refute(system: string, name: string, theorems: readonly string[], most: number, seed = 4) {
  const task: Task = { system, variant: name, theorems, seed, size: null };
  const resolved = await resolve(task);
  const hunter = hunterOf(task, resolved);
  let fall: Fall | undefined;
  for (let i = 0; fall === undefined && i < most; i++) fall = hunter.episode(i).falls[0];
  return { resolved, fall };
}

describe('every unsound variant', () => {
  const unsound = proteusVariants.filter((v) => v.expected !== 'sound');
  test.each([...unsound, ...stlcVariants].map((v) => [v.base.name, v.name, v] as const))(
    '%s %s falls, and the counterexample is small and checks',
    async (system, name, v) => {
      const { resolved, fall } = await refute(system, name, v.expected as readonly string[], 4_000);
      expect(fall).toBeDefined();
      if (fall === undefined) return;
      const { huntingGround, counterexampleText } = resolved.calculus;
      const theorem = resolved.theorems.find((t) => t.name === fall.theorem);
      if (theorem === undefined) throw new Error(fall.theorem);
      const given = givenOf(theorem, fall, huntingGround);
      const { found } = shrink(v.system, theorem, huntingGround, given);
      if (found === undefined) throw new Error('shrinking lost it');
      const size = (g: typeof given) =>
        [...Object.values(g.values), ...(g.plan ?? [])].reduce<number>((n, x) => n + measure(x), 0);
      expect(size(found.given)).toBeLessThanOrEqual(size(given));
      const text = encodeCounterexample(v.system, theorem, huntingGround, found, counterexampleText, 'a command');
      if (isLeft(text)) throw new Error(text.left);
      const json = JSON.parse(text.right) as { counterexample: { program: string; updates: string[] } };
      const shown = [json.counterexample.program, ...json.counterexample.updates].join('\n');
      expect(shown.split('\n').filter((l) => l.trim() !== '').length).toBeLessThanOrEqual(12);
      const verdict = check(json);
      expect(verdict.ok ? 'holds' : verdict.message).toBe('holds');
    },
  );
  test.each(proteusVariants.filter((v) => v.endToEnd).map((v) => v.name))('%s gets stuck end to end', async (name) => {
    const { fall } = await refute('proteus', name, ['end-to-end'], 12_000, 24);
    expect(fall?.theorem).toBe('end-to-end');
  });
});

describe('what is sound', () => {
  test.each([
    ['proteus', null, 700, 10],
    ['proteus', 'deref-by-name', 300, 8],
    ['proteus', 'eager', 300, 8],
    ['proteus', 'con-only', 900, 8],
    ['proteus', 'con-any-name', 300, 8],
    ['stlc', null, 3_000, 8],
  ] as const)('%s %s: no theorem falls', async (system, name, episodes, seed) => {
    const task: Task = { system, variant: name, theorems: null, seed, size: null };
    const resolved = await resolve(task);
    const tally = runEpisodes(hunterOf(task, resolved), 0, episodes);
    expect(tally.falls.map((f) => `${f.theorem} ${f.case} in episode ${f.episode}`)).toEqual([]);
    for (const t of resolved.theorems) expect(tally.tests.get(t.name) ?? 0, t.name).toBeGreaterThan(0);
    if (system !== 'proteus') return;
    // The runs are the interesting ones. (A variant's are chosen to tell it from the base.)
    const tag = (name: string) => tally.tags.get(name) ?? 0;
    expect(tag('applied an update that changes a type') / tag('walks')).toBeGreaterThan(name === null ? 0.1 : 0);
  });
});

describe('episodes', () => {
  test('depend on nothing but seed and number', async () => {
    const task: Task = { system: 'proteus', variant: 'if-union', theorems: ['T7', 'T8'], seed: 5, size: null };
    const resolved = await resolve(task);
    const [a, b] = [hunterOf(task, resolved), hunterOf(task, resolved)];
    const forth = emptyTally();
    const back = emptyTally();
    for (let i = 0; i < 300; i++) sum(forth, a.episode(i));
    for (let i = 299; i >= 0; i--) sum(back, b.episode(i));
    const tests = (t: typeof forth) => Object.fromEntries([...t.tests].sort());
    expect(tests(forth)).toEqual(tests(back));
    expect(forth.falls.map((f) => f.episode).sort()).toEqual(back.falls.map((f) => f.episode).sort());
    expect(forth.falls.length).toBeGreaterThan(0);
  });
});

describe('a configuration at an update point', () => {
  /** Updates applied for each configuration at an update point. */
  const updatesFor = async (variant: string | null): Promise<number> => {
    const task: Task = { system: 'proteus', variant, theorems: ['T8'], seed: 6, size: null };
    const hunter = hunterOf(task, await resolve(task));
    const total = emptyTally();
    for (let i = 0; i < 150; i++) sum(total, hunter.episode(i));
    const points = total.tags.get('at an update point') ?? 0;
    expect(points).toBeGreaterThan(300);
    return (total.tests.get('T8') ?? 0) / points;
  };
  test('is tried with several updates where the calculus is hunted, and with one where a variant is', async () => {
    const [base, variant] = [await updatesFor(null), await updatesFor('no-abs-heap')];
    expect(base).toBeGreaterThan(1.2);
    expect(base).toBeLessThan(continuations);
    expect(variant).toBeGreaterThan(0.1);
    expect(variant).toBeLessThan(1);
  });
});

describe('every case', () => {
  // In so many episodes; the second half is after the cases that are hard to reach have been measured.
  const episodes = 1_000;
  test.each(['T3', 'T4', 'T5', 'T13-antisymmetric', 'T14-sound', 'T14-complete'])(
    'of %s is reached, by the rule that it is named after',
    async (theorem) => {
      const task: Task = { system: 'proteus', variant: null, theorems: [theorem], seed: 3, size: null };
      const resolved = await resolve(task);
      const { cases } = runEpisodes(hunterOf(task, resolved), 0, episodes);
      const [t] = resolved.theorems as [Theorem];
      for (const kase of casesOf(proteus, t)) expect(cases.get(theorem)?.get(kase) ?? 0, kase).toBeGreaterThan(4);
    },
  );
});

describe('a variant that does not apply is an error', () => {
  const made = (changes: Partial<Parameters<typeof variant>[1]>) => () =>
    variant(proteus, { name: 'odd', sentence: '', expected: 'sound', ...changes });
  const [rule] = typing;
  test.each([
    ['removes what is not there', { remove: ['T-Nothing'] }, /no rule T-Nothing to remove/],
    [
      'replaces what is not there',
      { replace: [{ ...(rule as NonNullable<typeof rule>), name: 'T-No' }] },
      /no rule T-No to replace/,
    ],
    ['adds what is there', { add: typing.slice(0, 1) }, /exists; replace it/],
    ['changes one rule twice', { remove: ['T-Int', 'T-Int'] }, /T-Int is changed twice/],
    [
      'exchanges what nothing calls',
      {
        exchange: [[metafunction({ ...conFree.info, name: 'nowhere' }, () => true), conFree]] as const,
      },
      /no rule calls nowhere/,
    ],
  ])('%s', (_, changes, message) => expect(made(changes as never)).toThrow(message));
  test('one that does apply changes just the rules that call the metafunction', () => {
    const other = metafunction({ ...substitute.info, name: 'other' }, (e) => e);
    const v = made({ exchange: [[substitute, other]] as never })();
    const changed = [...v.system.rules].filter(([name, r]) => proteus.rules.get(name) !== r).map(([name]) => name);
    expect(changed).toEqual(['R-Call', 'R-Let']);
  });
});

describe('what is recorded', () => {
  const known = knownCounterexamples();
  test('refutes every unsound variant of every calculus', () => {
    const missing = calculi.flatMap((c) =>
      c.variants
        .filter((v) => v.expected !== 'sound' && !known.some((k) => k.system === c.name && k.variant === v.name))
        .map((v) => v.name),
    );
    expect(missing).toEqual([]);
  });
  test.each(known.map((k) => [k.file, k] as const))('%s checks, on a theorem that is expected to fall', (file, k) => {
    const verdict = check(JSON.parse(readFileSync(`${packageRoot}/${file}`, 'utf8')));
    expect(verdict.ok ? 'holds' : verdict.message).toBe('holds');
    const c = calculi.find((at) => at.name === k.system) as Calculus;
    const v = findVariant(c, k.variant);
    const expected = [...(v?.expected as readonly string[]), ...(v?.endToEnd ? ['end-to-end'] : [])];
    expect(
      expected.some((name) => k.theorem === name || k.theorem.startsWith(`${name}-`)),
      k.theorem,
    ).toBe(true);
  });

  test('a file with anything changed is rejected', () => {
    const choose = chooser(77);
    let tried = 0;
    for (const { file } of known) {
      const text = readFileSync(`${packageRoot}/${file}`, 'utf8');
      for (let i = 0; i < 12; i++) {
        // The values at the leaves of the JSON, by their places in the text.
        const leaves = [...text.matchAll(/-?\d+|"(?:[^"\\]|\\.)*"|true|false|null/g)];
        const leaf = leaves[choose(leaves.length)] as RegExpMatchArray;
        const old = leaf[0];
        const changed = old.startsWith('"')
          ? `"${old.slice(1, -1)}x"`
          : /^-?\d/.test(old)
            ? String(Number(old) + 1)
            : '0';
        const at = leaf.index as number;
        const edited = text.slice(0, at) + changed + text.slice(at + old.length);
        expect(check(JSON.parse(edited)).ok, `${file}: ${old} at ${at}`).toBe(false);
        tried++;
      }
      // With the checksum made right again the content still gives it away.
      const json = JSON.parse(text) as { counterexample: { program: string; conclusion: number }; checksum: string };
      const forged = {
        ...json,
        counterexample: { ...json.counterexample, conclusion: json.counterexample.conclusion + 7 },
      };
      expect(check(forged).ok).toBe(false);
      expect(check({ ...json, nodes: [] }).ok).toBe(false);
    }
    expect(tried).toBeGreaterThan(300);
  });

  test('what the table says is exhausted, holds on every instance of a smaller size', () => {
    const { obligations } = JSON.parse(readFileSync(obligationsFile, 'utf8')) as Obligations;
    for (const c of calculi)
      for (const t of c.theorems(c.base)) {
        const size = obligations.find((o) => o.system === c.name && o.theorem === t.name)?.exhausted ?? 0;
        const most = Math.min(size, c.name === 'stlc' ? 6 : 5);
        for (const { tally } of exhaust(c.base, c.huntingGround, [t], 1, most)) expect(tally.falls, t.name).toEqual([]);
      }
    // What is tried on whole programs has no instances of a size.
    const sized = obligations.filter(
      (o) => !calculi.find((c) => c.name === o.system)?.huntingGround.explored?.theorems.has(o.theorem),
    );
    expect(sized.filter((o) => o.exhausted !== null).length).toBeGreaterThan(sized.length / 2);
  });

  test('exhaustively: every size is complete, and what falls is found at the least size there is', () => {
    const [first, stlc] = calculi as [Calculus, Calculus];
    const count = (most: number) => {
      let n = 0;
      const t = first.theorems(first.base).find((x) => x.name === 'T13-transitive') as Theorem;
      for (const { tally } of exhaust(first.base, first.huntingGround, [t], 1, most)) n += tally.tests.get(t.name) ?? 0;
      return n;
    };
    expect([count(2), count(3), count(4)].every((n, i, all) => i === 0 || n > (all[i - 1] as number))).toBe(true);
    const v = stlc.variants.find((x) => x.name === 'tl-head') as Variant;
    const [theorem] = stlc.theorems(v.system).filter((t) => t.name === 'Preservation');
    const sizes = [...exhaust(v.system, stlc.huntingGround, [theorem as Theorem], 1, 8)].filter(
      (p) => p.tally.falls.length > 0,
    );
    expect(sizes[0]?.size).toBe(7);
  });

  test('the table of obligations has every theorem and case, and nothing is refuted', () => {
    expect(existsSync(obligationsFile)).toBe(true);
    const { obligations } = JSON.parse(readFileSync(obligationsFile, 'utf8')) as Obligations;
    const expected = calculi.flatMap((c) =>
      c.theorems(c.base).flatMap((t) => casesOf(c.base, t).map((kase) => `${c.name} ${t.name} ${kase}`)),
    );
    expect(obligations.map((o) => `${o.system} ${o.theorem} ${o.case}`)).toEqual(expected);
    expect(obligations.filter((o) => o.status === 'refuted')).toEqual([]);
    expect(obligations.filter((o) => o.status === 'tested' && o.instances === 0)).toEqual([]);
  });
});
