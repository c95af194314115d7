/**
 * Rules made ready to be run backwards. In which order a rule's premises are tried depends on what of its conclusion
 * is known; the order is found once for each such pattern (a mode, as in logic programming) and kept.
 */
import { isCall, isMeta, visitMetas, type AnyMetafunction, type Call, type Pattern } from '../../semantics/symbols.ts';
import type { ConstructorInfo, Grammar, Term } from '../../semantics/grammar.ts';
import type { Form } from '../../rules/judgement.ts';
import type { Premise, Rule } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import { takenApart } from '../schema.ts';
import { Descent, glancesOf, tagOf, type Glance } from './glances.ts';
import type { Hints, Seeker, Solver } from './hints.ts';
import { Open, Symbolic, Unknown, walk } from './symbolic.ts';

export type Env = unknown[];
/** Builds a term, with unknowns for what is not bound yet; undefined when a call in it is not defined. */
export type Build = (env: Env, g: Seeker) => unknown;
/** Matches a term that is not an unknown against a pattern. */
export type Match = (x: unknown, env: Env, g: Seeker) => boolean;

export interface Slot {
  readonly name: string;
  readonly sort: string;
  readonly role: string;
}

export type HeadArgument =
  | { readonly kind: 'meta'; readonly slot: number }
  | { readonly kind: 'term'; readonly match: Match; readonly build: Build }
  | { readonly kind: 'call'; readonly call: AnyMetafunction; readonly args: readonly Build[] };

export type Step =
  /** A predicate or side condition: computed as soon as it can be. */
  | { readonly kind: 'post'; readonly call: AnyMetafunction; readonly args: readonly Build[]; readonly result: Build }
  /** A side condition whose value is a pattern. */
  | { readonly kind: 'unify'; readonly left: Build; readonly right: Build }
  | {
      readonly kind: 'solve';
      readonly solver: Solver;
      readonly call: AnyMetafunction;
      readonly args: readonly Build[];
      readonly result: Build;
    }
  /** Before the result of a call is searched for: what is known of the arguments shapes it. */
  | {
      readonly kind: 'sketch';
      readonly solver: Solver;
      readonly args: readonly Build[];
      readonly result: Build;
    }
  /** The arguments of a call are chosen, so that it can be computed. */
  | { readonly kind: 'force'; readonly call: AnyMetafunction; readonly args: readonly Build[] }
  | {
      readonly kind: 'prove';
      readonly judgement: BackwardJudgement;
      readonly args: readonly Build[];
      readonly recursive: boolean;
    }
  | { readonly kind: 'label'; readonly slot: number };

/** Steps in order, up to where what is known has to be looked at again. */
export interface Schedule {
  readonly steps: readonly Step[];
  /** The premises dealt with afterwards, as bits; undefined when all are. */
  readonly next: number | undefined;
}

interface CompiledPremise {
  readonly premise: Premise;
  readonly judgement: BackwardJudgement | undefined;
  readonly recursive: boolean;
  readonly args: readonly Build[];
  /** For a side condition: the result, or both sides. */
  readonly call: Call | undefined;
  readonly result: Build;
  readonly value: Build;
  /** Metavariables by argument, and of the result. */
  readonly argMetas: readonly (readonly number[])[];
  readonly resultMetas: readonly number[];
}

export interface BackwardJudgement {
  readonly form: Form;
  readonly rules: BackwardRule[];
  readonly lax: boolean;
  readonly partial: boolean;
  readonly early: boolean;
  /** Whether it depends on itself. */
  readonly nests: boolean;
  /** Whether its instances have a size: it depends on itself, and is more than a look-up. */
  readonly sized: boolean;
  /** Whether it depends on itself only for parts of what its main input is, as a look-up does: it ends by itself. */
  readonly descends: boolean;
  /** Of one that descends: how it is seen that it cannot hold. */
  readonly descent?: Descent | undefined;
}

const always = (): unknown => true;

