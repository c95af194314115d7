/** What evaluations in a branch wait for: equations, predicates, whether something is defined, the shape of a term. */
import type { Branch } from '../check.ts';
import type { Teller } from '../tell.ts';
import type { Open, Solver } from '../solving/solver.ts';

/** The constructors that may have made a term, the facts excluding the others. */
export function tagsOf(b: Branch<Solver>, o: Open): string[] {
  if (o.kind !== 'shape' || !b.solver.defined(o.of) || o.of.sort in b.store.grammar.maps) return [];
  const all = [...b.store.grammar.constructors.values()].filter((c) => c.sort === o.of.sort).map((c) => c.tag);
  return all.filter((tag) => !b.impossible(o.of, tag));
}
/** What may be told apart. */
export const distinctions = (b: Branch<Solver>): readonly Open[] =>
  b.solver.opens().filter((o) => {
    if (o.kind === 'shape') return tagsOf(b, o).length > 1;
    const terms = o.kind === 'equal' ? [o.left, o.right] : [o.of];
    return terms.every((t) => !t.op.startsWith('∂'));
  });
/** How it is called where it is chosen. */
export function saying(t: Teller, o: Open): string {
  if (o.kind === 'equal') return `${t.term(o.left)} = ${t.term(o.right)}`;
  const what = o.kind === 'holds' ? ' holds' : o.kind === 'defined' ? ' is defined' : '';
  return `${t.sentence(o.of, o.kind !== 'shape').text}${what}`;
}
