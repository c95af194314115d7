/** Rebuilding terms with their unknown latents named or filled; positions stay with the terms. */
import type { Term } from '../../semantics/grammar.ts';
import { constructorOf, makerOf } from '../../semantics/matching.ts';
import { at, positionOf } from '../../semantics/positions.ts';
import { make, proteus, type Cap, type Mu } from '../../semantics/proteus/grammar.ts';

/** What to put for an unknown μ or Δ. `owner` is the μ of the same arrow or function, as put; none for update points. */
export interface Filling {
  mu(unknown: Mu & { tag: 'MuUnknown' }): Mu;
  cap(unknown: Cap & { tag: 'CapUnknown' }, owner: Mu | undefined, point: Term | undefined): Cap;
}

/** Terms in which nothing is unknown, whatever fills it. */
const clean = new WeakSet<object>();

interface Frame {
  readonly term: Record<string, unknown> & Term;
  readonly fields: readonly string[];
  next: number;
  readonly parts: unknown[];
}

/**
 * A term with some of its parts put in place of others, from the leaves up; the very term where nothing is. No native stack
 * is used.
 * @param put what to put for a part, told the term around it with its parts so far; undefined to look inside.
 * @param clean terms of which it is known that nothing is put in them; those found so are added.
 */
function rebuild<T extends Term>(
  root: T,
  put: (part: Term, outer: Frame | undefined) => Term | undefined,
  clean: WeakSet<object>,
): T {
  const stack: Frame[] = [];
  let result: unknown;
  let have = false;
  const enter = (x: unknown): void => {
    if (typeof x !== 'object' || x === null || Array.isArray(x) || clean.has(x)) {
      result = x;
      have = true;
      return;
    }
    const term = x as Frame['term'];
    const other = put(term, stack[stack.length - 1]);
    if (other !== undefined) {
      result = other;
      have = true;
    } else stack.push({ term, fields: constructorOf(proteus, term).fields.map(([f]) => f), next: 0, parts: [] });
  };
  enter(root);
  while (stack.length > 0) {
    const top = stack[stack.length - 1] as Frame;
    if (have) {
      top.parts.push(result);
      have = false;
    }
    if (top.next < top.fields.length) {
      enter(top.term[top.fields[top.next++] as string]);
      continue;
    }
    stack.pop();
    const { term, fields, parts } = top;
    if (fields.every((f, i) => term[f] === parts[i])) {
      clean.add(term);
      result = term;
    } else {
      const maker = makerOf(proteus, term.tag) as (...args: unknown[]) => Term;
      result = at(maker(...parts), positionOf(term));
    }
    have = true;
  }
  return result as T;
}

/** The term with its unknown latents filled, in the order of the text; the very term where there are none. */
export const fillUnknowns = <T extends Term>(root: T, filling: Filling): T =>
  rebuild(
    root,
    (term, outer) => {
      if (term.tag === 'MuUnknown') return filling.mu(term as never);
      if (term.tag !== 'CapUnknown') return undefined;
      const i = outer?.fields.indexOf('mu') ?? -1;
      const owner = i >= 0 ? (outer?.parts[i] as Mu) : undefined;
      return filling.cap(term as never, owner, outer?.term.tag === 'Update' ? outer.term : undefined);
    },
    clean,
  );

/** The term with one of its parts (the very object) put in place of another, wherever it is. */
export const replaceTerm = <T extends Term>(root: T, part: Term, other: Term): T =>
  rebuild(root, (term) => (term === part ? other : undefined), new WeakSet());

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
