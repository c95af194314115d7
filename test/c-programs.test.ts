/** Generated C programs: walks agree with the analysis, Proteus with both, clang with what was meant; planted faults are caught. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { RandomChooser } from '../checker/generate/choose.ts';
import { findClang } from '../workbench/c-programs/clang/process.ts';
import { readSources } from '../workbench/c-programs/clang/run.ts';
import type { Unit } from '../workbench/c-programs/clang/unit.ts';
import { seq, type Code } from '../workbench/c-programs/code.ts';
import { changes } from '../workbench/c-programs/changes.ts';
import { decodeFacts, type Facts } from '../workbench/c-programs/facts.ts';
import { step } from '../workbench/c-programs/history.ts';
import { counted, factsOf, missedUses, tryProgram, unshownUses } from '../workbench/c-programs/trial/compare.ts';
import { generate } from '../workbench/c-programs/trial/generate.ts';

/** More: `MUTANDIS_RUNS=20 npx vitest run test/c-programs.test.ts`, or `npm run try:c`. */
const times = Number(process.env['MUTANDIS_RUNS'] ?? 1);
const seed = Number(process.env['MUTANDIS_SEED'] ?? 2311);

describe('on generated programs', () => {
  test('every use that a walk meets is reported, every reported use is met, and Proteus says the same', () => {
    const n = counted();
    for (let i = 0; i < 60 * times; i++)
      expect([i, tryProgram(seed, i, n, { walks: 20, most: 4000 })]).toEqual([i, []]);
    expect(n.programs).toBe(60 * times);
    // The walks went somewhere, and the updates were of both kinds.
    expect(n.used).toBeGreaterThan(2000 * times);
    expect(n.shown).toBeGreaterThan(1500 * times);
    expect(n.refused).toBeGreaterThan(100 * times);
    expect(n.compared - n.refused).toBeGreaterThan(40 * times);
  });
});

const everywhere = (f: (c: Code) => Code, c: Code): Code => {
  switch (c.tag) {
    case 'Seq':
    case 'Choice':
      return f({ ...c, parts: c.parts.map((p) => everywhere(f, p)) });
    case 'Loop':
      return f({ ...c, test: everywhere(f, c.test), body: everywhere(f, c.body), step: everywhere(f, c.step) });
    case 'Switch':
      return f({ ...c, body: everywhere(f, c.body) });
    default:
      return f(c);
  }
};
const inBodies = (u: Unit, f: (c: Code) => Code): Unit => ({
  ...u,
  functions: u.functions.map((g) => ({ ...g, code: f(g.code) })),
});

/** Breaks of loops in loops go where those of the outer loop go. */
const breakOuter = (c: Code, outer: string | undefined, count: { n: number }): Code => {
  switch (c.tag) {
    case 'Loop': {
      const name = `out${count.n++}`;
      const body = breakIn(c.body, outer);
      const made: Code = { ...c, body: breakOuter(body, name, count) };
      return seq([made, { tag: 'Label', name }]);
    }
    case 'Seq':
    case 'Choice':
      return { ...c, parts: c.parts.map((p) => breakOuter(p, outer, count)) };
    case 'Switch':
      return { ...c, body: breakOuter(c.body, outer, count) };
    default:
      return c;
  }
};
const breakIn = (c: Code, outer: string | undefined): Code => {
  if (c.tag === 'Break') return outer === undefined ? c : { tag: 'Goto', name: outer };
  return c.tag === 'Seq' || c.tag === 'Choice' ? { ...c, parts: c.parts.map((p) => breakIn(p, outer)) } : c;
};

