/**
 * The workbench as a library: what the commands do, for programs that use it. What may fail is an Either of fp-ts, plain
 * data: `{ _tag: 'Left', left }` with errors that have a file, line and column, or `{ _tag: 'Right', right }`.
 *
 *     import { load, run } from 'mutandis';
 *     const program = load('+ 1 2', { file: 'sum.stlc' });
 *     if (program._tag === 'Right') console.log(run(program.right).value);
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import type { Form, Judgement } from '../../rules/judgement.ts';
import type { System } from '../../rules/system.ts';
import type { Theorem } from '../../rules/theorem.ts';
import type { Variant } from '../../rules/variant.ts';
import type { Derivation } from '../../checker/derivation.ts';
import { derive as search, type DeriveOptions, type Failure } from '../../checker/derive.ts';
import { explain as explanation, type Explanation } from '../../checker/explain.ts';
import { check as decide, type Checked } from '../../checker/explore/check.ts';
import { outcomesOf, type Outcomes } from '../../checker/explore/outcomes.ts';
import { parseProperties } from '../../checker/explore/parse.ts';
import { Space } from '../../checker/explore/space.ts';
import { decode, encode } from '../../checker/format.ts';
import { RandomChooser } from '../../checker/generate/choose.ts';
import { Generator } from '../../checker/generate/generator.ts';
import { checkCounterexample, isCounterexample, type Summary } from '../../checker/hunt/counterexample.ts';
import { replay as replayProof } from '../../checker/replay.ts';
import type { Waiting } from '../../checker/runs.ts';
import { calculi, calculusOfFile, contextIn, defaultCalculus, systemFinder, unchanged } from '../../proofs/calculi.ts';
import type {
  AnalysedPoint,
  Calculus,
  Definition,
  Language,
  RefusalExplained,
  RunOptions,
  RunReport,
} from '../../proofs/calculus.ts';
import { theoremsFor } from '../hunt/hunter.ts';
import { huntFirstFall, type FirstFallResult } from '../hunt/first-fall.ts';
import type { Diff, Plan, Sweep, SweepOptions, Tools } from '../updating/report.ts';
import { toolsOf } from '../updating/tools.ts';

export type {
  AnalysedPoint,
  Calculus,
  Definition,
  Diff,
  Explanation,
  LoadError,
  Plan,
  RefusalExplained,
  RunReport,
  Sweep,
};

/** A program that has been read and judged. What is inside is for its calculus to know. */
export class Program {
  constructor(
    readonly calculus: Calculus,
    /** The rules it was judged by, and is run by. */
    readonly rules: System,
    readonly file: string,
    /** As the calculus loaded it. */
    readonly content: unknown,
  ) {}

  get language(): Language<unknown> {
    return this.calculus.language as Language<unknown>;
  }
  /** The program as it would be written. */
  toString(): string {
    return this.language.print(this.content);
  }
}

/** An update that has been read, for programs of its calculus. */
export type Update = Waiting;

export interface LoadSettings {
  /** Errors say it, and its ending says of which calculus the text is, unless that is given; `program` by default. */
  readonly file?: string;
  readonly calculus?: Calculus;
  /** A variant by whose rules the program is judged and run. */
  readonly variant?: Variant;
  readonly annotated?: boolean;
  /** Keep what `derive` needs (the default): turned off, long programs take less memory. */
  readonly record?: boolean;
}

const calculusFor = (file: string, asked: Calculus | undefined): Calculus =>
  asked ?? calculusOfFile(file) ?? defaultCalculus;

/** Reads and judges a program. */
export function load(text: string, settings: LoadSettings = {}): Either<readonly LoadError[], Program> {
  const { file = 'program', variant, annotated = false, record = true } = settings;
  const calculus = calculusFor(file, settings.calculus);
  const rules = variant?.system ?? calculus.base;
  const { language } = calculus;
  if (language === undefined) return left([loadError('scope', `${calculus.title} has no programs`, undefined, file)]);
  const read = language.load(text, file, { annotated, record, system: rules });
  return isLeft(read) ? read : right(new Program(calculus, rules, file, read.right));
}

/** Reads an update for programs of a calculus that has updates. */
export function loadUpdate(
  text: string,
  { file = 'update', calculus, annotated = false }: Omit<LoadSettings, 'variant' | 'record'> = {},
): Either<readonly LoadError[], Update> {
  const { language, title } = calculus ?? defaultCalculus;
  if (language?.updates === undefined) return left([loadError('scope', `${title} has no updates`, undefined, file)]);
  return language.updates.read(text, file, { annotated });
}

export interface RunSettings {
  /** The updates, in the order in which they wait. */
  readonly updates?: readonly Update[];
  /** Which check admits them: one of the calculus' own, the first by default. */
  readonly check?: string;
  /** Steps at most; unbounded by default. */
  readonly maxSteps?: number;
  /** Told of each step; the run is then made of derivations, and slower. */
  readonly onStep?: NonNullable<RunOptions['onStep']>;
}