export class BackwardRule {
  readonly name: string;
  readonly rule: Rule;
  readonly slots: Slot[] = [];
  readonly head: readonly HeadArgument[];
  /** The arguments but the main one (rules are chosen by that) whose constructors the conclusion names: they tell most rules that do not fit. */
  readonly shapes: readonly { readonly at: number; readonly info: ConstructorInfo }[];
  /** The tag that the main input has to have, when the rule names one. */
  readonly tag: string | undefined;
  readonly weight: number;
  readonly judgement: BackwardJudgement;
  recursive = 0;
  /** Of a slot that a map stands in: the constructors of what it maps to that the premises name; of an entry with one they may hold. */
  readonly wishes: (readonly string[])[] = [];
  /** Whether an output of its conclusion has a constructor: it makes terms of that type out of smaller ones. */
  readonly builds: boolean;
  /** By the premises that are done, then by the slots that are known. */
  private readonly schedules = new Map<number, Map<number, Schedule>>();
  private last: { readonly known: number; readonly done: number; readonly schedule: Schedule } | undefined;
  private premises: readonly CompiledPremise[] = [];
  /** Made when they are asked for first: a hunt that ends soon tries few rules. */
  private glances: readonly Glance[] | undefined;
  private find: (name: string) => BackwardJudgement | undefined = () => undefined;
  private readonly index = new Map<string, number>();
  private readonly grammar: Grammar;
  private readonly hints: Hints;

  constructor(g: Grammar, hints: Hints, rule: Rule, judgement: BackwardJudgement) {
    this.grammar = g;
    this.hints = hints;
    this.rule = rule;
    this.name = rule.name;
    this.judgement = judgement;
    this.weight = hints.weights?.[rule.name] ?? 1;
    const { args } = rule.conclusion;
    this.head = args.map((p): HeadArgument => {
      if (isMeta(p)) return { kind: 'meta', slot: this.slotOf(p.meta, p.sort) };
      if (isCall(p)) return { kind: 'call', call: p.call, args: p.args.map((a) => this.builder(a)) };
      return { kind: 'term', match: this.matcher(p), build: this.builder(p) };
    });
    this.shapes = args.flatMap((p, at) => {
      const info = g.constructors.get(tagOf(p) ?? '');
      return info === undefined || at === rule.conclusion.judgement.main ? [] : [{ at, info }];
    });
    this.builds = this.head.slice(rule.conclusion.judgement.inputs.length).some((h) => h.kind === 'term');
    this.tag = tagOf(args[rule.conclusion.judgement.main] as Pattern);
  }

  /** Whether a constructor of the goal is another one than the conclusion's. */
  differs(args: readonly unknown[]): boolean {
    const { shapes } = this;
    for (let k = 0; k < shapes.length; k++) {
      const { at, info } = shapes[k] as (typeof shapes)[number];
      const x = walk(args[at]);
      if (x instanceof Symbolic ? x instanceof Open && x.info !== info : (x as Term).tag !== info.tag) return true;
    }
    return false;
  }

