/** What episodes of a hunt tried, and what fell: tallies, which add up. */
import type { Environment } from '../../semantics/matching.ts';
import type { Pattern } from '../../semantics/symbols.ts';
import { Typesetter } from '../notation/typeset.ts';
import { nothingExplored, sumExplored, type ExploredCounts } from './explored.ts';
import type { HuntingGround } from './hunting-ground.ts';
import {
  countInstance,
  countLabels,
  countPairsOf,
  noStatistics,
  sumStatistics,
  type Statistics,
} from './statistics.ts';
import type { Counts, Outcome, Trial } from './trial.ts';

/** A theorem that falls. */
export interface Fall {
  readonly theorem: string;
  readonly episode: number;
  /** How many instances of the theorem the episode had tried before. */
  readonly before: number;
  readonly case: string;
  readonly conclusion: number;
  /** The values of the theorem's metavariables. */
  readonly values: Readonly<Record<string, unknown>>;
  /** For theorems about runs: what was tried at its update points, in order. */
  readonly plan?: readonly unknown[];
}

/** What episodes came to; sums of it make a hunt. */
export interface Tally {
  episodes: number;
  /** Theorem ↦ how many instances were tried (premises held), and by case. */
  readonly tests: Map<string, number>;
  readonly cases: Map<string, Map<string, number>>;
  readonly rules: Counts;
  /** Tag ↦ how often it was met. */
  readonly tags: Map<string, number>;
  /** Programs of which the states were looked at. */
  readonly explored: ExploredCounts;
  readonly falls: Fall[];
  /** Only where it is asked for. */
  readonly statistics?: Statistics;
}

/** @param statistics whether they are asked for. */
export const emptyTally = (statistics = false): Tally => ({
  episodes: 0,
  tests: new Map(),
  cases: new Map(),
  rules: new Map(),
  tags: new Map(),
  explored: nothingExplored(),
  falls: [],
  ...(statistics ? { statistics: noStatistics() } : {}),
});

export const add = (to: Map<string, number>, key: string, n = 1): void => void to.set(key, (to.get(key) ?? 0) + n);

/** Adds one tally to another. */
export function sum(to: Tally, from: Tally): void {
  to.episodes += from.episodes;
  for (const [k, n] of from.tests) add(to.tests, k, n);
  for (const [k, n] of from.rules) add(to.rules, k, n);
  for (const [k, n] of from.tags) add(to.tags, k, n);
  sumExplored(to.explored, from.explored);
  for (const [k, cases] of from.cases) {
    let mine = to.cases.get(k);
    if (mine === undefined) to.cases.set(k, (mine = new Map()));
    for (const [c, n] of cases) add(mine, c, n);
  }
  to.falls.push(...from.falls);
  if (to.statistics !== undefined && from.statistics !== undefined) sumStatistics(to.statistics, from.statistics);
}

/** Notes what came of trying a theorem; of those that fall in an episode, the first one. */
export function record(
  tally: Tally,
  huntingGround: Pick<HuntingGround, 'tags' | 'labels' | 'runs'>,
  episode: number,
  trial: Trial,
  outcome: ReturnType<Trial['attempt']>,
  plan?: readonly unknown[],
): void {
  if (outcome.kind === 'vacuous') return;
  const { name } = trial.theorem;
  const before = tally.tests.get(name) ?? 0;
  tally.tests.set(name, before + 1);
  let cases = tally.cases.get(name);
  if (cases === undefined) tally.cases.set(name, (cases = new Map()));
  add(cases, outcome.case);
  if (tally.statistics !== undefined) take(tally.statistics, huntingGround, trial, outcome);
  for (const tag of huntingGround.tags?.(name, trial, outcome.env) ?? [])
    if (!tally.tags.has(tag)) add(tally.tags, tag);
  if (outcome.kind === 'falls' && !tally.falls.some((f) => f.theorem === name))
    tally.falls.push({
      theorem: name,
      episode,
      before,
      case: outcome.case,
      conclusion: outcome.conclusion,
      values: trial.values(outcome.env),
      ...(plan ? { plan } : {}),
    });
}

/** The terms whose derivations statistics have looked at, by judgement: several theorems speak of one term. */
const derived = new WeakMap<Statistics, WeakMap<object, Set<string>>>();

/** Takes statistics of an instance. */
function take(
  to: Statistics,
  { labels, runs }: Pick<HuntingGround, 'labels' | 'runs'>,
  trial: Trial,
  { env, case: kase }: Outcome & { readonly case: string; readonly env: Environment },
): void {
  const { theorem, premisesIn } = trial;
  const values = theorem.given.map((m) => [m, trial.value(env, m)] as const);
  const t = new Typesetter(premisesIn.grammar, 'text');
  const show = () => `${theorem.name}: ${values.map(([m, x]) => `${m} = ${t.pattern(x as Pattern)}`).join(', ')}`;
  countInstance(
    to,
    theorem.name,
    kase,
    values.map(([, x]) => x),
    show,
  );
  countLabels(to, labels?.(trial, env) ?? []);
  let before = derived.get(to);
  if (before === undefined) derived.set(to, (before = new WeakMap()));
  for (const goal of trial.goals(env, 'premises')) {
    if (goal === undefined || goal.form.name === runs?.judgement) continue;
    const main = goal.inputs[goal.form.main];
    if (typeof main !== 'object' || main === null) continue;
    let judgements = before.get(main);
    if (judgements === undefined) before.set(main, (judgements = new Set()));
    if (judgements.has(goal.form.name)) continue;
    judgements.add(goal.form.name);
    countPairsOf(to, premisesIn, goal.form, goal.inputs);
  }
}
