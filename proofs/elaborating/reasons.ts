/** Why something holds, as far as a solver noted it when it found it out: what proofs for the kernel are written from. */
import type { Law, Literal } from '../certificate.ts';
import type { Sym } from '../terms.ts';

/** By a law that needs something; or nothing is to be said, since it is a fact. */
export type Why = { readonly needs: readonly Need[]; readonly law: Law } | undefined;
/** Two terms that were said to be different, and why. */
export interface Said {
  readonly left: Sym;
  readonly right: Sym;
  readonly why: Why;
}
/** A term that is defined: equal ones are. */
export interface Sure {
  readonly of: Sym;
  readonly why: Why;
}
/** Why two terms are different: they equal two that are said to be; constructor terms that are; what is defined, and what is not. */
export type Apart =
  | { readonly by: 'said'; readonly said: Said; readonly turned: boolean }
  | { readonly by: 'heads'; readonly left: Sym; readonly right: Sym }
  | { readonly by: 'part'; readonly left: Sym; readonly right: Sym; readonly at: number; readonly why: Apart }
  | { readonly by: 'sure'; readonly sure: Sure; readonly turned: boolean };
/** What is needed: an equation, the constructor term that a term equals, a difference, or that a term is defined. */
export type Need =
  | { readonly need: 'equal' | 'head'; readonly left: Sym; readonly right: Sym }
  | { readonly need: 'apart'; readonly left: Sym; readonly right: Sym; readonly why: Apart }
  | { readonly need: 'sure'; readonly of: Sym; readonly why: Sure };
/** Why two terms are in one class: as parts of equal terms, being put together alike, or as was said. */
export type Link =
  | { readonly by: 'alike' }
  | { readonly by: 'part'; readonly left: Sym; readonly right: Sym; readonly at: number }
  | { readonly by: 'said'; readonly why: Why };
export interface Edge {
  readonly from: Sym;
  readonly to: Sym;
  readonly link: Link;
}
/** What contradicts: constructors, a term that would be a part of itself, or a clause all of whose literals are denied. */
export type Conflict =
  | { readonly by: 'heads'; readonly left: Sym; readonly right: Sym }
  | { readonly by: 'cycle'; readonly path: readonly { readonly whole: Sym; readonly at: number }[] }
  | { readonly by: 'clause'; readonly literal: Literal; readonly why: Why; readonly against: Need };
