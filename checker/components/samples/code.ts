/** Classes while they are made, and code for their methods: calls go to methods of a later name only, so that threads are bounded. */
import {
  make,
  type Expr,
  type Exports,
  type Fields,
  type Imports,
  type Items,
  type Methods,
  type Params,
  type Slots,
  type Type,
  type Version,
} from '../../../semantics/components/grammar.ts';
import { fieldList } from '../../../semantics/components/expressions.ts';
import { itemList } from '../../../semantics/components/values.ts';
import type { Choices } from './choices.ts';

const { Num, Var, Obj, Self, Op, If, Let, Get, Set, New, Send, Fold, Lit, Cons, Nil, Rec, Proj } = make.Expr;
const { Int, Named, List } = make.Type;
export const number = (n: number): Expr => Num(BigInt(n));

/** int, a class by its name, a list of numbers, or a record of two. */
export type Kind = 'int' | 'list' | 'pair' | { readonly of: string };
const simple = {
  int: Int(),
  list: List(Int()),
  pair: make.Type.Record(
    make.TypeFields.TypeField('a', Int(), make.TypeFields.TypeField('b', Int(), make.TypeFields.NoTypes())),
  ),
};
export const typeOf = (k: Kind): Type => (typeof k === 'object' ? Named(k.of) : simple[k]);
export const pairOf = (a: Expr, b: Expr): Expr =>
  Rec(
    fieldList([
      ['a', a],
      ['b', b],
    ]),
  );
const sameKind = (a: Kind, b: Kind): boolean =>
  typeof a === 'object' && typeof b === 'object' ? a.of === b.of : a === b;

export interface FieldMade {
  readonly f: string;
  readonly kind: Kind;
  readonly init: Expr;
}
export interface MethodMade {
  readonly m: string;
  readonly params: readonly (readonly [x: string, kind: Kind])[];
  readonly kind: Kind;
  readonly body: Expr;
}
export interface ClassMade {
  readonly C: string;
  readonly fields: readonly FieldMade[];
  readonly methods: readonly MethodMade[];
  readonly exports: readonly (readonly [F: string, e: Expr])[];
  readonly imports: readonly (readonly [F: string, x: string, fields: readonly (readonly [string, Expr])[]])[];
  readonly adaptors: readonly MethodMade[];
}

const paramsOf = (all: MethodMade['params']): Params =>
  all.reduceRight<Params>((rest, [x, k]) => make.Params.Param(x, typeOf(k), rest), make.Params.NoParams());
const methodsOf = (all: readonly MethodMade[]): Methods =>
  all.reduceRight<Methods>(
    (rest, { m, params, kind, body }) => make.Methods.Method(m, paramsOf(params), typeOf(kind), body, rest),
    make.Methods.NoMethods(),
  );
export const versionOf = ({ fields, methods, exports, imports, adaptors }: ClassMade): Version =>
  make.Version.Version(
    fields.reduceRight<Slots>(
      (rest, { f, kind, init }) => make.Slots.Slot(f, typeOf(kind), init, rest),
      make.Slots.NoSlots(),
    ),
    methodsOf(methods),
    exports.reduceRight<Exports>((rest, [F, e]) => make.Exports.Export(F, e, rest), make.Exports.NoExports()),
    imports.reduceRight<Imports>(
      (rest, [F, x, given]) => make.Imports.Import(F, x, fieldList(given) as Fields, rest),
      make.Imports.NoImports(),
    ),
    methodsOf(adaptors),
  );

/** What code may use. */
export interface Scope {
  /** Of the object whose code it is; none in threads. */
  readonly fields: readonly FieldMade[];
  readonly self: string | undefined;
  readonly variables: readonly (readonly [x: string, kind: Kind])[];
  /** Methods that may be called have a later name. */
  readonly after: string;
  readonly classes: readonly ClassMade[];
  /** Constants, with their classes. */
  readonly objects: readonly (readonly [o: string, C: string])[];
  /** Whether objects may be made. */
  readonly makes: boolean;
}

/** References that stand there: no call makes them. */
function references(s: Scope, C: string): Expr[] {
  return [
    ...s.objects.filter(([, D]) => D === C).map(([o]) => Obj(o)),
    ...s.fields.filter((d) => typeof d.kind === 'object' && d.kind.of === C).map((d) => Get(d.f)),
    ...s.variables.filter(([, k]) => typeof k === 'object' && k.of === C).map(([x]) => Var(x)),
    ...(s.self === C ? [Self()] : []),
  ];
}

