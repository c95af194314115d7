/**
 * Where terms come from. Terms do not carry positions (equal terms must be equal): a table beside them does, by
 * identity. Constants without fields are shared objects and have no position of their own.
 */

import { originOf } from './origins.ts';

/** A place in a source text; lines and columns count from 1, offsets from 0. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  /** Offset behind the last character. */
  readonly end: number;
}

/*
 * Two generations of a plain table instead of a weak one: with millions of entries a WeakMap makes the collection of
 * garbage several times as long as the rest of the work. The older generation goes when the younger one is full and
 * another text is read; what was read last is always there.
 */
const full = 500_000;
let young = new Map<object, Position>();
let old = new Map<object, Position>();

/** Called before a text is read: makes room where there is much already. */
export function newSource(): void {
  if (young.size < full) return;
  old = young;
  young = new Map();
}

/** Records the position of a term (the first one stays) and returns the term. */
export function at<T extends object>(term: T, position: Position | undefined): T {
  if (position !== undefined && !young.has(term) && !old.has(term)) young.set(term, position);
  return term;
}

const known = (term: object): Position | undefined => young.get(term) ?? old.get(term);

/**
 * The position of a term, or of what it was made from; undefined when it has none, or was read so long ago that it is
 * forgotten.
 */
export const positionOf = (term: unknown): Position | undefined =>
  typeof term === 'object' && term !== null ? (known(term) ?? known(originOf(term))) : undefined;
