/**
 * Formulas of linear temporal logic (behaviours.md, section 4), as graphs with shared parts: parts have smaller numbers
 * than what they are parts of, so that every pass is a loop and no formula is too deep.
 */
import type { Position } from '../../semantics/positions.ts';
import type { Question } from './system.ts';

export type Comparison = '=' | '!=' | '<' | '>' | '<=' | '>=';
export const comparisons: readonly Comparison[] = ['=', '!=', '<=', '>=', '<', '>'];

/** What an atom asks. */
export type Ask =
  /** A question to the state; numbers and words are compared. */
  | {
      readonly on: 'state';
      readonly question: Question;
      readonly compare?: { readonly by: Comparison; readonly to: bigint | string };
    }
  /** How many updates were applied: all that were given. */
  | { readonly on: 'updated' }
  | { readonly on: 'end'; readonly what: 'done' | 'deadlock' | 'stuck' }
  /** The step taken from the state. */
  | { readonly on: 'actor'; readonly actor: string }
  | { readonly on: 'rule'; readonly rule: string }
  | {
      readonly on: 'event';
      readonly name: string;
      readonly args: readonly string[];
      readonly compare?: { readonly by: Comparison; readonly to: bigint };
    };

export interface Atom {
  readonly text: string;
  readonly ask: Ask;
  readonly position: Position;
}

export type Op =
  | 'true'
  | 'false'
  | 'atom'
  | 'not'
  | 'and'
  | 'or'
  | 'implies'
  | 'next'
  | 'finally'
  | 'globally'
  | 'until'
  | 'release'
  | 'weak';

/** A part: its operator, and the numbers of its parts; of an atom, the number among the atoms. */
export interface Part {
  readonly op: Op;
  readonly a: number;
  readonly b: number;
}

export interface Formula {
  readonly parts: readonly Part[];
  readonly atoms: readonly Atom[];
  /** The number of the part that is the whole. */
  readonly root: number;
}

export const temporal: ReadonlySet<Op> = new Set<Op>([
  'next',
  'finally',
  'globally',
  'until',
  'release',
  'weak',
] satisfies Op[]);

/** Makes formulas: equal parts are one. */
export class Formulas {
  readonly parts: Part[] = [];
  readonly atoms: Atom[] = [];
  private readonly known = new Map<string, number>();
  private readonly atomNumbers = new Map<string, number>();

  make(op: Op, a = -1, b = -1): number {
    const key = `${op} ${a} ${b}`;
    let n = this.known.get(key);
    if (n === undefined) {
      n = this.parts.push({ op, a, b }) - 1;
      this.known.set(key, n);
    }
    return n;
  }

  atom(atom: Atom): number {
    let n = this.atomNumbers.get(atom.text);
    if (n === undefined) {
      n = this.atoms.push(atom) - 1;
      this.atomNumbers.set(atom.text, n);
    }
    return this.make('atom', n);
  }

  formula(root: number): Formula {
    return { parts: this.parts, atoms: this.atoms, root };
  }
}

/** The formula with another operator on top: `G φ` for φ. */
export function wrapped(op: Op, f: Formula): Formula {
  return { parts: [...f.parts, { op, a: f.root, b: -1 }], atoms: f.atoms, root: f.parts.length };
}

/** Whether the formula speaks of more than one position. */
export const isTemporal = (f: Formula): boolean => reachableParts(f).some((p) => temporal.has(p.op));

/** The parts that the formula has (those of others made beside it are left out), in order. */
export function reachableParts(f: Formula): readonly Part[] {
  const used = new Uint8Array(f.parts.length);
  used[f.root] = 1;
  for (let n = f.root; n >= 0; n--) {
    const p = f.parts[n] as Part;
    if (used[n] === 0 || p.op === 'atom') continue;
    if (p.a >= 0) used[p.a] = 1;
    if (p.b >= 0) used[p.b] = 1;
  }
  return f.parts.filter((_, n) => used[n] === 1);
}

/** The atoms that the formula has. */
export const atomsOf = (f: Formula): readonly Atom[] =>
  reachableParts(f).flatMap((p) => (p.op === 'atom' ? [f.atoms[p.a] as Atom] : []));

/** The atoms under an even number of negations, and those under an odd one; an atom may be among both. */
export function signs(f: Formula): { readonly positive: readonly Atom[]; readonly negative: readonly Atom[] } {
  // Bit 1: the part stands under an even number, bit 2: under an odd one.
  const under = new Uint8Array(f.root + 1);
  under[f.root] = 1;
  const flipped = (bits: number): number => ((bits & 1) << 1) | (bits >> 1);
  for (let n = f.root; n >= 0; n--) {
    const { op, a, b } = f.parts[n] as Part;
    const bits = under[n] as number;
    if (bits === 0 || op === 'atom') continue;
    if (a >= 0) under[a] = (under[a] as number) | (op === 'not' || op === 'implies' ? flipped(bits) : bits);
    if (b >= 0) under[b] = (under[b] as number) | bits;
  }
  const with_ = (bit: number): readonly Atom[] =>
    f.parts.flatMap((p, n) => (p.op === 'atom' && ((under[n] ?? 0) & bit) !== 0 ? [f.atoms[p.a] as Atom] : []));
  return { positive: with_(1), negative: with_(2) };
}

/** The truth of every part without temporal operators, given that of the atoms; temporal parts count as false. */
export function evaluateNow(f: Formula, atom: (n: number) => boolean): boolean {
  const truth = new Uint8Array(f.root + 1);
  for (let n = 0; n <= f.root; n++) truth[n] = Number(now(f.parts[n] as Part, truth, atom));
  return truth[f.root] === 1;
}

function now({ op, a, b }: Part, truth: Uint8Array, atom: (n: number) => boolean): boolean {
  switch (op) {
    case 'true':
      return true;
    case 'atom':
      return atom(a);
    case 'not':
      return truth[a] === 0;
    case 'and':
      return truth[a] === 1 && truth[b] === 1;
    case 'or':
      return truth[a] === 1 || truth[b] === 1;
    case 'implies':
      return truth[a] === 0 || truth[b] === 1;
    default:
      return false;
  }
}
