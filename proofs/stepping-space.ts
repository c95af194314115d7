/** The state space of programs that are run by deriving steps: every step that the rules allow, not only the first. */
import { Interner } from '../semantics/interning.ts';
import type { Form } from '../rules/judgement.ts';
import type { System } from '../rules/system.ts';
import type { Derivation } from '../checker/derivation.ts';
import { Search } from '../checker/derive.ts';
import { Labels, type TransitionSystem } from '../checker/explore/system.ts';

/** @typeParam P a program as it is loaded. @typeParam S a state. */
export interface Stepping<P, S> {
  readonly system: System;
  /** The judgement that a program is well formed, and its inputs. */
  judged(program: P): { readonly form: Form; readonly inputs: readonly unknown[] };
  start(program: P): S;
  /** The judgement of a step, and its inputs. */
  step(state: S): { readonly form: Form; readonly inputs: readonly unknown[] };
  /** What the outputs of a step lead to: a state, or an error, which is told. */
  next(outputs: readonly unknown[]): { readonly state: S } | { readonly failed: string };
  /** The value that a finished state is, as it is written; null for one that is not finished. */
  value(state: S): string | null;
  /** A state on a line. */
  print(state: S): string;
  /** The innermost step on one line: what it was taken of, and what that became. */
  shown(args: readonly unknown[], whole: boolean): { readonly redex: string; readonly result: string };
}

/** The derivation of the innermost step in the derivation of a step. */
export function innermost(d: Derivation): Derivation {
  const { name } = d.rule.conclusion.judgement;
  for (let at = d; ;) {
    const inner = at.premises.find((p) => p.rule.conclusion.judgement.name === name);
    if (inner === undefined) return at;
    at = inner;
  }
}

/** Who moves: there is nobody else. */
const actor = '0';

/** States are terms, each a tuple of its number; one that is no term is an error that a step led to. */
export function steppingSpace<P, S>(c: Stepping<P, S>, program: P, system: System): TransitionSystem {
  const terms = new Interner(c.system.grammar);
  const labels = new Labels();
  const failures: string[] = [];
  const failed = (s: ArrayLike<number>): string | undefined => failures[~(s[0] as number)];
  const stateOf = (s: ArrayLike<number>): S => terms.term(s[0] as number) as S;
  const value = (s: ArrayLike<number>): string | null => failed(s) ?? c.value(stateOf(s));
  const known = new Map<number, readonly (readonly [label: number, to: number])[]>();
  const number = (outputs: readonly unknown[]): number => {
    const next = c.next(outputs);
    if ('state' in next) return terms.id(next.state);
    const at = failures.indexOf(next.failed);
    return ~(at < 0 ? failures.push(next.failed) - 1 : at);
  };
  const stepsFrom = (s: ArrayLike<number>): readonly (readonly [number, number])[] => {
    if (value(s) !== null) return [];
    const { form, inputs } = c.step(stateOf(s));
    const search = new Search(system, form, inputs);
    const found: (readonly [number, number])[] = [];
    // Derivations that lead to the same state are one step; a label leads to one state, so choices are numbered.
    for (let r = search.next(); r !== undefined; r = search.next()) {
      const to = number(r.outputs);
      const rule = innermost(r.derivation).rule.name;
      const others = found.filter(([, t]) => t !== to).length;
      const event = others === 0 ? {} : { event: { name: 'choice', args: [String(others)] } };
      if (!found.some(([, t]) => t === to)) found.push([labels.number({ actor, rule, ...event }), to]);
    }
    return found;
  };
  const start = c.start(program);
  const { form: step } = c.step(start);
  const rules = new Set<string>();
  for (const r of system.rules.values()) if (r.conclusion.judgement.name === step.name) rules.add(r.name);
  return {
    calculus: system.name,
    start: [terms.id(start)],
    successors(s, emit) {
      const at = s[0] as number;
      let found = known.get(at);
      if (found === undefined) known.set(at, (found = stepsFrom(s)));
      for (const [label, to] of found) emit(label, [to]);
    },
    label: (n) => labels.at(n),
    updates: 0,
    rules,
    events: new Set(['choice']),
    done: (s) => value(s) !== null,
    actors: (s) => (value(s) === null ? [actor] : []),
    blocked: () => false,
    ask: (q) =>
      q.about === 'finished'
        ? { kind: 'truth', of: (s) => value(s) !== null }
        : { kind: 'none', message: 'terms have nothing of that kind' },
    ending: (s) => ({ value: value(s), applied: 0, variables: {} }),
    print: (s) => failed(s) ?? c.print(stateOf(s)),
  };
}
