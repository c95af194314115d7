/** B-Static (section 8): no while, and no cycle among the names of methods that call each other. */
import {
  components,
  type Expr,
  type KernelSystem,
  type Methods,
  type Version,
} from '../../semantics/components/grammar.ts';
import { positionOf, type Position } from '../../semantics/positions.ts';
import { subterms } from '../../semantics/traversal.ts';
import type { Term } from '../../semantics/grammar.ts';

/** What keeps threads from being bounded, as far as can be seen. */
export interface Unbounded {
  readonly kind: 'while' | 'cycle';
  /** The methods of the cycle, or the one that the loop is in; empty for a loop in a thread. */
  readonly methods: readonly string[];
  readonly position: Position | undefined;
}

const parts = subterms(components, ['Expr', 'Fields', 'Items']);

interface Edge {
  readonly to: string;
  readonly position: Position | undefined;
}

/** What breaks B-Static for a system with its updates; undefined if nothing does. */
export function unbounded(system: KernelSystem): Unbounded | undefined {
  const edges = new Map<string, Edge[]>();
  let loop: Unbounded | undefined;
  const visit = (e: Expr, m: string | undefined, adapts: boolean): void => {
    for (const part of parts(e as Term)) {
      const x = part as Expr;
      if (x.tag === 'While') loop ??= { kind: 'while', methods: m === undefined ? [] : [m], position: positionOf(x) };
      if ((x.tag !== 'Send' && x.tag !== 'Call') || m === undefined) continue;
      if (adapts && x.e.tag === 'Next' && x.m === m) continue;
      const list = edges.get(m) ?? [];
      edges.set(m, list);
      list.push({ to: x.m, position: positionOf(x) });
    }
  };
  const methods = (M: Methods, adapts: boolean): void => {
    for (let at = M; at.tag === 'Method'; at = at.rest) visit(at.e, at.m, adapts);
  };
  const version = (V: Version): void => {
    methods(V.methods, false);
    methods(V.adaptors, true);
  };
  for (let χ = system.classes; χ.tag === 'Class'; χ = χ.rest) version(χ.version);
  for (let Q = system.updates; Q.tag === 'Updates'; Q = Q.rest)
    for (let χ = Q.update.classes; χ.tag === 'Class'; χ = χ.rest) version(χ.version);
  for (let Z = system.starts; Z.tag === 'Start'; Z = Z.rest) visit(Z.e, undefined, false);
  return loop ?? cycleIn(edges);
}

function cycleIn(edges: ReadonlyMap<string, readonly Edge[]>): Unbounded | undefined {
  const done = new Set<string>();
  for (const root of edges.keys()) {
    const path: { readonly m: string; readonly edges: readonly Edge[]; next: number }[] = [];
    const on = new Set<string>();
    const enter = (m: string): void => {
      path.push({ m, edges: edges.get(m) ?? [], next: 0 });
      on.add(m);
    };
    if (done.has(root)) continue;
    enter(root);
    while (path.length > 0) {
      const top = path[path.length - 1] as (typeof path)[number];
      const edge = top.edges[top.next++];
      if (edge === undefined) {
        path.pop();
        on.delete(top.m);
        done.add(top.m);
      } else if (on.has(edge.to)) {
        const from = path.findIndex((x) => x.m === edge.to);
        return { kind: 'cycle', methods: path.slice(from).map((x) => x.m), position: edge.position };
      } else if (!done.has(edge.to)) enter(edge.to);
    }
  }
  return undefined;
}

/** In a sentence. */
export const unboundedText = ({ kind, methods }: Unbounded): string =>
  kind === 'while'
    ? `there is a while in ${methods[0] === undefined ? 'a thread' : `method ${methods[0]}`}`
    : methods.length === 1
      ? `method ${methods[0] as string} calls methods of its own name`
      : `methods ${methods.join(', ')} call each other in a cycle`;
