/**
 * The graph of a function's body, and what may be used after its calls and points: backwards, to a fixpoint (sections 2 and 4). A loop
 * is not a recursion: what it uses anywhere is used after any place in it.
 */
import type { Call, Code } from './code.ts';
import type { Use } from './facts.ts';

export interface Node {
  readonly uses: readonly { readonly key: string; readonly line: number }[];
  readonly call: Call | undefined;
  /** The body of a loop begins, or the statement that is marked as an update point. */
  readonly point: PointPlace | undefined;
  readonly next: number[];
}

/** Where an update point could be. */
export interface PointPlace {
  readonly line: number;
  readonly kind: 'loop' | 'marker' | 'at';
  /** Of a loop: whether it is bounded by a test, and whether it is a `for`. */
  readonly bounded: boolean;
  readonly counted: boolean;
}

export interface LoopPlace {
  readonly line: number;
  /** The nodes of the body: from, up to but without. */
  readonly body: readonly [number, number];
  /** Of the body, the test and the step. */
  readonly all: readonly [number, number];
}

export interface Graph {
  readonly nodes: readonly Node[];
  readonly entry: number;
  readonly exit: number;
  readonly loops: readonly LoopPlace[];
}

export interface GraphOptions {
  /** Calls after which nothing comes. */
  readonly never: (call: Call) => boolean;
  /** The keys that a call itself uses, before it is made. */
  readonly used: (call: Call) => readonly string[];
  /** A key as the program knows it; undefined for what is not a key of the program. */
  readonly key: (key: string) => string | undefined;
  /** Calls that are update points themselves. */
  readonly marker?: (call: Call) => boolean;
  /** Statements before which there is an update point; only the first that begins on a line. */
  readonly at?: ReadonlySet<number>;
  /** Whether the function's beginning is an update point. */
  readonly atEntry?: boolean;
  readonly line?: number;
}

interface Targets {
  readonly break: number | undefined;
  readonly continue: number | undefined;
  /** The cases of the switch that is open. */
  readonly cases: { readonly nodes: number[]; otherwise: boolean } | undefined;
}

/** Makes the graph of a body. Nodes are numbered in the order of the text. */
export function graphOf(code: Code, options: GraphOptions): Graph {
  const nodes: Node[] = [];
  const loops: LoopPlace[] = [];
  const labels = new Map<string, number>();
  const gotos: (readonly [number, string])[] = [];
  const marked = new Set<number>();
  const used = (list: readonly string[], line: number): Node['uses'] =>
    list.flatMap((k) => {
      const key = options.key(k);
      return key === undefined ? [] : [{ key, line }];
    });
  const node = (more: Partial<Node> = {}): number =>
    nodes.push({ uses: [], call: undefined, point: undefined, next: [], ...more }) - 1;
  const edge = (from: number | undefined, to: number): void => {
    if (from !== undefined) (nodes[from] as Node).next.push(to);
  };
  const exit = node();
  const point = (line: number, kind: PointPlace['kind']): PointPlace => ({
    line,
    kind,
    bounded: false,
    counted: false,
  });

  /** Adds code behind a node (undefined: control does not come there); gives the node it ends in. */
  const add = (c: Code, from: number | undefined, to: Targets): number | undefined => {
    const follow = (more: Partial<Node>): number => {
      const n = node(more);
      edge(from, n);
      return n;
    };
    switch (c.tag) {
      case 'Use':
        return follow({ uses: used([c.key], c.line) });
      case 'Line':
        if (!options.at?.has(c.line) || marked.has(c.line)) return from;
        marked.add(c.line);
        return follow({ point: point(c.line, 'at') });
      case 'Call': {
        const before = options.marker?.(c) ? follow({ point: point(c.line, 'marker') }) : from;
        const n = node({ call: c, uses: used(options.used(c), c.line) });
        edge(before, n);
        if (options.never(c)) return undefined;
        const after = node({ uses: used(c.spans, c.line) });
        edge(n, after);
        return after;
      }
      case 'Seq': {
        let at = from;
        for (const part of c.parts) at = add(part, at, to);
        return at;
      }
      case 'Choice': {
        const split = follow({});
        const join = node();
        for (const part of c.parts) edge(add(part, split, to), join);
        return join;
      }
      case 'Loop': {
        const test = node();
        const done = node();
        const again = node();
        if (c.kind !== 'do') edge(from, test);
        const tested = add(c.test, test, to);
        const once = c.ends === 'at once';
        const bounded = c.ends !== 'never';
        if (bounded) edge(tested, done);
        const start = nodes.length;
        const body = node(once ? {} : { point: { line: c.line, kind: 'loop', bounded, counted: c.kind === 'for' } });
        if (!once) edge(tested, body);
        if (c.kind === 'do') edge(from, body);
        edge(add(c.body, body, { ...to, break: done, continue: again }), again);
        const end = nodes.length;
        edge(add(c.step, again, to), test);
        if (!once) loops.push({ line: c.line, body: [start, end], all: [test, nodes.length] });
        return done;
      }
      case 'Switch': {
        const cases = { nodes: [] as number[], otherwise: false };
        const head = follow({});
        const done = node();
        edge(add(c.body, undefined, { ...to, break: done, cases }), done);
        for (const n of cases.nodes) edge(head, n);
        if (!cases.otherwise) edge(head, done);
        return done;
      }
      case 'Case': {
        const n = follow({});
        to.cases?.nodes.push(n);
        if (to.cases && c.otherwise) to.cases.otherwise = true;
        return n;
      }
      case 'Label': {
        const n = follow({});
        labels.set(c.name, n);
        return n;
      }
      case 'Goto':
        if (from !== undefined) gotos.push([from, c.name]);
        return undefined;
      case 'Break':
        if (to.break !== undefined) edge(from, to.break);
        return undefined;
      case 'Continue':
        if (to.continue !== undefined) edge(from, to.continue);
        return undefined;
      case 'Return':
        edge(from, exit);
        return undefined;
    }
  };
  const entry = node(options.atEntry ? { point: point(options.line ?? 0, 'at') } : {});
  edge(add(code, entry, { break: undefined, continue: undefined, cases: undefined }), exit);
  for (const [from, name] of gotos) {
    const target = labels.get(name);
    if (target !== undefined) edge(from, target);
  }
  return { nodes, entry, exit, loops };
}

