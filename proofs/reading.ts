/**
 * A proof read as one: its steps in the order in which they are made, each with what it gives, in the notation of the
 * rules. Claims are numbered, terms are written as the facts have them by then; what is not known to be right is for the
 * checker to say. The steps are carried out as the checker carries them out, and no search is loaded.
 */
import type { Pattern } from '../semantics/symbols.ts';
import { isInstance } from '../rules/judgement.ts';
import { metasOf } from '../rules/rule.ts';
import { Branch, caseAt, schemaOf, type Development, type End, type Node, type Show, type Step } from './check.ts';
import { isEvery, type Every, type Part } from './statement.ts';
import { Solver } from './solving/solver.ts';
import type { Failure } from './search/search.ts';
import { Teller, type Sentence } from './tell.ts';
import type { CaseProof } from './format.ts';
import type { Bindings, Store, Sym } from './terms.ts';

export type { Sentence } from './tell.ts';
/** Words, and formulas between them. */
export type Words = readonly (string | Sentence)[];
/** A claim under its number. */
export interface Numbered extends Sentence {
  readonly no: number;
}
export interface Line {
  readonly kind: 'given' | 'goal' | 'invert' | 'use' | 'apply' | 'shape' | 'done' | 'absurd' | 'cases' | 'open';
  /** What is done. */
  readonly by: Words;
  /** The rule or the statement that it is done by, if any. */
  readonly name?: string;
  readonly claims: readonly Numbered[];
  /** What else holds from here on: side conditions, and what terms are equal to. */
  readonly facts: readonly Sentence[];
  /** Proofs inside it: of cases, of premises for all. */
  readonly parts: readonly Inner[];
}
/** A proof inside a proof. */
export interface Inner {
  readonly title: Words;
  readonly lines: readonly Line[];
}
/** A proof of a case, read. */
export interface Reading {
  readonly theorem: string;
  readonly case: string;
  /** What the theorem says in a sentence. */
  readonly title: string;
  readonly lines: readonly Line[];
}

/** `τ = τ`, as an equation is written once both sides are known to be the same. */
const isTrivial = ({ text }: Sentence): boolean => {
  const [left, right, ...more] = text.split(' = ');
  return left === right && more.length === 0;
};

/** Carries out steps in a branch, and tells what they give. */
export class Reader {
  readonly b: Branch<Solver>;
  readonly teller: Teller;
  private readonly numbers = new Map<string, number>();
  private next = 1;
  private known = new Map<Sym, string>();
  private readonly inside = new Set<number>();

  constructor(b: Branch<Solver>) {
    this.b = b;
    this.teller = new Teller(b.development, this.asFacts);
  }

  /** A term by what it is made of where the facts tell; by a call that it equals; by the first of the variables that it equals. */
  private readonly asFacts = (s: Sym, pattern: (s: Sym) => Pattern): Pattern => {
    const { solver } = this.b;
    if (s.literal !== undefined || s.sort === 'holds') return pattern(s);
    const made = solver.shape(s);
    const of = solver.classOf(s);
    if (this.inside.has(of)) return pattern(s);
    const others = solver
      .members(s)
      .filter((m) => m.kind !== 'constructor' && !m.op.startsWith('∂') && !m.args.some((a) => this.mentions(a, of)));
    // The statement's own variables come first, then those that were written before.
    const rank = (m: Sym) => (m.op.includes('#0:') ? 0 : this.teller.names.has(m) ? 1 : 2);
    const least = (kind: Sym['kind']) =>
      others.filter((m) => m.kind === kind).sort((x, y) => rank(x) - rank(y) || x.id - y.id)[0];
    this.inside.add(of);
    const best = made ?? least('call') ?? least('variable') ?? s;
    const p = pattern(best);
    this.inside.delete(of);
    return p;
  };

  /** Whether something in a term equals what has a number: `x[e/x]` says nothing of e. */
  private mentions = (s: Sym, of: number): boolean =>
    this.b.solver.classOf(s) === of || s.args.some((a) => this.mentions(a, of));

  /** The number of a claim by its name. */
  numberOf = (name: string): number | undefined => this.numbers.get(name);
  /** The name of the claim that has a number in this branch. */
  nameOf = (no: number): string | undefined => [...this.numbers].find(([, n]) => n === no)?.[0];

