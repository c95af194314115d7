/**
 * The hunt, in episodes: each generates a subject (a well-typed term or configuration) from its own seed, tries the
 * theorems that speak of it, and follows the steps it takes to further subjects. Episodes depend on nothing but the
 * system, the seed and their number, so they can be run anywhere, in any order.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Environment } from '../../semantics/matching.ts';
import { equal } from '../../semantics/terms.ts';
import { isMeta, type Pattern } from '../../semantics/symbols.ts';
import { isInstance, type Form } from '../../rules/judgement.ts';
import type { System } from '../../rules/system.ts';
import type { Theorem } from '../../rules/theorem.ts';
import { Typesetter } from '../notation/typeset.ts';
import type { CompiledRule } from '../compile.ts';
import type { Derivation } from '../derivation.ts';
import { Settled, derive, type Known } from '../derive.ts';
import { Tabled } from '../tabled.ts';
import { RandomChooser } from '../generate/choose.ts';
import { Generator } from '../generate/generator.ts';
import type { Hints } from '../generate/hints.ts';
import { countExplored, nothingExplored, sumExplored, type Explored, type ExploredCounts } from './explored.ts';
import { emphasised } from './emphasis.ts';
import { Goal, rulesFor, shapesFor, unknownsFor } from './goals.ts';
import { firstSteered, Steering } from './steering.ts';
import {
  countCase,
  countInstance,
  countLabels,
  countPairsOf,
  noStatistics,
  sumStatistics,
  type Statistics,
} from './statistics.ts';
import { Trial, type Counts, type Outcome, type Subject } from './trial.ts';

/** A state of a run, and the actions that led there. */
export interface RunState {
  readonly state: unknown;
  /** The actions taken, one for each step. */
  readonly actions: readonly unknown[];
  /** The ones among them that were tried at update points. */
  readonly plan: readonly unknown[];
  /** Whether the run goes no further. */
  readonly last: boolean;
}

/** What the hunt is told of a calculus. */
export interface HuntingGround {
  readonly hints: Hints;
  /** Judgements without outputs whose goals are worth remembering. */
  readonly settled: readonly string[];
  /** Judgements whose goals are remembered instead as terms, with their outputs: the inputs determine them. */
  readonly tabled?: readonly string[];
  /** How many subjects with much in common an episode takes (programs of one heap); 1 unless said. */
  readonly several?: number;
  /** Theorems about runs: their second premise is this judgement, and the run is taken step by step. */
  readonly runs?: {
    readonly judgement: string;
    /**
     * The states of a run from a subject, with the actions taken so far.
     * @param args the arguments of the first premise; undefined is returned for those that start no run.
     */
    readonly states: (system: System, args: readonly unknown[], g: Generator, size: number) => Iterable<RunState>;
    /** The same run again, with the actions to be tried at its update points. */
    readonly again: (
      system: System,
      args: readonly unknown[],
      plan: readonly unknown[],
      theorem: string,
    ) => Iterable<RunState>;
    /** The derivation of a run that takes these actions, one for each step, to a state. */
    readonly derivation: (
      system: System,
      inputs: readonly unknown[],
      actions: readonly unknown[],
      state: unknown,
    ) => Derivation;
    /** What statistics count of a step of a run: the state before it, and its action. */
    readonly labels?: (before: unknown, action: unknown) => Iterable<string>;
  };
  /** How counterexamples are made smaller. */
  readonly shrinking?: {
    /** A term in the form in which it is made smaller: a program as a whole, not at the place of its redex. */
    readonly whole: (x: unknown) => unknown;
    /** And back. */
    readonly placed: (x: unknown, system: System) => unknown;
    /** The least terms of a sort. */
    readonly least: (sort: string) => readonly unknown[];
    /** Smaller forms of a value that its grammar alone does not come to: several places have to change at once. */
    readonly smaller?: (x: unknown) => Iterable<unknown>;
    /** Sorts of which a term gives way in all its places at once. */
    readonly everywhere: readonly string[];
  };
  /** Theorems that are tried on the states of whole programs, and how an episode goes through those of one. */
  readonly explored?: {
    readonly theorems: ReadonlySet<string>;
    readonly episode: (hunt: Exploration) => void;
  };
  /** What is worth counting of an instance of a theorem, or of a subject. */
  readonly tags?: (theorem: string, trial: Trial, env: Environment) => readonly string[];
  readonly subjectTags?: (system: System, args: readonly unknown[], g: Generator) => readonly string[];
  /** What statistics count of each instance of a theorem. */
  readonly labels?: (trial: Trial, env: Environment) => Iterable<string>;
}

