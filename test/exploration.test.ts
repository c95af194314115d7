/** What decides verdicts, tried on small generated systems (behaviours.md, sections 4 to 11). */
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { RandomChooser } from '../checker/generate/choose.ts';
import { check } from '../checker/explore/check.ts';
import { bottoms, everywherePossible } from '../checker/explore/components.ts';
import { aut, dot } from '../checker/explore/export.ts';
import { StateTable } from '../checker/explore/numbers.ts';
import { parseProperties } from '../checker/explore/parse.ts';
import { Space } from '../checker/explore/space.ts';
import { outcomesOf } from '../checker/explore/outcomes.ts';
import { replay, type State, type TransitionSystem } from '../checker/explore/system.ts';
import { Team, Worker, type Order } from '../checker/explore/team.ts';
import { generateProgram, systemOf, type Program } from '../checker/explore/trials/systems.ts';
import {
  kindsTrial,
  reductionTrial,
  symmetryTrial,
  tracesTrial,
  verdictsTrial,
  type Trial,
} from '../checker/explore/trials/trials.ts';
import { decidingVariants } from '../checker/explore/variants.ts';
import { reduced, symmetric, unfolded } from '../checker/explore/wrap.ts';
import { seed } from './property.ts';

/** Repeats a trial; counts what it did, and stops at the first that goes wrong. */
function tried(
  trial: (c: RandomChooser) => Trial,
  times: number,
): { verdicts: number; counterexamples: number; wrong: string | undefined } {
  const sum = { verdicts: 0, counterexamples: 0, wrong: undefined as string | undefined };
  for (let n = 0; n < times && sum.wrong === undefined; n++) {
    const one = trial(new RandomChooser(seed, n));
    sum.verdicts += one.verdicts;
    sum.counterexamples += one.counterexamples;
    if (one.wrong !== undefined) sum.wrong = `seed ${seed}, ${n}: ${one.wrong}`;
  }
  return sum;
}

describe('theorems about the checker', () => {
  test('B1: a counterexample is a (fair) run on which the formula is false, and what holds, holds of runs', () => {
    const { verdicts, counterexamples, wrong } = tried((c) => verdictsTrial(c), 1500);
    expect(wrong).toBeUndefined();
    expect(counterexamples).toBeGreaterThan(verdicts / 10);
    expect(verdicts - counterexamples).toBeGreaterThan(verdicts / 10);
  });

  test('B2: the kinds of properties agree, and counterexamples of invariants are shortest', () => {
    const { verdicts, counterexamples, wrong } = tried((c) => kindsTrial(c), 1500);
    expect(wrong).toBeUndefined();
    expect(counterexamples).toBeGreaterThan(verdicts / 40);
  });

  test('B5: following local steps alone keeps outcomes, deadlocks, invariants, and unfair formulas without X', () => {
    expect(tried((c) => reductionTrial(c), 2000).wrong).toBeUndefined();
  });

  test('B5: taking threads that are alike for each other keeps outcomes, deadlocks and invariants', () => {
    expect(tried(symmetryTrial, 2000).wrong).toBeUndefined();
  });

  test('B8: what is unexpected is what the definition says', () => {
    const { verdicts, counterexamples, wrong } = tried((c) => tracesTrial(c), 400);
    expect(wrong).toBeUndefined();
    expect(counterexamples).toBeGreaterThan(verdicts / 10);
  });

  test.each(decidingVariants)('$falls falls for $name', ({ falls, check: decide }) => {
    const trial = falls === 'B1' ? verdictsTrial : kindsTrial;
    expect(tried((c) => trial(c, decide), 3000).wrong).toBeDefined();
  });

  test('B5 falls where a local step is followed though it leads to a known state', () => {
    expect(tried((c) => reductionTrial(c, putOff), 3000).wrong).toBeDefined();
  });
});

/** A reduction without its proviso: others are put off for ever. */
const putOff = (system: TransitionSystem): TransitionSystem =>
  Object.assign(Object.create(system) as TransitionSystem, {
    successors: (s, emit) => {
      let alone = false;
      system.successors(s, (label, to, local) => {
        if (local !== true || alone) return;
        alone = true;
        emit(label, to);
      });
      if (!alone) system.successors(s, emit);
    },
  } satisfies Partial<TransitionSystem>);

/** The same system with numbers for what is in its states, in the order in which it meets them: each copy has its own. */
function numbered(system: TransitionSystem): TransitionSystem {
  const numbers = new Map<number, number>();
  const things: number[] = [];
  const take = (n: number): number => {
    const known = numbers.get(n) ?? things.push(n) - 1;
    numbers.set(n, known);
    return known;
  };
  const inside = (s: State): number[] => Array.from(s, (n) => things[n] as number);
  const outside = (s: State): number[] => Array.from(s, take);
  return Object.assign(Object.create(system) as TransitionSystem, {
    start: outside(system.start),
    successors: (s, emit) => system.successors(inside(s), (label, to) => emit(label, outside(to))),
    done: (s) => system.done(inside(s)),
    actors: (s) => system.actors(inside(s)),
    blocked: (s, actor) => system.blocked(inside(s), actor),
    ending: (s) => system.ending(inside(s)),
    print: (s) => system.print(inside(s)),
    interned: { ...system.interned, give: (n) => things[n], take: (n) => take(n as number) },
  } satisfies Partial<TransitionSystem>);
}

