/** Metafunctions on expressions: substitution, contexts, operators, records and lists (sections 1 and 7). */
import { contextsOf } from '../contexts.ts';
import { homomorphism } from '../structural.ts';
import { substitution } from '../substitution.ts';
import { is, metafunction, partialMetafunction } from '../symbols.ts';
import {
  components,
  make,
  type Comparison,
  type Context,
  type EFrame,
  type Expr,
  type Fields,
  type Items,
  type Operator,
  type Params,
} from './grammar.ts';
import { metas, metaTable } from './metas.ts';
import { itemsOf } from './values.ts';

const { Num, Get, Self, Next, Waits, Nil, Lit, Rec } = make.Expr;
const { NoFields, Field } = make.Fields;
const { Item, NoItems } = make.Items;

/** e[v/x]. */
export const substitute = substitution<Expr>(components, metaTable, {
  in: 'Expr',
  name: 'substitute',
  text: '{0@5}[{1}/{2}]',
  level: 5,
  sentence: 'a value for a variable',
});
/** The same in fields. */
export const substituteFields = substitution<Fields, Expr>(components, metaTable, {
  in: 'Fields',
  name: 'substituteFields',
  text: '{0}[{1}/{2}]',
  sentence: 'a value for a variable, in fields',
});

const { s, v, f, f1, e, τ } = metas;
const parts = ['Expr', 'Fields', 'Items'];

/** e[o/self]. */
export const withSelf = homomorphism<Expr, [Expr]>(
  components,
  parts,
  {
    name: 'withSelf',
    args: ['Expr', 'Expr'],
    text: '{0@5}[{1}/self]',
    latex: '{0@5}[{1}/\\mathsf{self}]',
    level: 5,
    sentence: 'an object for self',
  },
  (self) => [[self(Self(), v), v]],
);
/** e[o/next]. */
export const withNext = homomorphism<Expr, [Expr]>(
  components,
  parts,
  {
    name: 'withNext',
    args: ['Expr', 'Expr'],
    text: '{0@5}[{1}/next]',
    latex: '{0@5}[{1}/\\mathsf{next}]',
    level: 5,
    sentence: 'an object for next',
  },
  (self) => [[self(Next(), v), v]],
);
/** An expression whose call is answered. */
export const answered = homomorphism<Expr, [Expr]>(
  components,
  parts,
  {
    name: 'answered',
    args: ['Expr', 'Expr'],
    text: '{0@5}[{1}/□]',
    latex: '{0@5}[{1}/\\square]',
    level: 5,
    sentence: 'a value where a call was waited for',
  },
  (self) => [[self(Waits(τ), v), v]],
);

export const fieldOf = partialMetafunction<[Fields, string], Expr>(
  { name: 'fieldOf', args: ['Fields', 'name'], result: 'Expr', text: '{0}({1})', sentence: 'a field of a record' },
  (fields, name) => {
    for (let at = fields; at.tag === 'Field'; at = at.rest) if (at.f === name) return at.e;
    return undefined;
  },
);
/** s with f = v. */
export const updated = partialMetafunction<[Fields, string, Expr], Fields>(
  {
    name: 'updated',
    args: ['Fields', 'name', 'Expr'],
    result: 'Fields',
    text: '{0} with {1} = {2}',
    latex: '{0}\\text{ with }{1} = {2}',
    sentence: 'a record in which a field has another value',
  },
  (fields, name, e) => {
    const before: [string, Expr][] = [];
    for (let at = fields; at.tag === 'Field'; at = at.rest) {
      if (at.f === name)
        return before.reduceRight<Fields>((rest, [g, x]) => Field(g, x, rest), Field(name, e, at.rest));
      before.push([at.f, at.e]);
    }
    return undefined;
  },
);
/** The code of an export, in a state. */
export const reading = homomorphism<Expr, [Fields]>(
  components,
  parts,
  {
    name: 'reading',
    args: ['Expr', 'Fields'],
    text: '{0@5}[{1}/my]',
    latex: '{0@5}[{1}/\\mathsf{my}]',
    level: 5,
    sentence: 'an expression with the fields of a state in place of my.f',
  },
  (self) => [[self(Get(f), s), v, is(v, fieldOf(s, f))]],
);

export const distinctFields = metafunction<[Fields], boolean>(
  {
    name: 'distinctFields',
    args: ['Fields'],
    result: 'holds',
    text: 'the labels of {0} are distinct',
    latex: '\\text{the labels of }{0}\\text{ are distinct}',
    sentence: 'a record has no label twice',
  },
  (fields) => {
    const seen = new Set<string>();
    for (let at = fields; at.tag === 'Field'; at = at.rest) {
      if (seen.has(at.f)) return false;
      seen.add(at.f);
    }
    return true;
  },
);

