/**
 * The checker of proofs: whether a list of steps shows a case of a statement for all its instances. It is told nothing
 * but the rules, the statements and what is known of metafunctions; it searches for nothing, and names the first wrong
 * step. Beside replay it is what has to be right for a proof to be believed (proofs.md, section 3).
 */
import { isCall, isMeta, type AnyMetafunction, type Metavariable, type Pattern } from '../semantics/symbols.ts';
import { isInstance } from '../rules/judgement.ts';
import { isWhere, metasOf, type Rule } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';
import type { Known } from './known.ts';
import { Solver } from './solver.ts';
import { isEvery, quantified, type Every, type Part, type Statement } from './statement.ts';
import type { Bindings, Store, Sym } from './terms.ts';

/** Metavariables to the numbers of their new variables; metavariables to terms. */
export type Numbers = Readonly<Record<string, number>>;
export type Instance = Readonly<Record<string, Sym>>;
/** Shows a premise for all: its variables, and a proof of its conclusions from its premises. */
export interface Show {
  readonly vars: Numbers;
  readonly node: Node;
}
export type Step =
  | { readonly step: 'invert'; readonly of: string; readonly rule: string; readonly metas: Numbers }
  | { readonly step: 'shape'; readonly of: Sym; readonly tag: string; readonly metas: Numbers }
  | { readonly step: 'apply'; readonly rule: string; readonly instance: Instance; readonly premises: readonly string[]; readonly as: string } // prettier-ignore
  | {
      readonly step: 'use';
      /** A lemma; a statement of the group, by the hypothesis of induction; or the name of a premise for all. */
      readonly kind: 'lemma' | 'hypothesis' | 'every';
      readonly of: string;
      readonly instance: Instance;
      readonly premises: readonly (string | Show)[];
      readonly exists: Numbers;
      readonly as: string;
    };
export type End =
  | { readonly end: 'done'; readonly witnesses: Instance; readonly claims: readonly (string | Show)[] }
  | { readonly end: 'absurd' }
  | { readonly end: 'invert'; readonly of: string; readonly nodes: readonly { rule: string; metas: Numbers; node: Node }[] } // prettier-ignore
  | { readonly end: 'equal'; readonly left: Sym; readonly right: Sym; readonly yes: Node; readonly no: Node }
  | { readonly end: 'holds' | 'defined'; readonly of: Sym; readonly yes: Node; readonly no: Node }
  | { readonly end: 'shape'; readonly of: Sym; readonly nodes: readonly { tag: string; metas: Numbers; node: Node }[] };
export interface Node {
  readonly steps: readonly Step[];
  readonly end: End;
}

export type Claim =
  | {
      readonly kind: 'judgement';
      readonly judgement: string;
      readonly args: readonly Sym[];
      /** The derivations inducted on that it is one of, and those that it is a strict part of. */
      readonly root: number | undefined;
      readonly part: readonly number[];
      /** Its last rule, once it is inverted. */
      readonly by: string | undefined;
    }
  | { readonly kind: 'every'; readonly schema: Every; readonly env: Bindings };

/** What proofs are about. */
export interface Development {
  readonly system: System;
  readonly known: Known;
  /** The metafunctions by name, those that no rule calls included. */
  readonly functions: ReadonlyMap<string, AnyMetafunction>;
  /** In their order: a lemma stands before what uses it. */
  readonly statements: ReadonlyMap<string, Statement>;
}
/** A lemma that a proof rests on: in one case of it, where the last rule of its derivation is known; or in all. */
export interface Rest {
  readonly lemma: string;
  readonly case: string | null;
}
export type Verdict =
  | { readonly ok: true; readonly steps: number; readonly rests: readonly Rest[] }
  | { readonly ok: false; readonly path: string; readonly message: string };

class Wrong extends Error {}
const wrong = (message: string): never => {
  throw new Wrong(message);
};

/** The rules of a judgement. */
export const rulesOf = (system: System, judgement: string): Rule[] =>
  [...system.rules.values()].filter((r) => r.conclusion.judgement.name === judgement);
