/**
 * The hunt, in episodes: each generates a subject (a well-typed term or configuration) from its own seed, tries the
 * theorems that speak of it, and follows the steps it takes to further subjects. Episodes depend on nothing but the
 * system, the seed and their number, so they can be run anywhere, in any order.
 */
import type { Environment } from '../../semantics/matching.ts';
import { isCall, isMeta, type Pattern } from '../../semantics/symbols.ts';
import { isInstance } from '../../rules/judgement.ts';
import type { System } from '../../rules/system.ts';
import type { Theorem } from '../../rules/theorem.ts';
import { Typesetter } from '../../rules/typeset.ts';
import { Settled } from '../derive.ts';
import { RandomChooser } from '../generate/choose.ts';
import { Generator } from '../generate/generator.ts';
import type { Hints } from '../generate/hints.ts';
import { Trial, type Counts } from './trial.ts';

/** What the hunt is told of a calculus. */
export interface Ground {
  readonly hints: Hints;
  /** Judgements without outputs whose goals are worth remembering. */
  readonly settled: readonly string[];
  /** Theorems about runs: their second premise is this judgement, and the run is taken step by step. */
  readonly runs?: {
    readonly judgement: string;
    /**
     * The states of a run from a subject, with the actions taken so far.
     * @param args the arguments of the first premise; undefined is returned for those that start no run.
     */
    readonly states: (
      system: System,
      args: readonly unknown[],
      g: Generator,
      size: number,
    ) => Iterable<{ readonly state: unknown; readonly actions: readonly unknown[] }>;
  };
  /** What is worth counting of an instance of a theorem, or of a subject. */
  readonly tags?: (theorem: string, trial: Trial, env: Environment) => readonly string[];
  readonly subjectTags?: (system: System, args: readonly unknown[], g: Generator) => readonly string[];
}

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
  /** For theorems about runs: the actions, one for each step. */
  readonly actions?: readonly unknown[];
}

/** What episodes came to; sums of it make a hunt. */
export interface Tally {
  episodes: number;
  /** Theorem ↦ how many instances were tried (premises held), and by case. */
  readonly tests: Map<string, number>;
  readonly cases: Map<string, Map<string, number>>;
  readonly rules: Counts;
  /** Tag ↦ in how many episodes it was seen. */
  readonly tags: Map<string, number>;
  readonly falls: Fall[];
}

export const emptyTally = (): Tally => ({
  episodes: 0,
  tests: new Map(),
  cases: new Map(),
  rules: new Map(),
  tags: new Map(),
  falls: [],
});

const add = (to: Map<string, number>, key: string, n = 1): void => void to.set(key, (to.get(key) ?? 0) + n);

/** Adds one tally to another. */
export function sum(to: Tally, from: Tally): void {
  to.episodes += from.episodes;
  for (const [k, n] of from.tests) add(to.tests, k, n);
  for (const [k, n] of from.rules) add(to.rules, k, n);
  for (const [k, n] of from.tags) add(to.tags, k, n);
  for (const [k, cases] of from.cases) {
    let mine = to.cases.get(k);
    if (mine === undefined) to.cases.set(k, (mine = new Map()));
    for (const [c, n] of cases) add(mine, c, n);
  }
  to.falls.push(...from.falls);
}

interface Group {
  /** Trials about the same subject; those only for moving on are not reported. */
  readonly trials: readonly { readonly trial: Trial; readonly reported: boolean }[];
  /** Trials about runs from the subject. */
  readonly runs: boolean;
}

export interface HunterOptions {
  /** Theorems that are only followed to further subjects. */
  readonly movers?: readonly Theorem[];
  /** The largest size of what is generated. */
  readonly size?: number;
}

/** How far a subject is followed. */
const mostMoves = 10;

export class Hunter {
  readonly generator: Generator;
  private readonly system: System;
  private readonly ground: Ground;
  private readonly groups: readonly Group[];
  private readonly chooser = new RandomChooser(0);
  private readonly seed: number;
  private readonly size: number;
  private tally = emptyTally();

