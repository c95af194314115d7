/**
 * What the kernel checks: a proof in which nothing is left to be found. Each fact that is used is made by a law from facts
 * that are there, term by term; each case of an inversion is given, those that are impossible with what refutes them.
 */
import type { AnyMetafunction } from '../semantics/symbols.ts';
import type { System } from '../rules/system.ts';
import type { Known } from './known.ts';
import type { Statement } from './statement.ts';
import type { Sym } from './terms.ts';

/** What proofs are about. */
export interface Development {
  readonly system: System;
  readonly known: Known;
  /** The metafunctions by name, those that no rule calls included. */
  readonly functions: ReadonlyMap<string, AnyMetafunction>;
  /** In their order: a lemma stands before what uses it. */
  readonly statements: ReadonlyMap<string, Statement>;
}

/** Two terms, and whether they are equal. */
export type Literal = readonly [left: Sym, right: Sym, equal: boolean];
/** A law at an instance: it gives a fact. */
export type Law = Readonly<
  // Each term equals the one before, or is put together like it of equal parts; one at most is different from it.
  | { law: 'chain'; terms: readonly Sym[] }
  // Constructors are injective.
  | { law: 'part'; left: Sym; right: Sym; at: number }
  // A total function is defined; a call has the value that equations give it.
  | { law: 'defined' | 'value'; of: Sym }
  // Of a clause about a call, at a key, the one literal that the facts do not deny.
  | { law: 'clause'; of: Sym; key: Sym; clause: number; at: number }
>;

/** Metavariables to the numbers of their new variables; metavariables to terms. */
export type Numbers = Readonly<Record<string, number>>;
export type Instantiation = Readonly<Record<string, Sym>>;
/** What meets a premise: the name of a claim; of a premise for all, its variables and a proof. */
export type By = string | Readonly<{ numbers: Numbers; proof: Proof }>;
/** A rule, a lemma, a statement of the same induction or a premise for all, at an instance. */
type Kind = 'rule' | 'lemma' | 'hypothesis' | 'every';
export type Use = Readonly<{
  law: 'use';
  kind: Kind;
  of: string;
  instance: Instantiation;
  premises: readonly By[];
  exists: Numbers;
  as: string;
}>;
/** Of a claim, its last rule; of a term, its constructor. */
export type Case = Readonly<{ name: string; numbers: Numbers; proof: Proof }>;
type End = Readonly<
  | { end: 'absurd'; left: Sym; right: Sym }
  | { end: 'done'; witnesses: Instantiation; claims: readonly By[] }
  | { end: 'cases'; of: string | Sym; cases: readonly Case[] }
  | { end: 'split'; literal: Literal; yes: Proof; no: Proof }
>;
export type Proof = Readonly<{ steps: readonly (Law | Use)[]; end: End }>;
