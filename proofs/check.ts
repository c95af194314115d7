/**
 * The checker of proofs: whether a list of steps shows a case of a statement for all its instances. What a step leaves to be
 * found is found here, and written down for the kernel (kernel.ts), which decides; the first wrong step is named.
 */
import type { Pattern } from '../semantics/symbols.ts';
import { isInstance } from '../rules/judgement.ts';
import { isWhere, metasOf } from '../rules/rule.ts';
import { Branch, schemaOf } from './branch.ts';
import type { By as KernelBy, Case, Proof } from './certificate.ts';
import { Facts } from './elaborating/facts.ts';
import { caseAt, judge, type Rest } from './kernel.ts';
import { wrong } from './laws.ts';
import type { By, Development, Node, Numbers, Show, Step } from './proof.ts';
import { isEvery, type Every, type Part, type Statement } from './statement.ts';
import type { Bindings, Store, Sym } from './terms.ts';

export { Branch, partialCalls, schemaOf, type Claim } from './branch.ts';
export { rulesOf, type Rest } from './kernel.ts';
export * from './proof.ts';

export type Verdict =
  | Readonly<{ ok: true; steps: number; rests: readonly Rest[] }>
  | Readonly<{ ok: false; path: string; message: string }>;

type Goal = Pick<Statement, 'conclusions' | 'existential'>;
type End = Proof['end'];

/** Writes a proof out. */
class Elaboration {
  steps = 0;
  readonly path: string[] = [];
  private readonly b: Branch<Facts>;
  /** The claim or the term that the case is of, and what the case says of it. */
  private readonly subject: string | Sym | undefined;
  private readonly kase: string;
  private spare = 0;
  constructor(b: Branch<Facts>, kase: string) {
    const { statement, store } = b;
    const m = statement.universal.find((u) => u.meta === statement.onSyntax);
    this.b = b;
    this.kase = kase;
    this.subject = m ? store.variable(m.meta, 0, m.sort) : caseAt(statement);
  }

  private at<T>(where: string, f: () => T): T {
    this.path.push(where);
    const result = f();
    this.path.pop();
    return result;
  }
  private isCase = (of: string | Sym, name: string): boolean => of === this.subject && name === this.kase;

  /** The cases of a claim or a term that are given, one after the other; and proofs that the others are impossible. */
  private cases(of: string | Sym, given: readonly string[]) {
    const cases = this.b.cases(of);
    const impossible: Case[] = [];
    for (const name of cases.keys()) {
      if (given.includes(name) || given.some((n) => this.isCase(of, n))) continue;
      const numbers = this.numbers(of, name);
      const refute = () => (cases.get(name)!(numbers), this.b.solver.refuted());
      const proof = this.b.within(() => this.b.solver.proof(refute));
      if (proof === undefined) return wrong(`${typeof of === 'string' ? of : 'the term'} may end in ${name}`);
      impossible.push({ name, numbers, proof });
    }
    const assume = (name: string, numbers: Numbers) => (cases.get(name) ?? wrong(`there is no case ${name}`))(numbers);
    return { assume, impossible };
  }
  /** Numbers for the variables of a case that no proof has. */
  private numbers(of: string | Sym, name: string): Numbers {
    const { development, store } = this.b;
    const metas =
      typeof of === 'string'
        ? metasOf(development.system.rules.get(name)!).map((m) => m.meta)
        : store.grammar.constructors.get(name)!.fields.map(([meta]) => meta);
    return Object.fromEntries(metas.map((m) => [m, -++this.spare]));
  }

  /** Calls in parts are defined. */
  private defined(parts: readonly Part[], env: Bindings, message: string): void {
    const { solver, store } = this.b;
    for (const p of parts) {
      if (isEvery(p)) continue;
      const patterns: readonly Pattern[] = isInstance(p) ? p.args : isWhere(p) ? [p.pattern, p.value] : [p];
      for (const l of patterns.flatMap((q) => solver.laws.defined(store.of(q, env))))
        if (!solver.entails(...l)) wrong(message);
    }
  }
  /** Meets parts, and says with what for the kernel. */
  private meet(parts: readonly Part[], env: Bindings, names: readonly By[]): KernelBy[] {
    const shown = new Map<Show, KernelBy>();
    this.b.meet(parts, env, names, (show, e, outer) => shown.set(show, this.show(show, e, outer)));
    this.defined(parts, env, 'a premise may be undefined');
    return names.map((n) => (typeof n === 'string' ? n : shown.get(n)!));
  }
  private step(s: Step): void {
    const { b } = this;
    if (s.step === 'invert' || s.step === 'shape') {
      const { of, metas: numbers } = s;
      const name = s.step === 'invert' ? s.rule : s.tag;
      const { assume, impossible } = this.cases(of, [name]);
      b.solver.inside((steps, proof) => ({ steps, end: { end: 'cases', of, cases: [...impossible, { name, numbers, proof }] } })); // prettier-ignore
      return assume(name, numbers);
    }
    const schema = schemaOf(b, s);
    const env = b.instance(schema.universal, s.instance, schema.env);
    const premises = this.meet(schema.premises, env, s.premises);
    if (s.step === 'apply') {
      const message = 'the conclusion may be undefined';
      b.require(b.literals(schema.conclusions[0]!, env), 'the conclusion', 'may be undefined');
      this.defined(schema.conclusions, env, message);
    } else if (s.kind === 'hypothesis') this.hypothesis(schema as Statement, env, s.premises);
    else if (s.kind === 'lemma') this.lemma(schema as Statement);
    if (s.as.includes('/')) wrong(`${s.as} is no name of claims`);
    const { instance, as } = s;
    if (s.step === 'apply') b.solver.use({ law: 'use', kind: 'rule', of: s.rule, instance, premises, exists: {}, as });
    else b.solver.use({ law: 'use', kind: s.kind, of: s.of, instance, premises, exists: s.exists, as });
    b.assume(schema.conclusions, b.variables(schema.existential, s.step === 'use' ? s.exists : {}, env), s.as);
  }
  private hypothesis(s: Statement, env: Bindings, names: readonly By[]): void {
    this.b.mayUse(s, env, names);
    if (typeof this.subject === 'object') this.b.solver.contains(this.subject, env.get(s.onSyntax!)!);
  }
  /** A lemma stands before what uses it. */
  private lemma(lemma: Statement): void {
    const { statement, development } = this.b;
    const order = [...development.statements.keys()];
    const before = statement.group.map((g) => order.indexOf(g)).filter((i) => i >= 0);
    if (order.indexOf(lemma.name) >= Math.min(...before))
      wrong(`${lemma.name} does not stand before ${statement.name}`);
  }

