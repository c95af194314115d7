/** Expressions of a sort. */
import { make, type Expr, type Fields, type Sort, type SortFields } from '../../../semantics/sessions/grammar.ts';
import type { Choices } from './choices.ts';

const { Num, True, False, Text, Rec, Var, Proj, Op, Not } = make.Expr;
const { Field, NoFields } = make.Fields;

/** The variables there are, with their sorts. */
export type Scope = readonly (readonly [x: string, sort: Sort])[];

const fieldsOf = (S: Sort): (readonly [string, Sort])[] => {
  const all: (readonly [string, Sort])[] = [];
  if (S.tag === 'Record')
    for (let f: SortFields = S.fields; f.tag === 'SortField'; f = f.rest) all.push([f.label, f.sort]);
  return all;
};

/** Whether a sort has all the fields of another one, or is it. */
function within(S: Sort, S1: Sort): boolean {
  if (S.tag !== 'Record' || S1.tag !== 'Record') return S.tag === S1.tag;
  const there = new Map(fieldsOf(S));
  return fieldsOf(S1).every(([l, F]) => {
    const T = there.get(l);
    return T !== undefined && within(T, F);
  });
}

/** What has a sort already: variables, and what lies in them. */
function known(scope: Scope, S: Sort): Expr[] {
  const found: Expr[] = [];
  const visit = (e: Expr, T: Sort): void => {
    if (within(T, S)) found.push(e);
    for (const [l, F] of fieldsOf(T)) visit(Proj(e, l), F);
  };
  for (const [x, T] of scope) visit(Var(x), T);
  return found;
}

export function expressionOf(c: Choices, scope: Scope, S: Sort, depth = 1): Expr {
  const usable = known(scope, S);
  if (usable.length > 0 && S.tag !== 'Record' && !c.once(3)) return c.pick(usable);
  if (S.tag === 'Record' && usable.length > 0 && fieldsOf(S).length > 0 && c.once(2)) return c.pick(usable);
  const of = (T: Sort): Expr => expressionOf(c, scope, T, depth - 1);
  if (S.tag === 'Record')
    return Rec(fieldsOf(S).reduceRight<Fields>((rest, [l, F]) => Field(l, of(F), rest), NoFields()));
  if (S.tag === 'Str') return Text(c.pick(['x', 'y']));
  if (S.tag === 'Int') {
    const { Plus, Minus, Times } = make.Operator;
    if (depth <= 0 || !c.once(4)) return Num(BigInt(c.below(3)));
    const o = c.pick([Plus(), Minus(), Times()]);
    // Squares, round after round, would be all that a hunt computes.
    return Op(o, of(S), o.tag === 'Times' ? Num(BigInt(c.below(3))) : of(S));
  }
  if (depth <= 0 || c.once(3)) return c.once(2) ? True() : False();
  const { And, Or, Equal, Less } = make.Operator;
  const n = c.below(6);
  if (n === 0) return Not(of(S));
  if (n === 1) return Op(c.pick([And(), Or()]), of(S), of(S));
  if (n === 2) return Op(Equal(), of(make.Sort.Str()), of(make.Sort.Str()));
  return Op(n < 5 ? Equal() : Less(), of(make.Sort.Int()), of(make.Sort.Int()));
}

/** A condition that looks at a variable of the scope where there is one: what has another sort than it should is seen. */
export function condition(c: Choices, scope: Scope): Expr {
  const one = make.Sort.Int();
  const ints = known(scope, one);
  if (ints.length > 0 && !c.once(4))
    return Op(c.once(2) ? make.Operator.Less() : make.Operator.Equal(), c.pick(ints), Num(BigInt(c.below(2))));
  const truths = known(scope, make.Sort.Bool());
  if (truths.length > 0 && !c.once(4)) return c.once(2) ? c.pick(truths) : Not(c.pick(truths));
  const texts = known(scope, make.Sort.Str());
  if (texts.length > 0 && !c.once(4)) return Op(make.Operator.Equal(), c.pick(texts), Text('x'));
  return c.once(2) ? True() : False();
}

const recordOf = (fields: readonly (readonly [string, Sort])[]): Sort =>
  make.Sort.Record(
    fields.reduceRight<SortFields>((rest, [l, F]) => make.SortFields.SortField(l, F, rest), make.SortFields.NoSorts()),
  );

/** A record without its last field, or without the last field of the record that is there; undefined for what is no record with fields. */
export const coarser = (S: Sort): Sort | undefined => {
  const all = fieldsOf(S);
  const last = all.at(-1);
  if (last === undefined) return undefined;
  const inside = coarser(last[1]);
  return recordOf([...all.slice(0, -1), ...(inside === undefined ? [] : [[last[0], inside] as const])]);
};
/** A record with one field more; undefined for what is no record. */
export const finer = (S: Sort): Sort | undefined => {
  if (S.tag !== 'Record') return undefined;
  return recordOf([...fieldsOf(S), ['y', make.Sort.Int()]]);
};