describe('planted faults are caught', () => {
  const faults: readonly (readonly [string, (u: Unit) => Unit])[] = [
    [
      'a loop read as a recursion',
      (u) => inBodies(u, (b) => everywhere((c) => (c.tag === 'Loop' ? { ...c, kind: 'do', ends: 'at once' } : c), b)),
    ],
    [
      'the uses before a point instead of those after it',
      (u) => inBodies(u, (b) => (b.tag === 'Seq' ? { ...b, parts: [...b.parts].reverse() } : b)),
    ],
    ['calls through pointers to nothing', (u) => ({ ...u, taken: [] })],
    [
      'a function that never returns returns',
      (u) =>
        inBodies(u, (b) =>
          everywhere(
            (c) =>
              c.tag === 'Call' && c.callee.tag === 'direct' && c.callee.name === 'exit'
                ? { ...c, callee: { tag: 'direct', name: 'exit_' }, never: false }
                : c,
            b,
          ),
        ),
    ],
    [
      'no case of a switch falls through',
      (u) =>
        inBodies(u, (b) =>
          everywhere(
            (c) =>
              c.tag === 'Switch' && c.body.tag === 'Seq'
                ? {
                    ...c,
                    body: {
                      ...c.body,
                      parts: c.body.parts.flatMap((p): Code[] => (p.tag === 'Case' ? [{ tag: 'Break' }, p] : [p])),
                    },
                  }
                : c,
            b,
          ),
        ),
    ],
    ['break leaves the outer loop', (u) => inBodies(u, (b) => breakOuter(b, undefined, { n: 0 }))],
  ];
  test.each(faults)('%s', (_, plant) => {
    const wrong: string[] = [];
    let i = 0;
    for (; i < 300 && wrong.length === 0; i++) {
      const random = new RandomChooser(seed, i);
      const { unit } = generate(random);
      const facts = factsOf([plant(unit)]);
      const n = counted();
      wrong.push(...missedUses(unit, facts, random, 20, n));
      if (wrong.length === 0) wrong.push(...unshownUses(unit, facts, random, 300, n));
    }
    expect(wrong.join('\n')).toMatch(/which is not reported|no path shows it/);
  });
  test('holding by value forgotten', () => {
    const type = (name: string, definition: string, holds: string[]) => ({
      name,
      kind: 'struct',
      file: 'a.c',
      line: 1,
      definition,
      holds,
    });
    const facts = (definition: string, holds: string[]): Facts => {
      const base = factsOf([generate(new RandomChooser(seed, 1)).unit]);
      const types = [
        type('outer', 'x', holds),
        type('middle', 'y', holds.length === 0 ? [] : ['inner']),
        type('inner', definition, []),
      ];
      const made = decodeFacts(JSON.parse(JSON.stringify({ ...base, types })));
      if (isLeft(made)) throw new Error(made.left);
      return made.right;
    };
    const held = changes(facts('1', ['middle']), facts('2', ['middle']));
    expect([held.types.changed, held.types.byHolding]).toEqual([['inner'], ['outer', 'middle']]);
    expect(changes(facts('1', []), facts('2', [])).types.byHolding).toEqual([]);
  });
});

describe('verdicts', () => {
  test('are unknown, not admitted, over a function that could not be read', () => {
    const { unit } = generate(new RandomChooser(seed, 3));
    const facts = factsOf([unit]);
    const skipped = { ...facts, skipped: [{ what: 'an error', function: 'main', file: 'p.c', line: 1 }] };
    const verdicts = (f: Facts) => step(f, { ...f, release: '2' }, { all: true }).points.map((p) => p.verdict);
    expect(new Set(verdicts(facts))).toEqual(new Set(['admitted']));
    expect(new Set(verdicts(skipped))).toEqual(new Set(['unknown']));
  });
});

const clang = findClang();
describe.runIf(isRight(clang))('with clang', () => {
  test('the source of generated programs has the facts that were meant, to the line', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'mutandis-c-gen-'));
    let points = 0;
    for (let i = 0; i < 25 * times; i++) {
      const g = generate(new RandomChooser(seed, 7, i));
      writeFileSync(join(dir, 'p.c'), g.source);
      const read = await readSources([{ file: 'p.c', directory: dir, args: [] }], {
        clang: isRight(clang) ? clang.right : '',
        cache: null,
        jobs: 1,
      });
      if (isLeft(read)) throw new Error(read.left[0]?.message);
      const view = (f: Facts) => {
        const used = (list: number) => (f.uses[list] ?? []).map(([k, l]) => `${f.keys[k]}:${l}`).sort();
        return {
          functions: f.functions.map((x) => [x.name, x.line, x.addressTaken, x.neverReturns]),
          points: f.points.map((p) => [p.function, p.line, p.inside, p.unbounded, used(p.uses)]),
          sites: f.sites.map((s) => [s[0], s[1], s[2], used(s[3])]),
          loops: f.loops?.map((l) => [
            l.function,
            l.line,
            used(l.after),
            l.sites.map(([s, u]) => [s, used(u)]),
            l.points,
          ]),
        };
      };
      expect([i, view(factsOf(read.right))]).toEqual([i, view(factsOf([g.unit]))]);
      points += factsOf([g.unit]).points.length;
    }
    rmSync(dir, { recursive: true });
    expect(points).toBeGreaterThan(60 * times);
  }, 120_000);
});
