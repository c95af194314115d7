/** Where nothing is in doubt, nothing falls: what is looked at of the numbers of a state leaves out no fault that claims.ts finds. */
import { readFileSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import { expect, test } from 'vitest';
import { RandomChooser } from '../checker/generate/choose.ts';
import { Space } from '../checker/explore/space.ts';
import { faultsAt, faultsOf } from '../checker/components/claims.ts';
import { Doubts } from '../checker/components/doubts.ts';
import { loadKernel } from '../checker/components/load.ts';
import { KernelSpace } from '../checker/components/space.ts';
import { componentsCalculus } from '../proofs/components/calculus.ts';
import type { System } from '../rules/system.ts';
import { seed } from './property.ts';
import { root } from './support.ts';

const examples = ['added-class', 'callback', 'cyclic', 'factory', 'lazy', 'register', 'two-steps'];

const example = (name: string): string => readFileSync(`${root}examples/components/${name}.kernel`, 'utf8');

/** Looks at states and steps both ways; adds up what falls, what is in doubt and does not, and what falls and is not. */
function looked(system: System, source: string, limit: number, fallen: Map<string, number>) {
  const read = loadKernel(source, 'x.kernel', { system });
  if (isLeft(read)) return { states: 0, vain: 0, missed: [] };
  const kernel = new KernelSpace(read.right.config, { system });
  const space = new Space(kernel, { limit }).explore();
  const doubts = new Doubts(kernel);
  let vain = 0;
  const missed: string[] = [];
  const told = (what: string, faults: readonly { readonly theorem: string }[], doubted: boolean): void => {
    for (const { theorem } of faults) fallen.set(theorem, (fallen.get(theorem) ?? 0) + 1);
    if (faults.length > 0 && !doubted) missed.push(`${system.variant}: ${what} of\n${source}`);
    if (faults.length === 0 && doubted) vain++;
  };
  for (let s = 0; s < space.expanded; s++) {
    const here = kernel.standing(space.state(s));
    const able = new Set<string>();
    for (let e = space.first(s); e < space.first(s + 1); e++) {
      const seen = doubts.labelSeen(space.labelOf(e));
      able.add(seen.label.actor);
      doubts.moves(s, seen);
      const to = space.state(space.target(e));
      const faults = faultsAt(here, seen.label, kernel.standing(to));
      told(`${s} ${seen.label.rule}`, faults, doubts.step(space.state(s), seen, to));
    }
    const over = space.terminal(s);
    told(
      `${s}`,
      faultsOf(here, (a) => able.has(a), over),
      doubts.state(s, space.state(s), over),
    );
  }
  return { states: space.expanded, vain, missed };
}

test('whatever falls in a state or at a step, by the rules of any variant, was in doubt', () => {
  const fallen = new Map<string, number>();
  const missed = componentsCalculus.variants.flatMap(({ name, expected, system }) => {
    if (expected === 'sound') return [];
    const made = Array.from({ length: 8 }, (_, i) => componentsCalculus.programs?.(system, new RandomChooser(seed, i)));
    const limits: [source: string | undefined, limit: number][] = [...examples.map(example), ...made].map((x) => [
      x,
      250,
    ]);
    // Deadlocks, and what is lost, are seen when updates are complete.
    if (name === 'factory-late') limits.push([example('factory'), 4000]);
    if (name === 'block-recursive') limits.push([example('callback'), 3000]);
    if (name === 'own-only') limits.push([example('cyclic'), 4000]);
    return limits.flatMap(([source, limit]) =>
      source === undefined ? [] : looked(system, source, limit, fallen).missed,
    );
  });
  expect(missed).toEqual([]);
  expect([...fallen.keys()].sort()).toEqual(['O11', 'O2', 'O3', 'O4', 'O5', 'O7', 'O8']);
  for (const n of fallen.values()) expect(n).toBeGreaterThan(2);
});

test('and by the rules as they are, little is', () => {
  const sum = { states: 0, vain: 0 };
  for (const name of examples) {
    const { states, vain, missed } = looked(componentsCalculus.base, example(name), 400, new Map());
    expect(missed).toEqual([]);
    sum.states += states;
    sum.vain += vain;
  }
  expect(sum.states).toBeGreaterThan(1000);
  // Objects that are made, and what has just been released.
  expect(sum.vain).toBeLessThan(sum.states / 10);
});