  /** Second pass, when every judgement is known. */
  link(find: (name: string) => BackwardJudgement, recursive: (from: string, to: string) => boolean): void {
    const own = this.rule.conclusion.judgement.name;
    const premises: CompiledPremise[] = [];
    for (const p of this.rule.premises) {
      const t = takenApart(p);
      if (t.kind === 'judgement') {
        const { form } = t;
        // A call in the main position is a side condition on what is found for it.
        const main = t.premise.args[form.main] as Pattern;
        let { args } = t.premise;
        let extra: CompiledPremise | undefined;
        if (isCall(main)) {
          const name = `main of premise ${premises.length + 1}`;
          const slot = this.slotOf(name, main.call.info.result);
          extra = this.condition(p, main, { env: slot });
          args = args.map((a, i) => (i === form.main ? ({ slot } as unknown as Pattern) : a));
        }
        premises.push({
          premise: p,
          judgement: find(form.name),
          recursive: recursive(own, form.name),
          args: args.map((a) => this.builder(a)),
          call: undefined,
          result: always,
          value: always,
          argMetas: args.map((a) => this.metasOf(a)),
          resultMetas: [],
        });
        if (extra) premises.push(extra);
      } else if (isCall(t.value)) premises.push(this.condition(p, t.value, { pattern: t.pattern }));
      else
        premises.push({
          premise: p,
          judgement: undefined,
          recursive: false,
          args: [],
          call: undefined,
          result: this.builder(t.pattern),
          value: this.builder(t.value),
          argMetas: [this.metasOf(t.value)],
          resultMetas: this.metasOf(t.pattern),
        });
    }
    this.premises = premises;
    this.find = find;
    const named = this.rule.premises.flatMap((p) => (p.kind === 'judgement' ? p.args : []));
    for (const { sort } of this.slots) {
      const value = this.grammar.maps[sort];
      const tags = named.flatMap((p) => {
        const tag = tagOf(p);
        return tag !== undefined && this.grammar.constructors.get(tag)?.sort === value ? [tag] : [];
      });
      this.wishes.push([...new Set(tags)]);
    }
    this.recursive = premises.filter((p) => p.recursive).length;
  }

  private condition(
    premise: Premise,
    call: Call,
    result: { readonly pattern: Pattern } | { readonly env: number },
  ): CompiledPremise {
    const own = 'env' in result ? ({ slot: result.env } as unknown as Pattern) : result.pattern;
    return {
      premise,
      judgement: undefined,
      recursive: false,
      args: call.args.map((a) => this.builder(a)),
      call,
      result: this.builder(own),
      value: always,
      argMetas: call.args.map((a) => this.metasOf(a)),
      resultMetas: this.metasOf(own),
    };
  }

  /** False of a goal for which it has no instance, as far as that is seen without trying it. */
  mayHold(args: readonly unknown[]): boolean {
    const glances = (this.glances ??= glancesOf(this.grammar, this.rule, {
      descentOf: (name) => this.find(name)?.descent,
      solverOf: (f) => this.hints.solvers?.get(f),
    }));
    for (let i = 0; i < glances.length; i++) if (!(glances[i] as Glance)(args)) return false;
    return true;
  }

  private slotOf(name: string, sort: string): number {
    let i = this.index.get(name);
    if (i === undefined) {
      i = this.slots.length;
      this.slots.push({ name, sort, role: [...name][0] as string });
      this.index.set(name, i);
    }
    return i;
  }

  private metasOf(p: Pattern): number[] {
    if (typeof p === 'object' && p !== null && 'slot' in p) return [(p as unknown as { slot: number }).slot];
    const all = new Set<number>();
    visitMetas(p, (m) => all.add(this.slotOf(m.meta, m.sort)));
    return [...all];
  }

  private builder(p: Pattern): Build {
    if (typeof p === 'object' && p !== null && 'slot' in p) {
      const { slot } = p as unknown as { slot: number };
      return (env) => (env[slot] ??= this.unknown(slot));
    }
    if (isMeta(p)) {
      const slot = this.slotOf(p.meta, p.sort);
      return (env) => (env[slot] ??= this.unknown(slot));
    }
    if (isCall(p)) {
      const args = p.args.map((a) => this.builder(a));
      const { call } = p;
      const { result } = call.info;
      return (env, g) => {
        const built: unknown[] = new Array(args.length);
        for (let i = 0; i < args.length; i++) {
          const x = (args[i] as Build)(env, g);
          if (x === undefined) return undefined;
          built[i] = x;
        }
        return g.compute(call, built, result);
      };
    }
    if (typeof p !== 'object' || Array.isArray(p)) return () => p;
    const info = this.grammar.constructors.get((p as Term).tag);
    if (!info) throw new Error(`${(p as Term).tag} is no constructor of ${this.grammar.name}`);
    const make = this.grammar.makers.get(info.tag);
    const parts = info.fields.map(([f]) => (p as unknown as Record<string, Pattern>)[f] as Pattern);
    if (this.metasOf(p).length === 0 && !hasCall(p)) return () => p;
    const fields = parts.map((q) => this.builder(q));
    if (make === undefined) throw new Error(`${info.tag} cannot be built in a rule`);
    return (env, g) => {
      const built: unknown[] = new Array(fields.length);
      let ground = true;
      for (let i = 0; i < fields.length; i++) {
        const x = walk((fields[i] as Build)(env, g));
        if (x === undefined) return undefined;
        if (ground && x instanceof Symbolic) ground = false;
        built[i] = x;
      }
      return ground ? make(...built) : new Open(info, built);
    };
  }