  constructor(system: System, ground: Ground, theorems: readonly Theorem[], seed: number, options: HunterOptions = {}) {
    this.system = system;
    this.ground = ground;
    this.seed = seed;
    this.size = options.size ?? 9;
    this.generator = new Generator(system, ground.hints, this.chooser);
    const settled = new Settled(ground.settled);
    // Counts go to the tally of the moment.
    const counts = new Map<string, number>();
    const own = { get: (k: string) => this.tally.rules.get(k), set: (k: string, n: number) => this.tally.rules.set(k, n) };
    Object.assign(counts, own);
    const trialOf = (t: Theorem) => new Trial(system, t, { settled, counts });
    const groups = new Map<string, { trials: { trial: Trial; reported: boolean }[]; runs: boolean }>();
    const put = (theorem: Theorem, reported: boolean) => {
      const trial = trialOf(theorem);
      const runs = isAboutRuns(theorem, ground);
      const subject = trial.subject;
      const key = `${runs}${subject === undefined ? `own ${theorem.name}` : keyOf(system, subject.form.name, subject.args, theorem.name)}`;
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { trials: [], runs }));
      group.trials.push({ trial, reported });
    };
    for (const t of theorems) put(t, true);
    const selected = new Set(theorems.map((t) => t.name));
    for (const t of options.movers ?? []) if (!selected.has(t.name)) put(t, false);
    // A group of movers alone has nothing to report.
    this.groups = [...groups.values()].filter((g) => g.trials.some((t) => t.reported));
  }

  /** Runs an episode. */
  episode(i: number): Tally {
    const tally = (this.tally = emptyTally());
    tally.episodes = 1;
    this.chooser.reseed(this.seed, i);
    const group = this.groups[i % this.groups.length] as Group;
    // Small subjects find most, and large ones the rest.
    const size = this.chooser.choose(4) > 0 ? 1 + this.chooser.choose(Math.min(6, this.size)) : this.chooser.choose(this.size + 1);
    const lead = group.trials[0]?.trial as Trial;
    const { subject } = lead;
    if (subject === undefined) {
      for (const { trial } of group.trials) this.record(i, trial, trial.attempt([], 0, this.generator, size));
      return tally;
    }
    const g = this.generator;
    let args: readonly unknown[] | undefined = this.subjectOf(subject.form.name, subject.args, size);
    if (args === undefined) return tally;
    for (const t of this.ground.subjectTags?.(this.system, args, g) ?? []) add(tally.tags, t);
    if (group.runs) {
      this.follow(i, group, args, size);
      return tally;
    }
    for (let move = 0; args !== undefined && move < mostMoves; move++) {
      const next: (readonly unknown[])[] = [];
      for (const { trial, reported } of group.trials) {
        const env = trial.about(args);
        if (env === undefined) continue;
        const outcome = trial.attempt(env, 1, g, Math.min(size, 5));
        if (reported) this.record(i, trial, outcome);
        const { leadsTo } = trial.theorem;
        if (outcome.kind === 'holds' && leadsTo) next.push(leadsTo.map((m) => trial.value(outcome.env, m)));
      }
      // An update that could be applied is half of the time.
      args = next.length > 0 ? next[this.chooser.choose(next.length)] : undefined;
    }
    return tally;
  }

  /** Generates the arguments of a first premise. */
  private subjectOf(judgement: string, patterns: readonly Pattern[], size: number): readonly unknown[] | undefined {
    const g = this.generator;
    const unknowns = new Map<string, unknown>();
    const build = (p: Pattern): unknown => {
      if (isMeta(p)) {
        let u = unknowns.get(p.meta);
        if (u === undefined) unknowns.set(p.meta, (u = g.unknown(p.sort, [...p.meta][0] as string)));
        return u;
      }
      return isCall(p) ? g.compute(p.call, p.args.map(build), p.call.info.result) : p;
    };
    return g.find(judgement, patterns.map(build), size);
  }

  private follow(episode: number, group: Group, args: readonly unknown[], size: number): void {
    const { runs } = this.ground;
    if (runs === undefined) return;
    for (const { state, actions } of runs.states(this.system, args, this.generator, size))
      for (const { trial } of group.trials) {
        const env = trial.about(args);
        if (env === undefined) continue;
        const premise = trial.theorem.premises[1];
        const target = isInstance(premise) ? premise.args[1] : undefined;
        if (!isMeta(target)) continue;
        Object.assign(env, trial.environment({ [target.meta]: state }));
        this.record(episode, trial, trial.attempt(env, 2, undefined, size), actions);
      }
  }

  private record(episode: number, trial: Trial, outcome: ReturnType<Trial['attempt']>, actions?: readonly unknown[]): void {
    const { tally } = this;
    if (outcome.kind === 'vacuous') return;
    const { name } = trial.theorem;
    const before = tally.tests.get(name) ?? 0;
    tally.tests.set(name, before + 1);
    let cases = tally.cases.get(name);
    if (cases === undefined) tally.cases.set(name, (cases = new Map()));
    add(cases, outcome.case);
    for (const tag of this.ground.tags?.(name, trial, outcome.env) ?? []) if (!tally.tags.has(tag)) add(tally.tags, tag);
    if (outcome.kind === 'falls' && !tally.falls.some((f) => f.theorem === name)) {
      const values: Record<string, unknown> = {};
      trial.metas.forEach((m, k) => outcome.env[k] !== undefined && (values[m.meta] = outcome.env[k]));
      tally.falls.push({
        theorem: name,
        episode,
        before,
        case: outcome.case,
        conclusion: outcome.conclusion,
        values,
        ...(actions ? { actions } : {}),
      });
    }
  }
}

export const isAboutRuns = (t: Theorem, ground: Ground): boolean => {
  const second = t.premises[1];
  return ground.runs !== undefined && isInstance(second) && second.judgement.name === ground.runs.judgement;
};

/** Subjects are the same when their patterns are, whatever the metavariables are called. */
function keyOf(system: System, judgement: string, args: readonly Pattern[], own: string): string {
  const names = new Map<string, number>();
  const t = new Typesetter(system.grammar, 'text');
  const shown = args.map((p) => {
    if (isMeta(p)) {
      if (!names.has(p.meta)) names.set(p.meta, names.size);
      return `${p.sort}${names.get(p.meta)}`;
    }
    return isCall(p) ? `of ${own}` : t.pattern(p);
  });
  return `${judgement} ${shown.join(' ')}`;
}
