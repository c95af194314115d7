/** What the hunt is told of a calculus, and what it gives to what explores programs. */
import type { Environment } from '../../semantics/matching.ts';
import type { System } from '../../rules/system.ts';
import type { CompiledRule } from '../compile.ts';
import type { Derivation } from '../derivation.ts';
import type { Known } from '../derive.ts';
import type { RandomChooser } from '../generate/choose.ts';
import type { Generator } from '../generate/generator.ts';
import type { Hints } from '../generate/hints.ts';
import type { Explored } from './explored.ts';
import type { Trial } from './trial.ts';

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
