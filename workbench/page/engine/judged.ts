/** What is judged of a program before it runs, for calculi that are run step by step: as a whole, and each definition. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { System } from '../../../rules/system.ts';
import type { Derivation } from '../../../checker/derivation.ts';
import type { JudgedAt } from '../../../proofs/calculus.ts';
import type { RunOf } from './sent.ts';
import { calculusMeant, chosen } from './variants.ts';

export const rulesOf = (variant: string | null | undefined) => chosen(variant ?? null)?.variant.system;

/** A program, read and judged. @param record whether its derivations are kept. */
export function loaded(text: string, variant: string | null | undefined, record = false) {
  const calculus = calculusMeant(variant ?? null);
  const system = rulesOf(variant) ?? calculus.base;
  return { calculus, system, read: calculus.language?.load(text, 'program', { system, record }) };
}

/** What a run is of, as far as it matters here. */
export type Sources = Pick<RunOf, 'program' | 'updates' | 'variant'> & { readonly check?: RunOf['check'] };

/** The first node, conclusions before premises, that is as asked; undefined where none is. */
function firstIn(roots: readonly Derivation[], is: (d: Derivation) => boolean): Derivation | undefined {
  const seen = new Set<Derivation>();
  const open = [...roots].reverse();
  for (let d = open.pop(); d !== undefined; d = open.pop()) {
    if (seen.has(d)) continue;
    seen.add(d);
    if (is(d)) return d;
    for (let i = d.premises.length - 1; i >= 0; i--) open.push(d.premises[i] as Derivation);
  }
  return undefined;
}

export interface Judged {
  readonly system: System;
  /** The program, then what else is judged before it runs: updates that it has in it. */
  readonly roots: readonly Derivation[];
  /** Its definitions, as far as each is judged by itself. */
  readonly definitions: ReadonlyMap<string, Derivation>;
}
let lastJudged: { readonly key: string; readonly judged: Judged | null } | undefined;

/** Where derivations judge a definition. */
function judgedIn(roots: readonly Derivation[], { within, by }: JudgedAt): Derivation | undefined {
  let found: Derivation | undefined;
  for (const { rule, metas } of within) {
    const names = Object.entries(metas);
    const is = (d: Derivation) => d.rule.name === rule && names.every(([m, x]) => d.env[d.metas.indexOf(m)] === x);
    found = firstIn(found === undefined ? roots : [found], is);
    if (found === undefined) return undefined;
  }
  return found?.premises.find((p) => p.rule.conclusion.judgement.name === by);
}

/** What is judged of a program before it runs, the last one kept; null where it does not load. */
export function judgedOf({ program: text, variant }: Sources): Judged | null {
  const key = JSON.stringify([text, variant ?? null]);
  if (lastJudged?.key === key) return lastJudged.judged;
  const { calculus, system, read } = loaded(text, variant, true);
  const { language } = calculus;
  let judged: Judged | null = null;
  if (read !== undefined && !isLeft(read) && language !== undefined) {
    const { roots } = language.record(read.right, { system, maxSteps: 0 });
    const definitions = new Map<string, Derivation>();
    for (const d of language.definitions(read.right)) {
      const at = language.judged?.(d);
      const found = at && judgedIn(roots, at);
      if (found !== undefined) definitions.set(d.name, found);
    }
    judged = { system, roots, definitions };
  }
  lastJudged = { key, judged };
  return judged;
}
