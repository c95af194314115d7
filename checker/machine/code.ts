/**
 * Terms made ready to run: their parts that are evaluated, in order, and where the values of their variables are. The
 * values of local variables stand in activations, one for each body that is entered, instead of being substituted.
 */
import type { ConstructorInfo, ListSort } from '../../semantics/constructors.ts';
import type { Term } from '../../semantics/grammar.ts';
import type { FiniteMap } from '../../semantics/maps.ts';
import type { Store } from './store.ts';

export type Activation = (Term | undefined)[];
/** Variables in scope, and their slots. */
export type Scope = FiniteMap<'Scope', number>;

/** The slot of what is no variable, and of a variable that is not in scope. */
export const noVariable = -2;
export const unbound = -1;

export type Slots = readonly (readonly [string, number])[];

/** A body that can be entered: its code and how many slots it has. */
export interface Body {
  readonly code: Code;
  readonly slots: number;
}

export class Code {
  readonly term: Term;
  readonly scope: Scope;
  readonly head: Head;
  /** A value that is one already, without variables of the scope. */
  readonly value: Term | undefined;
  readonly slot: number;
  /** The parts that are evaluated; the items of a list one after the other. */
  parts: readonly Code[] = none;
  /** The parts of the same sort that are not. */
  rests: readonly Code[] = none;
  /** The other fields. */
  others: readonly unknown[] = none;
  /** The slots of what it binds, in the order of the constructor's binders. */
  slots: readonly number[] = none;
  /** The cells of its list, and its end. */
  cells: readonly Term[] = none;
  end: Term | undefined = undefined;
  /** The variables of the scope that are free in it; in it without those that the term around it binds. */
  free: Slots | undefined = undefined;
  outer: Slots | undefined = undefined;
  /** What was entered last from here. */
  entered: Term | undefined = undefined;
  parameters: readonly string[] = none;
  body: Body | undefined = undefined;

  constructor(term: Term, scope: Scope, head: Head, value: Term | undefined, slot: number) {
    this.term = term;
    this.scope = scope;
    this.head = head;
    this.value = value;
    this.slot = slot;
  }
}

export const none: readonly never[] = Object.freeze([]);

/** A part that is evaluated. */
export interface Evaluated {
  readonly field: string;
  readonly list: ListSort | undefined;
}

/** What is known of the terms of one constructor, whatever the rules. */
export interface Head {
  readonly info: ConstructorInfo;
  readonly evaluated: readonly Evaluated[];
  /** The list among the parts that are evaluated: how many parts stand before it; -1 where there is none. */
  readonly list: number;
  readonly rests: readonly string[];
  readonly others: readonly string[];
  /** Whether it is a value once its parts are; undefined where that depends on them. */
  readonly value: boolean | undefined;
  /** Whether no field that is not evaluated has terms in it. */
  readonly plain: boolean;
  /** Puts a term together of its fields, in order. */
  readonly make: (...fields: unknown[]) => Term;
  /** The rules that reduce it, in the order of the document; and whether a machine can be stopped before. */
  reductions: readonly Reduction[];
  isPoint: boolean;
}

/** What a reduction looks at and changes. */
export interface Registers {
  /** The values of the parts of the redex, from `base` to `top`. */
  readonly values: unknown[];
  base: number;
  top: number;
  code: Code;
  activation: Activation;
  /** What the redex becomes, if it is a value; otherwise it becomes `code`. */
  value: Term | undefined;
  /** What the run ends with, where a reduction leads to no term. */
  ended: Term | undefined;
  readonly stores: readonly StoreLike[];
  /** Inputs of the judgement that do not change. */
  readonly given: readonly unknown[];
  /** A body to be entered from a code: the same one for the same term and parameters. */
  bodyOf(code: Code, e: Term, parameters: readonly string[]): Body;
  /** Goes on with a closed term. */
  enter(e: Term): void;
  /** Told of each call, where calls are noted. */
  readonly called: ((name: string) => void) | undefined;
}

/** A store, or a term that is replaced as a whole. */
export interface StoreLike {
  readonly store: Store | undefined;
  term(): unknown;
  replace(term: unknown): void;
}

/** Takes the step if the rule applies. */
export type Reduction = (m: Registers) => boolean;
