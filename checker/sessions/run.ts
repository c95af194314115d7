/** One run: which thread goes next, and whether an update is applied where it may be, is chosen by a policy. */
import { get, keys } from '../../semantics/maps.ts';
import { isFinal, start } from '../../semantics/sessions/configs.ts';
import type { Action, Config, Thread, Versions } from '../../semantics/sessions/grammar.ts';
import { steps } from '../../rules/sessions/reduction.ts';
import { sessions } from '../../rules/sessions/system.ts';
import type { System } from '../../rules/system.ts';
import type { Derivation } from '../derivation.ts';
import { Search } from '../derive.ts';
import { RandomChooser } from '../generate/choose.ts';
import { versionsOf } from './space.ts';
import type { Version } from '../../semantics/sessions/grammar.ts';

/** Apply what can be, as soon as it can; never; from the k-th chance on; or by choice of a seed, as the order of threads is then. */
export type Policy =
  | { readonly kind: 'asap' | 'never' }
  | { readonly kind: 'chance'; readonly k: number }
  | { readonly kind: 'seed'; readonly seed: number };

/** Reads `asap`, `never`, `chance K` or `seed N`; undefined for anything else. */
export function policyOf(text: string): Policy | undefined {
  const [word, number, more] = text.trim().split(/[\s=]+/);
  if (more !== undefined) return undefined;
  if ((word === 'asap' || word === 'never') && number === undefined) return { kind: word };
  const n = Number(number);
  if (number === undefined || !/^[0-9]+$/.test(number) || !Number.isSafeInteger(n)) return undefined;
  if (word === 'chance' && n > 0) return { kind: 'chance', k: n };
  return word === 'seed' ? { kind: 'seed', seed: n } : undefined;
}

export interface RunStep {
  readonly p: string;
  readonly action: Action;
  readonly rule: string;
  readonly before: Config;
  readonly after: Config;
  readonly derivation: Derivation;
}

export interface SessionRun {
  readonly outcome: 'done' | 'stuck' | 'out-of-fuel';
  readonly steps: number;
  readonly chances: number;
  readonly config: Config;
}

export interface SessionRunOptions {
  readonly system?: System;
  readonly policy?: Policy;
  readonly maxSteps?: number;
  readonly onStep?: (step: RunStep) => void;
}

/** The steps of a participant. */
export function stepsOf(system: System, W: Versions, C: Config, p: string): RunStep[] {
  const Θ = get(C.threads, p) as Thread;
  const search = new Search(system, steps.form, [W, C, p, Θ.process], { fuel: 1_000_000 });
  const found: RunStep[] = [];
  for (let s = search.next(); s !== undefined; s = search.next()) {
    const [action, after] = s.outputs as [Action, Config];
    found.push({ p, action, rule: s.derivation.rule.name, before: C, after, derivation: s.derivation });
  }
  return found;
}

const applies = (s: RunStep): boolean => s.action.tag === 'Takes' || s.action.tag === 'Leads';
export const usualSteps = 10_000;

export function runSession(W: Versions, options: SessionRunOptions = {}): SessionRun {
  const { system = sessions, policy = { kind: 'asap' }, maxSteps = usualSteps } = options;
  const chooser = new RandomChooser(policy.kind === 'seed' ? policy.seed : 0);
  let C = start.compute(versionsOf(W)[0] as Version);
  let last = '';
  let chances = 0;
  for (let n = 0; ; n++) {
    const end = (outcome: SessionRun['outcome']): SessionRun => ({ outcome, steps: n, chances, config: C });
    if (isFinal(C)) return end('done');
    if (n >= maxSteps) return end('out-of-fuel');
    // Whoever comes after the one that went last; or anybody.
    const names = keys(C.threads).sort();
    const from = names.findIndex((p) => p > last);
    const order = from < 0 ? names : [...names.slice(from), ...names.slice(0, from)];
    let step: RunStep | undefined;
    if (policy.kind === 'seed') {
      const all = order.flatMap((p) => stepsOf(system, W, C, p));
      step = all.length === 0 ? undefined : all[chooser.choose(all.length)];
      if (step !== undefined && all.some((s) => s.p === step?.p && applies(s))) chances++;
    } else
      for (const p of order) {
        const all = stepsOf(system, W, C, p);
        if (all.length === 0) continue;
        const update = all.find(applies);
        if (update !== undefined) chances++;
        const take = policy.kind === 'asap' || (policy.kind === 'chance' && chances >= policy.k);
        step = update === undefined || take ? (update ?? all[0]) : (all.find((s) => !applies(s)) ?? update);
        break;
      }
    if (step === undefined) return end('stuck');
    options.onStep?.(step);
    last = step.p;
    C = step.after;
  }
}
