/**
 * What is known of metafunctions besides their code: equations, read in their order, and the theory that a function
 * belongs to. Proofs use nothing else of a metafunction, and a function of which nothing is said is opaque: its calls
 * are equal when their arguments are. Each equation is tested against the code (test/meanings.test.ts).
 */
import type { EvaluationPart } from './evaluation.ts';
import { evaluationMeaning } from './evaluation-equations.ts';
import {
  isCall,
  type AnyMetafunction,
  type Call,
  type Equation,
  type Pattern,
  type Row,
  type Self,
  type Where,
} from './symbols.ts';

export type { Meaning, Row, Self, Theory } from './symbols.ts';

/** An equation traced. A condition is a predicate, or `pattern = value`. */
export interface MeaningEquation {
  readonly left: Call;
  readonly right: Pattern;
  readonly conditions: readonly (Where | Call)[];
}

export interface Meant {
  readonly equations: readonly MeaningEquation[];
  readonly observed: readonly MeaningEquation[];
  /**
   * Where no equation applies: the result is undefined, or a truth value; the function applies to the parts of its first
   * argument of these sorts; or nothing is known.
   */
  readonly otherwise: 'undefined' | 'false' | 'true' | readonly string[] | null;
  /** The predicate holds when every equation that applies does, and it holds of the parts. */
  readonly everywhere: boolean;
}

const nothing: Meant = { equations: [], observed: [], otherwise: null, everywhere: false };
const traced = ([left, right, ...conditions]: Row, f?: AnyMetafunction): MeaningEquation => {
  if (!isCall(left) || (f !== undefined && left.call !== f))
    throw new Error(`an equation of ${f?.info.name ?? '?'} is about another function`);
  return { left, right: right as Pattern, conditions: conditions as unknown as (Where | Call)[] };
};
const meant = new WeakMap<AnyMetafunction, Meant>();

/**
 * The equations of a metafunction, traced.
 * @throws Error when a left side is no call of the function, or a right side has a metavariable that nothing binds.
 */
export function meaningOf(f: AnyMetafunction): Meant {
  let m = meant.get(f);
  if (m === undefined) meant.set(f, (m = read(f)));
  return m;
}

function read(f: AnyMetafunction): Meant {
  const { meaning: given, equations, over, result } = f.info;
  const meaning =
    given?.derived === undefined ? given : { ...given, ...evaluationMeaning(given.derived as EvaluationPart) };
  if (meaning !== undefined)
    return {
      equations: (meaning.equations?.(f as unknown as Self) ?? []).map((row) => traced(row, f)),
      observed: (meaning.observed?.(f as unknown as Self) ?? []).map((row) => traced(row)),
      otherwise: meaning.otherwise ?? null,
      everywhere: false,
    };
  if (equations === undefined || over === undefined) return nothing;
  const whole = (e: Equation) => ({ left: e.left as Call, right: e.right, conditions: e.where ?? [] });
  return { equations: equations.map(whole), observed: [], otherwise: over, everywhere: result === 'holds' };
}