/** What an episode that explores a program is given. */
export interface Exploration {
  readonly system: System;
  readonly chooser: RandomChooser;
  /** Whether a theorem is asked for. */
  wants(theorem: string): boolean;
  /**
   * Tries a theorem on the values of what has to be given; nothing is done for one that is not asked for.
   * @param from the premises before this one are known to hold, and their metavariables are among the values.
   */
  attempt(theorem: string, values: Readonly<Record<string, unknown>>, from?: number): void;
  /** Counts an instance that is known to hold. */
  holds(theorem: string, kase: string): void;
  /** Counts something that was met, once or so many times. */
  tag(what: string, times?: number): void;
  /** Counts a program of which the states were looked at, and the rules of its steps. */
  explored(program: Explored): void;
  /** Counts rule instances. */
  readonly count: (rule: Pick<CompiledRule, 'rule'>) => void;
  /** Whether a rule that a judgement depends on is not that of the calculus. */
  differsIn(judgement: string): boolean;
  /**
   * Generates an instance of a judgement, of a variant one that the calculus does not have where it can.
   * @param known its first arguments; undefined for those that are to be found.
   * @returns its arguments; undefined when none was found.
   */
  generate(judgement: string, known?: readonly unknown[]): readonly unknown[] | undefined;
  /** The goals that are remembered, for what is derived without being recorded. */
  readonly settled?: Known;
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

const add = (to: Map<string, number>, key: string, n = 1): void => void to.set(key, (to.get(key) ?? 0) + n);

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

interface Group {
  readonly generator: Generator;
  /** Trials about the same subject; those only for moving on are not reported. */
  readonly trials: readonly { readonly trial: Trial; readonly reported: boolean }[];
  /** Trials about runs from the subject. */
  readonly runs: boolean;
  /** What the main input of the subject has to look like, where only such subjects say something; else none. */
  readonly shapes: readonly Pattern[];
  /** Of runs: what the states look like that theorems speak of, where some do; half of the runs start there. */
  readonly starts: readonly Pattern[];
  /** The rules by which the subject is derived, where they are the cases of a theorem; else none. */
  readonly cases: readonly string[];
}

export interface HunterOptions {
  /** Theorems that are only followed to further subjects: the first one always, the others now and then. */
  readonly movers?: readonly Theorem[];
  /** The largest size of what is generated. */
  readonly size?: number;
  /** The system that this one is a variant of: what differs is tried more often. */
  readonly base?: System;
  /** Whether statistics are taken: of each instance its size, and whether there was one like it. */
  readonly statistics?: boolean;
  /** Told of each instance that holds: the theorem, and the values of its metavariables. */
  readonly holds?: (theorem: Theorem, values: Readonly<Record<string, unknown>>) => void;
}

/** Programs that only a variant accepts, of which more are looked for around one. */
const mostRare = 20;
/** How far a subject is followed. */
const mostMoves = 10;

export class Hunter {
  readonly generator: Generator;
  private readonly system: System;
  private readonly huntingGround: HuntingGround;
  private readonly groups: readonly Group[];
  /** Theorems that are tried on whole programs. */
  private readonly explored = new Map<string, Trial>();
  private readonly settled: Known;
  private readonly chooser = new RandomChooser(0);
  private readonly seed: number;
  private readonly size: number;
  private readonly base: System | undefined;
  private readonly holds: HunterOptions['holds'];
  /** Whether its tallies have statistics. */
  readonly statistics: boolean;
  private readonly wanted: Generator['wanted'];
  private readonly distances = new Map<string, number>();
  private readonly steerings = new Map<Group, Steering>();
  /** The theorem that is always followed. */
  private readonly first: Theorem | undefined;
  private tally = emptyTally();

