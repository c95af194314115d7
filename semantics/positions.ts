/**
 * Where terms come from. Terms do not carry positions (equal terms must be equal): a table beside them does, by
 * identity. Constants without fields are shared objects and have no position of their own.
 */

/** A place in a source text; lines and columns count from 1, offsets from 0. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  /** Offset behind the last character. */
  readonly end: number;
}

const table = new WeakMap<object, Position>();

/** Records the position of a term (the first one stays) and returns the term. */
export function at<T extends object>(term: T, position: Position | undefined): T {
  if (position !== undefined && !table.has(term)) table.set(term, position);
  return term;
}

export const positionOf = (term: unknown): Position | undefined =>
  typeof term === 'object' && term !== null ? table.get(term) : undefined;
