/**
 * A proof read as one: its steps in the order in which they are made, each with what it gives, in the notation of the
 * rules. Claims are numbered, terms are written as the facts have them by then; what is not known to be right is for the
 * checker to say. The steps are carried out as the checker carries them out, and no search is loaded.
 */
import { Branch, type Development, type Node } from '../check.ts';
import type { CaseProof } from '../format.ts';
import type { Failure } from '../search/search.ts';
import { Solver } from '../solving/solver.ts';
import type { Store } from '../terms.ts';
import type { Line, Reading } from './lines.ts';
import { Reader } from './reader.ts';

export type * from './lines.ts';

/**
 * A proof read as one.
 * @throws Error where it is none: it has to be checked before.
 */
export function readProof(d: Development, store: Store, theorem: string, kase: string, node: Node): Reading {
  const statement = d.statements.get(theorem);
  if (statement === undefined) throw new Error(`there is no theorem ${theorem}`);
  const reader = new Reader(new Branch(store, d, statement, new Solver(store, d.known)));
  const { env, lines } = reader.start();
  return {
    theorem,
    case: kase,
    title: statement.title,
    lines: [...lines, ...reader.node(node, statement.conclusions, env)],
  };
}
/** The branch on which a search for a proof ended, read: with what is to be shown there, and what of it is shown. */
export function readFailure(d: Development, theorem: string, f: Failure): readonly Line[] {
  const reader = new Reader(new Branch(f.store, d, d.statements.get(theorem)!, new Solver(f.store, d.known)));
  const { lines } = reader.start();
  const all: Line[] = [...lines];
  let here = all;
  for (const { into, steps } of f.trail) {
    if (into !== undefined) {
      const title = into.said.map((w) =>
        typeof w === 'string' ? w : 'op' in w ? reader.teller.sentence(w, w.sort === 'holds') : reader.refs([w[0]]),
      );
      const inside: Line[] = [reader.told('given', ['in this case'], () => into.assume(reader.b))];
      here.push({
        kind: 'cases',
        by: ['by cases, of which one is open'],
        claims: [],
        facts: [],
        parts: [{ title, lines: inside }],
      });
      here = inside;
    }
    for (const s of steps) here.push(reader.step(s));
  }
  for (const shown of [true, false]) {
    const facts = f.goals.filter((g) => g.shown === shown).map((g) => reader.teller.saying(g.part, g.env));
    if (facts.length > 0)
      here.push({ kind: shown ? 'goal' : 'open', by: [shown ? 'shown' : 'not shown'], claims: [], facts, parts: [] });
  }
  return all;
}
export const readCase = (d: Development, p: CaseProof): Reading => readProof(d, p.store, p.theorem, p.case, p.node);