  constructor(
    system: System,
    huntingGround: HuntingGround,
    theorems: readonly Theorem[],
    seed: number,
    options: HunterOptions = {},
  ) {
    this.system = system;
    this.huntingGround = huntingGround;
    this.seed = seed;
    this.size = options.size ?? 9;
    this.base = options.base;
    this.holds = options.holds;
    this.statistics = options.statistics ?? false;
    this.first = options.movers?.[0];
    const hints = emphasised(system, huntingGround.hints, options.base);
    this.generator = new Generator(system, hints, this.chooser);
    const generators = new Map<System, Generator>([[system, this.generator]]);
    const generatorOf = (t: Theorem): Generator => {
      const s = t.premisesIn ?? system;
      let g = generators.get(s);
      if (g === undefined) generators.set(s, (g = new Generator(s, hints, this.chooser)));
      return g;
    };
    this.wanted = options.base === undefined ? undefined : onlyHere(system, options.base);
    const settled = (this.settled =
      huntingGround.tabled === undefined
        ? new Settled(huntingGround.settled)
        : new Tabled(system.grammar, huntingGround.tabled));
    // Counts go to the tally of the moment.
    const counts = new Map<string, number>();
    const own = {
      get: (k: string) => this.tally.rules.get(k),
      set: (k: string, n: number) => this.tally.rules.set(k, n),
    };
    Object.assign(counts, own);
    // Where a judgement differs from the base's, instances that the base does not have are what counts.
    const prefers = (form: Form) =>
      this.generator.wanted !== undefined && this.differsIn(form.name) && this.chooser.choose(4) > 0;
    const prefer = (form: Form, args: readonly unknown[]) => !this.holdsInBase(form, args);
    const trialOf = (t: Theorem) => new Trial(system, t, { settled, counts, prefers, prefer });
    // What is only followed is taken as it comes.
    const moverOf = (t: Theorem) => new Trial(system, t, { settled, counts });
    const groups = new Map<string, Group & { trials: { trial: Trial; reported: boolean }[] }>();
    const put = (theorem: Theorem) => {
      const trial = trialOf(theorem);
      const runs = isAboutRuns(theorem, huntingGround);
      const shapes = shapesOf(system, trial);
      const key = `${keyOfSubject(system, trial, runs)} ${keyOfPatterns(system, shapes)}`;
      const cases = casesOf(theorem.premisesIn ?? system, trial);
      const known = groups.get(key) ?? { trials: [], runs, generator: generatorOf(theorem), shapes, starts: [], cases };
      const starts = runs ? [...known.starts, ...endsOf(theorem)] : known.starts;
      const group = { ...known, starts, cases: cases.length > known.cases.length ? cases : known.cases };
      groups.set(key, group);
      group.trials.push({ trial, reported: true });
    };
    /** What is only followed is followed from all subjects of its kind. */
    const putMover = (theorem: Theorem) => {
      const trial = moverOf(theorem);
      const key = keyOfSubject(system, trial, isAboutRuns(theorem, huntingGround));
      for (const [other, group] of groups)
        if (other.startsWith(`${key} `) && !group.trials.some((t) => t.trial.theorem === theorem))
          group.trials.push({ trial, reported: false });
    };
    const explores = (t: Theorem) => huntingGround.explored?.theorems.has(t.name) ?? false;
    for (const t of theorems)
      if (explores(t)) this.explored.set(t.name, trialOf(t));
      else put(t);
    for (const t of options.movers ?? []) if (!explores(t)) putMover(t);
    // One with many theorems has more to do, and so has one whose theorems ask for a step that is seldom possible; most
    // has one whose theorems speak of what a variant changes, and of those the ones that come to it first.
    const all = [...groups.values()].map((group) => {
      const reported = group.trials.filter((t) => t.reported).map((t) => t.trial.theorem);
      return { group, n: reported.length, distance: Math.min(...reported.map((t) => this.distanceOf(t))) };
    });
    const nearest = Math.min(...all.map(({ distance }) => distance));
    this.groups = all.flatMap(({ group, n, distance }) => {
      const concerned = distance === Infinity ? 1 : distance === nearest ? 8 : 2;
      return Array<Group>((2 * n - 1) * (group.shapes.length > 0 ? 2 : 1) * concerned).fill(group);
    });
  }

