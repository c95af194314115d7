/**
 * Counterexamples made smaller. What is given in an instance (the terms, and for a run its updates) is made smaller bit
 * by bit, by the grammar alone: a part gives way to one of its own parts, to the least term of its sort, or goes. A
 * change stays when the same theorem still falls, its premises derived anew.
 */
import type { Grammar, Term } from '../../semantics/grammar.ts';
import { entries, mapOperations, type FiniteMap } from '../../semantics/maps.ts';
import { equal } from '../../semantics/terms.ts';
import type { System } from '../../rules/system.ts';
import type { Theorem } from '../../rules/theorem.ts';
import { isMeta } from '../../semantics/symbols.ts';
import { isInstance } from '../../rules/judgement.ts';
import { isAboutRuns } from './run-theorems.ts';
import type { Fall } from './tally.ts';
import type { HuntingGround } from './hunting-ground.ts';
import { Trial, type Outcome } from './trial.ts';

/** How many smaller instances may be tried. */
const mostTrials = 12_000;
/** Rule instances for each: what takes longer is given up. */
const fuel = 20_000;

/** An instance of a theorem: the values of what has to be given, and for a run the actions to be tried. */
export interface Given {
  readonly values: Readonly<Record<string, unknown>>;
  /** At each update point of the run, in order: the action to be tried there. */
  readonly plan?: readonly unknown[];
}

/** An instance in which the theorem falls. */
export interface Found {
  readonly given: Given;
  readonly case: string;
  readonly conclusion: number;
  readonly values: Readonly<Record<string, unknown>>;
  /** For runs: every action taken. */
  readonly taken?: readonly unknown[];
}

/** Tries a theorem on a given instance; undefined when it holds or says nothing. */
export class Judge {
  private readonly trial: Trial;
  private readonly system: System;
  private readonly huntingGround: HuntingGround;
  private readonly aboutRuns: boolean;

  constructor(system: System, theorem: Theorem, huntingGround: HuntingGround, limit = fuel) {
    this.system = system;
    this.huntingGround = huntingGround;
    this.trial = new Trial(system, theorem, { fuel: limit });
    this.aboutRuns = isAboutRuns(theorem, huntingGround);
  }

  falls(given: Given): Found | undefined {
    const { trial } = this;
    const placed: Record<string, unknown> = {};
    for (const [m, x] of Object.entries(given.values))
      placed[m] = this.huntingGround.shrinking?.placed(x, this.system) ?? x;
    const env = trial.environment(placed);
    if (!this.aboutRuns) return this.found(given, trial.attempt(env, 0, undefined, 0));
    const { runs } = this.huntingGround;
    const premise = trial.theorem.premises[1];
    const target = isInstance(premise) ? premise.args[1] : undefined;
    if (runs === undefined || !isMeta(target)) return undefined;
    // The first premise first: a program that is not well typed starts no run.
    const first = trial.attempt(env.slice(), 0, undefined, 0, 1);
    if (first.kind !== 'holds') return undefined;
    const start = trial.theorem.given.map((m) => placed[m]);
    for (const { state, actions, last } of runs.again(this.system, start, given.plan ?? [], trial.theorem.name)) {
      if (trial.theorem.atEnd && !last) continue;
      const at = first.env.slice();
      Object.assign(at, trial.environment({ [target.meta]: state }));
      const found = this.found(given, trial.attempt(at, 2, undefined, 0));
      if (found) return { ...found, taken: actions };
    }
    return undefined;
  }

  private found(given: Given, outcome: Outcome): Found | undefined {
    if (outcome.kind !== 'falls') return undefined;
    return {
      given,
      case: outcome.case,
      conclusion: outcome.conclusion,
      values: this.trial.values(outcome.env),
    };
  }
}

/** The instance that a fall is about. */
export function givenOf(theorem: Theorem, fall: Fall, huntingGround: HuntingGround): Given {
  const view = (x: unknown) => huntingGround.shrinking?.whole(x) ?? x;
  const values: Record<string, unknown> = {};
  for (const m of theorem.given) values[m] = view(fall.values[m]);
  return fall.plan === undefined ? { values } : { values, plan: fall.plan };
}

/**
 * Makes an instance smaller.
 * @returns the smallest one found, and how many were tried; the first one when nothing smaller falls.
 */
