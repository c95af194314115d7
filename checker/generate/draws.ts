/** Rules drawn at random, by weight. */
import type { Term } from '../../semantics/grammar.ts';
import type { BackwardJudgement, BackwardRule } from './backward.ts';
import { Open, Symbolic } from './symbolic.ts';

/** Rules with their weights. */
export interface Draw {
  readonly rules: readonly BackwardRule[];
  readonly weights: readonly number[];
  readonly total: number;
}

const drawOf = (rules: readonly BackwardRule[], weigh: (r: BackwardRule) => number): Draw => {
  const weights = rules.map(weigh);
  return { rules, weights, total: weights.reduce((a, b) => a + b, 0) };
};

/** The rules that may conclude a goal, and which of them are drawn how often. */
export class Draws {
  readonly rules: readonly BackwardRule[];
  /** While there is room: rules that nest are preferred. */
  readonly roomy: Draw;
  /** While there is much: a large term is not to end at once. */
  readonly vast: Draw;
  readonly plain: Draw;
  /** Rules that nest no further. */
  readonly leaves: Draw;
  /** Rules that nest, and say what their output is; or are all that there are for what is given. */
  readonly building: Draw;

  /** @param given whether the constructor of the main input is known. */
  constructor(rules: readonly BackwardRule[], given: boolean) {
    const weight = (r: BackwardRule) => r.weight;
    this.rules = rules;
    const preferring = (times: number) => drawOf(rules, (r) => (r.recursive > 0 ? times * r.weight : r.weight));
    this.roomy = preferring(3);
    this.vast = preferring(15);
    this.plain = drawOf(rules, weight);
    this.leaves = drawOf(
      rules.filter((r) => r.recursive === 0),
      weight,
    );
    const forced = given && this.leaves.rules.length === 0;
    this.building = drawOf(
      rules.filter((r) => r.recursive > 0 && (r.builds || forced)),
      weight,
    );
  }
}

const kept = new WeakMap<BackwardJudgement, Map<string | undefined, Draws>>();

/** The rules of a judgement for a main input, as far as it is known. */
export function drawsFor(judgement: BackwardJudgement, main: unknown): Draws {
  let byTag = kept.get(judgement);
  if (byTag === undefined) kept.set(judgement, (byTag = new Map<string | undefined, Draws>()));
  const tag =
    main instanceof Open
      ? main.info.tag
      : main instanceof Symbolic || typeof main !== 'object'
        ? undefined
        : (main as Term).tag;
  let draws = byTag.get(tag);
  if (draws === undefined) {
    const rules =
      tag === undefined ? judgement.rules : judgement.rules.filter((r) => r.tag === undefined || r.tag === tag);
    byTag.set(tag, (draws = new Draws(rules, tag !== undefined)));
  }
  return draws;
}