  private unknown(slot: number): Unknown {
    const { sort, role } = this.slots[slot] as Slot;
    return new Unknown(sort, role);
  }

  /** Matches against something whose head is known; what is bound already is unified. */
  private matcher(p: Pattern): Match {
    if (isMeta(p)) {
      const slot = this.slotOf(p.meta, p.sort);
      return (x, env, g) => {
        if (env[slot] === undefined) {
          env[slot] = x;
          return true;
        }
        return g.store.unify(env[slot], x);
      };
    }
    const build = this.builder(p);
    const unify: Match = (x, env, g) => {
      const built = build(env, g);
      return built !== undefined && g.store.unify(built, x);
    };
    if (isCall(p) || typeof p !== 'object' || Array.isArray(p)) return unify;
    const info = this.grammar.constructors.get((p as Term).tag);
    if (!info) throw new Error(`${(p as Term).tag} is no constructor of ${this.grammar.name}`);
    const names = info.fields.map(([f]) => f);
    const parts = names.map((f) => this.matcher((p as unknown as Record<string, Pattern>)[f] as Pattern));
    return (at, env, g) => {
      const x = walk(at);
      if (x instanceof Symbolic) {
        if (!(x instanceof Open)) return unify(x, env, g);
        if (x.info.tag !== info.tag) return false;
        for (let i = 0; i < parts.length; i++) if (!(parts[i] as Match)(x.args[i], env, g)) return false;
        return true;
      }
      if ((x as Term).tag !== info.tag) return false;
      for (let i = 0; i < parts.length; i++)
        if (!(parts[i] as Match)((x as Record<string, unknown>)[names[i] as string], env, g)) return false;
      return true;
    };
  }

  /**
   * The order of the premises that are not done (bits by position), when the slots in the mask are known.
   * @param exhaustive uses exact solvers only.
   */
  schedule(known: number, done: number, exhaustive: boolean): Schedule {
    const { last } = this;
    if (last !== undefined && last.known === known && last.done === done) return last.schedule;
    let byKnown = this.schedules.get(done);
    if (byKnown === undefined) this.schedules.set(done, (byKnown = new Map<number, Schedule>()));
    let schedule = byKnown.get(known);
    if (schedule === undefined) byKnown.set(known, (schedule = this.arrange(known, done, exhaustive)));
    this.last = { known, done, schedule };
    return schedule;
  }

