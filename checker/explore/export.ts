/** State spaces for other tools: Graphviz, and Aldebaran (which CADP, mCRL2 and ltsmin read). */
import type { Space } from './space.ts';
import type { Label } from './system.ts';

/** `0:R-Assign out := 5`: a label on one line. */
export function labelText({ actor, rule, event }: Label): string {
  const value = event?.value === undefined ? '' : ` := ${event.value}`;
  const what =
    event === undefined
      ? ''
      : ` ${event.name === 'write' ? event.args[0] : `${event.name}(${event.args.join(', ')})`}${value}`;
  return `${actor}:${rule}${what}`;
}

const quoted = (text: string): string => JSON.stringify(text);

/** Pieces of a text that may be too long for one string. */
export type Pieces = Generator<string, void, undefined>;

/**
 * The graph of states for Graphviz: terminal states are doubly framed, deadlocks red, steps that update are thick.
 * @param marked states of a counterexample, drawn filled.
 */
export function* dot(space: Space, marked: ReadonlySet<number> = new Set()): Pieces {
  yield 'digraph states {\n  node [shape=circle, label="", width=0.2, fontname="sans-serif"];\n  edge [fontname="sans-serif", fontsize=9];\n';
  for (let s = 0; s < space.size; s++) {
    const looks: string[] = [`tooltip=${quoted(space.system.print(space.state(s)))}`];
    if (s === 0) looks.push('shape=diamond');
    if (space.terminal(s)) {
      looks.push('shape=doublecircle');
      if (space.end(s) !== 'done') looks.push('color=red');
    } else if (s >= space.expanded) looks.push('style=dashed');
    if (marked.has(s)) looks.push('style=filled', 'fillcolor=orange');
    yield `  ${s} [${looks.join(', ')}];\n`;
  }
  for (let s = 0; s < space.expanded; s++)
    for (let e = space.first(s); e < space.first(s + 1); e++) {
      const label = space.system.label(space.labelOf(e));
      const thick = label.event?.name === 'update' ? ', penwidth=2.5, color=blue' : '';
      yield `  ${s} -> ${space.target(e)} [label=${quoted(labelText(label))}${thick}];\n`;
    }
  yield '}\n';
}

/** The graph of states as Aldebaran has it: `des (start, edges, states)`, then an edge a line. */
export function* aut(space: Space): Pieces {
  yield `des (0, ${space.edges}, ${space.size})\n`;
  for (let s = 0; s < space.expanded; s++)
    for (let e = space.first(s); e < space.first(s + 1); e++) {
      const text = labelText(space.system.label(space.labelOf(e))).replace(/"/g, "'");
      yield `(${s}, "${text}", ${space.target(e)})\n`;
    }
}