export function shrink(
  system: System,
  theorem: Theorem,
  huntingGround: HuntingGround,
  first: Given,
): { readonly found: Found | undefined; readonly tried: number } {
  const judge = new Judge(system, theorem, huntingGround);
  let best = judge.falls(first);
  // What needs more than the usual fuel is left as it is.
  if (best === undefined) return { found: new Judge(system, theorem, huntingGround, 500_000).falls(first), tried: 1 };
  let tried = 1;
  const g = system.grammar;
  const attempt = (given: Given): boolean => {
    tried++;
    const found = judge.falls(given);
    if (found === undefined) return false;
    best = found;
    return true;
  };
  for (let again = true; again && tried < mostTrials;) {
    again = false;
    const given: Given = best.given;
    for (const [i] of (given.plan ?? []).entries()) {
      const plan = (given.plan ?? []).slice(0, i).concat((given.plan ?? []).slice(i + 1));
      if (attempt({ ...given, plan })) {
        again = true;
        break;
      }
    }
    if (again) continue;
    const parts: [unknown, (x: unknown) => Given][] = Object.entries(given.values).map(([m, x]) => [
      x,
      (y) => ({ ...best?.given, values: { ...(best as Found).given.values, [m]: y } }),
    ]);
    (given.plan ?? []).forEach((a, i) =>
      parts.push([
        a,
        (y) => ({
          ...(best as Found).given,
          plan: ((best as Found).given.plan ?? []).map((b, k) => (k === i ? y : b)),
        }),
      ]),
    );
    // One thing in all its places at once: a type that a definition and a transformer have to agree on.
    const all = (put: (x: unknown) => unknown): Given => ({
      values: Object.fromEntries(Object.entries(given.values).map(([m, x]) => [m, put(x)])),
      ...(given.plan ? { plan: given.plan.map(put) } : {}),
    });
    for (const [from, to] of exchanges(g, [...Object.values(given.values), ...(given.plan ?? [])], huntingGround)) {
      if (tried >= mostTrials) break;
      if (attempt(all((x) => replaceAll(g, x, from, to)))) {
        again = true;
        break;
      }
    }
    if (again) continue;
    for (const [term, put] of parts) {
      // Each change starts from what the last one left, and from its place on: what was tried in vain before is tried again when all places were visited.
      let at = term;
      let from = 0;
      for (let more = true; more && tried < mostTrials;) {
        more = false;
        let place = -1;
        for (const smaller of smallerTerms(g, at, huntingGround)) {
          if (tried >= mostTrials) break;
          if (++place < from || !attempt(put(smaller))) continue;
          at = smaller;
          from = place;
          more = true;
          again = true;
          break;
        }
      }
    }
  }
  return { found: best, tried };
}

/** How large a term is: its constructors, and a little for the names and numbers in it. */
export function measure(x: unknown): number {
  let n = 0;
  const stack: unknown[] = [x];
  while (stack.length > 0) {
    const at = stack.pop();
    if (typeof at === 'bigint') n += at === 0n ? 0 : at === 1n ? 0.01 : 0.02;
    else if (typeof at === 'string') n += 0.05;
    else if (Array.isArray(at)) n += at.length * 0.3;
    else if (typeof at === 'object' && at !== null) {
      const { tag } = at as Term;
      n += tag.endsWith('.empty') ? 0 : tag === 'Cofinite' ? 0.4 : 0.5;
      n += 0.5;
      for (const [field, part] of Object.entries(at)) if (field !== 'tag') stack.push(part);
    }
  }
  return n;
}

