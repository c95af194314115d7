/** Equality of terms. Traversals of terms use no native stack: a term may be as deep as memory allows. */

/** The sorts of fields that hold no term: names, integers, and sorted arrays of names. */
export const primitives: ReadonlySet<string> = new Set(['name', 'int', 'names']);

const stack: unknown[] = [];

/**
 * Structural equality of terms and primitives; identical terms are equal at once.
 * A shared term is compared again at each place where the two sides do not share it with each other.
 */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const base = stack.length;
  stack.push(a, b);
  while (stack.length > base) {
    const q = stack.pop() as Record<string, unknown>;
    const p = stack.pop() as Record<string, unknown>;
    if (p.tag !== q.tag || (p.tag === undefined && (p.length !== q.length || !Array.isArray(q)))) {
      stack.length = base;
      return false;
    }
    for (const field in p) {
      const u = p[field];
      const w = q[field];
      if (u === w) continue;
      if (typeof u !== 'object' || typeof w !== 'object' || u === null || w === null) {
        stack.length = base;
        return false;
      }
      stack.push(u, w);
    }
  }
  return true;
}

/** For the end of a switch over tags: says at compile time that no case is missing. */
export function absurd(x: never): never {
  throw new Error(`impossible case: ${JSON.stringify(x, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))}`);
}
