/** Instances of the premises of statements, generated as those of theorems are. */
import type { Derivation } from '../../checker/derivation.ts';
import { Search } from '../../checker/derive.ts';
import { RandomChooser } from '../../checker/generate/choose.ts';
import { Generator } from '../../checker/generate/generator.ts';
import type { Hints } from '../../checker/generate/hints.ts';
import { Trial } from '../../checker/hunt/trial.ts';
import { isInstance, type Form } from '../../rules/judgement.ts';
import type { Premise } from '../../rules/rule.ts';
import type { Theorem } from '../../rules/theorem.ts';
import { rulesOf, type Development } from '../check.ts';
import { isEvery, type Statement } from '../statement.ts';
import type { Ground } from './play.ts';
import { alike, valueIn } from './values.ts';

const sizes = [3, 5, 8];
const fuel = 20_000;

/** Makes instances of one statement. */
export class Instances {
  private readonly trial: Trial | undefined;
  private readonly generator: Generator;
  private readonly chooser: RandomChooser;
  private readonly d: Development;
  private readonly s: Statement;
  /** @param concluding whether conclusions are tried as well. */
  constructor(d: Development, hints: Hints, s: Statement, seed: number, concluding = false) {
    this.d = d;
    this.s = s;
    this.chooser = new RandomChooser(seed);
    this.generator = new Generator(d.system, hints, this.chooser);
    if ([...s.premises, ...(concluding ? s.conclusions : [])].some(isEvery)) return;
    const premises = s.premises as readonly Premise[];
    const on = premises[s.inductOn[0] ?? premises.findIndex(isInstance)];
    const theorem: Theorem = { name: s.name, title: s.title, premises, conclusions: concluding ? (s.conclusions as readonly Premise[]) : [], given: s.universal.map((m) => m.meta), inductsOn: on !== undefined && isInstance(on) ? on.judgement.name : '', every: false, leadsTo: undefined, atEnd: false, premisesIn: undefined }; // prettier-ignore
    this.trial = new Trial(d.system, theorem, { fuel });
  }

  /**
   * One instance; undefined where the try finds none.
   * @param n which try it is: the same n gives the same.
   * @param kase the rule that the premise inducted on is to end in, where that can be asked for; else each in turn is.
   */
  next(n: number, kase = ''): Ground | undefined {
    const values = this.tried(n, kase, 'holds');
    if (values === undefined) return undefined;
    const derivations: (Derivation | undefined)[] = [];
    for (const p of this.s.premises as readonly Premise[]) {
      if (!isInstance(p)) derivations.push(undefined);
      else {
        const args = p.args.map((a) => valueIn(this.d.system.grammar, a, values));
        const found = this.derived(p.judgement, args);
        if (found === undefined) return undefined;
        derivations.push(found);
      }
    }
    return { values, derivations };
  }
  /** The values of one instance of the premises of which a conclusion does not hold, where conclusions are tried. */
  fails = (n: number, kase = ''): Map<string, unknown> | undefined => this.tried(n, kase, 'falls');

  private tried(n: number, kase: string, kind: 'holds' | 'falls'): Map<string, unknown> | undefined {
    const { trial, generator, s } = this;
    if (trial === undefined) return undefined;
    this.chooser.reseed(n, s.name.length);
    const size = sizes[n % sizes.length]!;
    const first = this.s.premises.find(isInstance);
    const rules = first === undefined ? [] : rulesOf(this.d.system, first.judgement.name).map((r) => r.name);
    const by = n % 2 === 0 ? undefined : rules.includes(kase) ? kase : rules[(n >> 1) % rules.length];
    const env = by === undefined ? [] : trial.propose(generator, size, by);
    if (env === undefined) return undefined;
    const outcome = trial.attempt(env, 0, generator, size);
    if (outcome.kind !== kind) return undefined;
    const values = new Map<string, unknown>();
    for (const m of s.universal) {
      const x = trial.value(outcome.env, m.meta);
      if (x === undefined) return undefined;
      values.set(m.meta, x);
    }
    return values;
  }
  private derived(form: Form, args: readonly unknown[]): Derivation | undefined {
    // prettier-ignore
    const search = new Search(this.d.system, form, args.slice(0, form.inputs.length), { fuel });
    for (let i = 0; i < 16; i++) {
      const found = search.next();
      if (found === undefined) return undefined;
      if (found.derivation.args.every((a, k) => alike(a, args[k]))) return found.derivation;
    }
    return undefined;
  }
}
