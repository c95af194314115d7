/** What is chosen of the space of a program with threads. */
import { make, type Policy } from '../../semantics/threads/grammar.ts';
import type { System } from '../../rules/system.ts';

export const policies = ['all', 'barrier', 'own-static', 'barrier-blocked', 'interrupt', 'versions'] as const;
export type PolicyName = (typeof policies)[number];
export const offers = ['any', 'now', 'arrive'] as const;
export type Offer = (typeof offers)[number];
export const transfers = ['lazy', 'instant'] as const;

/** `reduce-updates`, `reduce-calls`, …: what a step may do though an update that is still to come cares. */
export const ignored = ['updates', 'calls', 'values', 'cons'] as const;

export interface SpaceOptions {
  readonly policy?: PolicyName;
  readonly offer?: Offer;
  readonly transfer?: (typeof transfers)[number];
  /** The rules; those of the calculus as it is unless others are given. */
  readonly system?: System;
  /** Derive every update from the rules, on the whole configuration, instead of part by part. */
  readonly plain?: boolean;
  /** What local steps are taken for local in spite of: a variant of the reduction, to be refuted (behaviours.md, section 11). */
  readonly ignores?: (typeof ignored)[number];
}

const policyTerms: Readonly<Record<PolicyName, Policy>> = {
  all: make.Policy.All(),
  barrier: make.Policy.Barrier(),
  'own-static': make.Policy.OwnStatic(),
  'barrier-blocked': make.Policy.BarrierBlocked(),
  interrupt: make.Policy.Interrupt(),
  versions: make.Policy.OfVersions(),
};

export const policyTerm = (name: PolicyName): Policy => policyTerms[name];