  /** Runs an episode. */
  episode(i: number): Tally {
    const tally = (this.tally = emptyTally(this.statistics));
    tally.episodes = 1;
    this.settled.next?.();
    const group = this.groupOf(i);
    if (group !== undefined && group.cases.length > 0 && i >= firstSteered) this.steeringOf(group);
    this.chooser.reseed(this.seed, i);
    try {
      this.explore(i);
    } catch (e) {
      // What this machine cannot hold is no instance of anything.
      if (!(e instanceof RangeError)) throw e;
    }
    return tally;
  }

  /** Explores a program: three of four episodes where there are other theorems as well. */
  private exploreProgram(i: number): void {
    const { system, huntingGround, chooser, settled, explored, tally } = this;
    huntingGround.explored?.episode(
      exploration({
        system,
        huntingGround,
        chooser,
        settled,
        trials: explored,
        tally,
        episode: i,
        differsIn: (judgement) => this.base !== undefined && this.differsIn(judgement),
        generate: (judgement, known) => this.instanceOf(judgement, known ?? []),
      }),
    );
  }

  /** An instance of a judgement, for a program to be explored. */
  private instanceOf(judgement: string, known: readonly unknown[]): readonly unknown[] | undefined {
    const { generator: g, chooser } = this;
    const form = this.system.judgements.find((j) => j.name === judgement) as Form;
    const selective = this.base !== undefined && this.differsIn(judgement) && chooser.choose(4) > 0;
    g.wanted = selective ? this.wanted : undefined;
    const args = [...form.inputs, ...form.outputs].map((sort, i) => known[i] ?? g.unknown(sort));
    const found = g.findSeveral(judgement, args, 1 + chooser.choose(6), this.huntingGround.several ?? 1);
    return (selective ? found.find((x) => !this.holdsInBase(form, x)) : undefined) ?? found[0];
  }

  /** The group of an episode that does not explore a program. */
  private groupOf(i: number): Group | undefined {
    return this.groups[(this.explored.size > 0 ? i >> 2 : i) % this.groups.length];
  }

  private explore(i: number): void {
    const { tally } = this;
    if (this.explored.size > 0 && (this.groups.length === 0 || i % 4 > 0)) return this.exploreProgram(i);
    // A rule may have no instance that only the variant has: some episodes take them as they come.
    this.generator.wanted = this.chooser.choose(4) > 0 ? this.wanted : undefined;
    const group = this.groupOf(i) as Group;
    // Small subjects find most, and large ones the rest.
    const size =
      this.chooser.choose(4) > 0 ? 1 + this.chooser.choose(Math.min(6, this.size)) : this.chooser.choose(this.size + 1);
    const lead = group.trials[0]?.trial as Trial;
    const { subject } = lead;
    const by = group.cases.length > 0 && this.chooser.choose(4) > 0 ? this.caseOf(group, i) : undefined;
    if (subject === undefined) {
      for (let k = this.huntingGround.several ?? 1; k > 0; k--)
        for (const { trial } of group.trials) {
          const env = trial.joint ? trial.propose(group.generator, size, by) : [];
          if (env !== undefined) this.try(i, trial, trial.attempt(env, 0, group.generator, size));
        }
      return;
    }
    // Where the variant accepts more, what only it accepts is what counts.
    const selective = this.base !== undefined && this.differsIn(subject.form.name);
    const several = (this.huntingGround.several ?? 1) * (selective ? 2 : 1);
    // Where one program that only the variant accepts was found, others are near.
    const rare = new Set<readonly unknown[]>();
    const more = (args: readonly unknown[]): number => {
      if (this.holdsInBase(subject.form, args)) return 0;
      rare.add(args);
      return !group.runs && rare.size < mostRare ? 3 : 0;
    };
    const subjects = this.subjectsOf(group, subject, size, several, selective ? more : undefined, by);
    if (subjects.length > 0) add(tally.tags, group.runs ? 'runs' : 'walks');
    for (const args of subjects) {
      for (const t of this.huntingGround.subjectTags?.(this.system, args, this.generator) ?? []) add(tally.tags, t);
      if (selective && !rare.has(args) && this.chooser.choose(8) > 0) continue;
      if (!group.runs) this.move(i, group, args, size);
      else for (let k = rare.has(args) ? 4 : 1; k > 0; k--) this.follow(i, group, args, size);
    }
  }

