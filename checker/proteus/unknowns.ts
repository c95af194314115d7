/**
 * The rules of a system, read as demands on latents that are not known yet (section 9): what they ask of an unknown is
 * recorded instead of refused. These are the rules themselves but for two things: metafunctions on latents have one
 * beside them that records, and where a rule has a constant latent, an unknown is asked to be it.
 */
import { isUnknown, latentOperations, type LatentOperations } from '../../semantics/proteus/capability.ts';
import * as capability from '../../semantics/proteus/capability.ts';
import { proteus, type Cap, type Mu, type Type } from '../../semantics/proteus/grammar.ts';
import { bound, join, meet } from '../../semantics/proteus/types.ts';
import type { Term } from '../../semantics/grammar.ts';
import { constructorOf } from '../../semantics/matching.ts';
import {
  isCall,
  isMeta,
  metafunction,
  partialMetafunction,
  where,
  type AnyMetafunction,
  type Call,
  type Metavariable,
  type Pattern,
} from '../../semantics/symbols.ts';
import { equal } from '../../semantics/terms.ts';
import { instance } from '../../rules/judgement.ts';
import { holding, ruleOf, type Premise, type Rule } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';

/** What is done with demands on latents of which one is unknown. */
export interface Constraints extends LatentOperations {
  /** An unknown latent stands where a rule has a constant. */
  matches(unknown: Cap | Mu, constant: Cap | Mu): boolean;
}

/** A system whose rules record demands on unknown latents with whoever listens while they run. */
export class Demands {
  readonly system: System;
  private listener: Constraints | undefined;

  constructor(system: System) {
    const recorded = this.recording();
    const rules = new Map([...system.rules].map(([name, r]) => [name, this.reading(system, r, recorded)]));
    // Where a rule asks for the same type twice, its latents are asked to be the same; where no other rule asks for less.
    for (const [name, r] of system.rules) {
      const agreeing = this.agreeing(r);
      if (agreeing !== undefined) rules.set(`${name}, latents agreeing`, this.reading(system, agreeing, recorded));
    }
    this.system = { ...system, rules };
  }

  /** Runs f with the demands of the system's rules recorded by c. */
  heard<R>(c: Constraints, f: () => R): R {
    this.listener = c;
    try {
      return f();
    } finally {
      this.listener = undefined;
    }
  }

  /** An operation that is recorded where one of its two operands is unknown. */
  private readonly on =
    <A, B, R>(known: (a: A, b: B) => R, record: (c: Constraints, a: A, b: B) => R) =>
    (a: A, b: B): R => {
      if ((a as unknown) === b || !(isLatentUnknown(a) || isLatentUnknown(b))) return known(a, b);
      return this.listener === undefined ? known(a, b) : record(this.listener, a, b);
    };

  /**
   * The same of a predicate. One that does not hold of constants is for the judging to tell: what the rest of the
   * definition asks is heard all the same.
   */
  private readonly asked =
    <A, B>(known: (a: A, b: B) => boolean, record: (c: Constraints, a: A, b: B) => boolean) =>
    (a: A, b: B): boolean =>
      this.on(known, record)(a, b) || this.listener !== undefined;

  private recording(): ReadonlyMap<AnyMetafunction, AnyMetafunction> {
    const known = latentOperations;
    const all: LatentOperations = {
      member: this.asked(known.member, (c, t, Δ) => c.member(t, Δ)),
      subset: this.asked(known.subset, (c, a, b) => c.subset(a, b)),
      // What is left of an unknown under * is that unknown; * under an unknown is limited by whoever that belongs to.
      intersect: (a, b) => (b === capability.all ? a : intersect(a, b)),
      union: this.on(known.union, (c, a, b) => c.union(a, b)),
      below: this.asked(known.below, (c, a, b) => c.below(a, b)),
      max: this.on(known.max, (c, a, b) => c.max(a, b)),
      min: this.on(known.min, (c, a, b) => c.min(a, b)),
    };
    const intersect = this.on(known.intersect, (c, a, b) => c.intersect(a, b));
    const { member, subset, union, below } = capability;
    return new Map<AnyMetafunction, AnyMetafunction>([
      [member, metafunction(member.info, all.member)],
      [subset, metafunction(subset.info, all.subset)],
      [capability.intersect, metafunction(capability.intersect.info, all.intersect)],
      [union, metafunction(union.info, all.union)],
      [below, metafunction(below.info, all.below)],
      [join, partialMetafunction<[Type, Type], Type>(join.info, (a, b) => bound('join', a, b, all))],
      [meet, partialMetafunction<[Type, Type], Type>(meet.info, (a, b) => bound('meet', a, b, all))],
    ]);
  }

  /** Whether a latent is the constant that a rule has in its place. */
  private readonly isConstant = (sort: string) =>
    metafunction<[Cap | Mu, Cap | Mu], boolean>(
      {
        name: 'isConstant',
        args: [sort, sort],
        result: 'holds',
        text: '{0} = {1}',
        sentence: 'a latent is the one that the rule has there',
      },
      (latent, constant) =>
        equal(latent, constant) || (isUnknown(latent) && (this.listener?.matches(latent, constant) ?? false)),
    );