/** The calls of partial metafunctions in a pattern: what holds of it supposes that they are defined. */
export function partialCalls(p: Pattern): Pattern[] {
  if (isMeta(p) || typeof p !== 'object' || Array.isArray(p)) return [];
  if (isCall(p)) return [...p.args.flatMap(partialCalls), ...(p.call.partial ? [p] : [])];
  return Object.values(p).flatMap((q) => partialCalls(q as Pattern));
}
/** The name of a claim among those that one step makes. */
export const claimName = (of: string, k: number): string => `${of}.${k}`;

/** A branch of a proof: its facts, claims and variables. Everything it does can be taken back, and is when it is left. */
export class Branch {
  readonly store: Store;
  readonly solver: Solver;
  readonly claims = new Map<string, Claim>();
  readonly development: Development;
  readonly statement: Statement;
  readonly vars = new Set<Sym>();
  private readonly undo: (() => void)[] = [];
  private spare = 0;

  constructor(store: Store, development: Development, statement: Statement) {
    this.store = store;
    this.development = development;
    this.statement = statement;
    this.solver = new Solver(store, development.known);
  }

  mark = (): readonly [number, number] => [this.solver.push(), this.undo.length];
  back([facts, claims]: readonly [number, number]): void {
    while (this.undo.length > claims) this.undo.pop()!();
    this.solver.pop(facts);
  }
  within<T>(f: () => T): T {
    const mark = this.mark();
    try {
      return f();
    } finally {
      this.back(mark);
    }
  }

  claim(name: string, c: Claim): void {
    const old = this.claims.get(name);
    this.claims.set(name, c);
    this.undo.push(() => (old === undefined ? this.claims.delete(name) : this.claims.set(name, old)));
  }
  /** A new variable for a metavariable; its restriction holds. */
  variable(m: Pick<Metavariable, 'meta' | 'sort'> & { restriction?: Metavariable['restriction'] }, n: number): Sym {
    const s = this.store.variable(m.meta, n, m.sort);
    if (this.vars.has(s)) wrong(`${m.meta} with number ${n} is not new`);
    this.vars.add(s);
    this.undo.push(() => this.vars.delete(s));
    this.solver.add(s);
    return s;
  }
  /** New variables for metavariables, added to what is bound; one without a number gets one that no proof has. */
  variables(
    metas: readonly Metavariable[],
    numbers: Numbers | undefined,
    bound: Iterable<readonly [string, Sym]> = [],
  ): Bindings {
    // prettier-ignore
    const env = new Map(bound);
    for (const m of metas) {
      const n = numbers === undefined ? -++this.spare : numbers[m.meta];
      env.set(m.meta, this.variable(m, n === undefined ? wrong(`no number for ${m.meta}`) : n));
    }
    for (const m of metas) {
      const test = m.restriction && this.development.known.restrictions.get(m.restriction.name);
      if (test) this.solver.assume(this.store.call(test, [env.get(m.meta)!]), this.store.yes);
    }
    return env;
  }
  /** Takes premises or conclusions for true: facts are added, and claims under names with numbers of places. */
  assume(
    parts: readonly Part[],
    env: Bindings,
    of: string,
    part: readonly number[] = [],
    root: (k: number) => number | undefined = () => undefined,
  ): void {
    // prettier-ignore
    const { store, solver } = this;
    parts.forEach((p, k) => {
      if (isEvery(p)) return this.claim(claimName(of, k), { kind: 'every', schema: p, env: new Map(p.about.map((m) => [m.meta, env.get(m.meta)!])) }); // prettier-ignore
      const patterns = isInstance(p) ? p.args : isWhere(p) ? [p.pattern, p.value] : [p];
      for (const c of patterns.flatMap(partialCalls)) solver.assume(store.of(c, env), store.undef, false);
      if (isWhere(p)) solver.assume(store.of(p.pattern, env), store.of(p.value, env));
      else if (!isInstance(p)) solver.assume(store.of(p, env), store.yes);
      else this.claim(claimName(of, k), { kind: 'judgement', judgement: p.judgement.name, args: p.args.map((a) => store.of(a, env)), root: root(k), part, by: undefined }); // prettier-ignore
    });
  }
  /** The premises of the statement. */
  start(): Bindings {
    const { statement } = this;
    const env = this.variables(statement.universal, Object.fromEntries(statement.universal.map((m) => [m.meta, 0])));
    this.assume(statement.premises, env, 'h', [], (k) => (statement.inductOn.includes(k) ? statement.inductOn.indexOf(k) : undefined)); // prettier-ignore
    return env;
  }
  /** The last rule of a claim: facts of the conclusion, side conditions, and the premises as claims. */
  open(name: string, rule: Rule, numbers: Numbers | undefined): void {
    const c = this.judgement(name);
    if (rule.conclusion.judgement.name !== c.judgement) wrong(`${rule.name} does not conclude ${c.judgement}`);
    const env = this.variables(metasOf(rule), numbers);
    rule.conclusion.args.forEach((p, i) => this.solver.assume(c.args[i]!, this.store.of(p, env)));
    const part = [...new Set([...c.part, ...(c.root === undefined ? [] : [c.root])])];
    this.claim(name, { ...c, by: rule.name });
    this.assume(rule.premises, env, `${name}/${rule.name}`, part);
  }
  /** Whether a rule cannot be the last one of a claim. */
  impossible = (name: string, rule: Rule): boolean =>
    this.within(() => (this.open(name, rule, undefined), this.solver.contradictory()));
  /** A term is made by a constructor, of new parts. */
  shape(of: Sym, tag: string, numbers: Numbers | undefined): readonly Sym[] {
    const info = this.store.grammar.constructors.get(tag);
    if (info === undefined || info.sort !== of.sort) return wrong(`${tag} makes no ${of.sort}`);
    const parts = info.fields.map(([meta, sort]) => this.variable({ meta, sort }, numbers === undefined ? -++this.spare : (numbers[meta] ?? wrong(`no number for ${meta}`)))); // prettier-ignore
    this.solver.assume(of, this.store.constructed(tag, parts));
    return parts;
  }
  shapeless = (of: Sym, tag: string): boolean =>
    this.within(() => (this.shape(of, tag, undefined), this.solver.contradictory()));
  judgement(name: string): Claim & { kind: 'judgement' } {
    const c = this.claims.get(name);
    return c?.kind === 'judgement' ? c : wrong(`there is no claim ${name}`);
  }