  /** What is done in a branch is taken back when it is left. */
  within<T>(f: () => T): T {
    const before = [new Map(this.numbers), this.next, new Map(this.known)] as const;
    const names = new Set(this.teller.names.keys());
    const result = this.b.within(f);
    // What is next to it may use the same names.
    for (const v of [...this.teller.names.keys()]) if (!names.has(v)) this.teller.forget(v);
    this.numbers.clear();
    before[0].forEach((n, name) => this.numbers.set(name, n));
    [, this.next, this.known] = before;
    return result;
  }

  /** What the terms that were written equal by now, where that is new. */
  private equations(): Sentence[] {
    const out: Sentence[] = [];
    for (const s of [...this.teller.names.keys()]) {
      if (!this.b.solver.has(s)) continue;
      const now = this.teller.sentence(s);
      const before = this.known.get(s);
      this.known.set(s, now.text);
      const name = this.teller.names.get(s)!;
      if (now.text === name || now.text === before) continue;
      const plain = this.teller.sentence(s, true);
      if (plain.text !== now.text)
        out.push({ text: `${plain.text} = ${now.text}`, latex: `${plain.latex} = ${now.latex}` });
    }
    return out;
  }
  /** Carries something out, and tells what it gives: claims that are new, conditions of parts that hold now, equations. */
  told(
    kind: Line['kind'],
    by: Words,
    act: () => void,
    conditions: () => Sentence[] = () => [],
    parts: readonly Inner[] = [],
  ): Line {
    const before = new Set(this.b.claims.keys());
    act();
    const claims = [...this.b.claims].flatMap(([name, c]): Numbered[] => {
      if (before.has(name)) return [];
      this.numbers.set(name, this.next++);
      return [{ no: this.next - 1, ...this.teller.claiming(c) }];
    });
    const said = conditions().filter((c) => !isTrivial(c));
    return { kind, by, claims, facts: [...said, ...this.equations()], parts };
  }
  /** The side conditions among premises or conclusions. */
  private conditions = (parts: readonly Part[], env: Bindings): Sentence[] =>
    parts.flatMap((p) => (isEvery(p) || isInstance(p) ? [] : [this.teller.saying(p, env)]));

  /** Claims by their numbers: `(3), (5)`. */
  refs = (names: readonly (string | Show)[]): string =>
    names.map((n) => (typeof n === 'string' ? `(${this.numbers.get(n) ?? '?'})` : 'what is shown below')).join(', ');
  private since = (parts: readonly Part[], env: Bindings): Words => {
    const all = this.conditions(parts, env);
    return all.length === 0 ? [] : [', since ', ...all.flatMap((s, i) => (i === 0 ? [s] : [', ', s]))];
  };

  /** The premises of the statement, and what is to be shown. */
  start(): { readonly env: Bindings; readonly lines: readonly Line[] } {
    const { statement } = this.b;
    for (const m of statement.universal) this.teller.call(this.b.store.variable(m.meta, 0, m.sort), m.meta);
    for (const m of statement.existential) this.teller.call(this.b.store.variable(`∃${m.meta}`, 0, m.sort), m.meta);
    let env: Bindings = new Map();
    const given = this.told(
      'given',
      ['given'],
      () => (env = this.b.start()),
      () => this.conditions(statement.premises, env),
    );
    return { env, lines: [given, this.goal(statement.conclusions, env)] };
  }
  /** What is to be shown. */
  goal = (parts: readonly Part[], env: Bindings): Line => ({
    kind: 'goal',
    by: ['to show'],
    claims: [],
    facts: parts.map((p) => this.teller.saying(p, env)),
    parts: [],
  });

  /** What is to be shown in a branch that is open. */
  openLine = (parts: readonly Part[], env: Bindings): Line => ({
    ...this.goal(parts, env),
    kind: 'open',
    by: ['open: to show'],
  });

