/** O1 to O12 on systems made at random: the calculus as it is stands, unsound variants fall and what is found is small and checks. */
import { readFileSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { parseFile } from '../semantics/components/syntax/read.ts';
import { components } from '../rules/components/system.ts';
import { mutantsOf } from '../rules/mutants.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { doubts } from '../checker/components/faithful.ts';
import { loadKernel } from '../checker/components/load.ts';
import { exploreKernel } from '../checker/components/properties.ts';
import { runTo } from '../checker/components/recording.ts';
import { KernelSpace } from '../checker/components/space.ts';
import { illTyped, Typed } from '../checker/components/typed.ts';
import { Space } from '../checker/explore/space.ts';
import { emptyTally, sum } from '../checker/hunt/tally.ts';
import { Trial } from '../checker/hunt/trial.ts';
import { componentsCalculus as calculus } from '../proofs/components/calculus.ts';
import { theoremsOf } from '../proofs/components/theorems.ts';
import { unchanged } from '../proofs/calculi.ts';
import { hunterFor } from '../workbench/hunt/hunter.ts';
import { expectFelled } from './felled.ts';
import { root } from './support.ts';

test('O1 to O12 survive, every one of them tried, and nearly every rule is used', () => {
  const hunter = hunterFor(calculus, unchanged(calculus), theoremsOf(components), 23);
  const total = emptyTally();
  for (let i = 0; i < 150; i++) sum(total, hunter.episode(i));
  expect(total.falls).toEqual([]);
  for (const t of theoremsOf(components)) expect(total.tests.get(t.name) ?? 0, t.name).toBeGreaterThan(0);
  expect(total.tags.get('systems with updates') ?? 0).toBeGreaterThan(100);
  expect(total.tags.get('systems with faithful updates') ?? 0).toBeGreaterThan(20);
  expect(total.explored.states).toBeGreaterThan(30_000);
  expect(total.explored.different.size).toBeGreaterThan(40);
  const unused = [...components.rules.keys()].filter((r) => !total.rules.has(r));
  expect(unused.length, unused.join(', ')).toBeLessThan(4);
});

/** One of each kind: safe point, tracking, transfer, redirection, typing, completion. */
const some = ['own-only', 'unregistered', 'reset-state', 'lost-call', 'fold-infer', 'no-block'];
describe('an unsound variant', () => {
  test.each(some)('%s falls by the theorem named for it; its counterexample is small and checks', (name) => {
    expectFelled(calculus, name, { episodes: 500, lines: 40 });
  });
});

test('a system that is generated reads again, and is well formed', () => {
  let made = 0;
  for (let i = 0; i < 80; i++) {
    const text = calculus.programs?.(components, new RandomChooser(31, i));
    if (text === undefined) continue;
    made++;
    expect(isLeft(parseFile(text, 'made.kernel')), text).toBe(false);
    expect(isLeft(loadKernel(text, 'made.kernel')), text).toBe(false);
  }
  expect(made).toBeGreaterThan(60);
});

const example = (name: string) => {
  const r = loadKernel(readFileSync(`${root}examples/components/${name}.kernel`, 'utf8'), `${name}.kernel`);
  if (isLeft(r)) throw new Error(name);
  return r.right;
};
const theoremNamed = (name: string) => {
  const t = theoremsOf(components).find((x) => x.name === name);
  if (t === undefined) throw new Error(name);
  return t;
};

describe('what theorems say of one state is what explorations say of it', () => {
  test.each(['callback', 'register', 'added-class'])('%s', (name) => {
    const { program: P, config: K } = example(name);
    const kernel = new KernelSpace(K);
    const space = new Space(kernel).explore();
    const typed = new Typed(components, kernel);
    for (let s = 0; s < space.size; s += 1 + Math.floor(space.size / 12)) {
      const taken = runTo(components, kernel, space, K, s);
      const K1 = taken?.[taken.length - 1]?.after ?? K;
      expect(String(Array.from(kernel.stateOf(K1)))).toBe(String(Array.from(space.state(s))));
      expect([illTyped(components, K1), typed.wrong(space.state(s))]).toEqual([undefined, undefined]);
      for (const t of ['O1', 'O2', 'O3', 'O4', 'O5', 'O7', 'O8', 'O11', 'O12']) {
        const trial = new Trial(components, theoremNamed(t));
        const outcome = trial.attempt(trial.environment({ P, K, K1 }), 2, undefined, 0);
        expect([t, s, outcome.kind]).toEqual([t, s, outcome.kind === 'vacuous' ? 'vacuous' : 'holds']);
      }
    }
  });
});

describe('faithful updates', () => {
  const faithful: readonly (readonly [name: string, faithful: boolean])[] = [
    ['register', true],
    // Its initial states differ, but nobody makes an instance.
    ['traffic', true],
    ['cyclic', false],
    ['argument', false],
    ['two-steps', false],
  ];
  test.each(faithful)('%s: %s', (name, expected) => {
    const { program } = example(name);
    expect(doubts(program).length === 0).toBe(expected);
  });

  const counter = (body: string, imported = 's.n', init = '0') => `class A {
  field n : int = 0
  method bump(by : int) : int = let old = my.n in my.n := old + by
}
object a : A
thread t = a.bump(1)
update u
class A {
  field k : int = ${init}
  field more : int = 7
  ${body}
  import raw(s) = {k = ${imported}, more = 1}
}`;
  const same = 'let was = my.k in my.k := was + by';
  const updates: readonly (readonly [update: string, doubt: string | undefined])[] = [
    [counter(`method bump(by : int) : int = ${same}`), undefined],
    [counter(`method bump(much : int) : int = ${same.replace('by', 'much')}`), undefined],
    [
      counter(`method bump(by : int, x : int) : int = ${same.replace('by', 'by * x')}  adapt bump(y : int) : int = next.bump(y, 1)`), // prettier-ignore
      'method bump does something else',
    ],
    [counter(`method bump(x : int, by : int) : int = ${same}  adapt bump(y : int) : int = next.bump(1, y)`), undefined],
    [
      counter(`method bump(by : int, x : int) : int = ${same}  adapt bump(y : int) : int = next.bump(2, y)`),
      'method bump does something else',
    ],
    [
      counter(`method bump(by : int) : int = ${same.replace('my.k in', 'my.more in')}`),
      'method bump does something else',
    ],
    [
      counter(`method bump(by : int) : int = ${same}`, '0'),
      'method bump does something else, or its field n is not kept',
    ],
    [counter(`method bump(by : int) : int = ${same}`, 's.n', '3'), undefined],
    [counter(`method bump(by : int) : int = ${same}`, 's.n', '3').replace('a.bump', '(new A).bump'), 'method bump does something else, or its field n is not kept'], // prettier-ignore
  ];
  test.each(updates)('%# is seen to be faithful, or what is different is told', (source, doubt) => {
    const r = loadKernel(source, 'x.kernel');
    if (isLeft(r)) throw new Error(source);
    expect(doubts(r.right.program).map((d) => d.message)).toEqual(doubt === undefined ? [] : [doubt]);
    const x = exploreKernel(r.right.config, r.right.program);
    if (doubt === undefined) expect(x.equivalent).toBe(true);
  });
});

/** Episodes of a hunt of a mutant by all theorems, until one falls. */
function huntMutant(name: string, episodes: number): { fallen: string | undefined; terms: number } {
  const mutant = [...mutantsOf(components)].find((m) => m.name === name);
  if (mutant === undefined) throw new Error(`there is no mutant ${name}`);
  const hunter = hunterFor(calculus, mutant.variant, theoremsOf(mutant.variant.system), 1);
  let fallen: string | undefined;
  let terms = 0;
  for (let i = 0; fallen === undefined && i < episodes; i++) {
    const { falls, tags } = hunter.episode(i);
    fallen = falls[0]?.theorem;
    terms += tags.get('systems with a term by the rules') ?? 0;
  }
  return { fallen, terms };
}

describe('a premise dropped is seen by some theorem', () => {
  // Of typing: terms that only the variant types; of what is judged of classes: samples that depart there.
  test.each([
    ['T-Set without premise 3', 600],
    ['T-Arg without premise 2', 600],
    ['T-Fold without premise 3', 200],
    ['T-Fold without premise 6', 600],
    ['Code-Each without premise 4', 300],
    ['Fields-Each without premise 3', 200],
    ['Fields-Each without premise 4', 300],
    ['Gives-Each without premise 3', 200],
    ['Offers-Same without premise 4', 200],
  ] as const)('%s', (name, episodes) => {
    expect(huntMutant(name, episodes).fallen).toBeDefined();
  });
  test('terms that the rules make are no reason to fall', () => {
    const { fallen, terms } = huntMutant('S-Label without premise 1', 120);
    expect(fallen).toBeUndefined();
    expect(terms).toBeGreaterThan(30);
  });
});