  private inScope(s: Sym, seen = new Set<Sym>()): boolean {
    if (seen.has(s)) return true;
    seen.add(s);
    return s.kind === 'variable' ? this.vars.has(s) : s.args.every((a) => this.inScope(a, seen));
  }
  /** An instance: a term for every metavariable, of its sort, of names in scope, defined, and as its restriction says. */
  instance(metas: readonly Metavariable[], given: Instance, bound: Iterable<readonly [string, Sym]> = []): Bindings {
    const env = new Map(bound);
    if (Object.keys(given).length !== metas.length) wrong('the instance has other metavariables');
    for (const m of metas) {
      const s = Object.hasOwn(given, m.meta) ? given[m.meta]! : wrong(`no term for ${m.meta}`);
      if (s.sort !== m.sort) wrong(`${m.meta} is a ${s.sort}, not a ${m.sort}`);
      if (!this.inScope(s)) wrong(`the term for ${m.meta} has a variable that is not there`);
      if (!this.solver.defined(s)) wrong(`the term for ${m.meta} may be undefined`);
      const test = m.restriction && this.development.known.restrictions.get(m.restriction.name);
      if (test && !this.solver.holds(this.store.call(test, [s]))) wrong(`${m.meta} is not a ${m.restriction!.name}`);
      env.set(m.meta, s);
    }
    return env;
  }
  /** Whether parts hold: judgements and premises for all by the names given, conditions by the facts. */
  meet(
    parts: readonly Part[],
    env: Bindings,
    names: readonly (string | Show)[],
    node: (s: Show, e: Every, env: Bindings) => void,
  ): void {
    // prettier-ignore
    const { store, solver } = this;
    let next = 0;
    parts.forEach((p, k) => {
      const what = `premise ${k + 1}`;
      if (isEvery(p)) {
        const by = names[next++] ?? wrong(`${what} is missing`);
        if (typeof by !== 'string') return node(by, p, env);
        const c = this.claims.get(by);
        if (c?.kind !== 'every' || c.schema.text !== p.text) return wrong(`${what} is not ${by}`);
        if (!p.about.every((m, i) => solver.equal(env.get(m.meta)!, c.env.get(c.schema.about[i]!.meta)!))) wrong(`${what} is about other terms than ${by}`); // prettier-ignore
        return;
      }
      for (const c of (isInstance(p) ? p.args : isWhere(p) ? [p.pattern, p.value] : [p]).flatMap(partialCalls))
        if (!solver.defined(store.of(c, env))) wrong(`${what} may be undefined`);
      if (isInstance(p)) {
        const by = names[next++];
        const c = typeof by === 'string' ? this.judgement(by) : wrong(`${what} is missing`);
        if (c.judgement !== p.judgement.name) wrong(`${what} is a ${p.judgement.name}, ${String(by)} a ${c.judgement}`);
        const i = p.args.findIndex((a, j) => !solver.equal(store.of(a, env), c.args[j]!));
        if (i >= 0) wrong(`argument ${i + 1} of ${what} is not that of ${String(by)}`);
      } else if (isWhere(p)) {
        if (!solver.equal(store.of(p.pattern, env), store.of(p.value, env))) wrong(`${what} does not follow`);
      } else if (!solver.holds(store.of(p, env))) wrong(`${what} does not follow`);
    });
    if (next !== names.length) wrong('more premises are named than there are');
  }
  /** Whether a term is a strict part of what a term inducted on equals. */
  strictPart(part: Sym, whole: Sym, depth = 3): boolean {
    const args = this.solver.shape(whole)?.args ?? [];
    return args.some((a) => a.sort === part.sort && this.solver.equal(a, part)) || (depth > 0 && args.some((a) => this.strictPart(part, a, depth - 1))); // prettier-ignore
  }
  /** Whether a hypothesis of induction may be used: of each derivation inducted on a strict part, of each another one. */
  mayUse(s: Statement, env: Bindings, names: readonly (string | Show)[]): void {
    const own = this.statement;
    if (!own.group.includes(s.name)) wrong(`${s.name} is not proved by the same induction`);
    for (const m of own.fixed)
      if (!this.solver.equal(env.get(m) ?? wrong(`${s.name} has no ${m}`), this.store.variable(m, 0, own.universal.find((u) => u.meta === m)!.sort))) wrong(`${m} is fixed in the induction`); // prettier-ignore
    if (own.onSyntax !== undefined) {
      const [m, whole] = [s, own].map((x) => x.universal.find((u) => u.meta === x.onSyntax)) as [Metavariable, Metavariable]; // prettier-ignore
      if (m === undefined || !this.strictPart(env.get(m.meta)!, this.store.variable(whole.meta, 0, whole.sort))) wrong('the term is no strict part of the one inducted on'); // prettier-ignore
      return;
    }
    if (own.inductOn.length === 0 || s.inductOn.length !== own.inductOn.length) wrong('there is no induction');
    const place = (i: number) => s.premises.slice(0, i).filter((p) => isEvery(p) || isInstance(p)).length;
    const parts = s.inductOn.map((i) => this.judgement(names[place(i)] as string).part);
    const assign = (k: number, used: readonly number[]): boolean =>
      k === parts.length || parts[k]!.some((i) => !used.includes(i) && assign(k + 1, [...used, i]));
    if (!assign(0, [])) wrong('a premise is no strict part of a derivation inducted on');
  }
}