/** e[v1/x1, …]; undefined when there are more or fewer values than parameters. */
export const instantiate = partialMetafunction<[Expr, Params, Items], Expr>(
  {
    name: 'instantiate',
    args: ['Expr', 'Params', 'Items'],
    result: 'Expr',
    text: '{0@5}[{2}/{1}]',
    level: 5,
    sentence: 'the values of a call for the parameters of a method',
  },
  (body, ξ, a) => {
    let at = body;
    let params = ξ;
    for (const value of itemsOf(a)) {
      if (params.tag === 'NoParams') return undefined;
      at = substitute.compute(at, value, params.x);
      params = params.rest;
    }
    return params.tag === 'NoParams' ? at : undefined;
  },
);

export const operate = metafunction<[Operator, bigint, bigint], bigint>(
  {
    name: 'operate',
    args: ['Operator', 'int', 'int'],
    result: 'int',
    text: 'value of {1} {0} {2}',
    sentence: 'an operator applied',
  },
  (ω, a, b) => (ω.tag === 'Plus' ? a + b : ω.tag === 'Minus' ? a - b : a * b),
);
/** The branch that is taken. */
export const chosen = metafunction<[Comparison, bigint, bigint, Expr, Expr], Expr>(
  {
    name: 'chosen',
    args: ['Comparison', 'int', 'int', 'Expr', 'Expr'],
    result: 'Expr',
    text: '{3} if {1} {0} {2}, {4} otherwise',
    latex: '{3}\\text{ if }{1}\\;{0}\\;{2}\\text{, }{4}\\text{ otherwise}',
    sentence: 'the branch that a comparison takes',
  },
  (κ, a, b, yes, no) => ((κ.tag === 'Equal' ? a === b : a < b) ? yes : no),
);
/** v :: v1. */
export const prepended = partialMetafunction<[Expr, Expr], Expr>(
  {
    name: 'prepended',
    args: ['Expr', 'Expr'],
    result: 'Expr',
    text: '{0} in front of {1}',
    latex: '{0}\\text{ in front of }{1}',
    sentence: 'a list with one more element; [v] where it was nil',
  },
  (head, list) =>
    list.tag === 'Nil' ? Lit(Item(head, NoItems())) : list.tag === 'Lit' ? Lit(Item(head, list.items)) : undefined,
);

// Contexts (section 7), as the grammar declares them.

const contexts = contextsOf<Expr, EFrame, Context>(components);

export const plug = metafunction<[Context, Expr], Expr>(
  {
    name: 'plug',
    args: ['Context', 'Expr'],
    result: 'Expr',
    text: '{0}[{1}]',
    sentence: 'a context filled with an expression',
  },
  contexts.plug,
);
export const contextAt = metafunction<[Expr], Context>(
  {
    name: 'contextAt',
    args: ['Expr'],
    result: 'Context',
    text: 'context of {0}',
    latex: '\\text{context of }{0}',
    sentence: 'the evaluation context around the redex; the empty one around a value',
  },
  (e) => contexts.focus({ context: contexts.hole, e }).context,
);
export const redexAt = metafunction<[Expr], Expr>(
  {
    name: 'redexAt',
    args: ['Expr'],
    result: 'Expr',
    text: 'redex of {0}',
    latex: '\\text{redex of }{0}',
    sentence: 'what is evaluated next; a value where nothing is',
  },
  (e) => contexts.focus({ context: contexts.hole, e }).e,
);

/** Both at once. */
export const focus = (e: Expr): { readonly context: Context; readonly e: Expr } =>
  contexts.focus({ context: contexts.hole, e });

/** Fields as pairs. */
export function pairsOf(fields: Fields): (readonly [string, Expr])[] {
  const all: (readonly [string, Expr])[] = [];
  for (let at = fields; at.tag === 'Field'; at = at.rest) all.push([at.f, at.e]);
  return all;
}
export const fieldList = (all: readonly (readonly [string, Expr])[]): Fields =>
  all.reduceRight<Fields>((rest, [g, e]) => Field(g, e, rest), NoFields());

export { Nil, Num, Rec };

/** Code with other names for its fields: what my.f is read as, f is also written as; fields that are not given keep their names. */
export const renaming = homomorphism<Expr, [Fields]>(
  components,
  parts,
  {
    name: 'renaming',
    args: ['Expr', 'Fields'],
    text: '{0@5} with fields {1}',
    latex: '{0@5}\\text{ with fields }{1}',
    level: 5,
    sentence: 'an expression with other names for the fields of its object',
  },
  (self) => [
    [self(Get(f), s), e, is(e, fieldOf(s, f))],
    [self(make.Expr.Set(f, e), s), make.Expr.Set(f1, self(e, s)), is(Get(f1), fieldOf(s, f))],
  ],
);