  /**
   * How far the rules that a variant changes are from a theorem: 0 where one of them derives what it claims or is about,
   * one more for each rule between. Infinity where none is among those that derive these, or asked for by them.
   */
  private distanceOf({ premises, conclusions }: Theorem): number {
    if (this.base === undefined) return Infinity;
    const own = [...premises, ...conclusions].flatMap((p) =>
      isInstance(p) ? rulesFor(this.system, p.judgement, p.args) : [],
    );
    const near = own.map((rule) => {
      if (this.base?.rules.get(rule.name) !== rule) return 0;
      return (
        1 + Math.min(...rule.premises.map((q) => (q.kind === 'judgement' ? this.far(q.judgement.name) : Infinity)))
      );
    });
    return Math.min(Infinity, ...near);
  }

  /** Whether a rule that a judgement depends on is not the base's. */
  private differsIn(judgement: string): boolean {
    return this.far(judgement) < Infinity;
  }

  /** How many rules lie between a judgement and one that is not the base's; Infinity where it depends on none. */
  private far(judgement: string): number {
    const known = this.distances.get(judgement);
    if (known !== undefined) return known;
    const all = [...this.system.rules.values()];
    let distance = Infinity;
    const seen = new Map([[judgement, 0]]);
    for (const [name, n] of seen) {
      const rules = all.filter((rule) => rule.conclusion.judgement.name === name);
      if (rules.some((rule) => this.base?.rules.get(rule.name) !== rule)) {
        distance = n;
        break;
      }
      for (const { premises } of rules)
        for (const p of premises)
          if (p.kind === 'judgement' && !seen.has(p.judgement.name)) seen.set(p.judgement.name, n + 1);
    }
    this.distances.set(judgement, distance);
    return distance;
  }

  /** Tries the theorems on a subject, and on those that its steps lead to. */
  private move(episode: number, group: Group, first: readonly unknown[], size: number): void {
    const g = group.generator;
    let args: readonly unknown[] | undefined = first;
    for (let move = 0; args !== undefined && move < mostMoves; move++) {
      const next: (readonly unknown[])[] = [];
      for (const { trial, reported } of group.trials) {
        const env = trial.about(args);
        if (env === undefined || (!reported && trial.theorem !== this.first && this.chooser.choose(4) > 0)) continue;
        const outcome = trial.attempt(env, 1, g, Math.min(size, 5));
        if (reported) this.try(episode, trial, outcome);
        const { leadsTo } = trial.theorem;
        if (outcome.kind === 'holds' && leadsTo) next.push(leadsTo.map((m) => trial.value(outcome.env, m)));
      }
      args = next.length > 0 ? next[this.chooser.choose(next.length)] : undefined;
    }
  }

  private holdsInBase(form: Form, args: readonly unknown[]): boolean {
    const n = form.inputs.length;
    const r = derive(this.base as System, form, args.slice(0, n), { record: false, fuel: 3_000 });
    return !isLeft(r) && r.right.outputs.every((x, i) => equal(x, args[n + i]));
  }

  /** The case that an episode looks for. */
  private caseOf(group: Group, episode: number): string | undefined {
    if (episode < firstSteered) return group.cases[this.chooser.choose(group.cases.length)];
    return this.steeringOf(group).pick(this.chooser);
  }