/** A call that gives something of a kind; undefined where nothing can be called. */
export function call(c: Choices, s: Scope, kind: Kind, depth: number): Expr | undefined {
  const all = s.classes.flatMap((d) => d.methods.filter((m) => m.m > s.after && sameKind(m.kind, kind)).map((m) => [d.C, m] as const)); // prettier-ignore
  if (all.length === 0) return undefined;
  const [C, m] = c.pick(all);
  const args = (): Items => itemList(m.params.map(([, k]) => code(c, s, k, Math.min(depth - 1, 1))));
  const there = references(s, C);
  if (s.makes && (there.length === 0 || c.once(6))) {
    const x = c.fresh('x');
    return Let(x, New(C), Send(Var(x), m.m, args()));
  }
  const gives = c.once(3) ? s.classes.flatMap((d) => d.methods.filter((x) => x.m > s.after && sameKind(x.kind, { of: C }) && x.params.length === 0).map((x) => [d.C, x.m] as const)) : []; // prettier-ignore
  if (gives.length > 0) {
    const [D, given] = c.pick(gives);
    const from = references(s, D);
    if (from.length > 0) return Send(Send(c.pick(from), given, itemList([])), m.m, args());
  }
  return there.length === 0 ? undefined : Send(c.pick(there), m.m, args());
}

/** An expression of a kind. */
export function code(c: Choices, s: Scope, kind: Kind, depth: number): Expr {
  if (typeof kind === 'object') return reference(c, s, kind.of, depth);
  if (kind === 'list') return list(c, s, depth);
  if (kind === 'pair') return pair(c, s, depth);
  const ints = s.fields.filter((d) => d.kind === 'int');
  const numbers = s.variables.filter(([, k]) => k === 'int');
  const leaf = (): Expr => {
    if (numbers.length > 0 && c.once(2)) return Var(c.pick(numbers)[0]);
    if (ints.length > 0 && !c.once(3)) return Get(c.pick(ints).f);
    return number(c.below(3));
  };
  if (depth <= 0) return leaf();
  if (c.once(30)) return Proj(Rec(fieldList([['a', code(c, s, 'int', depth - 1)]])), 'a');
  if (s.fields.some((d) => d.kind === 'pair') && c.once(4)) return Proj(pair(c, s, depth), c.once(2) ? 'a' : 'b');
  switch (c.below(9)) {
    case 0:
      return leaf();
    case 1:
    case 2: {
      if (ints.length === 0) return leaf();
      const { f } = c.pick(ints);
      const more = Op(make.Operator.Plus(), Get(f), number(1));
      // Threads are bounded where nobody loops.
      if (c.once(40)) return make.Expr.While(make.Comparison.Less(), Get(f), number(2), Set(f, more));
      return Set(f, c.once(3) ? code(c, s, 'int', depth - 1) : more);
    }
    case 3:
    case 4:
      return call(c, s, 'int', depth) ?? leaf();
    case 5:
      return Let('', code(c, s, 'int', depth - 1), code(c, s, 'int', depth - 1));
    case 6: {
      const x = c.fresh('x');
      return Let(
        x,
        code(c, s, 'int', depth - 1),
        code(c, { ...s, variables: [...s.variables, [x, 'int']] }, 'int', depth - 1),
      );
    }
    case 7:
      if (c.once(2))
        return If(
          c.once(2) ? make.Comparison.Equal() : make.Comparison.Less(),
          leaf(),
          number(1),
          code(c, s, 'int', depth - 1),
          leaf(),
        );
      return Op(c.once(3) ? make.Operator.Minus() : make.Operator.Plus(), leaf(), code(c, s, 'int', depth - 1));
    default: {
      const lists = s.fields.filter((d) => d.kind === 'list');
      if (lists.length === 0) return call(c, s, 'int', depth) ?? leaf();
      if (c.once(3)) return Let('', list(c, s, depth), leaf());
      const [x, y] = [c.fresh('x'), c.fresh('y')];
      const inner: Scope = { ...s, variables: [...s.variables, [x, 'int'], [y, 'int']] };
      return Fold(x, y, Int(), leaf(), Get(c.pick(lists).f), code(c, inner, 'int', depth - 2));
    }
  }
}

function list(c: Choices, s: Scope, depth: number): Expr {
  const lists = s.fields.filter((d) => d.kind === 'list');
  if (depth <= 0) return lists.length > 0 ? Get(c.pick(lists).f) : c.once(2) ? Nil(Int()) : Lit(itemList([number(1)]));
  if (lists.length > 0 && c.once(3)) {
    const { f } = c.pick(lists);
    return Set(f, Cons(code(c, s, 'int', depth - 1), Get(f)));
  }
  return Cons(code(c, s, 'int', depth - 1), list(c, s, depth - 1));
}

function pair(c: Choices, s: Scope, depth: number): Expr {
  const there = [
    ...s.fields.filter((d) => d.kind === 'pair').map((d) => Get(d.f)),
    ...s.variables.filter(([, k]) => k === 'pair').map(([x]) => Var(x)),
  ];
  if (there.length > 0 && c.once(2)) return c.pick(there);
  const made = pairOf(code(c, s, 'int', Math.min(depth - 1, 1)), number(c.below(2)));
  const field = s.fields.find((d) => d.kind === 'pair');
  return field !== undefined && depth > 0 && c.once(2) ? Set(field.f, made) : made;
}

function reference(c: Choices, s: Scope, C: string, depth: number): Expr {
  const there = references(s, C);
  if (depth > 0 && c.once(3)) {
    const made = call(c, s, { of: C }, depth);
    if (made !== undefined) return made;
  }
  // What is made may be of a later version than what is there.
  if (there.length === 0 || (s.makes && c.once(5))) return New(C);
  return c.pick(there);
}