  private show(s: Show, e: Every, outer: Bindings): KernelBy {
    const { b } = this;
    return this.at('show', () =>
      b.within(() => {
        const proof = b.solver.proof(() => {
          const env = b.variables(e.every, s.vars, outer);
          b.assume(e.premises, env, `p${Object.values(s.vars).join('_')}`);
          return this.node(s.node, e, env);
        });
        return { numbers: s.vars, proof: proof! };
      }),
    );
  }

  private node(n: Node, goal: Goal, env: Bindings): End {
    n.steps.forEach((s, i) => this.at(`steps[${i}]`, () => (this.steps++, this.step(s))));
    return this.at('end', () => this.end(n, goal, env));
  }
  private end({ end }: Node, goal: Goal, env: Bindings): End {
    const { b } = this;
    const under = (where: string, node: Node, f: () => void): Proof =>
      this.at(where, () => b.within(() => b.solver.proof(() => (f(), this.node(node, goal, env)))!));
    const either = (l: Sym, r: Sym, equal: boolean, { yes, no }: Readonly<{ yes: Node; no: Node }>): End => {
      [l, r].forEach((s) => b.scoped(s, 'the term'));
      return {
        end: 'split',
        literal: [l, r, equal],
        yes: under('yes', yes, () => b.solver.assume(l, r, equal)),
        no: under('no', no, () => b.solver.assume(l, r, !equal)),
      };
    };
    switch (end.end) {
      case 'absurd':
        return b.solver.refuted() ?? wrong('the facts do not contradict each other');
      case 'done': {
        const all = b.instance(goal.existential, end.witnesses, env);
        return { end: 'done', witnesses: end.witnesses, claims: this.meet(goal.conclusions, all, end.claims) };
      }
      case 'invert':
      case 'shape': {
        const nodes = end.end === 'invert' ? end.nodes.map((x) => ({ ...x, tag: x.rule })) : end.nodes;
        const { of } = end;
        const { assume, impossible } = this.cases(of, nodes.map((x) => x.tag)); // prettier-ignore
        const given = nodes.map(({ tag: name, metas: numbers, node }) => ({ name, numbers, proof: under(name, node, () => assume(name, numbers)) })); // prettier-ignore
        return { end: 'cases', of, cases: [...impossible, ...given] };
      }
      case 'equal':
        return either(end.left, end.right, true, end);
      case 'defined':
        return either(end.of, b.store.undef, false, end);
      case 'holds':
        return either(end.of.sort === 'holds' ? end.of : wrong('a predicate is split on'), b.store.yes, true, end);
    }
  }

  proof(node: Node): Proof {
    const env = this.b.start();
    const begins = (s: Step): boolean =>
      s.step === 'invert' ? this.isCase(s.of, s.rule) : s.step === 'shape' && this.isCase(s.of, s.tag);
    if (this.subject === undefined ? this.kase !== '' : !node.steps.some(begins))
      wrong(`the proof is not of the case ${this.kase}`);
    return this.b.solver.proof(() => this.node(node, this.b.statement, env))!;
  }
}

/** A proof of one case with nothing left out, as the kernel takes it. */
export function elaborate(
  development: Development,
  store: Store,
  statement: Statement,
  kase: string,
  node: Node,
): { readonly proof: Proof; readonly steps: number } | (Verdict & { ok: false }) {
  const c = new Elaboration(new Branch(store, development, statement, new Facts(store, development.known)), kase);
  try {
    return { proof: c.proof(node), steps: c.steps };
  } catch (e) {
    return { ok: false, path: c.path.join('.'), message: e instanceof Error ? e.message : String(e) };
  }
}

/** Checks a proof of one case of a statement: it is written out, and the kernel decides. */
export function check(development: Development, store: Store, theorem: string, kase: string, node: Node): Verdict {
  const statement = development.statements.get(theorem);
  if (statement === undefined) return { ok: false, path: '', message: `there is no theorem ${theorem}` };
  const written = elaborate(development, store, statement, kase, node);
  if (!('proof' in written)) return written;
  const verdict = judge(development, store, theorem, kase, written.proof);
  return verdict.ok ? { ...verdict, steps: written.steps } : verdict;
}
