/**
 * The hunt, in episodes: each generates a subject (a well-typed term or configuration) from its own seed, tries the
 * theorems that speak of it, and follows the steps it takes to further subjects. Episodes depend on nothing but the
 * system, the seed and their number, so they can be run anywhere, in any order.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { equal } from '../../semantics/terms.ts';
import { isMeta, type Pattern } from '../../semantics/symbols.ts';
import { isInstance, type Form } from '../../rules/judgement.ts';
import type { System } from '../../rules/system.ts';
import type { Theorem } from '../../rules/theorem.ts';
import { Typesetter } from '../notation/typeset.ts';
import { Settled, derive, type Known } from '../derive.ts';
import { Tabled } from '../tabled.ts';
import { RandomChooser } from '../generate/choose.ts';
import { Generator } from '../generate/generator.ts';
import { emphasised } from './emphasis.ts';
import { Goal, rulesFor, shapesFor, unknownsFor } from './goals.ts';
import { firstSteered, Steering } from './steering.ts';
import type { HuntingGround } from './hunting-ground.ts';
import { exploration } from './exploration.ts';
import { endsOf, followRun, isAboutRuns } from './run-theorems.ts';
import { add, emptyTally, record, type Tally } from './tally.ts';
import { Trial, type Outcome, type Subject } from './trial.ts';

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
/**
 * How often a subject is tried where a later premise asks for something to be found, as an update of a configuration. Of a variant
 * once: there it is mostly the subject that shows what is wrong.
 */
export const continuations = 3;
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
        const { leadsTo } = trial.theorem;
        for (let k = this.base === undefined && trial.continued ? continuations : 1; k > 0; k--) {
          const outcome = trial.attempt(env.slice(), 1, g, Math.min(size, 5));
          if (reported) this.try(episode, trial, outcome);
          if (outcome.kind === 'holds' && leadsTo) next.push(leadsTo.map((m) => trial.value(outcome.env, m)));
        }
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
          : group.generator.find(subject.form.name, unknownsFor(group.generator, subject.args), size, { by }) !==
            undefined,
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
    return g.findSeveral(form.name, wanted, size, most, more, { by });
  }

  private follow(episode: number, group: Group, args: readonly unknown[], size: number): void {
    followRun(this.tally, this.system, this.huntingGround, this.generator, episode, group.trials, args, size);
  }
}

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
