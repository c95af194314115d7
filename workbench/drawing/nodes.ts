/**
 * Derivations as flat tables of nodes, and what of them is in view. A node is found at the index that is its id; its
 * premises are ids too. Plain data: it comes from the engine.
 */
export interface TreeNode {
  readonly id: number;
  /** The name beside the line; empty for a goal that nothing derives yet. */
  readonly rule: string;
  readonly judgement: string;
  /** The sentence below the line, on one line. */
  readonly conclusion: string;
  readonly premises: readonly number[];
  /** How many premises the table leaves out. */
  readonly cut?: number;
}

export type Nodes = readonly TreeNode[];

export const nodeAt = (nodes: Nodes, id: number): TreeNode => nodes[id] as TreeNode;
export const premisesOf = (nodes: Nodes, id: number): readonly number[] => nodes[id]?.premises ?? [];

/** The nodes in view, each before its premises, with its depth: folded nodes are there without what is above them. */
export function inView(nodes: Nodes, root: number, folded: ReadonlySet<number>): { id: number; depth: number }[] {
  const out: { id: number; depth: number }[] = [];
  const stack = [{ id: root, depth: 0 }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    out.push(at);
    if (folded.has(at.id)) continue;
    const { premises } = nodeAt(nodes, at.id);
    for (let i = premises.length - 1; i >= 0; i--) stack.push({ id: premises[i] as number, depth: at.depth + 1 });
  }
  return out;
}

/** How many nodes are above each node (a table lists conclusions before their premises or after: both will do). */
export function sizes(nodes: Nodes, root: number): Int32Array {
  const size = new Int32Array(nodes.length);
  const order = inView(nodes, root, new Set());
  for (let i = order.length - 1; i >= 0; i--) {
    const { id } = order[i] as { id: number };
    for (const p of premisesOf(nodes, id)) size[id] = (size[id] as number) + 1 + (size[p] as number);
  }
  return size;
}

/** For each node the one it is a premise of; -1 for the root. */
export function parents(nodes: Nodes): Int32Array {
  const parent = new Int32Array(nodes.length).fill(-1);
  for (const n of nodes) for (const p of n.premises) parent[p] = n.id;
  return parent;
}

/** Which nodes are folded at first: the tree is unfolded level by level as long as few are in view. */
export function foldedAtFirst(nodes: Nodes, root: number, most = 40): Set<number> {
  const folded = new Set<number>();
  for (const n of nodes) if (n.premises.length > 0) folded.add(n.id);
  let shown = 1;
  const queue = [root];
  for (let i = 0; i < queue.length; i++) {
    const { id, premises } = nodeAt(nodes, queue[i] as number);
    if (premises.length === 0) continue;
    // A node with very many premises is unfolded all the same when it is the first.
    if (i > 0 && shown + premises.length > most) continue;
    folded.delete(id);
    shown += premises.length;
    queue.push(...premises);
  }
  return folded;
}

/** Nodes that are unfolded at first at most, however much room there is. */
const mostAtFirst = 60;

/**
 * Which nodes are folded at first, so that the tree fits: it is unfolded level by level, and what would reach out of the
 * room stays folded. The root is unfolded in any case.
 * @param fits whether the tree fits with these nodes folded.
 */
export function foldedToFit(nodes: Nodes, root: number, fits: (folded: ReadonlySet<number>) => boolean): Set<number> {
  const folded = new Set<number>();
  for (const n of nodes) if (n.premises.length > 0) folded.add(n.id);
  let shown = 1;
  const queue = [root];
  for (let i = 0; i < queue.length && shown < mostAtFirst; i++) {
    const { id, premises } = nodeAt(nodes, queue[i] as number);
    if (premises.length === 0) continue;
    folded.delete(id);
    if (i > 0 && (shown + premises.length > mostAtFirst || !fits(folded))) {
      folded.add(id);
      continue;
    }
    shown += premises.length;
    queue.push(...premises);
  }
  return folded;
}

/** Folded or unfolded: all that is on the way to a node comes into view. */
export function unfoldedTo(nodes: Nodes, folded: ReadonlySet<number>, target: number): Set<number> {
  const parent = parents(nodes);
  const next = new Set(folded);
  for (let at = parent[target] ?? -1; at >= 0; at = parent[at] as number) next.delete(at);
  return next;
}
