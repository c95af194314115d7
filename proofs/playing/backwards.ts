/** Instances of statements made backwards from a case: of the rule that it is, or of the constructor. */
import type { Derivation } from '../../checker/derivation.ts';
import { Search } from '../../checker/derive.ts';
import type { BackwardRule } from '../../checker/generate/backward.ts';
import type { RandomChooser } from '../../checker/generate/choose.ts';
import type { Generator } from '../../checker/generate/generator.ts';
import { unknownLike } from '../../checker/hunt/goals.ts';
import { entries, mapOperations, type FiniteMap } from '../../semantics/maps.ts';
import { visitMetas, type Metavariable, type Pattern } from '../../semantics/symbols.ts';
import type { Form } from '../../rules/judgement.ts';
import { isWhere, type Premise } from '../../rules/rule.ts';
import type { Development } from '../check.ts';
import { isEvery, type Part, type Statement } from '../statement.ts';
import { isInstance } from '../../rules/judgement.ts';
import { opened, type Claim, type Opened } from './opened.ts';
import type { Ground } from './play.ts';
import { alike, fits, Unsaid, valueIn, type Env } from './values.ts';

const fuel = 20_000;
/** A rule of more metavariables is not run backwards. */
const mostMetas = 31;
/** How often what conditions alone speak of is chosen anew. */
const mostGuesses = 12;
const smallTerms = 3;

/** An opening, and the rule that is run for it. */
interface Asked {
  readonly opened: Opened;
  readonly rule: BackwardRule | undefined;
}

/** A derivation of a judgement of such arguments: one that ends in the case, if there is one. */
export function derived(d: Development, form: Form, args: readonly unknown[], kase: string): Derivation | undefined {
  const search = new Search(d.system, form, args.slice(0, form.inputs.length), { fuel });
  let other: Derivation | undefined;
  for (let i = 0; i < 16; i++) {
    const found = search.next()?.derivation;
    if (found === undefined) break;
    if (!found.args.every((a, k) => alike(a, args[k]))) continue;
    if (found.rule.name === kase || kase === '') return found;
    other ??= found;
  }
  return other;
}

/** What a premise that is a judgement is of. */
const claimed = (p: Part): readonly Pattern[] => (!isEvery(p) && isInstance(p) ? p.args : []);

/** Makes instances of the cases of a statement. */
export class Backwards {
  private readonly asked = new Map<string, Asked | undefined>();
  /** By case and way, the openings that have made instances: they are mostly gone back to. */
  private readonly good = new Map<string, readonly Asked[]>();
  private readonly d: Development;
  private readonly s: Statement;
  private readonly generator: Generator;
  private readonly chooser: RandomChooser;
  constructor(d: Development, s: Statement, generator: Generator, chooser: RandomChooser) {
    this.d = d;
    this.s = s;
    this.generator = generator;
    this.chooser = chooser;
  }

  /** One instance of a case; undefined where none is found. @param first which premise is asked for before others. @param bold see `opened`. */
  next(kase: string, first: number, bold: boolean, size: number): Ground | undefined {
    const asked = this.asking(kase, first, bold);
    const found = asked && this.tried(kase, asked, size);
    if (found !== undefined) {
      const way = `${kase};${first};${bold}`;
      const good = this.good.get(way) ?? [];
      if (!good.includes(asked!)) this.good.set(way, [...good, asked!]);
    }
    return found;
  }
  private tried(kase: string, { opened: o, rule }: Asked, size: number): Ground | undefined {
    const g = this.generator;
    const env: Env = new Map();
    if (rule !== undefined) {
      const found = g.answer(rule, o.metas.map((m) => unknownLike(g, m, this.role(m, o))), size); // prettier-ignore
      if (found === undefined) return undefined;
      for (const [i, m] of o.metas.entries()) {
        if (m.restriction?.holds(found[i]) === false) return undefined;
        env.set(m.meta, found[i]);
      }
    }
    try {
      return this.guess(o.loose, o.conditions, env, o) ? this.ground(o, env, kase) : undefined;
    } catch (e) {
      if (e instanceof Unsaid) return undefined;
      throw e;
    }
  }

  private asking(kase: string, first: number, bold: boolean): Asked | undefined {
    const { hints } = this.generator;
    const way = `${kase};${first};${bold}`;
    const good = this.good.get(way) ?? [];
    if (good.length > 0 && this.chooser.choose(4) > 0) return good[this.chooser.choose(good.length)];
    let key = way;
    const picked = (n: number): number => {
      const at = this.chooser.choose(n);
      key += `,${at}`;
      return at;
    };
    const o = opened(this.d, this.s, kase, hints, picked, first, bold);
    // The same choices open in the same way: what is compiled is kept.
    let asked = this.asked.get(key);
    if (asked === undefined && !this.asked.has(key)) {
      const fit = o !== undefined && o.metas.length <= mostMetas;
      asked = !fit
        ? undefined
        : { opened: o, rule: o.rule.premises.length === 0 ? undefined : this.generator.asked(o.rule) };
      this.asked.set(key, asked);
    }
    return asked;
  }
  /** What names of a metavariable are for. */
  private role(m: Metavariable, o: Opened): string {
    const role = o.roles.get(m.meta) ?? [...m.meta][0]!;
    // Where nothing is known of a field, its name says it.
    if (m.sort !== 'name' || this.generator.hints.names(role, [], false).length > 0) return role;
    return [...m.meta][0]!;
  }