  /** Carries out a step. */
  step(s: Step): Line {
    const line = this.carried(s);
    if (s.step === 'shape' || (s.step === 'use' && s.kind === 'every')) return line;
    return { ...line, name: s.step === 'use' ? s.of : s.rule };
  }
  private carried(s: Step): Line {
    const { b } = this;
    switch (s.step) {
      case 'invert': {
        const rule = b.development.system.rules.get(s.rule);
        if (rule === undefined) throw new Error(`there is no rule ${s.rule}`);
        const isCase = s.of === caseAt(b.statement);
        const by = isCase
          ? `the case: the last rule of ${this.refs([s.of])} is ${s.rule}`
          : `inversion of ${this.refs([s.of])}: by ${s.rule}`;
        const env = new Map(metasOf(rule).map((m) => [m.meta, b.store.variable(m.meta, s.metas[m.meta]!, m.sort)]));
        return this.told(
          'invert',
          [by],
          () => b.open(s.of, rule, s.metas),
          () => this.conditions(rule.premises, env),
        );
      }
      case 'shape':
        return this.told('shape', ['the case: ', this.teller.sentence(s.of), ` is a ${s.tag}`], () =>
          b.shape(s.of, s.tag, s.metas),
        );
      case 'apply': {
        const rule = b.development.system.rules.get(s.rule);
        if (rule === undefined) throw new Error(`there is no rule ${s.rule}`);
        const env = new Map(Object.entries(s.instance));
        const from = s.premises.length > 0 ? ` on ${this.refs(s.premises)}` : '';
        return this.told('apply', [`${s.rule}${from}`, ...this.since(rule.premises, env)], () =>
          b.assume([rule.conclusion], env, s.as),
        );
      }
      case 'use': {
        const schema = schemaOf(b, s);
        const given = new Map([...schema.env, ...Object.entries(s.instance)]);
        const what =
          s.kind === 'lemma'
            ? `lemma ${s.of}`
            : s.kind === 'hypothesis'
              ? `the hypothesis of induction, ${s.of},`
              : this.refs([s.of]);
        const at = s.premises.length > 0 ? ` on ${this.refs(s.premises)}` : '';
        const by: Words = [`${what}${at}`, ...this.since(schema.premises, given)];
        const parts = this.shows(schema.premises, s.premises, given);
        let env = given;
        return this.told(
          'use',
          by,
          () => {
            env = new Map(b.variables(schema.existential, s.exists, given));
            b.assume(schema.conclusions, env, s.as);
          },
          () => this.conditions(schema.conclusions, env),
          parts,
        );
      }
    }
  }

  /** The premises for all that are shown on the spot. */
  private shows(parts: readonly Part[], names: readonly (string | Show)[], env: Bindings): Inner[] {
    let next = 0;
    return parts.flatMap((p): Inner[] => {
      if (!isEvery(p) && !isInstance(p)) return [];
      const by = names[next++];
      if (by === undefined || typeof by === 'string' || !isEvery(p)) return [];
      return [{ title: ['that ', this.teller.saying(p, env)], lines: this.within(() => this.show(p, by, env)) }];
    });
  }
  private show(e: Every, s: Show, outer: Bindings): Line[] {
    const { b } = this;
    let env: Bindings = outer;
    const given = this.told(
      'given',
      ['suppose'],
      () => {
        env = b.variables(e.every, s.vars, outer);
        b.assume(e.premises, env, `p${Object.values(s.vars).join('_')}`);
      },
      () => this.conditions(e.premises, env),
    );
    return [given, ...this.node(s.node, e.conclusions, env)];
  }

  node = (n: Node, goals: readonly Part[], env: Bindings): Line[] => [
    ...n.steps.map((s) => this.step(s)),
    this.end(n.end, goals, env),
  ];

