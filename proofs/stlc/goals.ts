/** Goals of the lambda calculus as exercises write them, and what is filled in for a metavariable, as text. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { stlc as grammar, type Expr, type Locals, type Type } from '../../semantics/stlc/grammar.ts';
import { keywords, parseExpr, parseType, printExpr, printType } from '../../semantics/stlc/syntax/index.ts';
import type { Pattern } from '../../semantics/symbols.ts';
import { Bind, NoLocals, types } from '../../rules/stlc/typing.ts';
import { sortOf } from '../../checker/format.ts';
import type { GoalRead, Goals, GoalTexts } from '../calculus.ts';

const problem = (path: string, message: string): LoadError => loadError('parse', message, undefined, path);
const first = (errors: readonly LoadError[]): string => errors[0]?.message ?? 'it cannot be read';
const isName = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_']*$/.test(text) && !keywords.has(text);

/** What goals of other calculi say. */
const others = ['before', 'latent', 'after', 'definition'] as const;

/** The typing of a term: Γ ⊢ e : τ. */
function read(program: string, goal: GoalTexts): Either<readonly LoadError[], GoalRead> {
  const errors = others
    .filter((field) => goal[field] !== null)
    .map((field) => problem(`goal.${field}`, 'goals of the lambda calculus say nothing of this'));
  if (goal.subtype.length > 0) errors.push(problem('goal.subtype', 'the lambda calculus has no subtypes'));
  if (program.trim() !== '') errors.push(problem('program', 'terms of the lambda calculus use no definitions'));
  const typeIn = (path: string, text: string): Type | undefined => {
    const τ = parseType(text, path);
    if (!isLeft(τ)) return τ.right;
    errors.push(...τ.left);
    return undefined;
  };
  let Γ: Locals = NoLocals();
  for (const [x, text] of Object.entries(goal.locals)) {
    if (!isName(x)) errors.push(problem('goal.locals', `${x} is no name of a variable`));
    const τ = typeIn(`goal.locals.${x}`, text);
    if (τ !== undefined) Γ = Bind(Γ, x, τ);
  }
  const e = parseExpr(goal.expression ?? '', 'goal.expression', new Set(Object.keys(goal.locals)));
  if (isLeft(e)) errors.push(...e.left);
  const τ = goal.type === null ? { meta: 'τ', sort: 'Type', restriction: undefined } : typeIn('goal.type', goal.type);
  if (errors.length > 0 || isLeft(e) || τ === undefined) return left(errors);
  return right({ form: types.form, args: [Γ, e.right, τ] as readonly Pattern[], externals: () => false });
}

/** Any name may be free in what is filled in: the premises say whether there is such a variable. */
const anyName: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });

const readers: Readonly<Record<string, (text: string) => Either<string, unknown>>> = {
  Type: (text) => {
    const τ = parseType(text, 'filled in');
    return isLeft(τ) ? left(first(τ.left)) : τ;
  },
  Expr: (text) => {
    const e = parseExpr(text, 'filled in', anyName);
    return isLeft(e) ? left(first(e.left)) : e;
  },
  name: (text) => (isName(text) ? right(text) : left('a name is expected')),
  int: (text) => (/^-?[0-9]+$/.test(text) ? right(BigInt(text)) : left('a whole number is expected')),
};

export const stlcGoals: Goals = {
  read,
  fillable: (sort) => Object.hasOwn(readers, sort),
  readFill: (sort, text) => readers[sort]?.(text.trim()) ?? left(`a ${sort} cannot be filled in`),
  writeFill: (x) => {
    const sort = sortOf(grammar, x);
    return sort === 'Type' ? printType(x as Type) : sort === 'Expr' ? printExpr(x as Expr) : String(x);
  },
};
