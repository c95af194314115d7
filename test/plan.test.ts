/** What plan says of updates before they are applied, against what runs do; and the ways it names. */
import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { positionOf, type Position } from '../semantics/positions.ts';
import { contains } from '../semantics/proteus/capability.ts';
import { make, type Expr, type Program, type Type } from '../semantics/proteus/grammar.ts';
import { expressionOf } from '../semantics/proteus/heaps.ts';
import { inhabitant } from '../semantics/proteus/inhabitants.ts';
import { itemList, typesOf } from '../semantics/proteus/programs.ts';
import { children, type Node } from '../semantics/proteus/substitution.ts';
import { parseUpdate } from '../semantics/proteus/syntax/index.ts';
import { translatesProgram } from '../rules/proteus/programs.ts';
import { proteus } from '../rules/proteus/system.ts';
import { derive } from '../checker/derive.ts';
import { analyse } from '../checker/proteus/analysis.ts';
import { inferProgram } from '../checker/proteus/infer.ts';
import { load, loadProgram, placeTranslated } from '../checker/proteus/load.ts';
import { placeOf } from '../checker/proteus/messages.ts';
import { plan, type PlannedPoint } from '../workbench/updating/proteus/plan.ts';
import { replaceTerm } from '../checker/proteus/rebuild.ts';
import type { Reason } from '../checker/runs.ts';
import { fast, runWith, type Queued } from '../checker/proteus/run.ts';
import { callers, updates } from './arbitrary.ts';
import { assertProperty } from './property.ts';

const queueOf = (which: readonly number[]): Queued[] =>
  which.map((i) => {
    const items = parseUpdate(updates[i] as string, `${i}.update`);
    if (isLeft(items)) throw new Error('an update of the tests');
    return { file: `${i}.update`, items: items.right };
  });
const queues = fc.array(fc.nat(updates.length - 1), { minLength: 1, maxLength: 3 });

const codes = (reasons: readonly Reason[], ...wanted: string[]): string[] =>
  reasons.flatMap((r) => (wanted.includes(r.code) ? [`${r.code} ${r.type ?? ''} ${r.in ?? ''}`] : [])).sort();

/** More of everything: `MUTANDIS_RUNS=20 npx vitest run test/plan.test.ts`. */
const times = Number(process.env.MUTANDIS_RUNS ?? 1);

describe('plan agrees with the static check', () => {
  test('at every update point that a run meets', () => {
    let compared = 0;
    let admitted = 0;
    assertProperty(
      fc.property(callers, queues, (text, which) => {
        const loaded = load(text, 'x');
        // A call in an initialiser that may reach an update point has no typing.
        if (isLeft(loaded)) return;
        const queue = queueOf(which);
        const plans = plan(proteus, loaded.right, queue);
        const at = (file: number, point: Position | undefined): PlannedPoint => {
          const found = plans[file]?.points.find((p) => p.position === point);
          if (found === undefined) throw new Error('a point that was not planned');
          return found;
        };
        let k = 0;
        const compare = (point: Position | undefined, reasons: readonly Reason[]) => {
          compared++;
          const planned = plans[k];
          if (planned === undefined) throw new Error('an update that was not planned');
          const p = at(k, point);
          if (planned.reasons.length > 0) {
            expect(reasons.map((r) => r.message)).toEqual(
              planned.reasons.slice(0, reasons.length).map((r) => r.message),
            );
            expect(reasons.length).toBeGreaterThan(0);
            return;
          }
          expect(codes(reasons, 'function')).toEqual(codes(planned.behind, 'function'));
          for (const c of codes(reasons, 'contents')) expect(codes(planned.behind, 'contents')).toContain(c);
          expect(codes(reasons, 'capability')).toEqual(p.obstacles.map((o) => `capability ${o.type} `).sort());
          if (p.static === 'admitted') expect(reasons).toEqual([]);
          if (p.static === 'refused') expect(reasons.length).toBeGreaterThan(0);
        };
        // What is refused for good keeps the queue waiting: each update is planned against those before it.
        runWith(proteus, fast(proteus, loaded.right.config), queue, {
          check: 'static',
          maxSteps: 400,
          onRefuse: (K, _, __, reasons) => compare(positionOf(K.e), reasons),
          onApply: (K) => {
            compare(positionOf(K.e), []);
            admitted++;
            k++;
          },
        });
      }),
      { numRuns: 1500 * times },
    );
    console.log(`plan and run compared at ${compared} update points, ${admitted} of them admitted`);
    expect(admitted).toBeGreaterThan(20);
    expect(compared).toBeGreaterThan(300 * times);
  });
});