  private steeringOf(group: Group): Steering {
    let steering = this.steerings.get(group);
    if (steering === undefined) {
      const [lead] = group.trials as [Group['trials'][number]];
      const { subject } = lead.trial;
      steering = new Steering(group.cases, this.chooser, (by, size) =>
        subject === undefined
          ? lead.trial.propose(group.generator, size, by) !== undefined
          : group.generator.find(subject.form.name, unknownsFor(group.generator, subject.args), size, by) !== undefined,
      );
      this.steerings.set(group, steering);
    }
    return steering;
  }

  private try(episode: number, trial: Trial, outcome: Outcome): void {
    record(this.tally, this.huntingGround, episode, trial, outcome);
    if (outcome.kind === 'holds') this.holds?.(trial.theorem, trial.values(outcome.env));
  }

  /** Generates arguments of a first premise: a few that have much in common. */
  private subjectsOf(
    { generator: g, shapes, starts }: Group,
    { form, args }: Subject,
    size: number,
    most: number,
    more: ((instance: readonly unknown[]) => number) | undefined,
    by: string | undefined,
  ): (readonly unknown[])[] {
    const wanted = [...unknownsFor(g, args)];
    if (starts.length > 0 && this.chooser.choose(2) === 0)
      wanted[form.main] = new Goal(g).build(starts[this.chooser.choose(starts.length)] as Pattern);
    if (shapes.length > 0) wanted[form.main] = new Goal(g).build(shapes[this.chooser.choose(shapes.length)] as Pattern);
    return g.findSeveral(form.name, wanted, size, most, more, by);
  }

