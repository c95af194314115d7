/**
 * What can be said in the rules of a system, as a grammar for reading: the templates that rules are printed by, turned
 * round. A phrase is one template: of a constructor, a metafunction, a judgement form.
 */
import type { AnyMetafunction, Metavariable } from '../../semantics/symbols.ts';
import type { Production, Syntax } from './chart.ts';
import type { Form } from '../../rules/judgement.ts';
import type { Literals, Words } from './spelling.ts';
import type { System } from '../../rules/system.ts';

export interface Phrase extends Production {
  /** For each symbol on the right, the argument that it is; undefined for words of the template. */
  readonly fills: readonly (number | undefined)[];
  /** For each word of the template, the rest of the template from there up to the next argument, as it is printed. */
  readonly texts: readonly string[];
  /** How the phrase is told from others: by what it makes, and by what is read. */
  readonly key: string;
  readonly shape: string;
  readonly made: (args: readonly unknown[]) => unknown;
  /** Arguments that the text leaves out. */
  readonly fixed: readonly (readonly [index: number, value: unknown, key: string])[];
  readonly arity: number;
  /** Nothing is made: the only argument is the reading. */
  readonly passes: boolean;
  /** The template is its argument alone: a term of one sort where another is expected. */
  readonly converts: boolean;
  /** Its right argument may not be such a phrase itself: `Δ ∩ Δ1 ∩ Δ2` is `(Δ ∩ Δ1) ∩ Δ2`. */
  readonly toTheLeft: boolean;
  readonly calls: AnyMetafunction | undefined;
  /** The call is written with the function's name, and not by its template. */
  readonly byName: boolean;
  readonly form: Form | undefined;
  /** A premise `value = pattern`. */
  readonly equation: boolean;
}

/** Terminals that stand for more than a word of a template. */
export interface Variables {
  /** Sort ↦ the metavariables of the sort. */
  readonly ofSort: ReadonlyMap<string, number>;
  /** Letter ↦ the names that start with it, where a constructor asks for the letter of its field. */
  readonly ofLetter: ReadonlyMap<string, number>;
  readonly number: number;
  /** A name that is meant itself. */
  readonly itself: number;
}

export interface Phrases {
  readonly system: System;
  readonly syntax: Syntax<Phrase>;
  readonly premise: number;
  readonly conclusion: number;
  /** Nonterminal ↦ the sort that it reads. */
  readonly sorts: ReadonlyMap<number, string>;
  readonly variables: Variables;
  readonly words: Words;
  readonly literals: Literals;
  /** Names that a judgement speaks of, with the words around them: the r in `fields of r`. */
  readonly spoken: readonly { readonly name: string; readonly among: readonly string[] }[];
  readonly metas: Readonly<Record<string, Metavariable>>;
  /** The functions of the system itself; others give way to them where both read alike. */
  readonly own: ReadonlySet<AnyMetafunction>;
  /** Sort ↦ its constructors that are told apart by the letter of the name that they hold: x Var, z Ext, r Loc. */
  readonly lettered: ReadonlyMap<string, readonly (readonly [letter: string, tag: string])[]>;
  /** Sort ↦ the metafunction that prints as its argument, which is of the same sort. */
  readonly silent: ReadonlyMap<string, AnyMetafunction>;
}
