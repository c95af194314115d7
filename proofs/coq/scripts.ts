/** Scripts: the steps of a proof as tactics. Equations stay facts, as in the checker; `facts` of Prelude.v uses them. */
import { isInstance } from '../../rules/judgement.ts';
import { metasOf, type Rule } from '../../rules/rule.ts';
import { claimName, rulesOf, type Development, type End, type Node, type Show, type Step } from '../check.ts';
import { isEvery, type Every, type Part, type Statement } from '../statement.ts';
import type { Store, Sym } from '../terms.ts';
import type { Shapes } from './functions.ts';
import { inductionOf, onSame } from './statements.ts';
import { conclusionText, existsIn, ident, notMade, numbered, partText, restricted, symOption, symText, type Env } from './terms.ts'; // prettier-ignore

type Terms = Readonly<Record<string, Sym>>;
const named = (of: string, k: number): string => ident(claimName(of, k));

export class Script {
  /** The claims that are premises for all, and of which judgement the others are. */
  private readonly every = new Map<string, { readonly schema: Every; readonly env: Env }>();
  private readonly judgements = new Map<string, string>();
  private fresh = 0;
  /** The step that the case itself is. */
  private first: Step | undefined;
  private readonly d: Development;
  private readonly statement: Statement;
  private readonly kase: string;
  private readonly shapes: Shapes;
  private readonly store: Store;
  /** Of an induction on a term: the variables of its parts. */
  private parts: readonly (readonly [Sym | undefined, string])[] = [];
  constructor(d: Development, statement: Statement, kase: string, shapes: Shapes, store: Store) {
    this.store = store;
    this.d = d;
    this.shapes = shapes;
    this.statement = statement;
    this.kase = kase;
  }

  /** Notes what parts a name has now: their names in Coq, in order. */
  note(of: string, parts: readonly Part[], env: Env): string[] {
    return parts.map((p, k) => {
      if (isEvery(p)) this.every.set(claimName(of, k), { schema: p, env });
      else if (isInstance(p)) this.judgements.set(claimName(of, k), p.judgement.name);
      return named(of, k);
    });
  }
  private rule = (name: string): Rule => this.d.system.rules.get(name) ?? notMade(`the rule ${name}`);

  /** One block for each goal: a premise for all or judgement by its name, what else by the facts. */
  private goals(parts: readonly Part[], names: readonly (string | Show)[], skip = -1): string[] {
    let next = 0;
    const blocks = parts.map((p) => {
      if (!isEvery(p) && !isInstance(p)) return '{ facts. }';
      const by = names[next++]!;
      if (typeof by === 'string') return `{ by_ ${ident(by)}. }`;
      return `{ ${this.show(by, p as Every)} }`;
    });
    return blocks.filter((_, i) => i !== skip);
  }
  private show(s: Show, e: Every): string {
    const env: Env = (m) => numbered(m, s.vars[m] ?? 0);
    const of = `p${Object.values(s.vars).join('_')}`;
    const names = this.note(of, e.premises, env);
    return `intros ${[...e.every.map((m) => env(m.meta)), ...names].join(' ')}.\n${this.node(s.node, e.conclusions, existsIn(e).map((m) => m.meta))}`; // prettier-ignore
  }

  /** A claim made by a term with proofs of its premises; what it says is taken apart under new names. */
  private claim(text: string, term: string, blocks: readonly string[], names: readonly string[]): string {
    const h = names.length === 1 ? names[0]! : `X${++this.fresh}`;
    const apart = names.length === 1 ? '' : `\ndestruct ${h} as (${names.join(' & ')}).`;
    const holes = blocks.map(() => ' _').join('');
    return `assert (${h} : ${text}).\n{ refine (${term}${holes}).\n${blocks.join('\n')} }${apart}`;
  }

