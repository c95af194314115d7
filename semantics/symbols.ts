/**
 * Symbols for tracing: metavariables, and calls of metafunctions on them. A rule, a theorem or an equation is a
 * function of its metavariables; it is called once, on symbols, and what it returns is its schema (design.md, 1).
 */
import type { Call, MetaTable, Metafunction, MetafunctionInfo, Metavariable, Pattern, Where } from './patterns.ts';

export type * from './patterns.ts';

/** The side condition `pattern = value`, typed: `is(τ, lookup(Γ, x))`. */
export const is = <T>(pattern: T, value: T): Where => where(pattern as Pattern, value as Pattern);

/** The same of patterns, as they are. */
export const where = (pattern: Pattern, value: Pattern): Where => Object.freeze({ kind: 'where', pattern, value });

/** Whether a pattern has a metavariable or a call in it. */
function isSymbolic(root: Pattern): boolean {
  const stack: Pattern[] = [root];
  for (let p = stack.pop(); p !== undefined; p = stack.pop()) {
    if (isMeta(p) || isCall(p)) return true;
    if (typeof p === 'object') stack.push(...(Object.values(p) as Pattern[]));
  }
  return false;
}

/** Names, integers and constants such as `N` or `·`: an equation may be about one. */
const isConstant = (p: Pattern): boolean => typeof p !== 'object' || Object.keys(p).length === 1;

function make<A extends readonly unknown[], R, C>(
  info: MetafunctionInfo,
  compute: (...args: A) => C,
  partial: boolean,
) {
  const self = (...args: A): R => {
    const patterns = args as unknown as readonly Pattern[];
    if (!patterns.some(isSymbolic) && !patterns.every(isConstant))
      throw new Error(`metafunction ${info.name} called on terms, outside a rule: use compute`);
    if (args.length !== info.args.length)
      throw new Error(`metafunction ${info.name} takes ${info.args.length} arguments, got ${args.length}`);
    return Object.freeze({ call: self, args }) as unknown as R;
  };
  return Object.assign(self, { compute, info, partial }) as unknown as Metafunction<A, R, C>;
}

/** A total metafunction. */
export const metafunction = <A extends readonly unknown[], R>(info: MetafunctionInfo, compute: (...args: A) => R) =>
  make<A, R, R>(info, compute, false);

/** A metafunction that is not defined everywhere: `compute` returns undefined where it is not. */
export const partialMetafunction = <A extends readonly unknown[], R>(
  info: MetafunctionInfo,
  compute: (...args: A) => R | undefined,
) => make<A, R, R | undefined>(info, compute, true);

export const isMeta = (p: unknown): p is Metavariable => typeof p === 'object' && p !== null && 'meta' in p;
export const isCall = (p: unknown): p is Call => typeof p === 'object' && p !== null && 'call' in p;

/**
 * The metavariables of a calculus: any name that starts with a letter of the table is one.
 * @throws Error (at tracing) for a name whose letter is not in the table, or when a symbol is coerced or branched on.
 */
export function metavariables(table: MetaTable): Record<string, Metavariable> {
  const made = new Map<string, Metavariable>();
  return new Proxy({} as Record<string, Metavariable>, {
    get(_, name) {
      if (typeof name !== 'string') return undefined;
      const old = made.get(name);
      if (old) return old;
      const entry = table[[...name][0] as string];
      if (entry === undefined) throw new Error(`no sort of metavariables starts like ${name}`);
      const sort = typeof entry === 'string' ? entry : entry.sort;
      const restriction = typeof entry === 'string' ? undefined : entry.restriction;
      const symbol = Object.freeze({
        meta: name,
        sort,
        restriction,
        [Symbol.toPrimitive]() {
          throw new Error(`metavariable ${name} is a symbol: a rule must not compute with it`);
        },
      });
      made.set(name, symbol);
      return symbol;
    },
  });
}

/** Calls f on each metavariable of a pattern, from left to right (with repetitions). */
export function visitMetas(p: Pattern, f: (m: Metavariable, insideCall: boolean) => void, insideCall = false): void {
  if (isMeta(p)) f(p, insideCall);
  else if (isCall(p)) p.args.forEach((a) => visitMetas(a, f, true));
  else if (typeof p === 'object' && !Array.isArray(p))
    for (const field of Object.values(p as object)) visitMetas(field as Pattern, f, insideCall);
}