/** What a use of a statement or of a premise for all is about. */
export const schemaOf = (b: Branch, step: Step & { step: 'use' }) => {
  if (step.kind === 'every') {
    const c = b.claims.get(step.of);
    if (c?.kind !== 'every') return wrong(`${step.of} is no premise for all`);
    const { premises, conclusions, every } = c.schema;
    const bound = [...c.env.keys(), ...every.map((m) => m.meta)];
    return { premises, conclusions, universal: every, env: c.env, existential: quantified(premises, conclusions, bound).existential }; // prettier-ignore
  }
  const s = b.development.statements.get(step.of) ?? wrong(`there is no lemma ${step.of}`);
  return { ...s, env: new Map<string, Sym>() };
};

/** Where a proof of one case begins: the claim or the term that the case is of. */
export function caseAt(s: Statement): string | undefined {
  return s.caseAt ?? (s.inductOn.length > 0 ? claimName('h', s.inductOn[0]!) : undefined);
}

class Check {
  steps = 0;
  readonly rests = new Map<string, Rest>();
  path: string[] = [];
  private readonly b: Branch;
  private readonly order: readonly string[];
  private readonly kase: string;
  constructor(b: Branch, kase: string) {
    this.b = b;
    this.kase = kase;
    this.order = [...b.development.statements.keys()];
  }