  private arrange(mask: number, done: number, exhaustive: boolean): Schedule {
    const known = new Set(this.slots.flatMap((_, i) => ((mask & (1 << i)) !== 0 ? [i] : [])));
    const all = (metas: readonly number[]) => metas.every((m) => known.has(m));
    const know = (metas: readonly number[]) => metas.forEach((m) => known.add(m));
    const steps: Step[] = [];
    const todo = new Set(this.premises.filter((_, i) => (done & (1 << i)) === 0));
    const pause = (): Schedule => {
      let next = 0;
      this.premises.forEach((p, i) => todo.has(p) || (next |= 1 << i));
      return { steps, next };
    };

    const post = (p: CompiledPremise) => {
      todo.delete(p);
      if (p.call) steps.push({ kind: 'post', call: p.call.call, args: p.args, result: p.result });
      else steps.push({ kind: 'unify', left: p.result, right: p.value });
    };
    const force = (p: CompiledPremise) => {
      post(p);
      if (p.call) steps.push({ kind: 'force', call: p.call.call, args: p.args });
      know(p.resultMetas);
    };
    const label = (slot: number) => {
      if (known.has(slot)) return;
      // What is asked of it is asked before it is chosen.
      for (const p of [...todo])
        if (p.judgement === undefined && p.resultMetas.length === 0 && p.argMetas.some((ms) => ms.includes(slot)))
          post(p);
      steps.push({ kind: 'label', slot });
      known.add(slot);
    };
    const prove = (p: CompiledPremise) => {
      todo.delete(p);
      const judgement = p.judgement as BackwardJudgement;
      const main = p.argMetas[judgement.form.main] ?? [];
      for (const c of todo) {
        const solver = c.call && this.hints.solvers?.get(c.call.call);
        if (solver?.sketch && !exhaustive && c.resultMetas.length === 1 && main.includes(c.resultMetas[0] as number))
          steps.push({ kind: 'sketch', solver, args: c.args, result: c.result });
      }
      steps.push({ kind: 'prove', judgement, args: p.args, recursive: p.recursive });
      if (!judgement.partial) p.argMetas.forEach(know);
    };
    /** Slots that an undone side condition determines: they are not chosen. */
    const awaited = () => {
      const slots = new Map<number, CompiledPremise>();
      for (const p of todo)
        if (p.judgement === undefined) for (const m of p.resultMetas) if (!known.has(m)) slots.set(m, p);
      return slots;
    };
    const strict = (p: CompiledPremise): readonly number[] => {
      const { form, lax } = p.judgement as BackwardJudgement;
      const n = form.inputs.length;
      return lax ? [] : p.argMetas.slice(0, n).flatMap((ms, i) => (i === form.main ? [] : ms));
    };
    const ready = (p: CompiledPremise): boolean => {
      const { form, lax } = p.judgement as BackwardJudgement;
      const inputs = p.argMetas.slice(0, form.inputs.length);
      if (lax) return inputs.some((ms, i) => all(ms) && (this.hints.askedBy?.[form.name]?.includes(i) ?? true));
      if (!all(strict(p))) return false;
      const waiting = awaited();
      const main = inputs[form.main] ?? [];
      return !main.some(
        (m) => waiting.has(m) && this.premises.indexOf(waiting.get(m) as CompiledPremise) < this.premises.indexOf(p),
      );
    };

    for (;;) {
      const computable = [...todo].find((p) => p.judgement === undefined && p.argMetas.every(all));
      if (computable) {
        post(computable);
        know(computable.resultMetas);
        continue;
      }
      const solver = (p: CompiledPremise): Solver | undefined => {
        const s = p.call ? this.hints.solvers?.get(p.call.call) : undefined;
        return s !== undefined && (s.exact || !exhaustive) && s.when(p.argMetas.map(all), all(p.resultMetas))
          ? s
          : undefined;
      };
      const cheap =
        [...todo].find((p) => (p.judgement ? p.judgement.early && ready(p) : solver(p)?.eager)) ??
        [...todo].find((p) => p.judgement?.lax && !p.recursive && ready(p)) ??
        [...todo].find((p) => (p.judgement ? !p.recursive && ready(p) : solver(p) !== undefined));
      if (cheap?.judgement) {
        prove(cheap);
        if (cheap.judgement.partial) return pause();
        continue;
      }
      if (cheap) {
        const s = solver(cheap) as Solver;
        todo.delete(cheap);
        const call = (cheap.call as Call).call;
        steps.push({ kind: 'solve', solver: s, call, args: cheap.args, result: cheap.result });
        if ((s.knows ?? 'all') !== 'all') return pause();
        cheap.argMetas.forEach(know);
        know(cheap.resultMetas);
        continue;
      }
      const next = [...todo].find((p) => p.judgement && ready(p));
      if (next) {
        prove(next);
        continue;
      }
      const stuck = [...todo].find((p) => p.judgement);
      if (stuck === undefined) break;
      const waiting = awaited();
      const { form, lax } = stuck.judgement as BackwardJudgement;
      const needed = lax
        ? (stuck.argMetas[form.inputs.length - 1] ?? [])
        : [...strict(stuck), ...(stuck.argMetas[form.main] ?? []).filter((m) => waiting.has(m))];
      const unknown = needed.filter((m) => !known.has(m));
      const pending = unknown.map((m) => waiting.get(m)).find((p) => p !== undefined);
      if (pending) force(pending);
      else if (unknown.length > 0) unknown.forEach(label);
      else prove(stuck);
    }
    const { partial } = this.judgement;
    for (const p of [...todo]) if (p.judgement === undefined && (p.resultMetas.length === 0 || partial)) post(p);
    for (const p of [...todo]) force(p);
    if (!partial) for (let i = 0; i < this.slots.length; i++) label(i);
    return { steps, next: undefined };
  }
}

