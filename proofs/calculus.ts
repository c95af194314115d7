/**
 * A calculus is one value: its rules and what is claimed of them, how its programs are written, run and explained, and
 * what the workbench shows of it. Each calculus gathers itself in `proofs/<name>/calculus.ts`; `registry.ts` lists them.
 * Nothing else knows a calculus by its name.
 */
import type { Either } from 'fp-ts/lib/Either.js';
import type { Mixed } from 'io-ts';
import type { LoadError } from '../semantics/errors.ts';
import type { Grammar, Term } from '../semantics/grammar.ts';
import type { Pattern } from '../semantics/symbols.ts';
import type { Form } from '../rules/judgement.ts';
import type { System } from '../rules/system.ts';
import type { Theorem } from '../rules/theorem.ts';
import type { Variant } from '../rules/variant.ts';
import type { Derivation } from '../checker/derivation.ts';
import type { Failure } from '../checker/derive.ts';
import { explain, lines, type Explanation, type TermTexts } from '../checker/explain.ts';
import type { CounterexampleText } from '../checker/hunt/counterexample.ts';
import type { Clients } from '../checker/explore/clients.ts';
import type { TransitionSystem } from '../checker/explore/system.ts';
import type { Chooser } from '../checker/generate/choose.ts';
import type { HuntingGround } from '../checker/hunt/hunting-ground.ts';
import { termTexts } from '../checker/hunt/term-texts.ts';
import { Typesetter } from '../checker/notation/typeset.ts';
import type { RunGraph } from '../checker/run-graph.ts';
import type { Reason, RunEnd, Unended, UpdateOutcome, Waiting } from '../checker/runs.ts';
import type { Lemmas } from './development.ts';

/** A definition of a program, in words: `fun`, its name, its type. */
export interface Definition {
  readonly kind: string;
  readonly name: string;
  readonly type: string;
}

/** A node of a derivation: one by this rule, in which these metavariables stand for these names. */
export interface NodeNamed {
  readonly rule: string;
  readonly metas: Readonly<Record<string, string>>;
}

/** Where the derivation of a program judges one of its definitions. */
export interface JudgedAt {
  /** Nodes, each inside the one before. */
  readonly within: readonly NodeNamed[];
  /** The judgement of the premise of the last of them that is about the definition alone. */
  readonly by: string;
}

export interface LoadOptions {
  /** Read what only annotated programs have, where the calculus has such. */
  readonly annotated?: boolean;
  /** Keep the derivations, for `record`. */
  readonly record?: boolean;
  /** The rules to load by; those of the calculus as it is unless others are given. */
  readonly system?: System;
}

/** A step for people: the rule, the redex and what it became. */
export interface StepText {
  readonly rule: string;
  readonly redex: string;
  readonly result: string;
  /** The states around it; not said where they are what its derivation is of, as the calculus' explanations show it. */
  readonly states?: () => StatesText;
}

/** The states before and after a step in full, as lines. */
export interface StatesText {
  readonly before: string;
  readonly after: string;
  /** The line of the first for whoever takes the step; empty where nobody in it does. */
  readonly mover: string;
  /** The part of that line that is reduced, where it is not all of it. */
  readonly redex?: string;
}

export interface RunOptions {
  /** The rules to run by; those of the calculus as it is unless others are given. */
  readonly system?: System;
  /** How many steps at most; unbounded by default. */
  readonly maxSteps?: number;
  /** Told of each step; the run is then by the rules, one derivation after the other. */
  readonly onStep?: (derivation: Derivation, step: StepText) => void;
  /** Terms of steps are written in full; those that are long are cut otherwise. */
  readonly whole?: boolean;
  /** The updates that wait, in order, and which of the checks admits them; only where the calculus has updates. */
  readonly queue?: readonly Waiting[];
  readonly check?: string;
  /** As in SpaceOptions. */
  readonly choices?: Readonly<Record<string, string>>;
}

/** Something that a calculus lets whoever runs or explores a program choose, as an option of its name. */
export interface Choice {
  readonly name: string;
  /** The values there are; any text where they are not given. */
  readonly values?: readonly string[];
  /** What is wrong with a text. */
  readonly wrong?: (text: string) => string | undefined;
  readonly default: string;
  readonly sentence: string;
}