/** The nodes that control may come to. */
export function reached(g: Graph): Set<number> {
  const found = new Set([g.entry]);
  for (const n of found) for (const m of (g.nodes[n] as Node).next) found.add(m);
  return found;
}

/** For some nodes, the keys that may be used from there on, each with the line of the first use on a shortest path. */
export type UsesFrom = (node: number) => readonly Use[];

/** Uses by number: keys are told apart by a table that is shared by all functions. */
export function usesFrom(g: Graph, keyOf: (key: string) => number, silent?: readonly [number, number]): UsesFrom {
  const before: number[][] = g.nodes.map(() => []);
  g.nodes.forEach((n, i) => {
    for (const m of n.next) (before[m] as number[]).push(i);
  });
  const users = new Map<number, [number, number][]>();
  g.nodes.forEach((n, i) => {
    if (silent && i >= silent[0] && i < silent[1]) return;
    for (const { key, line } of n.uses) {
      const k = keyOf(key);
      const list = users.get(k);
      if (list) list.push([i, line]);
      else users.set(k, [[i, line]]);
    }
  });
  const found: Use[][] = g.nodes.map(() => []);
  for (const [key, starts] of [...users].sort(([a], [b]) => a - b)) {
    // Breadth first from all uses of the key, against the edges: what comes first is nearest.
    const line = new Map<number, number>();
    for (const [n, l] of starts) if (!line.has(n)) line.set(n, l);
    for (const [n, l] of line) for (const m of before[n] as number[]) if (!line.has(m)) line.set(m, l);
    for (const [n, l] of line) (found[n] as Use[]).push([key, l]);
  }
  return (n) => found[n] as Use[];
}

/** What is used after a node: from each of those that follow it. */
export function usesAfter(g: Graph, from: UsesFrom, n: number): readonly Use[] {
  const { next } = g.nodes[n] as Node;
  if (next.length === 1) return from(next[0] as number);
  const found = new Map<number, number>();
  for (const m of next) for (const [key, line] of from(m)) if (!found.has(key)) found.set(key, line);
  return [...found].sort(([a], [b]) => a - b);
}

/**
 * What may be used when a loop's body is a function of its own: `after` once a round has ended (the test, the step, what follows), and
 * from a node of the body on in the rest of its round and after.
 */
export function usesExtracted(
  g: Graph,
  loop: LoopPlace,
  keyOf: (key: string) => number,
): { readonly after: readonly Use[]; readonly within: UsesFrom } {
  const [start, end] = loop.body;
  // Rounds to come are new code: the body's own uses count only in the round that has begun.
  const outside = usesFrom(g, keyOf, loop.body);
  const inBody = (n: number): boolean => n >= start && n < end;
  const own: Graph = {
    ...g,
    nodes: g.nodes.map((n, i) =>
      inBody(i) ? { ...n, next: n.next.filter((m) => inBody(m)) } : { ...n, uses: [], next: [] },
    ),
  };
  const round = usesFrom(own, keyOf);
  return {
    after: outside(start),
    within: (n) => {
      const found = new Map(round(n));
      for (const [key, line] of outside(n)) if (!found.has(key)) found.set(key, line);
      return [...found].sort(([a], [b]) => a - b);
    },
  };
}
