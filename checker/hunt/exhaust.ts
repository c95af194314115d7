/**
 * Hunts that leave nothing out: every instance of a theorem's premises over the pools of the hints, up to a size. The
 * subject (the first premise) comes in order of size; what else the premises leave open has every value up to the size.
 */
import type { System } from '../../rules/system.ts';
import type { Theorem } from '../../rules/theorem.ts';
import { Settled } from '../derive.ts';
import { Alike } from '../generate/alike.ts';
import { Odometer } from '../generate/choose.ts';
import { Generator } from '../generate/generator.ts';
import { emptyTally, record, type Tally } from './tally.ts';
import { followRun, isAboutRuns } from './run-theorems.ts';
import type { HuntingGround } from './hunting-ground.ts';
import { unknownsFor } from './goals.ts';
import { Trial } from './trial.ts';

/** A part of an exhaustive hunt. Its tally counts as episodes the subjects tried. */
export interface Part {
  readonly theorem: string;
  readonly size: number;
  readonly tally: Tally;
  /** Subjects that differ from one that was tried by names alone, and were left out. */
  readonly leftOut: number;
  /** Whether this was the last part of the theorem and size. */
  readonly done: boolean;
}

/** After so many choices a part is given out, so that whoever asks can end it, or tell how far it is. */
const partLength = 2_000;

export interface ExhaustOptions {
  /** Whether statistics are taken. */
  readonly statistics?: boolean | undefined;
  /** Of subjects that differ by names alone which are alike (`Alike`), one is tried. */
  readonly symmetric?: boolean | undefined;
}

/**
 * Tries theorems on all their instances.
 * @param from the least size of subjects.
 * @param most the largest size: rule instances and chosen constructors of each premise that is not determined.
 */
export function* exhaust(
  system: System,
  huntingGround: HuntingGround,
  theorems: readonly Theorem[],
  from: number,
  most: number,
  { statistics, symmetric }: ExhaustOptions = {},
): IterableIterator<Part> {
  const settled = new Settled(huntingGround.settled);
  for (let size = from; size <= most; size++)
    for (const theorem of theorems) {
      let tally = emptyTally(statistics);
      const trial = new Trial(system, theorem, { settled, counts: countsOf(() => tally) });
      let choices = 0;
      const twins = symmetric ? new Twins(system, huntingGround) : undefined;
      const part = (done: boolean): Part => ({
        theorem: theorem.name,
        size,
        tally,
        leftOut: twins?.taken() ?? 0,
        done,
      });
      for (const progress of instances(system, huntingGround, trial, size, most, () => tally, twins)) {
        choices += progress;
        if (choices < partLength) continue;
        yield part(false);
        tally = emptyTally(statistics);
        choices = 0;
      }
      yield part(true);
    }
}

/** The subjects of one size that were tried, whatever names they have of those that are alike. */
class Twins {
  readonly alike: Alike;
  private readonly tried = new Set<string>();
  private leftOut = 0;
  constructor({ grammar }: System, { hints }: HuntingGround) {
    this.alike = new Alike(grammar, hints.alike ?? []);
  }
  /** Whether a subject is the first of those that differ from it by names alone; the others are counted. */
  isFirst(subject: readonly unknown[]): boolean {
    const { form, orbit } = this.alike.canonical(subject);
    if (this.tried.has(form)) return false;
    this.tried.add(form);
    this.leftOut += orbit - 1;
    return true;
  }
  /** How many were left out since this was asked last. */
  taken(): number {
    const { leftOut } = this;
    this.leftOut = 0;
    return leftOut;
  }
}

/** Counts that go to the tally of the moment. */
function countsOf(tally: () => Tally): Map<string, number> {
  const counts = new Map<string, number>();
  return Object.assign(counts, {
    get: (k: string) => tally().rules.get(k),
    set: (k: string, n: number) => tally().rules.set(k, n),
  });
}

/** Tries all instances whose subject has just this size; gives a number for each sequence of choices made. */
function* instances(
  system: System,
  huntingGround: HuntingGround,
  trial: Trial,
  size: number,
  most: number,
  tally: () => Tally,
  twins?: Twins,
): IterableIterator<number> {
  const { hints } = huntingGround;
  const { theorem, subject } = trial;
  const about = isAboutRuns(theorem, huntingGround);
  /** All that the other premises leave open. */
  function* others(args: readonly unknown[] | undefined): IterableIterator<number> {
    const odometer = new Odometer();
    const g = new Generator(theorem.premisesIn ?? system, hints, odometer, twins?.alike);
    do {
      twins?.alike.begin(args ?? []);
      if (args !== undefined && about)
        followRun(tally(), system, huntingGround, g, tally().episodes, [{ trial }], args, most);
      else {
        const env = args === undefined ? [] : trial.about(args);
        if (env === undefined) return;
        record(
          tally(),
          huntingGround,
          tally().episodes,
          trial,
          trial.attempt(env, args === undefined ? 0 : 1, g, most),
        );
      }
      yield 1;
    } while (odometer.next());
  }
  if (subject === undefined) {
    // Nothing is a subject: all at once, at the largest size.
    if (size === most) yield* others(undefined);
    return;
  }
  const odometer = new Odometer();
  const g = new Generator(theorem.premisesIn ?? system, hints, odometer, twins?.alike);
  do {
    const wanted = unknownsFor(g, subject.args);
    twins?.alike.begin(wanted);
    const found = g.find(subject.form.name, wanted, size);
    yield 1;
    // Those that leave some of the budget were there at a smaller size.
    if (found === undefined || g.left !== 0) continue;
    if (twins?.isFirst(found) === false) continue;
    tally().episodes++;
    yield* others(found);
  } while (odometer.next());
}
