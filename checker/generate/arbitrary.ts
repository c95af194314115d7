/** Generation for users of fast-check: well-typed terms as an Arbitrary, that shrink to well-typed terms. */
import fc from 'fast-check';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Form } from '../../rules/judgement.ts';
import type { System } from '../../rules/system.ts';
import { derive } from '../derive.ts';
import type { HuntingGround } from '../hunt/hunting-ground.ts';
import { smallerTerms } from '../hunt/shrink.ts';
import { RandomChooser } from './choose.ts';
import { Generator } from './generator.ts';

export interface WellTypedOptions {
  /** The judgement that is to hold: its inputs and outputs become the value. */
  readonly judgement: { readonly form: Form };
  /** Inputs that are given: position ↦ term. The others are generated. */
  readonly given?: Readonly<Record<number, unknown>>;
  /** The largest size, in rule instances; 12 unless said. */
  readonly size?: number;
}

/** The arguments of an instance of a judgement, inputs first. */
export type Instance = readonly unknown[];

class WellTyped extends fc.Arbitrary<Instance> {
  private readonly system: System;
  private readonly huntingGround: HuntingGround;
  private readonly options: WellTypedOptions;
  private readonly chooser = new RandomChooser(0);
  private readonly generator: Generator;

  constructor(system: System, huntingGround: HuntingGround, options: WellTypedOptions) {
    super();
    this.system = system;
    this.huntingGround = huntingGround;
    this.options = options;
    this.generator = new Generator(system, huntingGround.hints, this.chooser);
  }

  override generate(random: fc.Random): fc.Value<Instance> {
    const { judgement, given = {}, size = 12 } = this.options;
    const { form } = judgement;
    for (let tries = 0; tries < 1000; tries++) {
      this.chooser.reseed(random.nextInt());
      const sorts = [...form.inputs, ...form.outputs];
      const args = sorts.map((sort, i) => given[i] ?? this.generator.unknown(sort));
      const found = this.generator.find(form.name, args, random.nextInt(0, size));
      if (found !== undefined) return new fc.Value(found, undefined);
    }
    throw new Error(`no instance of ${form.name} was found: is there one?`);
  }

  override canShrinkWithoutContext(value: unknown): value is Instance {
    const { form } = this.options.judgement;
    return Array.isArray(value) && value.length === form.inputs.length + form.outputs.length;
  }

  /** Smaller inputs of which the judgement still holds; outputs are derived. */
  override shrink(value: Instance): fc.Stream<fc.Value<Instance>> {
    const { system, huntingGround } = this;
    const { judgement, given = {} } = this.options;
    const { form } = judgement;
    const inputs = value.slice(0, form.inputs.length);
    function* smaller(): IterableIterator<fc.Value<Instance>> {
      for (const [i, input] of inputs.entries()) {
        if (i in given) continue;
        const whole = huntingGround.shrinking?.whole(input) ?? input;
        for (const x of smallerTerms(system.grammar, whole, huntingGround)) {
          const next = inputs.map((y, k) => (k === i ? (huntingGround.shrinking?.placed(x, system) ?? x) : y));
          const r = derive(system, form, next, { record: false, fuel: 20_000 });
          if (!isLeft(r)) yield new fc.Value([...next, ...r.right.outputs], undefined);
        }
      }
    }
    return new fc.Stream(smaller());
  }
}

/**
 * Instances of a judgement for `fc.assert`: `wellTyped(stlc, stlcHuntingGround, { judgement: types, given: { 0: NoLocals() } })`.
 * @throws Error (when generating) where no instance is found.
 */
export const wellTyped = (
  system: System,
  huntingGround: HuntingGround,
  options: WellTypedOptions,
): fc.Arbitrary<Instance> => new WellTyped(system, huntingGround, options);
