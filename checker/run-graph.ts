/**
 * All that may become of a run with updates: at each update point where the first that waits is admitted it may be applied
 * or deferred. As a graph, for Graphviz and Mermaid.
 */
import type { Position } from '../semantics/positions.ts';
import type { RunEnd } from './runs.ts';

/** Where the run stands. Node 0 is the start. Runs that end alike have one end. */
export type RunNode =
  | { readonly kind: 'start' }
  | { readonly kind: 'point'; readonly point: number; readonly position: Position | undefined }
  | { readonly kind: 'end'; readonly outcome: RunEnd; readonly value: string | null }
  /** The graph goes on here, and has become too large. */
  | { readonly kind: 'more' };

export interface RunEdge {
  readonly from: number;
  readonly to: number;
  /** What is done where it begins; `refused` is a deferral that the check asks for. */
  readonly choice: 'start' | 'apply' | 'defer' | 'refused';
  /** The file of the update that the choice is about; null at the start. */
  readonly update: string | null;
  /** Why it is refused, in words. */
  readonly reasons: readonly string[];
  /** Reductions from there to the next node, the one at the update point among them. */
  readonly steps: number;
}

export interface RunGraph {
  readonly nodes: readonly RunNode[];
  readonly edges: readonly RunEdge[];
}

/** The forms that a graph can be written in. */
export const graphForms = ['dot', 'mermaid'] as const;
export type GraphForm = (typeof graphForms)[number];

const counted = (n: number): string => `${n} step${n === 1 ? '' : 's'}`;

function nodeLines(n: RunNode): readonly string[] {
  switch (n.kind) {
    case 'start':
      return ['start'];
    case 'point':
      return [`point ${n.point}`, ...(n.position ? [`${n.position.line}:${n.position.column}`] : [])];
    case 'end':
      return n.value === null ? [n.outcome] : [n.value];
    case 'more':
      return ['…'];
  }
}

const edgeLines = (e: RunEdge): readonly string[] => [
  ...(e.choice === 'start' ? [] : [`${e.choice} ${e.update ?? ''}`]),
  ...e.reasons.slice(0, 1).map((r) => (e.reasons.length > 1 ? `${r} (and ${e.reasons.length - 1} more)` : r)),
  counted(e.steps),
];

function asDot({ nodes, edges }: RunGraph): string {
  const quoted = (lines: readonly string[]) => JSON.stringify(lines.join('\n'));
  const looks = { start: 'shape=diamond', point: 'shape=ellipse', end: 'shape=box, peripheries=2', more: 'shape=plaintext' }; // prettier-ignore
  const drawn = { start: '', apply: ', color=blue, penwidth=2.5', defer: '', refused: ', style=dashed' };
  return [
    'digraph run {',
    '  node [fontname="sans-serif"];',
    '  edge [fontname="sans-serif", fontsize=9];',
    ...nodes.map((n, i) => {
      const bad = n.kind === 'end' && n.outcome !== 'done' ? ', color=red' : '';
      return `  ${i} [label=${quoted(nodeLines(n))}, ${looks[n.kind]}${bad}];`;
    }),
    ...edges.map((e) => `  ${e.from} -> ${e.to} [label=${quoted(edgeLines(e))}${drawn[e.choice]}];`),
    '}',
    '',
  ].join('\n');
}

function asMermaid({ nodes, edges }: RunGraph): string {
  // What Mermaid would read as its own goes by its number.
  const quoted = (lines: readonly string[]) =>
    `"${lines.map((l) => l.replace(/["#<>&`\\]/g, (c) => `#${c.charCodeAt(0)};`)).join('<br/>')}"`;
  const frame = {
    start: ['{', '}'],
    point: ['(', ')'],
    end: ['[[', ']]'],
    more: ['[', ']'],
  } as const;
  const arrow = { start: '-->', apply: '==>', defer: '-->', refused: '-.->' };
  return [
    'flowchart TD',
    ...nodes.map((n, i) => {
      const [open, close] = frame[n.kind];
      return `  n${i}${open}${quoted(nodeLines(n))}${close}`;
    }),
    ...edges.map((e) => `  n${e.from} ${arrow[e.choice]}|${quoted(edgeLines(e))}| n${e.to}`),
    '',
  ].join('\n');
}

/** The graph as a file for Graphviz, or for Mermaid. */
export const graphAs = (form: GraphForm, graph: RunGraph): string => (form === 'dot' ? asDot : asMermaid)(graph);
