/**
 * The checker of proofs: whether a list of steps shows a case of a statement for all its instances. It is told nothing
 * but the rules, the statements and what is known of metafunctions; it searches for nothing, and names the first wrong
 * step. Beside replay it is what has to be right for a proof to be believed (proofs.md, section 3).
 */
import { Branch, schemaOf, wrong } from './branch.ts';
import { Facts } from './facts.ts';
import { caseAt, type By, type Development, type Node, type Numbers, type Show, type Step } from './proof.ts';
import type { Every, Statement } from './statement.ts';
import type { Bindings, Store, Sym } from './terms.ts';

export { Branch, partialCalls, rulesOf, schemaOf, type Claim } from './branch.ts';
export * from './proof.ts';

/** A lemma that a proof rests on: in one case of it, where the last rule of its derivation is known; or in all. */
export type Rest = Readonly<{ lemma: string; case: string | null }>;
export type Verdict =
  | Readonly<{ ok: true; steps: number; rests: readonly Rest[] }>
  | Readonly<{ ok: false; path: string; message: string }>;

class Check {
  steps = 0;
  readonly rests = new Map<string, Rest>();
  readonly path: string[] = [];
  private readonly b: Branch;
  /** The claim or the term that the case is of, and what the case says of it. */
  private readonly subject: string | Sym | undefined;
  private readonly kase: string;
  constructor(b: Branch, kase: string) {
    const { statement, store } = b;
    const m = statement.universal.find((u) => u.meta === statement.onSyntax);
    this.b = b;
    this.kase = kase;
    this.subject = m ? store.variable(m.meta, 0, m.sort) : caseAt(statement);
  }

  private at(where: string, f: () => void): void {
    this.path.push(where);
    f();
    this.path.pop();
  }
  private isCase = (of: string | Sym, name: string): boolean => of === this.subject && name === this.kase;
  /** The cases of a claim or a term that are given, one after the other; the others are impossible, or not asked for. */
  private cases(of: string | Sym, given: readonly string[]): (name: string, numbers: Numbers) => void {
    const cases = this.b.cases(of);
    for (const name of cases.keys())
      if (!given.includes(name) && !given.some((n) => this.isCase(of, n)) && !this.b.impossible(of, name))
        wrong(`${typeof of === 'string' ? of : 'the term'} may end in ${name}`);
    return (name, numbers) => (cases.get(name) ?? wrong(`there is no case ${name}`))(numbers);
  }

  private step(s: Step): void {
    const { b } = this;
    if (s.step === 'invert') return this.cases(s.of, [s.rule])(s.rule, s.metas);
    if (s.step === 'shape') return this.cases(s.of, [s.tag])(s.tag, s.metas);
    const schema = schemaOf(b, s);
    const env = b.instance(schema.universal, s.instance, schema.env);
    b.meet(schema.premises, env, s.premises, (show, e, about) => this.show(show, e, about));
    if (s.step === 'apply') b.require(b.literals(schema.conclusions[0]!, env), 'the conclusion', 'may be undefined');
    else if (s.kind === 'hypothesis') b.mayUse(schema as Statement, env, s.premises);
    else if (s.kind === 'lemma') this.rest(schema as Statement, s.premises);
    if (s.as.includes('/')) wrong(`${s.as} is no name of claims`);
    b.assume(schema.conclusions, b.variables(schema.existential, s.step === 'use' ? s.exists : {}, env), s.as);
  }

  /** A lemma stands before what uses it; the case of it that is used is said, where it is known. */
  private rest(lemma: Statement, names: readonly By[]): void {
    const { statement, development } = this.b;
    const order = [...development.statements.keys()];
    const before = statement.group.map((g) => order.indexOf(g)).filter((i) => i >= 0);
    if (order.indexOf(lemma.name) >= Math.min(...before))
      wrong(`${lemma.name} does not stand before ${statement.name}`);
    const by = this.b.inducted(lemma, names)[0]?.by ?? null;
    this.rests.set(`${lemma.name}|${by}`, { lemma: lemma.name, case: by });
  }

  private show(s: Show, e: Every, outer: Bindings): void {
    const { b } = this;
    this.at('show', () =>
      b.within(() => {
        const env = b.variables(e.every, s.vars, outer);
        b.assume(e.premises, env, `p${Object.values(s.vars).join('_')}`);
        this.node(s.node, e, env);
      }),
    );
  }

  node(n: Node, goal: Pick<Statement, 'conclusions' | 'existential'>, env: Bindings): void {
    const { b } = this;
    const { end } = n;
    n.steps.forEach((s, i) => this.at(`steps[${i}]`, () => (this.steps++, this.step(s))));
    const under = (where: string, node: Node, f: () => void): void =>
      this.at(where, () => b.within(() => (f(), this.node(node, goal, env))));
    const either = (l: Sym, r: Sym, equal: boolean, { yes, no }: Readonly<{ yes: Node; no: Node }>): void => {
      [l, r].forEach((s) => b.scoped(s, 'the term'));
      under('yes', yes, () => b.solver.assume(l, r, equal));
      under('no', no, () => b.solver.assume(l, r, !equal));
    };
    this.at('end', () => {
      switch (end.end) {
        case 'absurd':
          return b.solver.contradictory() ? undefined : wrong('the facts do not contradict each other');
        case 'done': {
          const all = b.instance(goal.existential, end.witnesses, env);
          return b.meet(goal.conclusions, all, end.claims, (show, e, about) => this.show(show, e, about));
        }
        case 'invert':
        case 'shape': {
          const nodes = end.end === 'invert' ? end.nodes.map((x) => ({ ...x, tag: x.rule })) : end.nodes;
          const given = nodes.map((x) => x.tag);
          const assume = this.cases(end.of, given);
          return nodes.forEach((x) => under(x.tag, x.node, () => assume(x.tag, x.metas)));
        }
        case 'equal':
          return either(end.left, end.right, true, end);
        case 'defined':
          return either(end.of, b.store.undef, false, end);
        case 'holds':
          return either(end.of.sort === 'holds' ? end.of : wrong('a predicate is split on'), b.store.yes, true, end);
      }
    });
  }

  proof(node: Node): void {
    const env = this.b.start();
    const begins = (s: Step): boolean =>
      s.step === 'invert' ? this.isCase(s.of, s.rule) : s.step === 'shape' && this.isCase(s.of, s.tag);
    if (this.subject === undefined ? this.kase !== '' : !node.steps.some(begins))
      wrong(`the proof is not of the case ${this.kase}`);
    this.node(node, this.b.statement, env);
  }
}

/** Checks a proof of one case of a statement. */
export function check(development: Development, store: Store, theorem: string, kase: string, node: Node): Verdict {
  const statement = development.statements.get(theorem);
  if (statement === undefined) return { ok: false, path: '', message: `there is no theorem ${theorem}` };
  const c = new Check(new Branch(store, development, statement, new Facts(store, development.known)), kase);
  try {
    c.proof(node);
    return { ok: true, steps: c.steps, rests: [...c.rests.values()] };
  } catch (e) {
    return { ok: false, path: c.path.join('.'), message: e instanceof Error ? e.message : String(e) };
  }
}
