/** Instances of the premises of statements, generated as those of theorems are. */
import type { Derivation } from '../../checker/derivation.ts';
import { RandomChooser } from '../../checker/generate/choose.ts';
import { Generator } from '../../checker/generate/generator.ts';
import type { Hints } from '../../checker/generate/hints.ts';
import { Trial } from '../../checker/hunt/trial.ts';
import { isInstance } from '../../rules/judgement.ts';
import { visitMetas, type Metavariable } from '../../semantics/symbols.ts';
import { isWhere, type Premise } from '../../rules/rule.ts';
import type { Theorem } from '../../rules/theorem.ts';
import { rulesOf, type Development } from '../check.ts';
import { isEvery, type Statement } from '../statement.ts';
import { Backwards, derived } from './backwards.ts';
import { ordered } from './opened.ts';
import { isOf, type Ground } from './play.ts';
import { valueIn, type Env } from './values.ts';
import { Ways } from './ways.ts';

const sizes = [3, 5, 8];
const fuel = 20_000;

/** Makes instances of one statement. */
export class Instances {
  /** From what the premises ask for, one after the other; and from programs, where the statement speaks of their parts. */
  private readonly trials: readonly Trial[] = [];
  /** In how many ways they are made from what premises ask for and from programs, those that make small ones first. */
  get ways(): number {
    return this.trials.length;
  }
  /** Backwards from a case. */
  private readonly backwards: Backwards;
  private readonly making: Ways;
  private readonly generator: Generator;
  private readonly chooser: RandomChooser;
  private readonly d: Development;
  private readonly s: Statement;
  private readonly seed: number;
  /**
   * @param concluding whether conclusions are tried as well: not of a statement with premises for all, which an instance may not meet.
   */
  constructor(d: Development, hints: Hints, s: Statement, seed: number, concluding = false) {
    this.d = d;
    this.s = s;
    this.seed = seed;
    this.chooser = new RandomChooser(seed);
    this.generator = new Generator(d.system, hints, this.chooser);
    this.backwards = new Backwards(d, s, this.generator, this.chooser);
    const judged = s.premises.filter((p) => !isEvery(p) && isInstance(p)).length;
    this.making = new Ways(2 * Math.max(judged, 1) + 2);
    if (concluding && [...s.premises, ...s.conclusions].some(isEvery)) return;
    const premises = s.premises.filter((p): p is Premise => !isEvery(p));
    const on = s.premises[s.inductOn[0] ?? s.premises.findIndex((p) => !isEvery(p) && isInstance(p))];
    const { programs = [] } = hints;
    const trial = (all: readonly Premise[]): Trial => {
      const theorem: Theorem = { name: s.name, title: s.title, premises: all, conclusions: concluding ? (s.conclusions as readonly Premise[]) : [], given: s.universal.map((m) => m.meta), inductsOn: on !== undefined && !isEvery(on) && isInstance(on) ? on.judgement.name : '', every: false, leadsTo: undefined, atEnd: false, premisesIn: undefined, asNamed: [] }; // prettier-ignore
      return new Trial(d.system, theorem, { fuel });
    };
    const named = new Set(s.universal.map((m) => `${m.meta}:${m.sort}`));
    const parts = new Set<string>();
    for (const p of programs)
      if (isWhere(p)) visitMetas(p.pattern, (m) => named.has(`${m.meta}:${m.sort}`) && parts.add(m.meta));
    const around = parts.size > 1 ? [[...programs, ...premises]] : [];
    this.trials = [premises, ...around].map((all) => trial(ordered(all)));
  }

  /**
   * One instance; undefined where the try finds none.
   * @param n which try it is: the same n gives the same, after the same tries.
   * @param kase the rule that the premise inducted on is to end in, where that can be asked for; else each in turn is.
   */
  next(n: number, kase = ''): Ground | undefined {
    const way = this.making.next();
    const found = this.made(n, kase, way);
    this.making.tell(way, found !== undefined && isOf(this.s, kase, found));
    return found;
  }
  private made(n: number, kase: string, way: number): Ground | undefined {
    if (way < this.making.count - 2) {
      this.chooser.reseed(this.seed, n, way, this.s.name.length);
      return this.backwards.next(kase, way >> 1, way % 2 === 1, sizes[this.chooser.choose(sizes.length)]!);
    }
    const values = this.tried(n, kase, 'holds', way - this.making.count + 2);
    const derivations = values && this.derivations(values, kase);
    return derivations && { values, derivations };
  }
  /** The values of one instance of the premises of which a conclusion does not hold, where conclusions are tried. */
  fails(n: number, kase: string, way: number): Map<string, unknown> | undefined {
    const values = this.tried(n, kase, 'falls', way);
    return values && this.derivations(values, kase) && values;
  }
  /** Derivations of the premises: what was made is one of their instances if each has one. */
  private derivations(values: Env, kase: string): (Derivation | undefined)[] | undefined {
    const derivations: (Derivation | undefined)[] = [];
    for (const p of this.s.premises) {
      const judged = !isEvery(p) && isInstance(p) ? p : undefined;
      const found = judged && derived(this.d, judged.judgement, judged.args.map((a) => valueIn(this.d.system.grammar, a, values)), kase); // prettier-ignore
      if (judged !== undefined && found === undefined) return undefined;
      derivations.push(found);
    }
    return derivations;
  }

  private tried(n: number, kase: string, kind: 'holds' | 'falls', way: number): Map<string, unknown> | undefined {
    const { trials, generator, s } = this;
    const trial = trials[way];
    if (trial === undefined) return undefined;
    this.chooser.reseed(this.seed, n, s.name.length);
    const size = sizes[n % sizes.length]!;
    const first = trial.theorem.premises.find(isInstance);
    const rules = first === undefined ? [] : rulesOf(this.d.system, first.judgement.name).map((r) => r.name);
    const by = n % 2 === 0 ? undefined : rules.includes(kase) ? kase : rules[(n >> 1) % rules.length];
    const env = by === undefined ? [] : trial.propose(generator, size, by);
    if (env === undefined) return undefined;
    const outcome = trial.attempt(env, 0, generator, size);
    if (outcome.kind !== kind) return undefined;
    const values = new Map<string, unknown>();
    for (const m of s.universal) {
      const x = trial.value(outcome.env, m.meta) ?? this.any(m, values);
      if (x === undefined) return undefined;
      values.set(m.meta, x);
    }
    return values;
  }
  /** What premises for all alone speak of: something of its sort, often what another metavariable stands for. */
  private any(m: Metavariable, values: ReadonlyMap<string, unknown>): unknown {
    const alike = this.s.universal.filter((u) => u.sort === m.sort && values.has(u.meta));
    const at = this.chooser.choose(alike.length + 1);
    return at < alike.length ? values.get(alike[at]!.meta) : this.generator.term(m.sort, m.meta[0]!, sizes[0]!);
  }
}
