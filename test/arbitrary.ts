/** Arbitraries: ground terms of any sort from the grammar, and well-typed source programs over a fixed set of definitions. */
import fc from 'fast-check';
import type { Grammar, Term } from '../semantics/grammar.ts';
import { cofinite, finite } from '../semantics/proteus/capability.ts';
import { make, proteus, type Expr, type Fields, type Type, type TypeFields } from '../semantics/proteus/grammar.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { rebuild } from '../semantics/rebuilding.ts';
import { resolve } from '../semantics/resolution.ts';

/** Few names, so that binders, variables and externals meet. */
const names = ['x', 'y', 'f', 'g', 'r', "z'", '_', 'it1'];

/** A deterministic source of choices below a bound. */
export type Choose = (n: number) => number;
export const chooser = (seed: number): Choose => {
  const random = new RandomChooser(seed);
  return (n) => random.choose(n);
};

const capOf = (choose: Choose) => (choose(2) === 0 ? finite : cofinite)(['t', 's', 'u'].filter(() => choose(2) === 0));

/** A term of a sort with about `size` constructors, by the grammar alone: no typing, no scoping. */
export function groundTerm(g: Grammar, sort: string, size: number, choose: Choose): unknown {
  switch (sort) {
    case 'name':
      return names[choose(names.length)];
    case 'int':
      return BigInt(choose(41) - 20) ** BigInt(1 + choose(3) * 9);
    case 'names':
      return ['t', 's', 'u'].filter(() => choose(2) === 0).sort();
    case 'Cap':
      return capOf(choose);
    case 'Mu':
      return choose(2) === 0 ? make.Mu.N() : make.Mu.U();
  }
  const all = [...g.constructors.values()].filter((c) => c.sort === sort && g.makers.has(c.tag));
  const small = all.filter((c) => !c.fields.some(([, s]) => s === sort));
  const from = size <= 1 ? small : all;
  const c = from[choose(from.length)];
  if (!c) throw new Error(`no constructor for ${sort}`);
  const parts = c.fields.filter(([, s]) => !['name', 'int', 'names'].includes(s)).length;
  const inner = Math.floor((size - 1) / Math.max(1, parts));
  return g.makers.get(c.tag)?.(...c.fields.map(([, s]) => groundTerm(g, s, inner, choose)));
}

/** What has to be otherwise for a printed term to be read again: distinct labels, and only whole annotations left out. */
const readable: Readonly<Record<string, (term: never) => Term>> = {
  Loc: () => make.Expr.Loc('@7'),
  Rec: ({ fields }: { readonly fields: Fields }) => make.Expr.Rec(relabelled(fields)),
  Record: ({ fields }: { readonly fields: TypeFields }) => make.Type.Record(relabelled(fields)),
  TypeField: (f: TypeFields & { tag: 'TypeField' }) => make.TypeFields.TypeField(f.label, written(f.type), f.rest),
  Ref: ({ content }: { readonly content: Type }) => make.Type.Ref(written(content)),
  Arrow: (τ: Type & { tag: 'Arrow' }) => make.Type.Arrow(written(τ.from), τ.mu, τ.cap, written(τ.to)),
};
const written = (τ: Type): Type => (τ.tag === 'Omitted' ? make.Type.Int() : τ);
const made = (term: Term): Term => readable[term.tag]?.(term as never) ?? term;

/** The fields with the labels l0, l1, …, in order. */
function relabelled<F extends Fields | TypeFields>(fields: F): F {
  const cells: (Fields | TypeFields)[] = [];
  for (let f: Fields | TypeFields = fields; f.tag === 'Field' || f.tag === 'TypeField'; f = f.rest) cells.push(f);
  const end = fields.tag === 'Field' || fields.tag === 'NoFields' ? make.Fields.NoFields() : make.TypeFields.NoTypes();
  return cells.reduceRight<Term>((rest, f, i) => Object.freeze({ ...f, label: `l${i}`, rest }) as Term, end) as F;
}

/** Labels made distinct, variables resolved to what a parser would make of them, so that a printed term can be read. */
export const printable = (e: Expr, bound: Iterable<string> = []): Expr =>
  resolve(proteus, rebuild(proteus, e, { made }), { bound, free: (x) => make.Expr.Ext(x) }) as Expr;

export const printableType = (τ: Type): Type => rebuild(proteus, τ, { made });

const seeded = <T>(f: (choose: Choose, size: number) => T): fc.Arbitrary<T> =>
  fc.tuple(fc.nat(0xffffffff), fc.integer({ min: 1, max: 60 })).map(([seed, size]) => f(chooser(seed), size));

export const expressions: fc.Arbitrary<Expr> = seeded((choose, size) =>
  printable(groundTerm(proteus, 'Expr', size, choose) as Expr),
);
export const types: fc.Arbitrary<Type> = seeded((choose, size) =>
  written(printableType(groundTerm(proteus, 'Type', size, choose) as Type)),
);

/** The definitions that {@link programs} speak of. */
export const prelude = `type t = int
type s = t
type p = { a : t, b : int }
type h = { go : int -> int }
var n : int = 3
var v : t = 5
var w : p = { a = 1, b = !n }
var k : h = { go = plain }
var lazy : int = !v + 0
fun plain (x : int) : int = x + 1
fun poll (x : int) : int = update; x
fun get (x : t) : int = x
fun mk (x : int) : s = x
fun deep (x : int) : int = if x = 0 then update else 1 + deep (x - 1)
fun both (q : p) : int = q.a + q.b * poll 2
`;