/** A constant of a type; undefined where it would have a reference or a function in it. */
const constant = (program: Program, τ: Type): Expr | undefined =>
  inhabitant(typesOf.compute(program.items), τ, {
    integer: () => 0n,
    named: (t, definition) => {
      const e = definition();
      return e && make.Expr.Abs(t, e);
    },
    reference: () => undefined,
    other: () => undefined,
  });

/** The con at a position. */
function conAt(program: Program, position: Position | undefined, t: string): (Expr & { tag: 'Con' }) | undefined {
  const stack: Node[] = [program.e];
  for (const i of itemList(program.items)) if (i.tag === 'BindItem') stack.push(expressionOf(i.binding));
  while (stack.length > 0) {
    const e = stack.pop() as Node;
    if (e.tag === 'Con' && e.t === t && placeOf(e) === position) return e;
    stack.push(...children(e));
  }
  return undefined;
}

describe('the ways that plan names', () => {
  test('each con it names keeps the type, and nothing else does', () => {
    let obstacles = 0;
    let long = 0;
    assertProperty(
      fc.property(callers, (text) => {
        const loaded = load(text, 'x');
        if (isLeft(loaded)) return;
        const translated = derive(proteus, translatesProgram.form, [loaded.right.source], {
          record: false,
          visit: placeTranslated,
        });
        if (isLeft(translated)) throw new Error('it has loaded');
        const first = translated.right.outputs[0] as Program;
        const { program, flows } = loaded.right;
        for (const p of analyse(program))
          for (const t of p.mayNotChange) {
            const ways = flows.ways(p.position, t);
            expect(ways.length).toBeGreaterThan(0);
            expect(ways.every((w) => w.kind === 'con')).toBe(true);
            for (const w of ways) {
              // The way ends where the con is.
              const last = w.steps.filter((s) => s.kind === 'return').at(-1);
              if (!w.steps.some((s) => s.kind === 'value')) expect(w.in).toBe(last ? last.in : p.in);
              if (w.steps.length > 1) long++;
            }
            /** Whether t may change there when only some of the cons are left. */
            const allows = (keep: number): boolean | undefined => {
              let without = first;
              for (const [i, w] of ways.entries()) {
                const con = conAt(without, w.position, t);
                const c = con && constant(program, { tag: 'Named', t } as Type);
                if (con === undefined || c?.tag !== 'Abs') return undefined;
                // What is looked through is still computed.
                if (i !== keep) without = replaceTerm(without, con, make.Expr.Let('_', make.Type.Named(t), con.e, c.e));
              }
              const again = analyse(inferProgram(proteus, without).term).find((q) => q.position === p.position);
              return again && !contains(again.capability, t);
            };
            const none = allows(-1);
            if (none === undefined) continue;
            obstacles++;
            expect(none, text).toBe(true);
            for (const i of ways.keys()) expect(allows(i), text).toBe(false);
          }
      }),
      { numRuns: 250 * times },
    );
    expect(obstacles).toBeGreaterThan(30);
    expect(long).toBeGreaterThan(0);
  });

  test('a point that is proposed is loaded, and lets the types change', () => {
    const program = `type t = int
var v : t = 1
fun get (x : t) : int = x
fun step (i : int) : int = update; get !v + i
fun loop (i : int) : int = if i = 0 then get !v else (let y = step i in let z : int = !v in loop (i - 1))
in loop 3`;
    const update = `update
type t = { n : int } by wrap
fun get (x : t) : int = x.n
fun step (i : int) : int = update; get !v + i
fun loop (i : int) : int = if i = 0 then get !v else (let y = step i in loop (i - 1))
add fun wrap (x : int) : { n : int } = { n = x }`;
    const loaded = load(program, 'x');
    const items = parseUpdate(update, 'u');
    if (isLeft(loaded) || isLeft(items)) throw new Error('texts of this test');
    const [p] = plan(proteus, loaded.right, [{ file: 'u', items: items.right }]);
    expect(p?.points.map((q) => q.static)).toEqual(['refused']);
    expect(p?.proposal).toMatchObject({ in: 'loop', how: 'before the call' });
    const again = loadProgram(p?.proposal?.program as Program, 'x');
    expect(isRight(again)).toBe(true);
    if (isRight(again)) {
      const [q] = plan(proteus, again.right, [{ file: 'u', items: items.right }]);
      expect(q?.points.some((x) => x.in === 'loop' && x.static === 'admitted')).toBe(true);
      expect(q?.proposal).toBeNull();
    }
  });
});
