/** Why an update is refused (section 8). One entry for each thing wrong, the main one first. */
import type { Term } from '../../semantics/grammar.ts';
import { entries, has, keys } from '../../semantics/maps.ts';
import { positionOf, type Position } from '../../semantics/positions.ts';
import { contains } from '../../semantics/proteus/capability.ts';
import { plug } from '../../semantics/proteus/contexts.ts';
import { unguardedCycles } from '../../semantics/proteus/guarded.ts';
import {
  make,
  type Check,
  type Config,
  type Expr,
  type Fields,
  type Item,
  type Items,
  type Signature,
  type Type,
  type Types,
  type Update,
} from '../../semantics/proteus/grammar.ts';
import { expressionOf } from '../../semantics/proteus/heaps.ts';
import { children, type Node } from '../../semantics/proteus/substitution.ts';
import { printCap } from '../../semantics/proteus/syntax/index.ts';
import { itemList, updateOf } from '../../semantics/proteus/programs.ts';
import { newTypes } from '../../semantics/proteus/updates.ts';
import { isValue } from '../../semantics/proteus/values.ts';
import type { Reason as AnyReason } from '../runs.ts';
import { placeOf } from './messages.ts';

export type ReasonCode =
  'stack' | 'capability' | 'function' | 'contents' | 'U-Names' | 'U-Types' | 'U-Rebind' | 'U-Trans' | 'U-Code';

/** One reason, of the kinds that Proteus has. */
export interface Reason extends AnyReason {
  readonly code: ReasonCode;
}

export const reason = (
  code: ReasonCode,
  message: string,
  position: Position | undefined,
  more: Pick<Reason, 'type' | 'in' | 'capability'> = {},
): Reason => ({
  code,
  message,
  ...more,
  ...(position ? { file: position.file, line: position.line, column: position.column } : {}),
});

/** The item inside `add`. */
export const innerOf = (i: Item): Item => (i.tag === 'AddItem' ? innerOf(i.item) : i);

/** What U-Names says, item by item. */
export function nameReasons(Ω: Types, Σ: Signature, items: Items): Reason[] {
  const out: Reason[] = [];
  for (const i of itemList(items)) {
    const inner = innerOf(i);
    const added = i.tag === 'AddItem';
    const tell = (what: string) => out.push(reason('U-Names', what, positionOf(inner)));
    if (inner.tag === 'BindItem') {
      if (added && has(Σ, inner.z)) tell(`${inner.z} is added but exists`);
      if (!added && !has(Σ, inner.z)) tell(`${inner.z} is replaced but does not exist`);
    } else if (inner.tag !== 'AddItem') {
      if (added && has(Ω, inner.t)) tell(`type ${inner.t} is added but exists`);
      if (!added && !has(Ω, inner.t)) tell(`type ${inner.t} is changed but does not exist`);
    }
  }
  return out;
}

/** What U-Types says: unknown names in definitions, and anywhere in code; unguarded cycles. */
export function typeReasons(Ω: Types, items: Items): Reason[] {
  const out: Reason[] = [];
  const Ω1 = newTypes.compute(Ω, updateOf.compute(items));
  for (const i of itemList(items)) {
    const inner = innerOf(i);
    const where = inner.tag === 'BindItem' ? inner.z : inner.tag === 'AddItem' ? '' : `the definition of ${inner.t}`;
    const seen = new Set<string>();
    const unknown = (t: string, place: unknown) => {
      if (has(Ω1, t) || seen.has(t)) return;
      seen.add(t);
      out.push(reason('U-Types', `unknown type ${t} in ${where}`, positionOf(place) ?? positionOf(inner)));
    };
    const stack: unknown[] = [inner];
    while (stack.length > 0) {
      const x = stack.pop();
      if (typeof x !== 'object' || x === null || Array.isArray(x)) continue;
      const term = x as Term & Record<string, unknown>;
      if (term.tag === 'Named' || term.tag === 'Con' || term.tag === 'Abs') unknown(term.t as string, term);
      if (term.tag === 'Finite' || term.tag === 'Cofinite') for (const t of term.names as string[]) unknown(t, term);
      stack.push(...Object.values(term).reverse());
    }
  }
  const own = new Map(
    itemList(items).flatMap((i): [string, Type][] => {
      const inner = innerOf(i);
      return inner.tag === 'TypeItem' || inner.tag === 'ChangeItem' ? [[inner.t, inner.type]] : [];
    }),
  );
  for (const cycle of unguardedCycles(entries(Ω1))) {
    const first = cycle.find((t) => own.has(t));
    out.push(
      reason('U-Types', `unguarded cycle of types: ${cycle.join(' = ')}`, positionOf(own.get(first ?? '') ?? {})),
    );
  }
  return out;
}

/** The con of changed types in an expression: for each type the first one found, in the order of evaluation. */
export function consOf(root: Expr, T: readonly string[]): Map<string, Expr> {
  const found = new Map<string, Expr>();
  const stack: Node[] = [root];
  while (stack.length > 0 && found.size < T.length) {
    const e = stack.pop() as Node;
    if (e.tag === 'Con' && T.includes(e.t) && !found.has(e.t)) found.set(e.t, e);
    const parts: readonly (Expr | Fields)[] = children(e);
    for (let i = parts.length - 1; i >= 0; i--) stack.push(parts[i] as Node);
  }
  return found;
}

/** What stays behind in the heap and uses a changed type concretely. */
export function heapReasons(H: Config['heap'], U: Update): Reason[] {
  const T = keys(U.changed);
  if (T.length === 0) return [];
  const out: Reason[] = [];
  for (const [z, b] of entries(H)) {
    if (has(U.replaced, z)) continue;
    const e = expressionOf(b);
    if (b.tag !== 'Fun' && isValue(e)) continue;
    for (const [t, con] of consOf(e, T))
      out.push(
        b.tag === 'Fun'
          ? reason('function', `${z} stays behind and uses ${t} concretely`, placeOf(con), { type: t, in: z })
          : reason('contents', `the contents of ${z} have not run and use ${t} concretely`, placeOf(con), {
              type: t,
              in: z,
            }),
      );
  }
  return out;
}

/** Why a well-formed update may not be applied at the update point where a configuration stands. */
export function admissionReasons(check: Check, K: Config, U: Update): Reason[] {
  const T = keys(U.changed);
  const out: Reason[] = [];
  if (check.tag === 'Dynamic') {
    const rest = plug.compute(K.context, make.Expr.Num(0n));
    for (const [t, con] of consOf(rest, T))
      out.push(reason('stack', `what is left to run uses ${t} concretely`, placeOf(con), { type: t }));
  } else if (K.e.tag === 'Update') {
    const { cap } = K.e;
    for (const t of T)
      if (contains(cap, t))
        out.push(
          reason('capability', `${t} is in the capability of the update point`, placeOf(K.e), {
            type: t,
            capability: printCap(cap),
          }),
        );
  }
  return [...out, ...heapReasons(K.heap, U)];
}
