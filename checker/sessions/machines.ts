/** Local types as communicating machines, and protocols as state graphs, in the language of Graphviz. */
import { Interner } from '../../semantics/interning.ts';
import { sessions as grammar, type Global, type Local } from '../../semantics/sessions/grammar.ts';
import { unfoldGlobal, unfoldLocal } from '../../semantics/sessions/locals.ts';

const quoted = (text: string): string => `"${text.replace(/["\\]/g, (c) => `\\${c}`)}"`;

interface Edge<X> {
  readonly label: string;
  readonly to: X;
}

/** A graph of closed terms, unfolded: equal ones are one node. */
function graph<X>(name: string, start: X, unfold: (x: X) => X | undefined, edges: (x: X) => Edge<X>[]): string {
  const interner = new Interner(grammar);
  const numbers = new Map<number, number>();
  const work: X[] = [];
  const number = (x: X): number => {
    const key = interner.id(x);
    let n = numbers.get(key);
    if (n === undefined) {
      numbers.set(key, (n = numbers.size));
      work.push(x);
    }
    return n;
  };
  const lines = [`digraph ${quoted(name)} {`, '  rankdir=LR;', '  node [shape=circle, label=""];'];
  number(unfold(start) ?? start);
  for (let from = 0; from < work.length; from++) {
    const out = edges(work[from] as X);
    if (out.length === 0) lines.push(`  ${from} [shape=doublecircle];`);
    for (const { label, to } of out) lines.push(`  ${from} -> ${number(unfold(to) ?? to)} [label=${quoted(label)}];`);
  }
  return [...lines, '}', ''].join('\n');
}

/** The communicating machine of a closed local type: what it sends, receives and crosses. */
export const machineOf = (name: string, L: Local): string =>
  graph(name, L, unfoldLocal, (x) => {
    if (x.tag === 'At') return [{ label: `at ${x.u}`, to: x.body }];
    if (x.tag !== 'Out' && x.tag !== 'In') return [];
    const all: Edge<Local>[] = [];
    for (let b = x.branches; b.tag === 'LBranch'; b = b.rest)
      all.push({ label: x.tag === 'Out' ? `${x.q}!${b.l}` : `${x.p}?${b.l}`, to: b.body });
    return all;
  });

/** A protocol as a graph: its messages and boundaries one after the other. */
export const protocolGraph = (name: string, G: Global): string =>
  graph(name, G, unfoldGlobal, (x) => {
    if (x.tag === 'GAt') return [{ label: `at ${x.u}`, to: x.body }];
    if (x.tag !== 'Message') return [];
    const all: Edge<Global>[] = [];
    for (let b = x.branches; b.tag === 'GBranch'; b = b.rest)
      all.push({ label: `${x.p} → ${x.q} : ${b.l}`, to: b.body });
    return all;
  });