  private step(s: Step): string {
    switch (s.step) {
      case 'shape':
        if (s === this.first) return '';
        return this.shape(s.of, [s]).join('');
      case 'invert':
        return s.of === this.caseClaim && s.rule === this.kase ? '' : this.invert(s.of, [s]).join('');
      case 'apply': {
        const rule = this.rule(s.rule);
        const env: Env = (m) => symText(s.instance[m]!);
        this.note(s.as, [rule.conclusion], env);
        const term = [ident(rule.name), ...metasOf(rule).map((m) => env(m.meta))].join(' ');
        const own = restricted(metasOf(rule), this.d.known).map(() => '{ facts. }');
        return this.claim(partText(rule.conclusion, env), term, [...own, ...this.goals(rule.premises, s.premises)], [named(s.as, 0)]); // prettier-ignore
      }
      case 'use':
        return this.use(s);
    }
  }

  private use(s: Step & { readonly step: 'use' }): string {
    const terms = (i: Terms, metas: readonly { readonly meta: string }[]) => metas.map((m) => symText(i[m.meta]!));
    const after = (conclusions: readonly Part[], existential: readonly { readonly meta: string }[], env: Env) => {
      const inside: Env = (m) => (m in s.exists ? numbered(m, s.exists[m]!) : env(m));
      const names = this.note(s.as, conclusions, inside);
      return [...existential.map((m) => inside(m.meta)), ...names];
    };
    if (s.kind === 'every') {
      const { schema, env: outer } = this.every.get(s.of) ?? notMade(`the premise ${s.of}`);
      const env: Env = (m) => (m in s.instance ? symText(s.instance[m]!) : outer(m));
      const text = conclusionText(schema.conclusions, existsIn(schema), env);
      const blocks = this.goals(schema.premises, s.premises);
      const term = [ident(s.of), ...terms(s.instance, schema.every)].join(' ');
      return this.claim(text, term, blocks, after(schema.conclusions, existsIn(schema), env));
    }
    const lemma = this.d.statements.get(s.of) ?? notMade(`the lemma ${s.of}`);
    const env: Env = (m) => (m in s.instance ? symText(s.instance[m]!) : m);
    const text = conclusionText(lemma.conclusions, lemma.existential, env);
    const universal = terms(s.instance, lemma.universal);
    const own = restricted(lemma.universal, this.d.known).map(() => '{ facts. }');
    if (s.kind === 'lemma') {
      const blocks = [...own, ...this.goals(lemma.premises, s.premises)];
      const term = [ident(lemma.name), ...universal].join(' ');
      return this.claim(text, term, blocks, after(lemma.conclusions, lemma.existential, env));
    }
    if (lemma.onSyntax !== undefined) {
      const at = s.instance[lemma.onSyntax]!;
      const part = this.parts.find(([x]) => x === at)?.[1] ?? notMade('a hypothesis of induction on a part of a part');
      const blocks = ['{ facts. }', ...own, ...this.goals(lemma.premises, s.premises)];
      return this.claim(text, [`IH_${ident(lemma.name)}_${part}`, ...universal].join(' '), blocks, after(lemma.conclusions, lemma.existential, env)); // prettier-ignore
    }
    const on = lemma.inductOn[0]!;
    const place = lemma.premises.slice(0, on).filter((p) => isEvery(p) || isInstance(p)).length;
    const by = s.premises[place];
    if (typeof by !== 'string' || !by.startsWith(`${this.caseClaim}/${this.kase}.`) || by.split('/').length > this.caseClaim.split('/').length + 1) return notMade('this hypothesis of induction'); // prettier-ignore
    const premise = lemma.premises[on]!;
    const equations = isInstance(premise) ? premise.args.map(() => '{ facts. }') : [];
    const blocks = [...equations, ...own, ...this.goals(lemma.premises, s.premises, on)];
    return this.claim(text, [`IH_${ident(lemma.name)}_${ident(by)}`, ...universal].join(' '), blocks, after(lemma.conclusions, lemma.existential, env)); // prettier-ignore
  }

  private get caseClaim(): string {
    return claimName('h', this.statement.inductOn[0] ?? -1);
  }

