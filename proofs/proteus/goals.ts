/** Goals of Proteus as exercises write them, and what is filled in for a metavariable, as text. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { get, has } from '../../semantics/maps.ts';
import {
  heapMap,
  localsMap,
  make,
  proteus,
  typesMap,
  type Cap,
  type Expr,
  type Heap,
  type Locals,
  type Mu,
} from '../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { keywords, parseExpr, parseType, printTerm } from '../../semantics/proteus/syntax/index.ts';
import type { Pattern } from '../../semantics/symbols.ts';
import type { Form } from '../../rules/judgement.ts';
import { bindingOk } from '../../rules/proteus/heaps.ts';
import { subtype } from '../../rules/proteus/subtyping.ts';
import { types } from '../../rules/proteus/typing.ts';
import { sortOf } from '../../checker/format.ts';
import { load } from '../../checker/proteus/load.ts';
import type { GoalRead, Goals, GoalTexts } from '../calculus.ts';

const first = (errors: readonly LoadError[]): string => errors[0]?.message ?? 'it cannot be read';
const name = /^[A-Za-z_][A-Za-z0-9_']*$/;

/** Names that stand for definitions of the program; all others are local variables. */
type Externals = (name: string) => boolean;

function readExpr(text: string, externals: Externals): Either<string, Expr> {
  const e = parseExpr(text, 'filled in', { annotated: true, externals });
  return isLeft(e) ? left(first(e.left)) : e;
}

/** A capability: `{t, s}`, `*`, `*\{t}`. */
function readCap(text: string): Either<string, Cap> {
  const e = parseExpr(`update[${text}]`, 'filled in', { annotated: true });
  return isLeft(e) || e.right.tag !== 'Update'
    ? left('a capability is expected, such as {t}, {}, * or *\\{t}')
    : right(e.right.cap);
}

const readMu = (text: string): Either<string, Mu> =>
  text === 'N' ? right(make.Mu.N()) : text === 'U' ? right(make.Mu.U()) : left('N or U is expected');

const readers: Readonly<Record<string, (text: string, externals: Externals) => Either<string, unknown>>> = {
  Type: (text) => {
    const τ = parseType(text, 'filled in');
    return isLeft(τ) ? left(first(τ.left)) : τ;
  },
  TypeFields: (text) => {
    const τ = parseType(text, 'filled in');
    if (isLeft(τ)) return left(first(τ.left));
    return τ.right.tag === 'Record' ? right(τ.right.fields) : left('fields are expected, such as { a : int, b : t }');
  },
  Cap: readCap,
  Mu: readMu,
  Expr: readExpr,
  Fields: (text, externals) => {
    const e = readExpr(text, externals);
    if (isLeft(e)) return e;
    return e.right.tag === 'Rec' ? right(e.right.fields) : left('fields are expected, such as { a = 1, b = x }');
  },
  name: (text) => (name.test(text) && !keywords.has(text) ? right(text) : left('a name is expected')),
  int: (text) => (/^-?[0-9]+$/.test(text) ? right(BigInt(text)) : left('a whole number is expected')),
};

const fillable = (sort: string): boolean => Object.hasOwn(readers, sort);

function readFill(sort: string, text: string, externals: Externals): Either<string, unknown> {
  const read = readers[sort];
  return read === undefined ? left(`a ${sort} cannot be filled in`) : read(text.trim(), externals);
}

function writeFill(x: unknown): string {
  return printTerm(sortOf(proteus, x), x) ?? String(x);
}

const unknown = (meta: string, sort: string): Pattern => ({ meta, sort, restriction: undefined });
const problem = (path: string, message: string): LoadError[] => [loadError('parse', message, undefined, path)];

function read(program: string, goal: GoalTexts): Either<readonly LoadError[], GoalRead> {
  let Ω = typesMap.empty;
  let H: Heap = heapMap.empty;
  if (program.trim() !== '') {
    const loaded = load(program, 'program');
    if (isLeft(loaded)) return loaded;
    Ω = loaded.right.config.types;
    H = loaded.right.config.heap;
  }
  const Σ = signatureOf.compute(H);
  const externals: Externals = (z) => has(H, z) && !(z in goal.locals);
  const made = (form: Form, args: readonly Pattern[]): Either<never, GoalRead> => right({ form, args, externals });
  const type = (path: string, text: string) => parseType(text, path);
  if (goal.definition !== null) {
    const b = get(H, goal.definition);
    if (b === undefined) return left(problem('goal.definition', `the program defines no ${goal.definition}`));
    return made(bindingOk.form, [Ω, Σ, b] as Pattern[]);
  }
  if (goal.subtype.length > 0) {
    const [a, b] = goal.subtype.map((text, i) => type(`goal.subtype.${i}`, text));
    if (a === undefined || isLeft(a)) return a ?? left(problem('goal.subtype', 'two types are expected'));
    if (b === undefined || isLeft(b)) return b ?? left(problem('goal.subtype', 'two types are expected'));
    return made(subtype.form, [a.right, b.right]);
  }
  let Γ: Locals = localsMap.empty;
  for (const [name, text] of Object.entries(goal.locals)) {
    const τ = type(`goal.locals.${name}`, text);
    if (isLeft(τ)) return τ;
    Γ = localsMap.set(Γ, name, τ.right);
  }
  const e = parseExpr(goal.expression ?? '', 'goal.expression', { annotated: true, externals });
  if (isLeft(e)) return e;
  const [Δ, μ] = [readCap(goal.before ?? '*'), readMu(goal.latent ?? 'U')];
  if (isLeft(Δ)) return left(problem('goal.before', Δ.left));
  if (isLeft(μ)) return left(problem('goal.latent', μ.left));
  const τ = goal.type === null ? right(unknown('τ', 'Type')) : type('goal.type', goal.type);
  if (isLeft(τ)) return τ;
  const Δ1 = goal.after === null ? right(unknown('Δ', 'Cap')) : readCap(goal.after);
  if (isLeft(Δ1)) return left(problem('goal.after', Δ1.left));
  return made(types.form, [Ω, Σ, Γ, Δ.right, μ.right, e.right, τ.right, Δ1.right] as Pattern[]);
}

export const proteusGoals: Goals = { read, fillable, readFill, writeFill };