const optionsOf = (p: Program, s: RunSettings): RunOptions => ({
  system: p.rules,
  queue: s.updates ?? [],
  check: s.check ?? p.language.updates?.checks[0] ?? '',
  ...(s.maxSteps === undefined ? {} : { maxSteps: s.maxSteps }),
  ...(s.onStep === undefined ? {} : { onStep: s.onStep }),
});

/** The types of a program's definitions and of its expression. */
export const check = (p: Program): { readonly definitions: readonly Definition[]; readonly type: string } => ({
  definitions: p.language.definitions(p.content),
  type: p.language.type(p.content),
});

/** Runs a program. */
export const run = (p: Program, settings: RunSettings = {}): RunReport =>
  p.language.run(p.content, optionsOf(p, settings));

/** Per update point the types that may change there. @throws Error for a calculus without such an analysis. */
export function analyse(p: Program): readonly AnalysedPoint[] {
  const points = p.language.updates?.analyse?.(p.content);
  if (points === undefined) throw new Error(`${p.calculus.title} has no analysis of updates`);
  return points;
}

const tools = ({ calculus }: Program): Tools<unknown> => {
  const found = toolsOf[calculus.name];
  if (found === undefined) throw new Error(`${calculus.title} has no tools for updates`);
  return found;
};

/** What will become of updates, each planned after the one before. @throws Error for a calculus without tools for updates. */
export const plan = (p: Program, updates: readonly Update[]): readonly Plan[] =>
  tools(p).plan(p.rules, p.content, updates);

/** An update tried at every update point of a run. @throws Error for a calculus without tools for updates. */
export const sweep = (p: Program, update: Update, options: SweepOptions = {}): Sweep =>
  tools(p).sweep(p.rules, p.content, update, options);

/**
 * The update that makes one version of a program of another.
 * @param options.version what the new version is called; transformers are named after it.
 * @throws Error for a calculus without tools for updates.
 */
export const diff = (
  before: Program,
  after: Program,
  options: { readonly version?: string; readonly reset?: boolean } = {},
): Diff =>
  tools(before).diff(before.rules, before.content, after.content, {
    version: options.version ?? 'next',
    reset: options.reset ?? false,
  });

/** Why a program does not load: the failed search behind an error; undefined for errors of reading. */
export function explain(error: LoadError): Explanation | undefined;
/** Why updates are refused, where each is refused first: by their files. */
export function explain(p: Program, settings: RunSettings): ReadonlyMap<string, RefusalExplained>;
export function explain(
  of: LoadError | Program,
  settings: RunSettings = {},
): Explanation | undefined | ReadonlyMap<string, RefusalExplained> {
  if (of instanceof Program)
    return of.language.updates?.refusals(of.content, optionsOf(of, settings)).refused ?? new Map();
  for (const c of calculi) {
    const failure = c.language?.failure?.(of);
    if (failure !== undefined) return explanation(failure, c.termTexts);
  }
  return undefined;
}

/** The inputs of a judgement, when they are the first so many of its arguments. */
type Inputs<A extends readonly unknown[]> = A extends readonly [...infer I, unknown] ? A | I | Inputs<I> : A;

/** A judgement that has been derived. @typeParam A its arguments. */
export interface Instance<A extends readonly unknown[]> {
  /** Inputs and outputs. */
  readonly instance: A;
  readonly outputs: readonly unknown[];
  readonly derivation: Derivation;
}

/** A program's run written down: a derivation file, as an object of JSON. */
export interface Recorded {
  readonly report: RunReport;
  readonly file: unknown;
}

/** Derives that a program is well formed, and every step of its run. */
export function derive(p: Program, settings?: RunSettings): Recorded;
/** Derives a judgement from its inputs; or says which rules were tried. */
export function derive<A extends readonly unknown[]>(
  system: System,
  judgement: Judgement<A>,
  inputs: Inputs<A>,
  options?: DeriveOptions,
): Either<Failure, Instance<A>>;
export function derive(
  system: System,
  form: Form,
  inputs: readonly unknown[],
  options?: DeriveOptions,
): Either<Failure, Instance<readonly unknown[]>>;
export function derive(
  of: Program | System,
  by: RunSettings | Judgement<readonly unknown[]> | Form = {},
  inputs: readonly unknown[] = [],
  options: DeriveOptions = {},
): Recorded | Either<Failure, Instance<readonly unknown[]>> {
  if (of instanceof Program) {
    const { report, roots } = of.language.record(of.content, optionsOf(of, by as RunSettings));
    return { report, file: JSON.parse([...encode(of.rules, roots)].join('')) as unknown };
  }
  const form = 'form' in by ? by.form : (by as Form);
  const found = search(of, form, inputs, options);
  if (isLeft(found)) return found;
  return right({ ...found.right, instance: [...inputs, ...found.right.outputs] });
}

/** What replaying a file came to. */
export type Verdict =
  | {
      readonly ok: true;
      readonly nodes: number;
      /** The judgements that are derived; of a counterexample, those of the theorem's premises. */
      readonly counterexample: Summary | null;
    }
  | { readonly ok: false; readonly message: string };