/** A source expression of type int, t, p or a reference, well typed over the prelude. */
export function source(
  want: 'int' | 't' | 'p' | 'ref' | 'fun',
  size: number,
  scope: readonly (readonly [string, string])[],
  choose: Choose,
): string {
  const sub = (w: typeof want, parts = 2) => source(w, Math.floor((size - 1) / parts), scope, choose);
  const locals = scope.filter(([, τ]) => τ === want).map(([x]) => x);
  if (locals.length > 0 && choose(3) === 0) return locals[choose(locals.length)] as string;
  const letIn = () => {
    const τ = (['int', 't', 'p', 'ref', 'fun'] as const)[choose(5)] as typeof want;
    const x = ['x', 'y', 'plain', 'f'][choose(4)] as string;
    const e1 = sub(τ);
    const shown = choose(2) === 0 && τ !== 'ref' && τ !== 'fun' ? ` : ${τ}` : '';
    // What the source knows of an int where t is wanted is that they are the same: keep the scope's view simple.
    const e2 = source(
      want,
      Math.floor((size - 1) / 2),
      [...scope.filter(([y]) => y !== x), [x, shown || τ === 'ref' || τ === 'fun' ? τ : 'skip']],
      choose,
    );
    return `(let ${x}${shown} = ${e1} in ${e2})`;
  };
  const leaf = size <= 1;
  // A local may hide an external: externals are used where no local has their name.
  const free = (z: string, otherwise: string) => (scope.some(([x]) => x === z) ? otherwise : z);
  switch (want) {
    case 'int':
      if (leaf) return ['0', '7', '!n', '(!w).b', 'update', '!lazy'][choose(6)] as string;
      switch (choose(10)) {
        case 0:
          return `(${sub('int')} ${['+', '-', '*'][choose(3)]} ${sub('int')})`;
        case 1:
          return `(if ${sub('int', 4)} = ${sub('t', 4)} then ${sub('int', 4)} else ${sub('int', 4)})`;
        case 2:
          return `(${sub('int')}; ${sub('int')})`;
        case 3:
          return `get (${sub('t')})`;
        case 4:
          return `${['poll', 'deep', free('plain', 'poll')][choose(3)]} (${choose(2) === 0 ? '2' : sub('fun') === '' ? '1' : '3'})`;
        case 5:
          return `(n := ${sub('int')})`;
        case 6:
          return `(!w).${choose(2) === 0 ? 'a' : 'b'}`;
        case 7:
          return `!(${sub('ref')})`;
        case 8:
          return `both (${sub('p')})`;
        default:
          return letIn();
      }
    case 't':
      if (leaf) return ['4', '!v', '(!w).a'][choose(3)] as string;
      return [() => `(v := ${sub('int')})`, () => sub('int'), () => `mk (${sub('int')})`, letIn][
        choose(4)
      ]?.() as string;
    case 'p':
      if (leaf) return '!w';
      return [() => `{ a = ${sub('t')}, b = ${sub('int')} }`, () => `(w := ${sub('p')})`, letIn][
        choose(3)
      ]?.() as string;
    case 'ref':
      return leaf ? 'n' : `(ref (${sub('int')} + 0))`;
    case 'fun':
      return [free('plain', 'poll'), '(!k).go', 'poll', 'deep'][choose(4)] as string;
  }
}

/** Source programs that read, translate and type. */
export const programs: fc.Arbitrary<string> = seeded((choose, size) => {
  const e = source('int', size, [], choose);
  return `${prelude}in ${e}`;
});

/** Updates for the prelude; not all of them are well formed, and not all may be applied everywhere. */
export const updates: readonly string[] = [
  `update
type t = { c : int } by wrap
fun get (x : t) : int = x.c
fun mk (x : int) : s = { c = x }
fun both (q : p) : int = q.a.c + q.b * poll 2
var lazy : int = 8
add fun wrap (x : int) : { c : int } = n := !n + 1; { c = x }`,
  `update
type t = { c : int } by wrap
fun get (x : t) : int = x.c
fun mk (x : int) : s = { c = x }
fun both (q : p) : int = q.a.c + q.b
add fun wrap (x : int) : { c : int } = { c = x + 1 }`,
  `update
fun plain (x : int) : int = x * 10
add var extra : int = 9
fun poll (x : int) : int = update; x + !extra`,
  `update
type p = { a : t, b : int, d : int } by grow
fun both (q : p) : int = q.d + q.b
var w : p = { a = 1, b = 2, d = 3 }
add fun grow (x : { a : t, b : int }) : { a : t, b : int, d : int } = { a = x.a, b = x.b, d = 0 }`,
  `update
add fun plain (x : int) : int = x`,
  `update
type p = { b : int, a : t } by swap
add fun swap (x : { a : t, b : int }) : { b : int, a : t } = { b = x.b, a = x.a }`,
];

/** Functions that call each other, with update points and uses of changing types in between. */
export const callers: fc.Arbitrary<string> = fc.nat(0xffffffff).map((seed) => {
  const choose = chooser(seed);
  const functions = ['g0', 'g1', 'g2', 'g3'];
  const mixed = (text: string) =>
    text.replace(/\bpoll (?=\()/g, () => `${['poll', 'poll', ...functions][choose(6)] ?? ''} `);
  const body = () => mixed(source('int', 2 + choose(14), [], choose));
  const funs = functions.map((f) => `fun ${f} (x : int) : int = ${body()}\n`).join('');
  return `${prelude}${funs}in ${body()}`;
});
