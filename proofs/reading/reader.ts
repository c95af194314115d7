/** Steps of a proof carried out as the checker carries them out, each with what it gives. */
import { isInstance } from '../../rules/judgement.ts';
import { metasOf, type Rule } from '../../rules/rule.ts';
import { caseAt, schemaOf, type End, type Node, type Numbers, type Show, type Step } from '../check.ts';
import { isEvery, type Every, type Part } from '../statement.ts';
import type { Bindings } from '../terms.ts';
import type { Inner, Line, Words } from './lines.ts';
import { isTrivial, Telling } from './telling.ts';

/** Carries out steps in a branch, and tells what they give. */
export class Reader extends Telling {
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

  /** Carries out a step. @param parts what it shows on the spot, where that is told already. */
  step(s: Step, parts?: readonly Inner[]): Line {
    const line = this.carried(s, parts);
    return { ...line, ...this.named(s) };
  }
  private named = (s: Step): Pick<Line, 'name'> =>
    s.step === 'shape' || (s.step === 'use' && s.kind === 'every') ? {} : { name: s.step === 'use' ? s.of : s.rule };
  /** A use of which what is to be shown on the spot is not shown yet. */
  begun(s: Step & { readonly step: 'use' }, parts: readonly Inner[]): Line {
    return { kind: 'use', by: this.using(s), claims: [], facts: [], parts, ...this.named(s) };
  }
  private using(s: Step & { readonly step: 'use' }): Words {
    const what =
      s.kind === 'lemma'
        ? `lemma ${s.of}`
        : s.kind === 'hypothesis'
          ? `the hypothesis of induction, ${s.of},`
          : this.refs([s.of]);
    const at = s.premises.length > 0 ? ` on ${this.refs(s.premises)}` : '';
    const schema = schemaOf(this.b, s);
    return [`${what}${at}`, ...this.since(schema.premises, this.given(s))];
  }
  private given = (s: Step & { readonly step: 'use' }): Bindings =>
    new Map([...schemaOf(this.b, s).env, ...Object.entries(s.instance)]);
  private carried(s: Step, told?: readonly Inner[]): Line {
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
        const given = this.given(s);
        const by = this.using(s);
        const parts = told ?? this.shows(schema.premises, s.premises, given);
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
  /** What a premise for all supposes, of variables with these numbers. */
  suppose(e: Every, vars: Numbers, outer: Bindings): { readonly env: Bindings; readonly line: Line } {
    const { b } = this;
    let env: Bindings = outer;
    const line = this.told(
      'given',
      ['suppose'],
      () => {
        env = b.variables(e.every, vars, outer);
        b.assume(e.premises, env, `p${Object.values(vars).join('_')}`);
      },
      () => this.conditions(e.premises, env),
    );
    return { env, line };
  }
  /** A case in which a claim is by a rule. */
  byRule(of: string, rule: Rule, metas: Numbers): Line {
    const env = new Map(metasOf(rule).map((m) => [m.meta, this.b.store.variable(m.meta, metas[m.meta]!, m.sort)]));
    const conditions = () => this.conditions(rule.premises, env);
    return this.told('given', ['in this case'], () => this.b.open(of, rule, metas), conditions);
  }
  private show(e: Every, s: Show, outer: Bindings): Line[] {
    const { env, line } = this.suppose(e, s.vars, outer);
    return [line, ...this.node(s.node, e.conclusions, env)];
  }

  node = (n: Node, goals: readonly Part[], env: Bindings): Line[] => [
    ...n.steps.map((s) => this.step(s)),
    this.end(n.end, goals, env),
  ];

  /** How a branch ends. @param told what is shown on the spot, where that is told already. */
  end(e: End, goals: readonly Part[], env: Bindings, told?: readonly Inner[]): Line {
    const { b } = this;
    const plain = { claims: [], facts: [], parts: [] };
    const under = (title: Words, act: () => Line, node: Node): Inner =>
      this.within(() => {
        const first = act();
        const lines = this.node(node, goals, env);
        return { title, lines: first.claims.length + first.facts.length > 0 ? [first, ...lines] : lines };
      });
    const supposing = (act: () => void) => (): Line => this.told('given', ['in this case'], act);
    switch (e.end) {
      case 'absurd':
        return { kind: 'absurd', by: ['what is known contradicts itself: this does not occur'], ...plain };
      case 'done': {
        const all = new Map([...env, ...Object.entries(e.witnesses)]);
        const parts = told ?? this.shows(goals, e.claims, all);
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
          under([`${this.refs([e.of])} is by ${x.rule}`], () => this.byRule(e.of, rule, x.metas), x.node),
        );
        return { kind: 'cases', by: [`by cases on the last rule of ${this.refs([e.of])}`], ...plain, parts };
      }
      case 'shape': {
        const of = this.teller.sentence(e.of);
        const parts = e.nodes.map((x) =>
          under(
            [of, ` is a ${x.tag}`],
            supposing(() => b.shape(e.of, x.tag, x.metas)),
            x.node,
          ),
        );
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
        const assume = (sign: boolean) =>
          supposing(() =>
            e.end === 'equal'
              ? b.solver.assume(e.left, e.right, sign)
              : e.end === 'holds'
                ? b.solver.assume(e.of, sign ? yes : no)
                : b.solver.assume(e.of, undef, !sign),
          );
        const parts = [under(said(is!), assume(true), e.yes), under(said(not!), assume(false), e.no)];
        return { kind: 'cases', by: ['by cases: ', ...said(is!), ' or not'], ...plain, parts };
      }
    }
  }
}