export interface SpaceOptions {
  readonly system?: System;
  /** The updates, in order, and which of the checks admits them. */
  readonly queue?: readonly Waiting[];
  readonly check?: string;
  /** What the calculus itself lets choose: the updating model, when updates are offered, … By the names of its options. */
  readonly choices?: Readonly<Record<string, string>>;
}

/** A line; or the cells of a row: rows that follow each other are laid out as a table. */
export type Line = string | readonly string[];

/** What a command has to say: as JSON, on lines, and whether it holds. */
export interface Told {
  readonly json: object;
  readonly lines: readonly Line[];
  readonly holds: boolean;
  /** Why the call itself is wrong: an option has a value that there is not. Nothing else is said then. */
  readonly wrong?: string;
}

/** What a report is asked for, by the names of the command's options. */
export interface ReportOptions {
  readonly system?: System;
  readonly reduce?: boolean;
  readonly bound?: number;
  readonly limit?: number;
  readonly role?: string;
  readonly dot?: boolean;
  readonly trace?: boolean;
  readonly policy?: string;
  readonly scheduler?: string;
  readonly maxSteps?: number;
}

export interface RunReport {
  readonly outcome: RunEnd;
  /** The value as it is written; null when the run did not end with one. */
  readonly value: string | null;
  readonly steps: number;
  /** Update points that the run met; 0 where the calculus has none. */
  readonly points: number;
  readonly updates: readonly UpdateOutcome[];
  /** Why the run did not go on as it was told to. */
  readonly note?: string;
  /** Where it stands, when it was not to go on. */
  readonly stopped?: Unended;
}

/** Why an update was refused where it was refused first, judged again there. */
export interface RefusalExplained {
  readonly reasons: readonly Reason[];
  readonly explanations: readonly Explanation[];
  readonly point: number;
}

/** An update point of a program, and what may change there. */
export interface AnalysedPoint {
  readonly line: number | null;
  readonly column: number | null;
  /** The definition it is in; null for the program's expression. */
  readonly in: string | null;
  readonly capability: string;
  readonly mayChange: readonly string[];
  readonly mayNotChange: readonly string[];
}

/** A program without its update points: its definitions and its expression by their names, and how many points it has. */
export interface Outline {
  readonly parts: ReadonlyMap<string, string>;
  readonly points: number;
}

/** Programs and updates taken apart, for exercises in which parts of them are written. @typeParam P a program as it is loaded. */
export interface Editing<P> {
  /** The types that an update changes. */
  changes(update: Waiting): readonly string[];
  /** The definitions of an update by their names, as texts. */
  parts(update: Waiting): ReadonlyMap<string, string>;
  outline(program: P): Outline;
  /** The program with another expression; errors are of the text or of the program that it makes. */
  withMain(program: P, text: string): Either<readonly LoadError[], P>;
}

/** Updates of a calculus that has them. @typeParam P a program as it is loaded. */
export interface Updating<P> {
  /** The endings of their files, the usual one first. */
  readonly endings: readonly string[];
  /** The checks that may admit an update; the first one unless another is asked for. */
  readonly checks: readonly string[];
  read(text: string, file: string, options?: LoadOptions): Either<readonly LoadError[], Waiting>;
  /** A run with these updates, and for each that was refused why: by the file of the update. */
  refusals(
    program: P,
    options: RunOptions,
  ): { readonly report: RunReport; readonly refused: ReadonlyMap<string, RefusalExplained> };
  analyse?(program: P): readonly AnalysedPoint[];
  /** Updates can be written in exercises. */
  readonly editing?: Editing<P>;
  /** All runs with these updates: each is applied or deferred wherever it is admitted. */
  choices?(program: P, options: RunOptions): RunGraph;
}

/** A goal as it is written: texts by what they say; null where nothing is said. */
export interface GoalTexts {
  readonly expression: string | null;
  /** The types of local variables. */
  readonly locals: Readonly<Record<string, string>>;
  readonly before: string | null;
  readonly latent: string | null;
  /** Outputs that are told; null for those that are to be found. */
  readonly type: string | null;
  readonly after: string | null;
  readonly definition: string | null;
  readonly subtype: readonly string[];
}

/** The sentence that a goal text is about, and the names that stand for definitions of its program. */
export interface GoalRead {
  readonly form: Form;
  /** What is to be found is a metavariable. */
  readonly args: readonly Pattern[];
  readonly externals: (name: string) => boolean;
}