  /** The last rule of a claim: the goals of the rules given; the other rules are impossible. */
  private invert(
    of: string,
    given: readonly { readonly rule: string; readonly metas: Readonly<Record<string, number>> }[],
  ): string[] {
    const judgement = this.judgements.get(of) ?? notMade(`inversion of ${of}`);
    const rules = rulesOf(this.d.system, judgement);
    const arity = rules[0]!.conclusion.args.length;
    const D = `D${++this.fresh}`;
    const kept = given.map((g) => rules.findIndex((r) => r.name === g.rule));
    const order = rules.flatMap((_, i) => (kept.includes(i) ? [given[kept.indexOf(i)]!] : []));
    const opened = order.map(({ rule: name, metas }) => {
      const rule = this.rule(name);
      const env: Env = (m) => numbered(m, metas[m]!);
      const names = this.note(`${of}/${name}`, rule.premises, env);
      const equations = rule.conclusion.args.map((_, i) => `${D}_${i}`);
      const tests = restricted(metasOf(rule), this.d.known).map((m) => `${env(m.meta)}_ok`);
      const all = [...metasOf(rule).map((m) => env(m.meta)), ...equations, ...tests, ...names];
      return all.length === 1 ? `rename ${D} into ${all[0]}.` : `destruct ${D} as (${all.join(' & ')}).`;
    });
    const head = `pose proof (${ident(judgement)}_inv${' _'.repeat(arity)} ${ident(of)}) as ${D}.`;
    return [this.oneOf(head, D, rules.map((_, i) => kept.includes(i))), ...opened]; // prettier-ignore
  }
  /** A term is made by one of some constructors; the others are impossible. */
  private shape(
    of: Sym,
    given: readonly { readonly tag: string; readonly metas: Readonly<Record<string, number>> }[],
  ): string[] {
    const all = this.shapes(of.sort);
    if (all.length === 0) return notMade(`a ${of.sort} by its constructors`);
    const D = `D${++this.fresh}`;
    const at = (tag: string) => given.find((x) => x.tag === tag);
    const opened = all.flatMap(({ tag, fields }) => {
      const x = at(tag);
      if (x === undefined) return [];
      const parts = fields.map(([f]) => numbered(f, x.metas[f]!));
      return [parts.length === 0 ? '' : `destruct ${D} as (${[...parts, D].join(' & ')}).\n`];
    });
    const head = this.oneOf(`pose proof (${ident(of.sort)}_shape ${symText(of)}) as ${D}.`, D, all.map((c) => at(c.tag) !== undefined)); // prettier-ignore
    return [head, ...opened];
  }
  /** Of a disjunction the parts that are possible; the others are killed. */
  private oneOf(head: string, D: string, possible: readonly boolean[]): string {
    if (possible.length === 1) return `${head}${possible[0] ? '' : ` kill ${D}.`}\n`;
    const pattern = possible.slice(1).reduce((p) => `[${D}|${p}]`, D);
    return `${head} destruct ${D} as ${pattern}; [ ${possible.map((p) => (p ? 'idtac' : `kill ${D}`)).join(' | ')} ].\n`;
  }

  node(n: Node, goals: readonly Part[], existential: readonly string[]): string {
    const steps = n.steps.map((s) => this.step(s)).filter((x) => x !== '');
    return [...steps, this.end(n.end, goals, existential)].join('\n');
  }
  private end(e: End, goals: readonly Part[], existential: readonly string[]): string {
    switch (e.end) {
      case 'absurd':
        return 'exfalso; facts.';
      case 'done': {
        const exists = existential.map((m) => `exists ${symText(e.witnesses[m]!)}. `).join('');
        const conj = goals.slice(1).reduce((p) => `(conj _ ${p})`, '_');
        const split = goals.length > 1 ? `refine ${conj}.` : '';
        return `${exists}${split}\n${this.goals(goals, e.claims).join('\n')}`;
      }
      case 'invert': {
        const rules = rulesOf(this.d.system, this.judgements.get(e.of) ?? notMade(`inversion of ${e.of}`));
        const [head, ...opened] = this.invert(e.of, e.nodes);
        const sorted = rules.flatMap((r) => e.nodes.filter((x) => x.rule === r.name));
        return `${head}${sorted.map((x, i) => `{ ${opened[i]}\n${this.node(x.node, goals, existential)} }`).join('\n')}`;
      }
      case 'equal': {
        if (e.left.sort !== 'name') return notMade('a split on terms');
        const both = (n: Node) => `{ ${this.node(n, goals, existential)} }`;
        return `destruct (name_dec ${symText(e.left)} ${symText(e.right)}) as [Q${++this.fresh}|Q${this.fresh}].\n${both(e.yes)}\n${both(e.no)}`;
      }
      case 'shape': {
        const tags = this.shapes(e.of.sort).map((c) => c.tag);
        const sorted = tags.flatMap((t) => e.nodes.filter((x) => x.tag === t));
        const [head, ...opened] = this.shape(e.of, sorted);
        return `${head}${sorted.map((x, i) => `{ ${opened[i]}${this.node(x.node, goals, existential)} }`).join('\n')}`;
      }
      case 'defined': {
        const Q = `Q${++this.fresh}`;
        if (!e.of.fn?.partial) return notMade('a split on what is always defined');
        return `destruct ${symOption(e.of)} as [${Q}_v|] eqn:${Q}.\n{ ${this.node(e.yes, goals, existential)} }\n{ ${this.node(e.no, goals, existential)} }`;
      }
      case 'holds':
        return notMade(`a split (${e.end})`);
    }
  }