  /** Whether two types are the same, where a latent that is unknown is asked to be the other one. */
  private readonly agree = metafunction<[Type, Type], boolean>(
    {
      name: 'agree',
      args: ['Type', 'Type'],
      result: 'holds',
      text: '{0} = {1}',
      sentence: 'two types are the same, once their latents are known',
    },
    (a, b) => {
      const pairs = latentsOf(a, b);
      const listener = this.listener;
      if (pairs === undefined || listener === undefined) return equal(a, b);
      if (pairs.some(([x, y]) => !isUnknown(x) && !isUnknown(y) && !equal(x, y))) return false;
      for (const [x, y] of pairs) {
        if (equal(x, y)) continue;
        if (x.tag === 'N' || x.tag === 'U' || x.tag === 'MuUnknown') {
          listener.below(x, y as Mu);
          listener.below(y as Mu, x);
        } else {
          listener.subset(x, y as Cap);
          listener.subset(y as Cap, x);
        }
      }
      return true;
    },
  );

  /** A rule that asks for one type in two places of its conclusion's inputs, with two that agree; undefined for others. */
  private agreeing(rule: Rule): Rule | undefined {
    const { judgement, args } = rule.conclusion;
    const seen = new Set<string>();
    const demands: Premise[] = [];
    const again = args.map((p, i) => {
      if (i >= judgement.inputs.length || !isMeta(p) || p.sort !== 'Type') return p;
      if (!seen.has(p.meta)) {
        seen.add(p.meta);
        return p;
      }
      const other: Metavariable = { meta: `${p.meta} ${i} of ${rule.name}`, sort: p.sort, restriction: p.restriction };
      const f = this.agree as unknown as (a: Pattern, b: Pattern) => Pattern;
      demands.push(holding(f(p, other) as Call));
      return other;
    });
    if (demands.length === 0) return undefined;
    const name = `${rule.name}, latents agreeing`;
    return ruleOf(name, [...demands, ...rule.premises], instance(judgement, again), rule);
  }

  private reading(system: System, rule: Rule, recorded: ReadonlyMap<AnyMetafunction, AnyMetafunction>): Rule {
    const demands: Premise[] = [];
    let opened = 0;
    const matched = (p: Pattern): Pattern => {
      if (isMeta(p) || isCall(p) || typeof p !== 'object' || Array.isArray(p)) return recording(p);
      const { sort } = constructorOf(system.grammar, p as Term);
      if (sort !== 'Mu' && sort !== 'Cap') return mapFields(p, matched);
      const latent: Metavariable = { meta: `${sort} ${++opened} of ${rule.name}`, sort, restriction: undefined };
      const f = this.isConstant(sort) as unknown as (a: Pattern, b: Pattern) => Pattern;
      demands.push(holding(f(latent, p) as Call));
      return latent;
    };
    const recording = (p: Pattern): Pattern => {
      if (isMeta(p) || typeof p !== 'object' || Array.isArray(p)) return p;
      if (!isCall(p)) return mapFields(p, recording);
      return { call: recorded.get(p.call) ?? p.call, args: p.args.map(recording) };
    };
    const { judgement, args } = rule.conclusion;
    const inputs = (j: typeof judgement) => j.inputs.length;
    const conclusion = instance(
      judgement,
      args.map((p, i) => (i < inputs(judgement) ? matched(p) : recording(p))),
    );
    const premises = [...demands.splice(0)];
    for (const p of rule.premises) {
      if (p.kind === 'judgement')
        premises.push(
          instance(
            p.judgement,
            p.args.map((a, i) => (i < inputs(p.judgement) ? recording(a) : matched(a))),
          ),
        );
      else if (p.kind === 'where') premises.push(where(matched(p.pattern), recording(p.value)));
      else premises.push(holding(recording(p) as Call));
      premises.push(...demands.splice(0));
    }
    return ruleOf(rule.name, premises, conclusion, rule);
  }
}

/** The latents of two types of one shape, pair by pair; undefined where the shapes differ. */
function latentsOf(a: Type, b: Type): (readonly [Cap | Mu, Cap | Mu])[] | undefined {
  const pairs: (readonly [Cap | Mu, Cap | Mu])[] = [];
  const stack: [unknown, unknown][] = [[a, b]];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [x, y] = top;
    if (x === y) continue;
    if (typeof x !== 'object' || typeof y !== 'object' || x === null || y === null) return undefined;
    const info = proteus.constructors.get((x as Term).tag);
    if (info?.sort === 'Cap' || info?.sort === 'Mu') pairs.push([x as Cap, y as Cap]);
    else if (info === undefined || (x as Term).tag !== (y as Term).tag) return undefined;
    else
      for (const [f] of info.fields) stack.push([(x as Record<string, unknown>)[f], (y as Record<string, unknown>)[f]]);
  }
  return pairs;
}

const isLatentUnknown = (x: unknown): boolean => typeof x === 'object' && isUnknown(x as Cap | Mu);

function mapFields(p: object, f: (q: Pattern) => Pattern): Pattern {
  const fields = Object.entries(p).map(([k, q]) => [k, k === 'tag' ? (q as string) : f(q as Pattern)] as const);
  return Object.freeze(Object.fromEntries(fields)) as unknown as Pattern;
}
