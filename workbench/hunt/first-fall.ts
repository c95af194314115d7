/** A hunt on one thread, until the first theorem falls, which is then made smaller and told: for the page and for exercises. */
import type { Theorem } from '../../rules/theorem.ts';
import type { Variant } from '../../rules/variant.ts';
import { emptyTally, sum, type Fall } from '../../checker/hunt/tally.ts';
import { givenOf, shrink, type Found } from '../../checker/hunt/shrink.ts';
import type { Calculus } from '../../proofs/calculi.ts';
import { hunterFor, written } from './hunter.ts';
import type { ProvingProgress } from './proving.ts';

export interface FirstFallHunt {
  readonly calculus: Calculus;
  readonly variant: Variant;
  readonly theorems: readonly Theorem[];
  readonly seed: number;
  /** Seconds, and instances of theorems: whichever comes first. */
  readonly seconds: number;
  readonly tests: number;
  /** The command that reproduces it. */
  readonly command: string;
}

export interface HuntProgress {
  readonly tests: number;
  readonly seconds: number;
  /** The theorem that fell, while its instance is made smaller. */
  readonly fallen: string | null;
  /** What of a proof before the hunt has been gone through; null while it is hunted. */
  readonly proving: ProvingProgress | null;
}

export interface FirstFall {
  readonly theorem: string;
  readonly title: string;
  readonly case: string;
  /** In concrete syntax, with casts and annotations. */
  readonly program: string;
  readonly updates: readonly string[];
  readonly why: readonly string[];
  /** The counterexample as a file; null where its derivations cannot be written. */
  readonly file: string | null;
  readonly found: Found;
}

export interface FirstFallResult {
  readonly tests: number;
  readonly seconds: number;
  /** Theorem and how many instances of it were tried. */
  readonly theorems: readonly (readonly [string, number])[];
  readonly found: FirstFall | null;
}

const chunk = 16;
/** How often progress is told, in seconds. */
const often = 0.1;

/** Hunts. The same seed finds the same. */
export function huntFirstFall(
  asked: FirstFallHunt,
  progress: (p: HuntProgress) => void = () => undefined,
): FirstFallResult {
  const { calculus, variant, theorems } = asked;
  const { system } = variant;
  const hunter = hunterFor(calculus, variant, theorems, asked.seed);
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const total = emptyTally();
  const tests = () => [...total.tests.values()].reduce((a, b) => a + b, 0);
  let told = 0;
  const tell = (fallen: string | null, now = false) => {
    if (!now && seconds() - told < often) return;
    told = seconds();
    progress({ tests: tests(), seconds: told, fallen, proving: null });
  };
  const result = (found: FirstFall | null): FirstFallResult => ({
    tests: tests(),
    seconds: seconds(),
    theorems: theorems.map((t) => [t.name, total.tests.get(t.name) ?? 0] as const),
    found,
  });
  /** An instance that cannot be derived again within reason is none to hold in the hand: the hunt goes on. */
  const smaller = (fall: Fall): FirstFall | null => {
    const theorem = theorems.find((t) => t.name === fall.theorem);
    if (theorem === undefined) return null;
    tell(fall.theorem, true);
    const { found } = shrink(system, theorem, calculus.huntingGround, givenOf(theorem, fall, calculus.huntingGround));
    if (found === undefined) return null;
    const { counterexampleText } = calculus;
    const { text, why } = written(calculus, variant, theorem, found, asked.command);
    return {
      theorem: theorem.name,
      title: theorem.title,
      case: found.case,
      program: counterexampleText.program(found.values),
      updates: counterexampleText.updates(found.values, found.given.plan ?? []),
      why,
      file: text,
      found,
    };
  };
  for (let i = 0; seconds() < asked.seconds && tests() < asked.tests; i++) {
    sum(total, hunter.episode(i));
    if (i % chunk === chunk - 1) tell(null);
    for (const fall of total.falls.splice(0)) {
      const found = smaller(fall);
      if (found !== null) return result(found);
    }
  }
  return result(null);
}
