/** What is filled in for a metavariable, as text: read by the sort that the metavariable has. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../../semantics/errors.ts';
import { make, proteus, type Cap, type Expr, type Mu } from '../../../semantics/proteus/grammar.ts';
import { keywords, parseExpr, parseType, printTerm } from '../../../semantics/proteus/syntax/index.ts';
import { sortOf } from '../../../checker/format.ts';

const first = (errors: readonly LoadError[]): string => errors[0]?.message ?? 'it cannot be read';
const name = /^[A-Za-z_][A-Za-z0-9_']*$/;

/** Names that stand for definitions of the program; all others are local variables. */
export type Externals = (name: string) => boolean;

function readExpr(text: string, externals: Externals): Either<string, Expr> {
  const e = parseExpr(text, 'filled in', { annotated: true, externals });
  return isLeft(e) ? left(first(e.left)) : e;
}

/** A capability: `{t, s}`, `*`, `*\{t}`. */
export function readCap(text: string): Either<string, Cap> {
  const e = parseExpr(`update[${text}]`, 'filled in', { annotated: true });
  return isLeft(e) || e.right.tag !== 'Update'
    ? left('a capability is expected, such as {t}, {}, * or *\\{t}')
    : right(e.right.cap);
}

export const readMu = (text: string): Either<string, Mu> =>
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

/** Whether terms of a sort can be written. Environments and heaps cannot: they follow from the goal. */
export const fillable = (sort: string): boolean => Object.hasOwn(readers, sort);

/** Reads what is filled in. @returns the term, or why it is none. */
export function readFill(sort: string, text: string, externals: Externals): Either<string, unknown> {
  const read = readers[sort];
  return read === undefined ? left(`a ${sort} cannot be filled in`) : read(text.trim(), externals);
}

/** A term as it would be filled in: what `readFill` reads. */
export function writeFill(x: unknown): string {
  return printTerm(sortOf(proteus, x), x) ?? String(x);
}
