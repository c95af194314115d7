/** Rules drawn at random, by weight. */
import type { Term } from '../../semantics/grammar.ts';
import type { BackwardJudgement, BackwardRule } from './backward.ts';
import { Open, Symbolic, walk } from './symbolic.ts';

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
  /** Whether they conclude what has a size. */
  readonly sized: boolean;
  /** While there is room: rules that nest are preferred. */
  readonly roomy: Draw;
  /** While there is much: a large term is not to end at once. */
  readonly vast: Draw;
  readonly plain: Draw;
  /** Rules that nest no further. */
  readonly leaves: Draw;
  /** Rules that nest. */
  readonly nesting: Draw;
  /** Rules that nest, and say what their output is; or are all that there are for what is given. */
  readonly building: Draw;
  /** Whether those that nest are all that there are for a main input whose constructor is known. */
  private readonly forced: boolean;
  /** The arguments besides the main one whose constructors some of the rules name, and a number for each of these; 0 is for one that is not known. */
  private readonly places: readonly { readonly at: number; readonly codes: ReadonlyMap<string, number> }[];
  /** Narrower ones, by the constructors that stand there. */
  private readonly narrower = new Map<number, Draws>();

  /**
   * @param given whether the constructor of the main input is known.
   * @param forced whether rules that nest are all that there are, where that is known.
   */
  constructor(rules: readonly BackwardRule[], given: boolean, forced?: boolean) {
    const weight = (r: BackwardRule) => r.weight;
    this.rules = rules;
    this.sized = rules.some(({ judgement }) => judgement.sized);
    const shapes = rules.flatMap((r) => r.shapes);
    this.places = [...new Set(shapes.map(({ at }) => at))].map((at) => {
      const tags = new Set(shapes.flatMap((p) => (p.at === at ? [p.info.tag] : [])));
      return { at, codes: new Map([...tags].map((tag, i) => [tag, i + 1] as const)) };
    });
    const preferring = (times: number) => drawOf(rules, (r) => (r.recursive > 0 ? times * r.weight : r.weight));
    this.roomy = preferring(3);
    this.vast = preferring(15);
    this.plain = drawOf(rules, weight);
    this.leaves = drawOf(
      rules.filter((r) => r.recursive === 0),
      weight,
    );
    this.nesting = drawOf(
      rules.filter((r) => r.recursive > 0),
      weight,
    );
    this.forced = forced ?? (given && this.leaves.rules.length === 0);
    this.building = drawOf(
      rules.filter((r) => r.recursive > 0 && (r.builds || this.forced)),
      weight,
    );
  }

  /** Those rules whose conclusion has no other constructor than the goal, where both name one. */
  fitting(args: readonly unknown[]): Draws {
    const { places } = this;
    if (places.length === 0) return this;
    let key = 0;
    for (let k = 0; k < places.length; k++) {
      const { at, codes } = places[k] as (typeof places)[number];
      const tag = tagOf(walk(args[at]));
      // A constructor that no rule names is one number more.
      key = key * (codes.size + 2) + (tag === undefined ? 0 : (codes.get(tag) ?? codes.size + 1));
    }
    let draws = this.narrower.get(key);
    if (draws === undefined) this.narrower.set(key, (draws = this.narrowed(args)));
    return draws;
  }

  private narrowed(args: readonly unknown[]): Draws {
    const fits = this.rules.filter((r) => !r.differs(args));
    return new Draws(fits, false, this.forced);
  }
}

/** The constructor of a term, where it is known. */
const tagOf = (x: unknown): string | undefined =>
  x instanceof Open
    ? x.info.tag
    : x instanceof Symbolic || typeof x !== 'object' || x === null
      ? undefined
      : (x as Term).tag;

const kept = new WeakMap<BackwardJudgement, Map<string | undefined, Draws>>();

/** The rules of a judgement for a main input, as far as it is known. */
export function drawsFor(judgement: BackwardJudgement, main: unknown): Draws {
  let byTag = kept.get(judgement);
  if (byTag === undefined) kept.set(judgement, (byTag = new Map<string | undefined, Draws>()));
  const tag = tagOf(main);
  let draws = byTag.get(tag);
  if (draws === undefined) {
    const rules =
      tag === undefined ? judgement.rules : judgement.rules.filter((r) => r.tag === undefined || r.tag === tag);
    byTag.set(tag, (draws = new Draws(rules, tag !== undefined)));
  }
  return draws;
}