/** Terms smaller than a term, those that take most away first. */
export function* smallerTerms(g: Grammar, root: unknown, huntingGround: HuntingGround): IterableIterator<unknown> {
  const path: { readonly term: Term & Record<string, unknown>; readonly field: string }[] = [];
  const rebuild = (x: unknown): unknown => {
    let whole = x;
    for (let i = path.length - 1; i >= 0; i--) {
      const { term, field } = path[i] as (typeof path)[number];
      const info = g.constructors.get(term.tag);
      const parts = (info?.fields ?? []).map(([f]) => (f === field ? whole : term[f]));
      whole = g.makers.get(term.tag)?.(...parts);
    }
    return whole;
  };
  yield* huntingGround.shrinking?.smaller?.(root) ?? [];
  yield* visit(root);

  function* visit(x: unknown): IterableIterator<unknown> {
    if (typeof x !== 'object' || x === null || Array.isArray(x)) {
      if (typeof x === 'bigint' && x !== 0n) {
        yield rebuild(0n);
        if (x !== 1n) yield rebuild(1n);
      }
      return;
    }
    const term = x as Term & Record<string, unknown>;
    const info = g.constructors.get(term.tag);
    if (info === undefined) return;
    const { sort } = info;
    if (sort in g.maps) {
      yield* visitMap(term, sort);
      return;
    }
    for (const least of huntingGround.shrinking?.least(sort) ?? [])
      if (measure(least) < measure(term)) yield rebuild(least);
    for (const part of parts(g, term, sort)) yield rebuild(part);
    for (const [field] of info.fields) {
      path.push({ term, field });
      yield* visit(term[field]);
      path.pop();
    }
  }

  function* visitMap(m: Term & Record<string, unknown>, sort: string): IterableIterator<unknown> {
    const ops = mapOperations<string, unknown>(sort);
    const map = m as unknown as FiniteMap<string, unknown>;
    const all = entries(map);
    for (const [key] of all) yield rebuild(ops.remove(map, key));
    for (const [key, value] of all)
      for (const smaller of smallerTerms(g, value, huntingGround)) yield rebuild(ops.set(map, key, smaller));
  }
}

/** The nearest parts of a term that are of its sort. */
function* parts(g: Grammar, term: Term & Record<string, unknown>, sort: string): IterableIterator<unknown> {
  const queue: unknown[] = (g.constructors.get(term.tag)?.fields ?? []).map(([f]) => term[f]);
  for (let n = 0; queue.length > 0 && n < 60; n++) {
    const x = queue.shift();
    if (typeof x !== 'object' || x === null || Array.isArray(x)) continue;
    const info = g.constructors.get((x as Term).tag);
    if (info === undefined || info.sort in g.maps) continue;
    if (info.sort === sort) yield x;
    queue.push(...info.fields.map(([f]) => (x as Record<string, unknown>)[f]));
  }
}

/** Terms that occur, with smaller ones to take their places everywhere. */
function* exchanges(
  g: Grammar,
  roots: readonly unknown[],
  huntingGround: HuntingGround,
): IterableIterator<readonly [unknown, unknown]> {
  const seen: unknown[] = [];
  const stack = [...roots];
  while (stack.length > 0) {
    const x = stack.pop();
    if (typeof x !== 'object' || x === null || Array.isArray(x)) continue;
    const { sort } = g.constructors.get((x as Term).tag) ?? { sort: '' };
    if (huntingGround.shrinking?.everywhere.includes(sort) && !seen.some((y) => equal(x, y))) seen.push(x);
    stack.push(...Object.values(x));
  }
  for (const x of seen.sort((a, b) => measure(b) - measure(a))) {
    const { sort } = g.constructors.get((x as Term).tag) ?? { sort: '' };
    for (const y of [
      ...(huntingGround.shrinking?.least(sort) ?? []),
      ...parts(g, x as Term & Record<string, unknown>, sort),
    ])
      if (measure(y) < measure(x)) yield [x, y];
  }
}

/** A term with another one in all places of one. */
function replaceAll(g: Grammar, root: unknown, from: unknown, to: unknown): unknown {
  const go = (x: unknown): unknown => {
    if (typeof x !== 'object' || x === null || Array.isArray(x)) return x;
    if (equal(x, from)) return to;
    const info = g.constructors.get((x as Term).tag);
    if (info === undefined) return x;
    if (info.sort in g.maps)
      return mapOperations<string, unknown>(info.sort).of(
        entries(x as FiniteMap<string, unknown>).map(([k, v]) => [k, go(v)] as const),
      );
    const made = info.fields.map(([f]) => go((x as Record<string, unknown>)[f]));
    return made.every((y, i) => y === (x as Record<string, unknown>)[(info.fields[i] as readonly [string, string])[0]])
      ? x
      : g.makers.get(info.tag)?.(...made);
  };
  return go(root);
}