const hasCall = (p: Pattern): boolean =>
  isCall(p) ||
  (typeof p === 'object' && !isMeta(p) && !Array.isArray(p) && Object.values(p).some((q) => hasCall(q as Pattern)));

/** Whether the premises of a rule that come back to its judgement are of it, and about parts of the main input. */
function descends({ conclusion, premises }: Rule, recursive: (from: string, to: string) => boolean): boolean {
  const { main, name } = conclusion.judgement;
  const whole = conclusion.args[main] as Pattern;
  const parts = new Set<string>();
  if (!isMeta(whole) && !isCall(whole)) visitMetas(whole, (m) => parts.add(m.meta));
  return premises.every((p) => {
    if (p.kind !== 'judgement' || !recursive(name, p.judgement.name)) return true;
    const about = p.args[main] as Pattern;
    return p.judgement === conclusion.judgement && isMeta(about) && parts.has(about.meta);
  });
}

/** A system's judgements, ready to be run backwards. */
export function backwardRules(system: System, hints: Hints): ReadonlyMap<string, BackwardJudgement> {
  const judgements = new Map<string, BackwardJudgement>();
  for (const form of system.judgements)
    judgements.set(form.name, {
      form,
      rules: [],
      lax: hints.lax?.has(form.name) ?? false,
      partial: hints.partial?.has(form.name) ?? false,
      early: hints.early?.has(form.name) ?? false,
      nests: false,
      sized: false,
      descends: false,
    });
  const find = (name: string) => judgements.get(name) as BackwardJudgement;
  const uses = new Map<string, Set<string>>(system.judgements.map((f) => [f.name, new Set<string>()]));
  for (const rule of system.rules.values()) {
    const own = rule.conclusion.judgement.name;
    for (const p of rule.premises) if (p.kind === 'judgement') uses.get(own)?.add(p.judgement.name);
    // A weight of 0 leaves a rule out: it is for replay only.
    if (rule.chosen.length === 0 || hints.weights?.[rule.name] !== undefined)
      find(own).rules.push(new BackwardRule(system.grammar, hints, rule, find(own)));
  }
  const reach = new Map<string, Set<string>>();
  for (const name of uses.keys()) {
    const seen = new Set<string>();
    const work = [...(uses.get(name) ?? [])];
    for (let at = work.pop(); at !== undefined; at = work.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      work.push(...(uses.get(at) ?? []));
    }
    reach.set(name, seen);
  }
  const recursive = (from: string, to: string) => reach.get(to)?.has(from) ?? false;
  for (const judgement of judgements.values()) {
    const { form, lax, rules } = judgement;
    const nests = recursive(form.name, form.name);
    const ends = lax && rules.every(({ rule }) => descends(rule, recursive));
    const all = rules.map(({ rule }) => rule);
    Object.assign(judgement, {
      nests,
      sized: nests && !lax,
      descends: ends,
      descent: nests && ends ? Descent.of(form.main, all) : undefined,
    });
  }
  for (const judgement of judgements.values())
    for (const rule of judgement.rules) {
      rule.link(find, recursive);
      if (rule.slots.length > 31) throw new Error(`rule ${rule.name} has more than 31 metavariables`);
    }
  return judgements;
}