/** Goals that derivations are built for by hand, and what is filled in there. */
export interface Goals {
  /** Reads a goal about a program, which is empty where there is none. @returns errors whose `file` is the field that is wrong. */
  read(program: string, goal: GoalTexts): Either<readonly LoadError[], GoalRead>;
  /** Whether terms of a sort can be written. Environments and heaps cannot: they follow from the goal. */
  fillable(sort: string): boolean;
  /** Reads what is filled in for a metavariable of a sort. @returns the term, or why it is none. */
  readFill(sort: string, text: string, externals: (name: string) => boolean): Either<string, unknown>;
  /** A term as it would be filled in: what `readFill` reads. */
  writeFill(x: unknown): string;
}

/** Programs of a calculus: how they are written, read, judged and run. @typeParam P a program as it is loaded. */
export interface Language<P> {
  /** The endings of the files of programs, with the point; the usual one first. */
  readonly endings: readonly string[];
  readonly keywords: ReadonlySet<string>;
  /** Whether a program of one of the endings is this calculus' own, where another one has the ending as well. */
  claims?(text: string): boolean;
  /** What can be chosen of runs and spaces. */
  readonly choices?: readonly Choice[];
  /** Reads and judges a program; or says what is wrong with it, several errors where there are several. */
  load(text: string, file: string, options?: LoadOptions): Either<readonly LoadError[], P>;
  /** The program as it would be written; where the calculus infers annotations, with them if they are asked for. */
  print(program: P, options?: { readonly latents?: boolean }): string;
  definitions(program: P): readonly Definition[];
  /** Where the derivations of programs judge a definition; not said where they do not judge it by itself. */
  judged?(definition: Definition): JudgedAt;
  /** The type of the program's expression. */
  type(program: P): string;
  run(program: P, options: RunOptions): RunReport;
  /**
   * The same run in parts, of a moment each: what it yields is how many steps there were so far. Given back true, it is not to go on, and
   * reports where it stands.
   */
  pausing?(program: P, options: RunOptions): Generator<number, RunReport, boolean | undefined>;
  /** A run written down: first a derivation that says what the program is and does, then what else belongs to it. */
  record(program: P, options: RunOptions): { readonly report: RunReport; readonly roots: readonly Derivation[] };
  /**
   * Threads that call the functions of a program, to be put beside its own expression.
   * @param texts the old program, then the new ones: what all of them offer is called.
   */
  clients?(texts: readonly { readonly text: string; readonly file: string }[]): Either<readonly LoadError[], Clients>;
  /** All that a program can do: its states and labelled steps. The errors are of the options. */
  space?(program: P, options: SpaceOptions): Either<readonly LoadError[], TransitionSystem>;
  /** The failed search that an error of loading tells of; undefined for errors of reading. */
  failure?(error: LoadError): Failure | undefined;
  /** Whether a program is translated into an annotated one before it is judged. */
  readonly translates?: boolean;
  readonly updates?: Updating<P>;
  /** What the commands of these names say of programs whose files hold their updates: in place of the usual report. */
  readonly reports?: {
    readonly [command in 'check' | 'explore' | 'plan' | 'project' | 'run']?: (
      program: P,
      options: ReportOptions,
    ) => Told;
  };
  /** Derivations of these can be built by hand, in exercises. */
  readonly goals?: Goals;
  /** What these reports are as JSON. */
  readonly outputs?: { readonly [command: string]: Mixed };
}

/** The same calculus in other rules, which derive the same; what is derived in one is rewritten for the other. */
export interface Presentation {
  readonly name: string;
  readonly sentence: string;
  /** What whoever reads its rules should know. */
  readonly about: string;
  readonly system: System;
  /** Derivations of the base system, in this one. */
  readonly present: (roots: readonly Derivation[]) => readonly Derivation[];
}

/** How terms are shown inside derivations: environments and heaps by names, the rest as programs are written. */
export interface TermsShown {
  /** Sorts whose terms are named rather than written, and those that are if they are large. */
  readonly named: ReadonlySet<string>;
  readonly namedIfLarge: ReadonlySet<string>;
  /** Sorts that are mathematics, not program text. */
  readonly symbols: ReadonlySet<string>;
  /** A term on one line, deep parts of it left out; undefined for its template. */
  short(sort: string, x: unknown): string | undefined;
  /** A term in full, on several lines where it has several parts; undefined for its template. */
  full(sort: string, x: unknown): string | undefined;
}

