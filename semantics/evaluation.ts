/**
 * What the grammar says of values, frames and contexts (`evaluates`, `frames`, `value`), as metafunctions with equations:
 * what proofs need to know of them. The code is that of values.ts and contexts.ts.
 */
import { contextsOf } from './contexts.ts';
import { frameOf, listSort, type ConstructorInfo } from './constructors.ts';
import type { Grammar, Term } from './grammar.ts';
import { both, type Row, type Self } from './meaning.ts';
import { metafunction, type Metavariable, type Pattern } from './symbols.ts';
import { valuesOf } from './values.ts';

/** The sorts of terms, frames and contexts, and the constructor of a frame put in a context. */
export interface EvaluationSorts {
  readonly term: string;
  readonly frame: string;
  readonly context: string;
  readonly inside: string;
}

const meta = (name: string, sort: string): Metavariable => ({ meta: name, sort, restriction: undefined });
const conjunction = (ps: readonly boolean[]): boolean =>
  ps.length === 0 ? true : ps.reduceRight((rest, p) => both(p, rest));

export function evaluation<E extends Term, F extends Term, C extends Term>(g: Grammar, sorts: EvaluationSorts) {
  const all = [...g.constructors.values()];
  const isValue = valuesOf(g);
  const contexts = contextsOf<E, F, C>(g);
  const make = (tag: string, args: readonly unknown[]) => (g.makers.get(tag) as (...a: unknown[]) => Term)(...args);
  const built = (c: ConstructorInfo, replace: Readonly<Record<string, unknown>> = {}) =>
    make(
      c.tag,
      c.fields.map(([f, sort]) => replace[f] ?? meta(f, sort)),
    );
  const lists = all.flatMap((c) => {
    const list = listSort(c.sort, g.constructors);
    return list && list.cell === c ? [list] : [];
  });
  const evaluatedSorts = [sorts.term, ...lists.map((l) => l.cell.sort)];

  /** A term is a value; all items of a list are. */
  const value = metafunction<[E], boolean>(
    {
      name: 'value',
      args: [sorts.term],
      result: 'holds',
      text: '{0} value',
      latex: '{0}\\;\\mathrm{value}',
      sentence: 'the term is a value; of a list, each of its items',
      restricts: 'value',
      over: evaluatedSorts,
      meaning: {
        equations: (self: Self) =>
          all
            .filter((c) => evaluatedSorts.includes(c.sort) && c.value === true)
            .map((c): Row => [
              self(built(c)),
              conjunction(
                c.fields.filter(([f]) => c.evaluates?.includes(f)).map(([f, sort]) => self(meta(f, sort)) as boolean),
              ),
            ]),
        otherwise: 'false',
      },
    },
    (e) => {
      const list = lists.find((l) => g.constructors.get(e.tag)?.sort === l.cell.sort);
      if (list === undefined) return isValue(e);
      const field = (t: Term, f: string) => (t as unknown as Record<string, Term>)[f] as Term;
      for (let at: Term = e; at.tag === list.cell.tag; at = field(at, list.rest))
        if (!isValue(field(at, list.item))) return false;
      return true;
    },
  );

  /** The done of a list, last one first, before the rest. */
  const unwind = metafunction<[Term, Term], Term>(
    {
      name: 'unwind',
      args: [lists[0]?.cell.sort ?? sorts.term, lists[0]?.cell.sort ?? sorts.term],
      result: lists[0]?.cell.sort ?? sorts.term,
      text: '{0} before {1}',
      sentence: 'the items of a list, last one first, put before another',
      meaning: {
        equations: (self: Self) =>
          lists.flatMap((l): Row[] => {
            const rest = meta('more', l.cell.sort);
            const end = all.find((c) => c.sort === l.cell.sort && c !== l.cell) as ConstructorInfo;
            const cell = built(l.cell);
            return [
              [self(built(end), rest), rest],
              [self(cell, rest), self(meta(l.rest, l.cell.sort), built(l.cell, { [l.rest]: rest }))],
            ];
          }),
      },
    },
    (done, rest) => {
      let result = rest;
      const list = lists.find((l) => g.constructors.get(done.tag)?.sort === l.cell.sort);
      if (list === undefined) return rest;
      const { cell } = list;
      const field = (t: Term, f: string) => (t as unknown as Record<string, unknown>)[f];
      for (let at = done; at.tag === cell.tag; at = field(at, list.rest) as Term) {
        const cells = at;
        const before = result;
        result = make(
          cell.tag,
          cell.fields.map(([f]) => (f === list.rest ? before : field(cells, f))),
        );
      }
      return result;
    },
  );

  const frames = all.flatMap((c) => {
    const found = frameOf(c.tag, g.constructors);
    return found ? [{ frame: c, ...found }] : [];
  });
  const listAt = (of: ConstructorInfo, hole: string) =>
    listSort(of.fields.find(([f]) => f === hole)?.[1] as string, g.constructors);
  const parts = (frame: ConstructorInfo, of: ConstructorInfo, sort: string) =>
    frame.fields.filter(([f, s]) => s === sort && !of.fields.some(([h]) => h === f)).map(([f, s]) => meta(f, s));

  /** F[e]. */
  const filled = metafunction<[F, E], E>(
    {
      name: 'filled',
      args: [sorts.frame, sorts.term],
      result: sorts.term,
      text: '{0}[{1}]',
      sentence: 'a frame filled with a term',
      meaning: {
        equations: (self: Self) =>
          frames.map(({ frame, of, hole }): Row => {
            const e = meta('e0', sorts.term);
            const list = listAt(of, hole);
            let inside: unknown = e;
            if (list) {
              const [done, todo] = parts(frame, of, list.cell.sort) as [Metavariable, Metavariable];
              inside = unwind(done as never, built(list.cell, { [list.item]: e, [list.rest]: todo }) as never);
            }
            return [self(built(frame), e), built(of, { [hole]: inside })];
          }),
      },
    },
    contexts.fill,
  );

  const left = ({ frame, of, hole }: (typeof frames)[number]): Pattern[] => {
    const before = (of.evaluates ?? []).slice(0, of.evaluates?.indexOf(hole));
    const own = of.fields.filter(([f]) => before.includes(f)).map(([f, s]) => meta(f, s));
    const list = listAt(of, hole);
    return [...own, ...(list ? parts(frame, of, list.cell.sort).slice(0, 1) : [])];
  };
  /** The fields of each frame that hold what stands left of its hole. */
  const fieldsLeft = new Map(frames.map((f) => [f.frame.tag, left(f).map((m) => (m as Metavariable).meta)]));
  /** What stands left of the hole is evaluated. */
  const reached = metafunction<[F], boolean>(
    {
      name: 'reached',
      args: [sorts.frame],
      result: 'holds',
      text: 'left of the hole of {0} stand values',
      latex: '\\text{left of the hole of }{0}\\text{ stand values}',
      sentence: 'what is evaluated before the part in the hole is evaluated',
      meaning: {
        equations: (self: Self) =>
          frames.map((f): Row => [self(built(f.frame)), conjunction(left(f).map((x) => value(x as never) as boolean))]),
      },
    },
    (frame) =>
      (fieldsLeft.get(frame.tag) ?? []).every((f) => value.compute((frame as unknown as Record<string, E>)[f] as E)),
  );

  const verdicts = new WeakMap<object, boolean>();
  const { inside } = sorts;
  const outerOf = (c: C) => (c as unknown as { readonly outer: C }).outer;
  const frameIn = (c: C) => (c as unknown as { readonly frame: F }).frame;
  /** Every frame of a context is reached: the context is one in which evaluation goes on. */
  const evaluates = metafunction<[C], boolean>(
    {
      name: 'evaluates',
      args: [sorts.context],
      result: 'holds',
      text: '{0} is an evaluation context',
      latex: '{0}\\text{ is an evaluation context}',
      sentence: 'left of the hole stand values only (section 7)',
      restricts: 'evaluation context',
      meaning: {
        equations: (self: Self): Row[] => [
          [self(contexts.hole), true],
          [
            self(make(inside, [meta('frame', sorts.frame), meta('outer', sorts.context)])),
            both(reached(meta('frame', sorts.frame) as never), self(meta('outer', sorts.context))),
          ],
        ],
      },
    },
    (context) => {
      // Contexts share their outer parts, so that few frames are looked at again: the verdict on each eighth is kept.
      const path: C[] = [];
      let at = context;
      let verdict: boolean | undefined;
      while (verdict === undefined) {
        verdict = at.tag === inside ? verdicts.get(at) : true;
        if (verdict === undefined) {
          path.push(at);
          at = outerOf(at);
        }
      }
      for (let k = path.length - 1; k >= 0; k--) {
        const c = path[k] as C;
        verdict = verdict && reached.compute(frameIn(c));
        if ((path.length - k) % 8 === 0) verdicts.set(c, verdict);
      }
      return verdict;
    },
  );
  return { value, unwind, filled, reached, evaluates };
}