  private follow(episode: number, group: Group, args: readonly unknown[], size: number): void {
    followRun(this.tally, this.system, this.huntingGround, this.generator, episode, group.trials, args, size);
  }
}

/** Where what an exploration tries and counts is noted. */
export interface Exploring {
  readonly system: System;
  readonly huntingGround: Pick<HuntingGround, 'tags' | 'labels' | 'runs'>;
  readonly chooser: RandomChooser;
  readonly settled?: Known;
  /** The theorems that are tried, by their names. */
  readonly trials: ReadonlyMap<string, Trial>;
  readonly tally: Tally;
  readonly episode: number;
  /** Whether the system is a variant in which a judgement differs; in none unless said. */
  readonly differsIn?: Exploration['differsIn'];
  /** Generates instances of judgements; none unless said. */
  readonly generate?: Exploration['generate'];
}

/** What an episode that explores a program is given. */
export function exploration({
  system,
  huntingGround,
  chooser,
  settled,
  trials,
  tally,
  episode,
  differsIn = () => false,
  generate = () => undefined,
}: Exploring): Exploration {
  return {
    system,
    chooser,
    ...(settled === undefined ? {} : { settled }),
    wants: (name) => trials.has(name),
    attempt: (name, values, from = 0) => {
      const trial = trials.get(name);
      if (trial === undefined) return;
      record(tally, huntingGround, episode, trial, trial.attempt(trial.environment(values), from, undefined, 0));
    },
    holds: (name, kase) => {
      if (!trials.has(name)) return;
      add(tally.tests, name);
      let cases = tally.cases.get(name);
      if (cases === undefined) tally.cases.set(name, (cases = new Map()));
      add(cases, kase);
      if (tally.statistics !== undefined) countCase(tally.statistics, name, kase);
    },
    tag: (what, times) => add(tally.tags, what, times),
    explored: (program) => {
      countExplored(tally.explored, program);
      for (const [rule, times] of program.rules) add(tally.rules as Map<string, number>, rule, times);
    },
    count: ({ rule }) => add(tally.rules as Map<string, number>, rule.name),
    differsIn,
    generate,
  };
}

/** Takes the runs from a subject, and tries theorems about runs on their states. */
export function followRun(
  tally: Tally,
  system: System,
  huntingGround: HuntingGround,
  g: Generator,
  episode: number,
  trials: readonly { readonly trial: Trial }[],
  args: readonly unknown[],
  size: number,
): void {
  const { runs } = huntingGround;
  if (runs === undefined) return;
  let before: unknown;
  for (const { state, actions, plan, last } of runs.states(system, args, g, size)) {
    if (tally.statistics !== undefined && before !== undefined)
      countLabels(tally.statistics, runs.labels?.(before, actions.at(-1)) ?? []);
    before = state;
    for (const { trial } of trials) {
      if (trial.theorem.atEnd && !last) continue;
      const env = trial.about(args);
      if (env === undefined) continue;
      const premise = trial.theorem.premises[1];
      const target = isInstance(premise) ? premise.args[1] : undefined;
      if (!isMeta(target)) continue;
      Object.assign(env, trial.environment({ [target.meta]: state }));
      record(tally, huntingGround, episode, trial, trial.attempt(env, 2, undefined, size), plan);
    }
  }
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

export const isAboutRuns = (t: Theorem, huntingGround: HuntingGround): boolean => {
  const second = t.premises[1];
  return (
    huntingGround.runs !== undefined && isInstance(second) && second.judgement.name === huntingGround.runs.judgement
  );
};

/** Of the rules that a variant changes, the instances that the base does not derive are preferred. */
function onlyHere(system: System, base: System): Generator['wanted'] {
  const rules = new Set<string>();
  const strictly = new Set<string>();
  for (const [name, rule] of system.rules)
    if (base.rules.get(name) !== rule && base.judgements.some((j) => j.name === rule.conclusion.judgement.name)) {
      rules.add(name);
      for (const p of rule.premises) if (isInstance(p)) strictly.add(p.judgement.name);
    }
  return {
    rules,
    strictly,
    accepts: (form, args) => {
      const n = form.inputs.length;
      const r = derive(base, form, args.slice(0, n), { record: false, fuel: 1_000 });
      return isLeft(r) || !r.right.outputs.every((x, i) => equal(x, args[n + i]));
    },
  };
}

/** Where the premise about the subject's steps asks more of the subject than to be there: what it asks. */
function shapesOf(system: System, { subject, theorem }: Trial): readonly Pattern[] {
  const next = theorem.premises[1];
  if (subject === undefined || !isInstance(next)) return [];
  const main = next.args[next.judgement.main];
  const same = (p: Pattern | undefined) => isMeta(p) && isMeta(main) && p.meta === main.meta;
  return same(subject.args[subject.form.main]) ? shapesFor(system, next.judgement, next.args) : [];
}

/** Of a theorem about runs: what the state looks like that it speaks of, where it says more than that it is reached. */
function endsOf({ premises: [, second, ...more] }: Theorem): readonly Pattern[] {
  const target = isInstance(second) ? second.args[1] : undefined;
  if (!isMeta(target)) return [];
  return more.flatMap((p) =>
    p.kind === 'where' && isMeta(p.value) && p.value.meta === target.meta && !isMeta(p.pattern) ? [p.pattern] : [],
  );
}

/** The rules that conclude the subject, where a theorem goes by them. */
function casesOf(system: System, { theorem }: Trial): readonly string[] {
  const first = theorem.premises[0];
  if (!isInstance(first) || first.judgement.name !== theorem.inductsOn) return [];
  const rules = [...system.rules.values()].filter((r) => r.chosen.length === 0);
  const names = rules.filter((r) => r.conclusion.judgement.name === theorem.inductsOn).map((r) => r.name);
  return names.length > 1 ? names : [];
}

/** Subjects are the same when their patterns are, whatever the metavariables are called. */
function keyOfSubject(system: System, { subject, theorem }: Trial, runs: boolean): string {
  const about = subject ? `${subject.form.name} ${keyOfPatterns(system, subject.args)}` : `own ${theorem.name}`;
  return `${runs} ${theorem.premisesIn?.variant ?? ''} ${about} |`;
}

function keyOfPatterns(system: System, args: readonly Pattern[]): string {
  const names = new Map<string, number>();
  const t = new Typesetter(system.grammar, 'text');
  const shown = args.map((p) => {
    if (!isMeta(p)) return t.pattern(p);
    if (!names.has(p.meta)) names.set(p.meta, names.size);
    return `${p.sort}${names.get(p.meta)}`;
  });
  return shown.join(' ');
}