  private at<T>(where: string, f: () => T): T {
    this.path.push(where);
    const result = f();
    this.path.pop();
    return result;
  }

  /** The other rules of a claim's judgement are impossible. */
  private covers(of: string, given: readonly string[]): void {
    const { b } = this;
    if (new Set(given).size !== given.length) wrong('a rule is given twice');
    for (const rule of rulesOf(b.development.system, b.judgement(of).judgement))
      if (!given.includes(rule.name) && !b.impossible(of, rule)) wrong(`${of} may end in ${rule.name}`);
  }
  private ruleOf = (name: string): Rule => this.b.development.system.rules.get(name) ?? wrong(`there is no rule ${name}`); // prettier-ignore

  private step(s: Step, first: boolean): void {
    const { b } = this;
    const { statement } = b;
    if (s.step === 'invert') {
      const isCase = s.of === caseAt(statement) && s.rule === this.kase;
      if (!isCase) this.covers(s.of, [s.rule]);
      return b.open(s.of, this.ruleOf(s.rule), s.metas);
    }
    if (s.step === 'shape') {
      const m = statement.universal.find((u) => u.meta === statement.onSyntax);
      if (!first || m === undefined || s.tag !== this.kase || s.of !== b.store.variable(m.meta, 0, m.sort)) wrong('no case of an induction on terms'); // prettier-ignore
      return void b.shape(s.of, s.tag, s.metas);
    }
    if (s.step === 'apply') {
      const rule = this.ruleOf(s.rule);
      const env = b.instance(metasOf(rule), s.instance);
      b.meet(rule.premises, env, s.premises, () => wrong('a rule has no premise for all'));
      if (b.claims.has(claimName(s.as, 0))) wrong(`${s.as} is a name already`);
      for (const c of rule.conclusion.args.flatMap(partialCalls))
        if (!b.solver.defined(b.store.of(c, env))) wrong('the conclusion may be undefined');
      return b.assume([rule.conclusion], env, s.as);
    }
    const schema = schemaOf(b, s);
    const env = b.instance(schema.universal, s.instance, schema.env);
    b.meet(schema.premises, env, s.premises, (show, e, about) => this.show(show, e, about));
    if (s.kind === 'hypothesis') b.mayUse(schema as unknown as Statement, env, s.premises);
    if (s.kind === 'lemma') {
      const before = Math.min(...statement.group.map((g) => this.order.indexOf(g)).filter((i) => i >= 0));
      if (this.order.indexOf(s.of) >= before) wrong(`${s.of} does not stand before ${statement.name}`);
      this.rest(schema as unknown as Statement, s);
    }
    if (b.claims.has(claimName(s.as, 0))) wrong(`${s.as} is a name already`);
    b.assume(schema.conclusions, b.variables(schema.existential, s.exists, env), s.as);
  }

  private rest(lemma: Statement, s: Step & { step: 'use' }): void {
    const on = lemma.inductOn[0];
    const place = on === undefined ? -1 : lemma.premises.slice(0, on).filter((p) => isEvery(p) || isInstance(p)).length;
    const name = s.premises[place];
    const by = typeof name === 'string' ? (this.b.judgement(name).by ?? null) : null;
    this.rests.set(`${lemma.name}|${by}`, { lemma: lemma.name, case: by });
  }

