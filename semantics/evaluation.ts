/**
 * What the grammar says of values, frames and contexts (`evaluates`, `frames`, `value`), as metafunctions. The code is that of
 * values.ts and contexts.ts; what proofs need to know of it is in evaluation-equations.ts.
 */
import { contextsOf } from './contexts.ts';
import { frameOf, listSort, type ConstructorInfo, type Field, type ListSort } from './constructors.ts';
import type { Grammar, Term } from './grammar.ts';
import { nameIn } from './evaluation-order.ts';
import { metafunction, type AnyMetafunction, type Metafunction } from './symbols.ts';
import { valuesOf } from './values.ts';

/** The sorts of terms, frames and contexts, and the constructor of a frame put in a context. */
export interface EvaluationSorts {
  readonly term: string;
  readonly frame: string;
  readonly context: string;
  readonly inside: string;
}

/** A metafunction made here, and what it was made from. */
export interface EvaluationPart {
  readonly part: 'value' | 'filled' | 'reached' | 'evaluates' | 'contextAt' | 'redexAt';
  readonly grammar: Grammar;
  readonly sorts: EvaluationSorts;
  /** The metafunctions made together. */
  readonly others: () => Readonly<Partial<Record<EvaluationPart['part'], AnyMetafunction>>>;
}

/** A frame, the constructor that it is a frame of, and the field that holds the hole. */
export interface FrameInfo {
  readonly frame: ConstructorInfo;
  readonly of: ConstructorInfo;
  readonly hole: string;
}

/** The lists of a grammar whose items are evaluated. */
export const listsOf = (g: Grammar): readonly ListSort[] =>
  [...g.constructors.values()].flatMap((c) => {
    const list = listSort(c.sort, g.constructors);
    return list?.cell === c ? [list] : [];
  });

export const framesOf = (g: Grammar): readonly FrameInfo[] =>
  [...g.constructors.values()].flatMap((frame) => {
    const found = frameOf(frame.tag, g.constructors);
    return found ? [{ frame, ...found }] : [];
  });

/** The list in whose items the hole of a frame is; undefined where it is in no list. */
export const listAt = (g: Grammar, { of, hole }: FrameInfo): ListSort | undefined =>
  listSort(of.fields.find(([f]) => f === hole)?.[1] as string, g.constructors);

/** The fields of a frame for what is done of the list with its hole, and for what is to come. */
export const listFieldsOf = ({ frame, of }: FrameInfo, list: ListSort): readonly Field[] =>
  frame.fields.filter(([f, sort]) => sort === list.cell.sort && !of.fields.some(([own]) => own === f));

/** The fields of a frame that hold what stands left of its hole. */
export function fieldsLeft(g: Grammar, f: FrameInfo): readonly Field[] {
  const { evaluates = [], fields } = f.of;
  const before = evaluates.slice(0, evaluates.indexOf(f.hole));
  const list = listAt(g, f);
  return [
    ...fields.filter(([name]) => before.includes(name)),
    ...(list ? listFieldsOf(f, list).slice(...(list.fromLast ? [1] : [0, 1])) : []),
  ];
}

/** @param declared what does not go by the order of evaluation, of a grammar that is another order of one. */
export function evaluation<E extends Term, F extends Term, C extends Term>(
  g: Grammar,
  sorts: EvaluationSorts,
  declared?: { readonly value: Metafunction<[E], boolean>; readonly filled: Metafunction<[F, E], E> },
) {
  const isValue = valuesOf(g);
  const contexts = contextsOf<E, F, C>(g);
  const lists = listsOf(g);
  const listOf = new Map([...g.constructors].map(([tag, c]) => [tag, lists.find((l) => c.sort === l.cell.sort)]));
  const field = (t: Term, f: string) => (t as unknown as Record<string, Term>)[f] as Term;
  const others = () => ({ value, filled, reached, evaluates });
  const meaning = (part: EvaluationPart['part']) => ({ derived: { part, grammar: g, sorts, others } });

  /** A term is a value; all items of a list are. */
  const value =
    declared?.value ??
    metafunction<[E], boolean>(
      {
        name: 'value',
        args: [sorts.term],
        result: 'holds',
        text: '{0} value',
        latex: '{0}\\;\\mathrm{value}',
        sentence: 'the term is a value; of a list, each of its items',
        restricts: 'value',
        over: [sorts.term, ...lists.map((l) => l.cell.sort)],
        meaning: meaning('value'),
      },
      (e) => {
        const list = listOf.get(e.tag);
        if (list === undefined) return isValue(e);
        for (let at: Term = e; at.tag === list.cell.tag; at = field(at, list.rest))
          if (!isValue(field(at, list.item))) return false;
        return true;
      },
    );

  /** F[e]. */
  const filled =
    declared?.filled ??
    metafunction<[F, E], E>(
      {
        name: 'filled',
        args: [sorts.frame, sorts.term],
        result: sorts.term,
        text: '{0}[{1}]',
        sentence: 'a frame filled with a term',
        meaning: meaning('filled'),
      },
      contexts.fill,
    );

  const left = new Map(framesOf(g).map((f) => [f.frame.tag, fieldsLeft(g, f).map(([name]) => name)]));
  /** What stands left of the hole is evaluated. */
  const reached = metafunction<[F], boolean>(
    {
      name: nameIn(g, 'reached'),
      args: [sorts.frame],
      result: 'holds',
      text: 'left of the hole of {0} stand values',
      latex: '\\text{left of the hole of }{0}\\text{ stand values}',
      sentence: 'what is evaluated before the part in the hole is evaluated',
      meaning: meaning('reached'),
    },
    (frame) => (left.get(frame.tag) ?? []).every((f) => value.compute(field(frame, f) as E)),
  );

  const verdicts = new WeakMap<object, boolean>();
  const { inside } = sorts;
  /** The last context that was one in which evaluation goes on: so are those around it. */
  let good: Term = { tag: '' };
  /** Every frame of a context is reached: the context is one in which evaluation goes on. */
  const evaluates = metafunction<[C], boolean>(
    {
      name: nameIn(g, 'evaluates'),
      args: [sorts.context],
      result: 'holds',
      text: '{0} is an evaluation context',
      latex: '{0}\\text{ is an evaluation context}',
      sentence: 'left of the hole stand values only (section 7)',
      restricts: nameIn(g, 'evaluation context'),
      meaning: meaning('evaluates'),
    },
    (context) => {
      // Contexts share their outer parts, so that few frames are looked at again: the verdict on each eighth is kept, and the last good one.
      const path: Term[] = [];
      let at: Term = context;
      let verdict: boolean | undefined;
      while (verdict === undefined) {
        verdict = at.tag !== inside || at === good || at === field(good, 'outer') || verdicts.get(at);
        if (verdict === undefined) {
          path.push(at);
          at = field(at, 'outer');
        }
      }
      for (let k = path.length - 1; k >= 0; k--) {
        const c = path[k] as Term;
        verdict = verdict && reached.compute(field(c, 'frame') as F);
        if ((path.length - k) % 8 === 0) verdicts.set(c, verdict);
      }
      if (verdict && context.tag === inside) good = context;
      return verdict;
    },
  );
  return { value, filled, reached, evaluates };
}