/**
 * Checks a derivation or counterexample file from nothing but the rules.
 * @param json the file as an object. @param variants that it may name, besides those of the calculi.
 */
export function replay(json: unknown, { variants = [] }: { readonly variants?: readonly Variant[] } = {}): Verdict {
  const find = systemFinder(variants);
  if (isCounterexample(json)) {
    const checked = checkCounterexample(json, find, (system) => contextIn(system, variants));
    return checked.ok
      ? { ok: true, nodes: checked.nodes, counterexample: checked.summary }
      : { ok: false, message: checked.message };
  }
  const decoded = decode(json, find);
  if (isLeft(decoded)) return { ok: false, message: decoded.left };
  const verdict = replayProof(decoded.right.system, decoded.right.proof);
  return verdict.ok
    ? { ok: true, nodes: verdict.nodes, counterexample: null }
    : { ok: false, message: `${verdict.path}: ${verdict.message}` };
}

export interface ExploreSettings extends Pick<RunSettings, 'updates' | 'check'> {
  /** Properties as `mutandis explore` reads them. */
  readonly properties?: string;
  /** States at most. */
  readonly limit?: number;
  /** What the calculus itself lets choose, by the names of its options. */
  readonly choices?: Readonly<Record<string, string>>;
}

export interface Explored {
  /** States and steps, for those who look further. */
  readonly space: Space;
  readonly states: number;
  /** Whether there are no more. */
  readonly complete: boolean;
  readonly outcomes: Outcomes;
  /** The name is null for a property that has none. */
  readonly properties: readonly { readonly name: string | null; readonly checked: Checked }[];
}

/** All that a program can do: its states, how its runs end, and whether properties hold of them. */
export function explore(p: Program, settings: ExploreSettings = {}): Either<readonly LoadError[], Explored> {
  const { language, calculus } = p;
  if (language.space === undefined)
    return left([loadError('scope', `${calculus.title} has no state spaces`, undefined, p.file)]);
  const { queue = [], check: by = '' } = optionsOf(p, settings);
  const made = language.space(p.content, { system: p.rules, queue, check: by, choices: settings.choices ?? {} });
  if (isLeft(made)) return made;
  const properties = parseProperties(settings.properties ?? '', 'properties', made.right.events);
  if (isLeft(properties)) return properties;
  const space = new Space(made.right, settings.limit === undefined ? {} : { limit: settings.limit }).explore();
  const checked = [];
  for (const property of properties.right) {
    const r = decide(space, property);
    if (isLeft(r)) return r;
    checked.push({ name: property.name, checked: r.right });
  }
  return right({
    space,
    states: space.size,
    complete: space.complete,
    outcomes: outcomesOf(space),
    properties: checked,
  });
}

export interface GenerateSettings {
  readonly calculus: Calculus;
  readonly judgement?: string;
  readonly count?: number;
  readonly seed?: number;
  readonly size?: number;
  /** The least number of rule instances, of a judgement such as typing; then the size is the largest. */
  readonly atLeast?: number;
}

/**
 * Instances of a judgement, generated from the rules run backwards: the arguments of each. The same seed makes the same.
 * @throws Error where there is no such judgement, or one whose instances have no size (it does not depend on itself, or looks up or relates) is to have a least one.
 */
export function generate(settings: GenerateSettings): readonly (readonly unknown[])[] {
  const { calculus, judgement = calculus.generates, count = 5, seed = 1, atLeast } = settings;
  const { size = Math.max(6, atLeast ?? 0) } = settings;
  const form = calculus.base.judgements.find((j) => j.name === judgement);
  if (form === undefined) throw new Error(`${calculus.title} has no judgement ${judgement}`);
  const chooser = new RandomChooser(seed);
  const g = new Generator(calculus.base, calculus.huntingGround.hints, chooser);
  const made: (readonly unknown[])[] = [];
  for (let i = 0; made.length < count && i < 200 * count; i++) {
    chooser.reseed(seed, i);
    const args = [...form.inputs, ...form.outputs].map((sort) => calculus.closed[sort] ?? g.unknown(sort));
    const found = g.find(judgement, args, size, atLeast === undefined ? {} : { atLeast });
    if (found !== undefined) made.push(found);
  }
  return made;
}

export interface HuntSettings {
  readonly calculus: Calculus;
  readonly variant?: Variant;
  /** Names of theorems; those that the variant is expected to fell, or all, by default. */
  readonly theorems?: readonly string[];
  readonly seed?: number;
  /** Instances of theorems that are tried at most (20,000 by default), and seconds (60). */
  readonly tests?: number;
  readonly seconds?: number;
}

/** Looks for a counterexample, on this thread, until one theorem falls; it is made small. The same seed finds the same. */
export function hunt(settings: HuntSettings): FirstFallResult {
  const { calculus, variant = unchanged(calculus), theorems, seed = 1, tests = 20_000, seconds = 60 } = settings;
  const tried: readonly Theorem[] = theoremsFor(calculus, variant, theorems ?? null);
  return huntFirstFall({ calculus, variant, theorems: tried, seed, tests, seconds, command: '' });
}