describe('exploration', () => {
  const counter: Program = [
    [
      { do: 'add', x: 0 },
      { do: 'goto', to: 0 },
    ],
    [
      { do: 'acquire', x: 1 },
      { do: 'set', x: 1, value: 0 },
    ],
  ];

  test('tuples are one state exactly when they are equal, whatever their hashes', () => {
    const table = new StateTable();
    const tuple = (n: number): number[] => Array.from({ length: n % 7 }, (_, i) => (n >> (3 * i)) % 8);
    const numbers = new Map<string, number>();
    for (let n = 0; n < 60_000; n++) {
      const s = tuple(n);
      const known = numbers.get(s.join());
      const number = table.add(s);
      if (number !== (known ?? table.size - 1)) throw new Error(`${s.join()} has the number ${number}`);
      numbers.set(s.join(), number);
    }
    expect(table.size).toBe(numbers.size);
    const large = Array.from({ length: 600_000 }, (_, i) => i);
    const number = table.add(large);
    expect(table.add([1, 2, 3, 4, 5, 6, 7, 8, 9])).toBe(number + 1);
    expect(table.add(large)).toBe(number);
    expect(Array.from(table.state(number))).toEqual(large);
  });

  test('a limit is kept, and said; what is found in a part is found', () => {
    const whole = new Space(systemOf(counter)).explore();
    const part = new Space(systemOf(counter), { limit: 5 }).explore();
    expect([whole.complete, part.complete, part.size]).toEqual([true, false, 5]);
    const verdict = (space: Space, text: string) => {
      const properties = parseProperties(text, 'a test');
      if (isLeft(properties)) throw new Error(properties.left[0]?.message);
      const checked = check(space, properties.right[0]!);
      return isRight(checked) ? checked.right.verdict : checked.left[0]?.message;
    };
    expect(verdict(part, 'invariant x = 0')).toBe('fails');
    expect(verdict(part, 'invariant x < 3')).toBe('unknown');
    expect(verdict(part, 'reachable y = 7')).toBe('unknown');
    expect(verdict(part, 'G F x = 1')).toBe('unknown');
    expect(verdict(whole, 'G F x = 1')).toBe('holds');
    expect(verdict(whole, 'unfair F finished(1)')).toBe('fails');
    expect(verdict(whole, 'F finished(1)')).toBe('holds');
  });

  test('what slices explore is what one go explores', () => {
    const whole = new Space(systemOf(counter)).explore();
    const slices = new Space(systemOf(counter));
    while (!slices.finished) slices.explore(1);
    expect([...aut(slices)].join('')).toBe([...aut(whole)].join(''));
  });

  test.each([1, 2, 3])('%i workers find the same states, numbered the same, and the same steps', async (howMany) => {
    for (let n = 0; n < 60; n++) {
      const program = generateProgram(new RandomChooser(seed, n));
      const alone = new Space(systemOf(program)).explore();
      const shared = new Space(numbered(systemOf(program)));
      const workers = Array.from({ length: howMany }, (_, i) => {
        const worker = new Worker(numbered(systemOf(program)));
        // What comes later may be answered earlier.
        return async (order: Order) => {
          for (let turns = (i * 7 + n) % 5; turns > 0; turns--) await Promise.resolve();
          return structuredClone(worker.expand(structuredClone(order)));
        };
      });
      await new Team(shared, workers).explore();
      expect([...dot(shared)].join('')).toBe([...dot(alone)].join(''));
      expect(outcomesOf(shared)).toEqual(outcomesOf(alone));
    }
  });

  test('a path of a reduced system unfolds to one of the system, and is replayed', () => {
    const system = systemOf(counter);
    const small = new Space(reduced(system)).explore();
    expect(small.size).toBeLessThan(new Space(system).explore().size);
    for (let s = 0; s < small.size; s++) {
      const labels = unfolded(system, small.pathTo(s).labels).map((l) => system.label(l));
      const replayed = replay(system, labels);
      expect('wrong' in replayed).toBe(false);
      expect(replayed.states[replayed.states.length - 1]).toEqual(Array.from(small.state(s)));
    }
  });

  test('a path whose label no step has, is told with the labels that are possible', () => {
    const replayed = replay(systemOf(counter), [{ actor: '0', rule: 'Goto' }]);
    expect(replayed).toMatchObject({ wrong: 0, possible: [{ rule: 'Add' }, { rule: 'Acquire' }] });
  });

  test('a system that is its own symmetric one has as many states', () => {
    const alike = systemOf([[{ do: 'skip' }], [{ do: 'skip' }], [{ do: 'skip' }]]);
    expect(new Space(alike).explore().size).toBe(8);
    expect(new Space(symmetric(alike)).explore().size).toBe(6);
  });

  test('components: where runs stay in the end, and what stays possible', () => {
    const space = new Space(systemOf(counter)).explore();
    const [bottom] = bottoms(space);
    expect(bottoms(space)).toHaveLength(1);
    expect(bottom).toHaveLength(6);
    expect(everywherePossible(space, (s) => space.state(s)[0] === 2)).toBe(true);
    expect(everywherePossible(space, (s) => space.state(s)[1] === 1)).toBe(false);
  });

  test('graphs for other tools name every state and every step', () => {
    const space = new Space(systemOf(counter)).explore();
    const lines = [...aut(space)].join('').trimEnd().split('\n');
    expect(lines[0]).toBe(`des (0, ${space.edges}, ${space.size})`);
    expect(lines).toHaveLength(space.edges + 1);
    expect(lines[1]).toBe('(0, "0:Add x := 1", 1)');
    const graph = [...dot(space)].join('');
    expect(graph.match(/ -> /g)).toHaveLength(space.edges);
  });
});