/** A word, a symbol or a form of a calculus, explained where it is met. */
export interface Word {
  /** What it looks like, as a regular expression; the first that fits counts. */
  readonly like: string;
  /** What it is, in a sentence. */
  readonly says: string;
  /** The rule that tells most of it. */
  readonly rule: string;
}

export interface Calculus {
  /** As files, options and links say it. */
  readonly name: string;
  /** As sentences say it: `the lambda calculus`. */
  readonly title: string;
  readonly base: System;
  readonly presentations: readonly Presentation[];
  readonly variants: readonly Variant[];
  /** The theorems, given the rules that the static analysis runs. */
  readonly theorems: (analysis: System) => readonly Theorem[];
  /** Theorems that lead from one subject to the next, the main one first. */
  readonly movers: readonly Theorem[];
  /** How it is hunted: hints, what is shrunk to what, how runs go. */
  readonly huntingGround: HuntingGround;
  /** How a counterexample is told. */
  readonly counterexampleText: CounterexampleText;
  /** How explanations show terms. */
  readonly termTexts: TermTexts;
  /** How derivations show terms; by their templates unless said. */
  readonly terms?: TermsShown;
  /** Its words, explained. */
  readonly words?: readonly Word[];
  /** The judgement that is generated unless another is named. */
  readonly generates: string;
  /** An instance of the generated judgement with more than the sentence: a program, and an update for it. */
  readonly sample?: (
    judgement: string,
    args: readonly unknown[],
    find: (judgement: string, args: readonly unknown[], size: number) => readonly unknown[] | undefined,
    unknown: (sort: string) => unknown,
  ) => { readonly text: string; readonly update?: string } | undefined;
  /** A program at random as it is written, where a calculus has ways of its own to make them; undefined when a try fails. */
  readonly programs?: (system: System, chooser: Chooser) => string | undefined;
  /** Sorts that have one term of interest when instances are generated for people: no local variables. */
  readonly closed: Readonly<Record<string, unknown>>;
  /** The largest size of what a hunt generates. */
  readonly size: number;
  /** What its theorems are proved by; none where it is only tested. */
  readonly lemmas?: Lemmas;
  /** How programs are written and run; a calculus without it is derived, generated and hunted all the same. */
  readonly language?: Language<unknown>;
}

/** A language whose programs are of one type, where the calculus is known no more. */
export const language = <P>(l: Language<P>): Language<unknown> => l as Language<unknown>;

/** Shows terms by the templates of their grammar. */
export function templates(g: Grammar): (x: unknown) => string {
  const typesetter = new Typesetter(g, 'text');
  return (x) =>
    typeof x === 'object' && x !== null && 'tag' in x ? typesetter.pattern(x as Term as Pattern) : String(x);
}

/** Explanations that show terms by the templates of their grammar. */
export const showingBy = (g: Grammar): TermTexts => termTexts(g, templates(g));

/** Counterexamples told by the values of their metavariables, one a line. */
export const tellingWith = (termTexts: TermTexts, show: (x: unknown) => string): CounterexampleText => ({
  program: (values) =>
    Object.entries(values)
      .map(([m, x]) => `${m} = ${show(x)}\n`)
      .join(''),
  updates: () => [],
  why: (failure) => lines(explain(failure, termTexts)),
});

/** What a calculus has to say of itself; all else has a default. */
export type Given = Pick<Calculus, 'base' | 'generates'> & Partial<Calculus>;

/**
 * Makes a calculus of its parts. What is left out is as little as it can be: no variants, no theorems, nothing to hint
 * at, terms shown by their templates.
 */
export function calculus(given: Given): Calculus {
  const { base } = given;
  const show = templates(base.grammar);
  const termTexts = given.termTexts ?? showingBy(base.grammar);
  return {
    name: base.name,
    title: base.name,
    presentations: [],
    variants: [],
    theorems: () => [],
    movers: [],
    huntingGround: { hints: { names: () => ['x', 'y', 'z'], ints: [0n, 1n, 2n] }, settled: [] },
    counterexampleText: tellingWith(termTexts, show),
    closed: {},
    size: 9,
    ...given,
    termTexts,
  };
}
