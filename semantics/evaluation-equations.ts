/** What proofs may use of the metafunctions on values, frames and contexts: equations made from the grammar. */
import { contextsOf } from './contexts.ts';
import type { ConstructorInfo, Field, ListSort } from './constructors.ts';
import {
  fieldsLeft,
  framesOf,
  listAt,
  listFieldsOf,
  listsOf,
  type EvaluationPart,
  type FrameInfo,
} from './evaluation.ts';
import type { Grammar, Term } from './grammar.ts';
import { constructorOf } from './matching.ts';
import { both, not } from './logic.ts';
import { valuesOf } from './values.ts';
import { metafunction, type Meaning, type Metafunction, type Metavariable, type Row, type Self } from './symbols.ts';

const meta = ([name, sort]: Field): Metavariable => ({ meta: name, sort, restriction: undefined });
const conjunction = (ps: readonly boolean[]): boolean =>
  ps.length === 0 ? true : ps.reduceRight((rest, p) => both(p, rest));
const constructor =
  (g: Grammar) =>
  (c: ConstructorInfo, replace: Readonly<Record<string, unknown>> = {}): Term =>
    (g.makers.get(c.tag) as (...a: unknown[]) => Term)(...c.fields.map((f) => replace[f[0]] ?? meta(f)));

type Unwind = Metafunction<[Term, Term], Term, Term>;
const unwinds = new WeakMap<Grammar, Unwind>();

/** The done of a list, last one first, before the rest. */
export function unwindOf(g: Grammar): Unwind {
  let unwind = unwinds.get(g);
  if (unwind === undefined) unwinds.set(g, (unwind = unwinding(g, listsOf(g))));
  return unwind;
}

function unwinding(g: Grammar, lists: readonly ListSort[]): Unwind {
  const built = constructor(g);
  const sort = lists[0]?.cell.sort ?? '*';
  return metafunction<[Term, Term], Term>(
    {
      name: 'unwind',
      args: [sort, sort],
      result: sort,
      text: '{0} before {1}',
      sentence: 'the items of a list, last one first, put before another',
      meaning: {
        equations: (self: Self) =>
          lists.flatMap((l): Row[] => {
            const rest = meta(['more', l.cell.sort]);
            const end = [...g.constructors.values()].find((c) => c.sort === l.cell.sort && c !== l.cell);
            return [
              [self(built(end as ConstructorInfo), rest), rest],
              [self(built(l.cell), rest), self(meta([l.rest, l.cell.sort]), built(l.cell, { [l.rest]: rest }))],
            ];
          }),
      },
    },
    (done, rest) => {
      const list = lists.find((l) => g.constructors.get(done.tag)?.sort === l.cell.sort);
      let result = rest;
      if (list === undefined) return rest;
      for (let at = done; at.tag === list.cell.tag;) {
        const fields = at as unknown as Record<string, Term>;
        result = built(list.cell, { ...fields, [list.rest]: result });
        at = fields[list.rest] as Term;
      }
      return result;
    },
  );
}

/** The equations of a metafunction that is made from what the grammar says of evaluation. */
export function evaluationMeaning({ part, grammar: g, sorts, others }: EvaluationPart): Meaning {
  const built = constructor(g);
  const lists = listsOf(g);
  const call = (name: EvaluationPart['part'], ...args: readonly unknown[]): boolean =>
    (others()[name] as unknown as (...xs: readonly unknown[]) => boolean)(...args);
  switch (part) {
    case 'value': {
      const evaluated = [sorts.term, ...lists.map((l) => l.cell.sort)];
      const values = [...g.constructors.values()].filter((c) => evaluated.includes(c.sort) && c.value === true);
      return {
        equations: (self) =>
          values.map((c): Row => {
            const parts = c.fields.filter(([f]) => c.evaluates?.includes(f));
            return [self(built(c)), conjunction(parts.map((f) => self(meta(f)) as boolean))];
          }),
        otherwise: 'false',
      };
    }
    case 'filled':
      return {
        equations: (self) =>
          framesOf(g).map((f): Row => {
            const e = meta(['e0', sorts.term]);
            const list = listAt(g, f);
            return [self(built(f.frame), e), built(f.of, { [f.hole]: list ? inList(g, f, list, e) : e })];
          }),
      };
    case 'reached':
      return {
        equations: (self) =>
          framesOf(g).map((f): Row => [
            self(built(f.frame)),
            conjunction(fieldsLeft(g, f).map((x) => call('value', meta(x)))),
          ]),
      };
    case 'contextAt':
    case 'redexAt':
      return {
        equations: (self) =>
          placeRows(
            g,
            (e) => call('value', e),
            self as never,
            (C, whole) => (part === 'contextAt' ? C : whole),
          ),
      };
    case 'evaluates': {
      const [frame, outer] = [meta(['frame', sorts.frame]), meta(['outer', sorts.context])];
      const { hole } = contextsOf(g);
      const inside = g.constructors.get(sorts.inside) as ConstructorInfo;
      return {
        equations: (self): Row[] => [
          [self(hole), true],
          [self(built(inside, { frame, outer })), both(call('reached', frame), self(outer))],
        ],
      };
    }
  }
}

/**
 * Where a term in a context is evaluated next: in the first part that is no value; a redex, and a value in the empty
 * context, stay where they are.
 * @param found what is asked for of a term that stays in a context.
 */
function placeRows(
  g: Grammar,
  value: (e: unknown) => boolean,
  self: (context: unknown, e: unknown) => unknown,
  found: (context: unknown, whole: unknown) => unknown,
): Row[] {
  const built = constructor(g);
  const { hole, within } = contextsOf(g);
  const frames = framesOf(g);
  const term = frames[0]?.of.sort ?? '*';
  const C = meta(['C', constructorOf(g, hole).sort]);
  const holds = valuesOf(g) as (x: unknown) => boolean;
  const v: Metavariable = { meta: 'v', sort: term, restriction: { name: 'value', holds } };
  const row = (left: unknown, right: unknown, conditions: readonly boolean[] = []) =>
    [left, right, ...conditions] as unknown as Row;
  const moved = frames.map((f): Row => {
    const list = listAt(g, f);
    const e = meta(['e0', term]);
    const inside = list ? inList(g, f, list, e) : e;
    const left = fieldsLeft(g, f).map((x) => value(meta(x)));
    const deeper = self(within(built(f.frame), C as never), e);
    return row(self(C, built(f.of, { [f.hole]: inside })), deeper, [...left, not(value(e))]);
  });
  const stay = [...g.constructors.values()]
    .filter((c) => c.sort === term && c.value !== true && c.variable === undefined)
    .map((c) => {
      const parts = c.fields.filter(([f]) => c.evaluates?.includes(f));
      return row(self(C, built(c)), found(C, built(c)), parts.map((x) => value(meta(x)))); // prettier-ignore
    });
  return [row(self(hole, v), found(hole, v)), ...moved, ...stay];
}

/** The list with a term in the hole of a frame. */
function inList(g: Grammar, f: FrameInfo, list: ListSort, e: Metavariable): unknown {
  const [done, todo] = listFieldsOf(f, list).map(meta) as [Metavariable, Metavariable];
  const unwind = unwindOf(g.reorders?.of ?? g);
  return unwind(done as never, constructor(g)(list.cell, { [list.item]: e, [list.rest]: todo }) as never);
}
