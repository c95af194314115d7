/** The hunt of a variant in the page: episodes on one thread, until a theorem falls, which is then made smaller and told. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { Hunter, emptyTally, sum, type Fall } from '../../../checker/hunt/episodes.ts';
import { encodeCounterexample } from '../../../checker/hunt/counterexample.ts';
import { givenOf, shrink, type Found } from '../../../checker/hunt/shrink.ts';
import type { Theorem } from '../../../rules/theorem.ts';
import { chosen } from './rules.ts';
import { sourceOf, type Source } from './source.ts';

export interface HuntAsked {
  /** As in the state of the page. */
  readonly variant: string | null;
  readonly seed: number;
  /** Seconds at most. */
  readonly time: number;
  /** Names of theorems; null for those that are expected to fall, or all. */
  readonly theorems: readonly string[] | null;
}

export interface HuntProgress {
  readonly tests: number;
  readonly seconds: number;
  /** The theorem that fell, while its instance is made smaller. */
  readonly fallen: string | null;
}

export interface FoundShown {
  readonly theorem: string;
  readonly title: string;
  readonly case: string;
  /** In concrete syntax, with casts and annotations. */
  readonly program: string;
  readonly updates: readonly string[];
  readonly why: readonly string[];
  readonly file: { readonly title: string; readonly text: string } | null;
  /** As a source program, for a run; null where it is none. */
  readonly source: Source | null;
}

export interface HuntResult {
  readonly tests: number;
  readonly seconds: number;
  /** Theorem and how many instances of it were tried. */
  readonly theorems: readonly (readonly [string, number])[];
  readonly found: FoundShown | null;
  /** On the command line, the same again. */
  readonly command: string;
}

const chunk = 16;
/** How often progress is told, in seconds. */
const often = 0.1;

/** T13 names T13-transitive and the others of its kind. */
const named = (t: Theorem, name: string) => t.name === name || t.name.startsWith(`${name}-`);

/** @throws Error for a variant that does not exist: its message is told. */
export function hunt(asked: HuntAsked, progress: (p: HuntProgress) => void = () => undefined): HuntResult {
  const choice = chosen(asked.variant);
  if (choice === null) throw new Error(`there is no variant ${asked.variant}`);
  const { calculus, variant } = choice;
  const { system } = variant;
  const wanted = asked.theorems ?? (variant.expected === 'sound' ? null : variant.expected);
  const all = calculus.theorems(variant.analysis);
  const theorems = wanted === null ? all : all.filter((t) => wanted.some((name) => named(t, name)));
  const hunter = new Hunter(system, calculus.ground, theorems, asked.seed, {
    movers: calculus.movers,
    size: calculus.size,
    ...(system === variant.base ? {} : { base: variant.base }),
  });
  const words = ['mutandis hunt --system', calculus.name];
  if (variant.name !== '') words.push('--variant', variant.name);
  for (const t of asked.theorems ?? []) words.push('--theorem', t);
  const command = [...words, '--seed', String(asked.seed), '--fresh'].join(' ');

  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const total = emptyTally();
  const tests = () => [...total.tests.values()].reduce((a, b) => a + b, 0);
  let told = 0;
  const tell = (fallen: string | null, now = false) => {
    if (!now && seconds() - told < often) return;
    told = seconds();
    progress({ tests: tests(), seconds: told, fallen });
  };
  const result = (found: FoundShown | null): HuntResult => ({
    tests: tests(),
    seconds: seconds(),
    theorems: theorems.map((t) => [t.name, total.tests.get(t.name) ?? 0] as const),
    found,
    command,
  });

  /** An instance that cannot be derived again within reason is none to hold in the hand: the hunt goes on. */
  const smaller = (fall: Fall): FoundShown | null => {
    const theorem = theorems.find((t) => t.name === fall.theorem);
    if (theorem === undefined) return null;
    tell(fall.theorem, true);
    const { found } = shrink(system, theorem, calculus.ground, givenOf(theorem, fall, calculus.ground));
    return found === undefined ? null : tellFound(theorem, found);
  };
  const tellFound = (theorem: Theorem, found: Found): FoundShown => {
    const { telling, ground } = calculus;
    const text = encodeCounterexample(system, theorem, ground, found, telling, command);
    const summary = isLeft(text)
      ? undefined
      : (JSON.parse(text.right) as { counterexample: { why: readonly string[] } }).counterexample;
    const title = `${calculus.name}-${variant.name === '' ? 'base' : variant.name}-${theorem.name}.json`;
    return {
      theorem: theorem.name,
      title: theorem.title,
      case: found.case,
      program: telling.program(found.values),
      updates: telling.updates(found.values, found.given.plan ?? []),
      why: summary?.why ?? [],
      file: isLeft(text) ? null : { title, text: text.right },
      source: calculus.name === 'proteus' ? sourceOf(found.values, found.given.plan ?? [], asked.variant) : null,
    };
  };

  for (let i = 0; seconds() < asked.time; i++) {
    sum(total, hunter.episode(i));
    if (i % chunk === chunk - 1) tell(null);
    for (const fall of total.falls.splice(0)) {
      const found = smaller(fall);
      if (found !== null) return result(found);
    }
  }
  return result(null);
}