  private show(s: Show, e: Every, outer: Bindings): void {
    const { b } = this;
    this.at('show', () =>
      b.within(() => {
        const env = b.variables(e.every, s.vars, outer);
        b.assume(e.premises, env, `p${Object.values(s.vars).join('_')}`);
        const { existential } = quantified(e.premises, e.conclusions, env.keys());
        this.node(s.node, e.conclusions, existential, env, false);
      }),
    );
  }

  node(n: Node, goals: readonly Part[], existential: readonly Metavariable[], env: Bindings, first: boolean): void {
    const { b } = this;
    n.steps.forEach((s, i) => this.at(`steps[${i}]`, () => (this.steps++, this.step(s, first && i === 0))));
    const { end } = n;
    const under = (where: string, node: Node, f: () => void) =>
      this.at(where, () => b.within(() => (f(), this.node(node, goals, existential, env, false))));
    this.at('end', () => {
      switch (end.end) {
        case 'absurd':
          return void (b.solver.contradictory() || wrong('the facts do not contradict each other'));
        case 'done': {
          const all = b.instance(existential, end.witnesses, env);
          return b.meet(goals, all, end.claims, (show, e, about) => this.show(show, e, about));
        }
        case 'invert':
          this.covers(end.of, end.nodes.map((x) => x.rule)); // prettier-ignore
          return end.nodes.forEach((x) => under(x.rule, x.node, () => b.open(end.of, this.ruleOf(x.rule), x.metas)));
        case 'shape': {
          const { constructors, maps } = b.store.grammar;
          b.instance([{ meta: 'of', sort: end.of.sort, restriction: undefined }], { of: end.of });
          const tags = [...constructors.values()].filter((c) => c.sort === end.of.sort).map((c) => c.tag);
          if (tags.length === 0 || end.of.sort in maps) wrong(`a ${end.of.sort} has no constructors`);
          for (const tag of tags)
            if (!end.nodes.some((x) => x.tag === tag) && !b.shapeless(end.of, tag)) wrong(`it may be a ${tag}`);
          return end.nodes.forEach((x) => under(x.tag, x.node, () => b.shape(end.of, x.tag, x.metas)));
        }
        default: {
          const { yes, no, undef } = b.store;
          const [l, r, sign] = end.end === 'equal' ? [end.left, end.right, true] : end.end === 'holds' ? [end.of, yes, true] : [end.of, undef, false]; // prettier-ignore
          if (end.end === 'holds' && l.sort !== 'holds') wrong('a predicate is split on');
          under('yes', end.yes, () => b.solver.assume(l, r, sign));
          under('no', end.no, () => (end.end === 'holds' ? b.solver.assume(l, no) : b.solver.assume(l, r, !sign)));
        }
      }
    });
  }

  proof(node: Node): void {
    const { b } = this;
    const env = b.start();
    const { conclusions, existential, onSyntax } = b.statement;
    const from = onSyntax === undefined ? caseAt(b.statement) : onSyntax;
    const starts = node.steps.some((s) => (s.step === 'invert' && s.of === from && s.rule === this.kase) || (s.step === 'shape' && s.tag === this.kase)); // prettier-ignore
    if (from === undefined ? this.kase !== '' : !starts) wrong(`the proof is not of the case ${this.kase}`);
    this.node(node, conclusions, existential, env, true);
  }
}

/** Checks a proof of one case of a statement. */
export function check(development: Development, store: Store, theorem: string, kase: string, node: Node): Verdict {
  const statement = development.statements.get(theorem);
  if (statement === undefined) return { ok: false, path: '', message: `there is no theorem ${theorem}` };
  const c = new Check(new Branch(store, development, statement), kase);
  try {
    c.proof(node);
    return { ok: true, steps: c.steps, rests: [...c.rests.values()] };
  } catch (e) {
    return { ok: false, path: c.path.join('.'), message: e instanceof Error ? e.message : String(e) };
  }
}
