/** What the page shows of runs, without the page: places in printed texts, where code comes from, and every step of every example. */
import { readdirSync, readFileSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpr, placeExpr, printExpr } from '../../semantics/proteus/syntax/index.ts';
import { expressions } from '../arbitrary.ts';
import { at } from '../../workbench/page/engine/proteus/step.ts';
import { outline } from '../../workbench/page/engine/proteus/run.ts';
import { width, type At, type RunOf } from '../../workbench/page/engine/sent.ts';
import { assertProperty } from '../property.ts';

const folder = new URL('../../examples/', import.meta.url);
const text = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const files = readdirSync(folder).sort();
const names = files.flatMap((f) => /^(.*)\.proteus$/.exec(f)?.[1] ?? []);
const runOf = (name: string, check: RunOf['check'] = 'dynamic'): RunOf => ({
  program: text(`${name}.proteus`),
  updates: files.filter((f) => f.startsWith(`${name}.`) && f.endsWith('.update')).map(text),
  check,
  decisions: {},
});

describe('places in a printed text', () => {
  it('are those of the expressions, the outer ones first', () => {
    assertProperty(
      fc.property(expressions, (e) => {
        const { text: printed, places } = placeExpr(e);
        expect(printed).toBe(printExpr(e));
        expect(places[0]).toEqual({ e, from: 0, to: printed.length });
        places.forEach((p, i) => {
          expect(p.from).toBeLessThan(p.to);
          expect(p.from).toBeGreaterThanOrEqual(places[i - 1]?.from ?? 0);
          // Each reads as an expression of its own, with the same head.
          const read = parseExpr(printed.slice(p.from, p.to), 'place', { annotated: true });
          expect(isLeft(read)).toBe(false);
          if (!isLeft(read) && p.e.tag !== 'Var') expect(read.right.tag).toBe(p.e.tag);
        });
      }),
    );
  });
});

/** The parts of a step's code, with the part of a source each is said to come from. */
function* linked(a: At, of: RunOf): Generator<readonly [part: string, source: string]> {
  for (const code of [a.expression, ...a.heap.map((b) => b.code)])
    for (let i = 0; i < code.places.length; i += width) {
      const [from, to, , file, begin, end] = code.places.slice(i, i + width) as unknown as number[];
      if ((file as number) < 0) continue;
      const source = [of.program, ...of.updates][file as number] ?? '';
      yield [code.text.slice(from, to), source.slice(begin, end)];
    }
}

const balanced = (s: string): boolean => {
  const code = s.replace(/--.*/g, '');
  return ['()', '{}', '[]'].every(([o, c]) => code.split(o as string).length === code.split(c as string).length);
};

describe.each(names)('%s', (name) => {
  it.each(['dynamic', 'static'] as const)('runs on the page as on the command line (%s check)', (check) => {
    const expected = JSON.parse(text(`${name}.expected.json`)) as Record<
      string,
      { steps: number; value: string | null; points: number }
    >;
    const o = outline(runOf(name, check));
    const { steps, value, points } = expected[check] as (typeof expected)[string];
    expect({ steps: o?.total, value: o?.value, points: o?.points.length }).toEqual({ steps, value, points });
  });

  it('shows every step: what one takes is what the one before it was about to take', () => {
    const of = runOf(name);
    const o = outline(of);
    const total = Math.min(o?.total ?? 0, 400);
    let next: At['next'] = null;
    for (let step = 0; step <= total; step++) {
      const a = at({ ...of, step }) as At;
      expect(a.took).toEqual(next);
      const redexes = [...a.expression.places].filter((k, i) => i % width === 2 && (k & 1) === 1).length;
      expect(redexes).toBe(step === o?.total ? 0 : 1);
      next = a.next;
    }
  });

  it('says where code comes from: whole phrases, of which names and numbers are the same or stand for a variable', () => {
    const of = runOf(name);
    const total = outline(of)?.total ?? 0;
    let found = 0;
    for (let step = 0; step <= total; step += Math.max(1, Math.floor(total / 40)))
      for (const [part, source] of linked(at({ ...of, step }) as At, of)) {
        found++;
        expect(balanced(source), `${part} from ${source}`).toBe(true);
        const word = /^(?:[A-Za-z_][A-Za-z0-9_']*|[0-9]+)$/;
        if (word.test(part) && part !== source)
          expect(source, `${part} from ${source}`).toMatch(/^[A-Za-z_][A-Za-z0-9_']*$|^update$/);
      }
    expect(found).toBeGreaterThan(0);
  });
});

describe('a stack too deep to be shown', () => {
  it('says how many con in the way are out of view', () => {
    const program = `type t = int
var z : t = 1
fun f (i : int) : int = if i = 0 then update else f (i - 1) + 0 * !z
in f 100`;
    const of: RunOf = {
      program,
      updates: ['update\ntype t = { n : int } by c\nadd fun c (x : int) : { n : int } = { n = x }'],
      check: 'dynamic',
      decisions: {},
    };
    const step = outline(of)?.points[0]?.step as number;
    const few = at({ ...of, step });
    expect(few?.point?.onStack).toBe(100);
    expect(few?.point?.outOfView).toBe(few?.hidden);
    expect(few?.hidden).toBeGreaterThan(50);
    expect(at({ ...of, step, all: true })?.point?.outOfView).toBe(0);
  });
});