  /** Chooses what conditions alone speak of: often what is there already of the sort, or that and more. */
  private guess(metas: readonly Metavariable[], conditions: readonly Premise[], env: Env, o: Opened): boolean {
    const asked = new Set<Premise>();
    for (const m of metas) {
      if (env.has(m.meta)) continue;
      let fit = false;
      for (let k = 0; k < mostGuesses && !fit; k++) {
        const x = this.guessed(m, env, o);
        if (x === undefined || m.restriction?.holds(x) === false) continue;
        env.set(m.meta, x);
        fit = conditions.every((c) => asked.has(c) || !this.known(c, env) || this.holds(c, env));
      }
      if (!fit) return false;
      conditions.forEach((c) => this.known(c, env) && asked.add(c));
    }
    return true;
  }
  private guessed(m: Metavariable, env: Env, o: Opened): unknown {
    const { chooser, generator } = this;
    const role = this.role(m, o);
    const same: unknown[] = [];
    for (const known of [...o.metas, ...o.loose]) if (known.sort === m.sort && env.has(known.meta)) same.push(env.get(known.meta)); // prettier-ignore
    const at = chooser.choose(same.length + 2);
    const made = at >= same.length ? generator.term(m.sort, role, smallTerms) : undefined;
    if (made !== undefined && at > same.length && same.length > 0 && this.d.system.grammar.maps[m.sort] !== undefined) {
      const maps = mapOperations<string, unknown>(m.sort);
      const base = same[chooser.choose(same.length)];
      const more = [...entries(made as FiniteMap<string, unknown>), ...entries(base as FiniteMap<string, unknown>)];
      return maps.of([...new Map(more)]);
    }
    return at < same.length ? same[at] : made;
  }
  private known(c: Premise, env: Env): boolean {
    let all = true;
    visitMetas((isWhere(c) ? c.value : c) as never, (m) => (all &&= env.has(m.meta)));
    return all;
  }
  private holds(c: Premise, env: Env): boolean {
    const g = this.d.system.grammar;
    if (isInstance(c)) return true;
    return isWhere(c) ? fits(g, c.pattern, valueIn(g, c.value, env), env) : valueIn(g, c, env) === true;
  }

  /** The values of the statement's metavariables, and derivations of its premises, all of which are checked. */
  private ground(o: Opened, env: Env, kase: string): Ground | undefined {
    const g = this.d.system.grammar;
    const values: Env = new Map();
    for (const m of this.s.universal) {
      const said = o.put(m);
      const left: Metavariable[] = [];
      visitMetas(said, (x) => void (env.has(x.meta) || left.push(x)));
      if (!this.guess(left, [], env, o)) return undefined;
      const x = valueIn(g, said, env);
      if (x === undefined || m.restriction?.holds(x) === false) return undefined;
      values.set(m.meta, x);
    }
    const derivations: (Derivation | undefined)[] = [];
    for (const [k, p] of this.s.premises.entries()) {
      const claim = o.claims[k];
      if (claim === undefined) {
        if (!isEvery(p) && !this.holds(p, values)) return undefined;
        derivations.push(undefined);
        continue;
      }
      const found = this.derivationOf(claim, o, env, kase);
      if (found === undefined) return undefined;
      const args = claimed(p).map((a) => valueIn(g, a, values));
      if (!found.args.every((a, i) => alike(a, args[i]))) return undefined;
      derivations.push(found);
    }
    return { values, derivations };
  }
  private derivationOf(c: Claim, o: Opened, env: Env, kase: string): Derivation | undefined {
    const g = this.d.system.grammar;
    const { by, instance } = c;
    if (by === undefined) {
      const args = instance.args.map((a) => valueIn(g, o.put(a), env));
      return args.includes(undefined) ? undefined : derived(this.d, instance.judgement, args, kase);
    }
    const own: Env = new Map();
    for (const [meta, m] of by.named) {
      const x = valueIn(g, o.put(m), env);
      if (x === undefined) return undefined;
      own.set(meta, x);
    }
    const premises: Derivation[] = [];
    for (const [k, p] of by.rule.premises.entries()) {
      const claim = by.premises[k];
      if (claim === undefined) {
        if (!this.holds(p, own)) return undefined;
        continue;
      }
      const found = this.derivationOf(claim, o, env, '');
      if (found === undefined || !isInstance(p)) return undefined;
      if (!p.args.every((a, i) => alike(valueIn(g, a, own), found.args[i]))) return undefined;
      premises.push(found);
    }
    const args = by.rule.conclusion.args.map((a) => valueIn(g, a, own));
    return { rule: by.rule, metas: [...own.keys()], env: [...own.values()], args, premises };
  }
}
