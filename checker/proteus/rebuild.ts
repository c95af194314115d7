/** Rebuilding terms with their unknown latents named or filled; positions stay with the terms. */
import type { Term } from '../../semantics/grammar.ts';
import { at, positionOf } from '../../semantics/positions.ts';
import { rebuild } from '../../semantics/rebuilding.ts';
import { make, proteus, type Cap, type Mu } from '../../semantics/proteus/grammar.ts';

/** What to put for an unknown μ or Δ. `owner` is the μ of the same arrow or function, as put; none for update points. */
export interface Filling {
  mu(unknown: Mu & { tag: 'MuUnknown' }): Mu;
  cap(unknown: Cap & { tag: 'CapUnknown' }, owner: Mu | undefined, point: Term | undefined): Cap;
}

/** What is made anew has the position of what it was made from. */
const placed = (term: Term, before: Term): Term => (term === before ? term : at(term, positionOf(before)));

/** The term with its unknown latents filled, in the order of the text; the very term where there are none. */
export const fillUnknowns = <T extends Term>(root: T, filling: Filling): T =>
  rebuild(proteus, root, {
    put: (term, outer) => {
      if (term.tag === 'MuUnknown') return filling.mu(term as never);
      if (term.tag !== 'CapUnknown') return undefined;
      const i = outer?.fields.indexOf('mu') ?? -1;
      const owner = i >= 0 ? (outer?.parts[i] as Mu) : undefined;
      return filling.cap(term as never, owner, outer?.term.tag === 'Update' ? outer.term : undefined);
    },
    made: placed,
  });

/** The term with another put in place of some of its parts (the very objects), wherever they are. */
export const replaceTerms = <T extends Term>(root: T, parts: ReadonlySet<Term>, other: Term): T =>
  rebuild(proteus, root, { put: (term) => (parts.has(term) ? other : undefined), made: placed });

/** The term with another put in place of one of its parts (the very object). */
export const replaceTerm = <T extends Term>(root: T, part: Term, other: Term): T =>
  replaceTerms(root, new Set([part]), other);

/** Gives each unnamed unknown a name of its own. */
export function nameUnknowns<T extends Term>(
  root: T,
  note: (cap: string, owner: Mu | undefined, point: Term | undefined) => void,
  counter: { next: number },
): T {
  return fillUnknowns(root, {
    mu: () => make.Mu.MuUnknown(`m${counter.next++}`),
    cap: (_, owner, point) => {
      const name = `d${counter.next++}`;
      note(name, owner, point);
      return make.Cap.CapUnknown(name);
    },
  });
}