  /** The proof of the case, from its premises on; the metavariables of its rule have the numbers that the proof gives them. */
  proof(n: Node): { readonly intros: readonly string[]; readonly body: string } {
    const { statement, kase } = this;
    const first: Env = (m) => numbered(m, 0);
    const universal = statement.universal.map((m) => first(m.meta));
    const tests = restricted(statement.universal, this.d.known).map((m) => `${first(m.meta)}_ok`);
    const premises = this.note('h', statement.premises, first);
    const goals = statement.conclusions;
    const existential = statement.existential.map((m) => m.meta);
    const induction = inductionOf(statement);
    if (induction === undefined)
      return { intros: [...universal, ...tests, ...premises], body: this.node(n, goals, existential) };
    const companions = (of: string) => onSame(this.d, statement, of).map((g) => ident(g.name));
    if (induction.kind === 'term') {
      const start = n.steps[0];
      if (start?.step !== 'shape' || start.tag !== kase) return notMade('a proof that starts otherwise');
      this.first = start;
      const { fields } = this.shapes(induction.of).find((c) => c.tag === kase)!;
      const vars = fields.map(([f]) => numbered(f, start.metas[f]!));
      this.parts = fields.map(([f, sort], i) => [this.store.variable(f, start.metas[f]!, sort), vars[i]!] as const);
      const hypotheses = fields.flatMap(([, sort], i) => companions(sort).map((g) => `IH_${g}_${vars[i]}`));
      return {
        intros: [...vars, ...hypotheses, ...universal, 'eq_0', ...tests, ...premises],
        body: this.node(n, goals, existential),
      };
    }
    const on = statement.inductOn[0]!;
    const rule = this.rule(kase);
    const invert = n.steps.find((s) => s.step === 'invert' && s.of === this.caseClaim && s.rule === kase);
    const metas = invert?.step === 'invert' ? invert.metas : {};
    const own: Env = (m) => (m in metas ? numbered(m, metas[m]!) : `${m}_r`);
    const names = this.note(`${this.caseClaim}/${kase}`, rule.premises, own);
    const parts = rule.premises.flatMap((p, k) => [names[k]!, ...(isInstance(p) ? companions(p.judgement.name).map((g) => `IH_${g}_${names[k]}`) : [])]); // prettier-ignore
    const equations = rule.conclusion.args.map((_, i) => `eq_${i}`);
    const others = premises.filter((_, i) => i !== on);
    const whole = `assert (whole : ${partText(rule.conclusion, own)}).\n{ eapply ${ident(kase)}; eassumption. }\nassert (${premises[on]} : ${partText(statement.premises[on]!, first)}).\n{ by_ whole. }`; // prettier-ignore
    const ruleTests = restricted(metasOf(rule), this.d.known).map((m) => `${own(m.meta)}_ok`);
    const intros = [...metasOf(rule).map((m) => own(m.meta)), ...ruleTests, ...parts, ...universal, ...equations, ...tests, ...others]; // prettier-ignore
    return { intros, body: `${whole}\n${this.node(n, goals, existential)}` };
  }
}