  end(e: End, goals: readonly Part[], env: Bindings): Line {
    const { b } = this;
    const plain = { claims: [], facts: [], parts: [] };
    const under = (title: Words, act: () => void, node: Node): Inner =>
      this.within(() => {
        const first = this.told('given', ['in this case'], act);
        const lines = this.node(node, goals, env);
        return { title, lines: first.claims.length + first.facts.length > 0 ? [first, ...lines] : lines };
      });
    switch (e.end) {
      case 'absurd':
        return { kind: 'absurd', by: ['what is known contradicts itself: this does not occur'], ...plain };
      case 'done': {
        const all = new Map([...env, ...Object.entries(e.witnesses)]);
        const parts = this.shows(goals, e.claims, all);
        const by = e.claims.length > 0 ? `shown, by ${this.refs(e.claims)}` : 'shown';
        return {
          kind: 'done',
          by: [by],
          claims: [],
          facts: goals.map((g) => this.teller.saying(g, all)).filter((c) => !isTrivial(c)),
          parts,
        };
      }
      case 'invert': {
        if (e.nodes.length === 0)
          return { kind: 'absurd', by: [`no rule concludes ${this.refs([e.of])}: this does not occur`], ...plain };
        const rules = e.nodes.map((x) => [x, b.development.system.rules.get(x.rule)!] as const);
        const parts = rules.map(([x, rule]) =>
          under([`${this.refs([e.of])} is by ${x.rule}`], () => b.open(e.of, rule, x.metas), x.node),
        );
        return { kind: 'cases', by: [`by cases on the last rule of ${this.refs([e.of])}`], ...plain, parts };
      }
      case 'shape': {
        const of = this.teller.sentence(e.of);
        const parts = e.nodes.map((x) => under([of, ` is a ${x.tag}`], () => b.shape(e.of, x.tag, x.metas), x.node));
        return { kind: 'cases', by: ['by cases on ', of], ...plain, parts };
      }
      default: {
        const { yes, no, undef } = b.store;
        const one = this.teller.sentence(e.end === 'equal' ? e.left : e.of, e.end !== 'equal');
        const other = e.end === 'equal' ? this.teller.sentence(e.right) : { text: '', latex: '' };
        const [is, not] =
          e.end === 'equal'
            ? [` = `, ` ≠ `]
            : e.end === 'holds'
              ? [' holds', ' does not hold']
              : [' is defined', ' is undefined'];
        const said = (sign: string): Words => (e.end === 'equal' ? [one, sign, other] : [one, sign]);
        const assume = (sign: boolean) => () =>
          e.end === 'equal'
            ? b.solver.assume(e.left, e.right, sign)
            : e.end === 'holds'
              ? b.solver.assume(e.of, sign ? yes : no)
              : b.solver.assume(e.of, undef, !sign);
        const parts = [under(said(is!), assume(true), e.yes), under(said(not!), assume(false), e.no)];
        return { kind: 'cases', by: ['by cases: ', ...said(is!), ' or not'], ...plain, parts };
      }
    }
  }
}

/**
 * A proof read as one.
 * @throws Error where it is none: it has to be checked before.
 */
export function readProof(d: Development, store: Store, theorem: string, kase: string, node: Node): Reading {
  const statement = d.statements.get(theorem);
  if (statement === undefined) throw new Error(`there is no theorem ${theorem}`);
  const reader = new Reader(new Branch(store, d, statement, new Solver(store, d.known)));
  const { env, lines } = reader.start();
  return {
    theorem,
    case: kase,
    title: statement.title,
    lines: [...lines, ...reader.node(node, statement.conclusions, env)],
  };
}
/** The branch on which a search for a proof ended, read: with what is to be shown there, and what of it is shown. */
export function readFailure(d: Development, theorem: string, f: Failure): readonly Line[] {
  const reader = new Reader(new Branch(f.store, d, d.statements.get(theorem)!, new Solver(f.store, d.known)));
  const { lines } = reader.start();
  const all: Line[] = [...lines];
  let here = all;
  for (const { into, steps } of f.trail) {
    if (into !== undefined) {
      const title = into.said.map((w) =>
        typeof w === 'string' ? w : 'op' in w ? reader.teller.sentence(w, w.sort === 'holds') : reader.refs([w[0]]),
      );
      const inside: Line[] = [reader.told('given', ['in this case'], () => into.assume(reader.b))];
      here.push({
        kind: 'cases',
        by: ['by cases, of which one is open'],
        claims: [],
        facts: [],
        parts: [{ title, lines: inside }],
      });
      here = inside;
    }
    for (const s of steps) here.push(reader.step(s));
  }
  for (const shown of [true, false]) {
    const facts = f.goals.filter((g) => g.shown === shown).map((g) => reader.teller.saying(g.part, g.env));
    if (facts.length > 0)
      here.push({ kind: shown ? 'goal' : 'open', by: [shown ? 'shown' : 'not shown'], claims: [], facts, parts: [] });
  }
  return all;
}
export const readCase = (d: Development, p: CaseProof): Reading => readProof(d, p.store, p.theorem, p.case, p.node);
