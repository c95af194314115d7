/** Imports and adaptors from one version of a class to the next: what the names and types of fields and methods say, and holes for the rest. */
import { equal } from '../../../semantics/terms.ts';
import { fieldList } from '../../../semantics/components/expressions.ts';
import { make, type Expr, type Fields, type Methods, type Type, type TypeFields, type Version } from '../../../semantics/components/grammar.ts'; // prettier-ignore
import { print } from '../../../semantics/components/syntax/print.ts';
import { itemList } from '../../../semantics/components/values.ts';
import { methodsOf, paramsOf, slotsOf, type Method } from './shape.ts';

const { Var, Proj, Rec, Fold, Nil, Cons, Send, Next } = make.Expr;

export interface Hole {
  readonly type: Type;
  readonly why: string;
}
/** What stands where something has to be asked. */
export type Ask = (hole: Hole) => Expr;

/** A member that was written, and what it leaves to be filled in. */
export interface Written {
  /** `import raw`, or `adapt` and the name of the method. */
  readonly by: string;
  readonly holes: readonly Hole[];
}
export interface Transfer {
  readonly version: Version;
  readonly written: readonly Written[];
  readonly notes: readonly string[];
}

const labelsOf = (ρ: TypeFields): (readonly [l: string, τ: Type])[] => {
  const all: (readonly [string, Type])[] = [];
  for (let at = ρ; at.tag === 'TypeField'; at = at.rest) all.push([at.l, at.type]);
  return all;
};

/** A value of one type as one of another: records label by label, lists element by element, in their order. */
function converted(e: Expr, from: Type, to: Type, what: string, ask: Ask, depth = 0): Expr {
  if (equal(from, to)) return e;
  if (from.tag === 'Record' && to.tag === 'Record') {
    const old = new Map(labelsOf(from.fields));
    return Rec(
      fieldList(
        labelsOf(to.fields).map(([l, τ]) => {
          const was = old.get(l);
          const label = `${what}.${l}`;
          return [l, was === undefined ? ask({ type: τ, why: `${label} is new` }) : converted(Proj(e, l), was, τ, label, ask, depth)] as const; // prettier-ignore
        }),
      ),
    );
  }
  if (from.tag === 'List' && to.tag === 'List') {
    const [x, r, y, q] = ['x', 'r', 'y', 'q'].map((z) => (depth === 0 ? z : `${z}${depth}`)) as [string, string, string, string]; // prettier-ignore
    const element = converted(Var(x), from.of, to.of, `an element of ${what}`, ask, depth + 1);
    const backwards = Fold(x, r, to, Nil(to.of), e, Cons(element, Var(r)));
    return Fold(y, q, to, Nil(to.of), backwards, Cons(Var(y), Var(q)));
  }
  return ask({ type: to, why: `${what} was of type ${print(from)}` });
}

function imported(C: string, old: Version, next: Version, ask: Ask, notes: string[]): Fields {
  const olds = slotsOf(old.fields);
  const news = slotsOf(next.fields);
  const gone = olds.filter((d) => !news.some((n) => n.f === d.f));
  const fresh = news.filter((n) => !olds.some((d) => d.f === n.f));
  const s = Var('s');
  return fieldList(
    news.map(({ f, type, e }) => {
      const own = olds.find((d) => d.f === f);
      if (own !== undefined) return [f, converted(Proj(s, f), own.type, type, `${C}.${f}`, ask)] as const;
      const was = gone.filter((d) => equal(d.type, type));
      const rivals = fresh.filter((n) => equal(n.type, type));
      if (was.length === 1 && rivals.length === 1) {
        const g = (was[0] as (typeof was)[number]).f;
        notes.push(`${C}.${f} is taken to be ${g} under another name`);
        return [f, Proj(s, g)] as const;
      }
      if (was.length > 0)
        return [f, ask({ type, why: `${C}.${f} may be ${was.map((d) => d.f).join(' or ')} under another name` })] as const; // prettier-ignore
      notes.push(`${C}.${f} is new, and begins with ${print(e)}`);
      return [f, e] as const;
    }),
  );
}

const signature = ({ params, type }: Method): string =>
  `(${paramsOf(params)
    .map((p) => print(p.type))
    .join(', ')}) : ${print(type)}`;

/** What an adaptor for a method of the version before does. */
function adapting(M: Method, N: Method | undefined, ask: Ask): Expr {
  if (N === undefined) return ask({ type: M.type, why: `method ${M.m} is gone` });
  if (!equal(N.type, M.type)) return ask({ type: M.type, why: `method ${M.m} now gives ${print(N.type)}` });
  const given = paramsOf(M.params);
  const args = paramsOf(N.params).map((p) =>
    given.some((x) => x.x === p.x && equal(x.type, p.type))
      ? Var(p.x)
      : ask({ type: p.type, why: `argument ${p.x} of method ${M.m} is new` }),
  );
  return Send(Next(), M.m, itemList(args));
}

/** The next version of a class, with what an update needs besides its code. */
export function transferring(C: string, old: Version, next: Version, ask: Ask): Transfer {
  const written: Written[] = [];
  const notes: string[] = [];
  const writing = <T>(by: string, write: (ask: Ask) => T): T => {
    const holes: Hole[] = [];
    const made = write((hole) => {
      holes.push(hole);
      return ask(hole);
    });
    written.push({ by, holes });
    return made;
  };
  const now = new Map(methodsOf(next.methods).map((M) => [M.m, M] as const));
  const adaptors = methodsOf(old.methods).flatMap((M) => {
    const N = now.get(M.m);
    if (N !== undefined && signature(N) === signature(M)) return [];
    return [[M, writing(`adapt ${M.m}`, (a) => adapting(M, N, a))] as const];
  });
  const fields = writing('import raw', (a) => imported(C, old, next, a, notes));
  return {
    version: make.Version.Version(
      next.fields,
      next.methods,
      next.exports,
      make.Imports.Import('raw', 's', fields, make.Imports.NoImports()),
      adaptors.reduceRight<Methods>(
        (rest, [{ m, params, type }, e]) => make.Methods.Method(m, params, type, e, rest),
        make.Methods.NoMethods(),
      ),
    ),
    written,
    notes,
  };
}
