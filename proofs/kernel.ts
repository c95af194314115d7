/**
 * The kernel: whether a proof with nothing left out (certificate.ts) shows a case of a statement for all its instances. It
 * is told the rules, the statements and what is known of metafunctions; it finds nothing by itself, and names the first
 * wrong step. Beside replay it is what has to be right for a proof to be believed (proofs.md, section 3).
 */
import type { Metavariable } from '../semantics/symbols.ts';
import { isInstance, type Instance as Judged } from '../rules/judgement.ts';
import { isWhere, metasOf, type Rule } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';
import type { By, Development, Instantiation, Literal, Numbers, Proof, Use } from './certificate.ts';
import { inside, Laws, wrong } from './laws.ts';
import { isEvery, type Every, type Part, type Statement } from './statement.ts';
import type { Bindings, Store, Sym } from './terms.ts';

/** A lemma that a proof rests on: in one case of it, where the last rule of its derivation is known; or in all. */
export type Rest = Readonly<{ lemma: string; case: string | null }>;

/** What is claimed: a judgement by its name, or a premise for all by its text; of which derivations inducted on it is a part. */
interface Claim {
  readonly of: string;
  readonly every: Every | undefined;
  readonly args: readonly Sym[];
  readonly part: readonly string[];
  /** Its last rule, once it is inverted. */
  readonly by: string | undefined;
}

/** The rules of a judgement. */
export const rulesOf = (system: System, judgement: string): Rule[] =>
  [...system.rules.values()].filter((r) => r.conclusion.judgement.name === judgement);
/** The name of a claim among those that one step makes. */
export const claimName = (of: string, k: number): string => `${of}.${k}`;
/** Where a proof of one case begins: the claim that the case is of. */
export const caseAt = (s: Statement): string | undefined =>
  s.caseAt ?? (s.inductOn.length > 0 ? claimName('h', s.inductOn[0]!) : undefined);

type Goal = Pick<Statement, 'conclusions' | 'existential'>;

class Kernel {
  readonly rests = new Map<string, Rest>();
  readonly path: string[] = [];
  private readonly development: Development;
  private readonly statement: Statement;
  private readonly laws: Laws;
  private claims: ReadonlyMap<string, Claim> = new Map();
  /** The claim or the term that the case is of, its name, and whether it was looked at. */
  private readonly subject: string | Sym | undefined;
  private readonly kase: string;
  private begun: boolean;
  constructor(store: Store, development: Development, statement: Statement, kase: string) {
    this.development = development;
    this.statement = statement;
    this.laws = new Laws(store, development.known);
    const m = statement.universal.find((u) => u.meta === statement.onSyntax);
    this.subject = m ? store.variable(m.meta, 0, m.sort) : caseAt(statement);
    this.kase = kase;
    this.begun = this.subject === undefined && kase === '';
  }
  private at(where: string, f: () => void): void {
    this.path.push(where);
    f();
    this.path.pop();
  }
  private under(where: string, assume: () => void, then: () => void): void {
    const { claims } = this;
    this.at(where, () => this.laws.within(() => (assume(), then())));
    this.claims = claims;
  }
  private claim = (name: string): Claim => this.claims.get(name) ?? wrong(`there is no claim ${name}`);
  private require(literals: readonly Literal[], message: string): void {
    if (!literals.every((l) => this.laws.says(l))) wrong(message);
  }

  /** What a part says: conditions as literals, and that what is partial in it is defined. */
  private literals(p: Part, env: Bindings): Literal[] {
    const { store } = this.laws;
    if (isEvery(p)) return [];
    const patterns = isInstance(p) ? p.args : isWhere(p) ? [p.pattern, p.value] : [p];
    const said = patterns.flatMap((q) => this.laws.defined(store.of(q, env)));
    if (isWhere(p)) said.push([store.of(p.pattern, env), store.of(p.value, env), true]);
    else if (!isInstance(p)) said.push([store.of(p, env), store.yes, true]);
    return said;
  }
  private claimed(p: Judged | Every, env: Bindings): Pick<Claim, 'of' | 'args'> {
    if (isEvery(p)) return { of: p.text, args: p.about.map((m) => env.get(m.meta)!) };
    return { of: p.judgement.name, args: p.args.map((a) => this.laws.store.of(a, env)) };
  }

  /** New variables for metavariables, added to what is bound. */
  private variables(metas: readonly Metavariable[], numbers: Numbers, bound: Bindings = new Map()): Bindings {
    const env = new Map(bound);
    for (const m of metas) {
      const n = numbers[m.meta] ?? wrong(`no number for ${m.meta}`);
      const s = this.laws.store.variable(m.meta, n, m.sort);
      if (this.laws.scoped(s)) wrong(`${m.meta} with number ${n} is not new`);
      this.laws.assume([s, this.laws.store.undef, false]);
      env.set(m.meta, s);
    }
    for (const m of metas) this.laws.restriction(m, env.get(m.meta)!).forEach(this.laws.assume);
    return env;
  }
  /** Takes premises or conclusions for true: facts are added, and claims under names with numbers of places. */
  private assume(parts: readonly Part[], env: Bindings, of: string, part: readonly string[] = []): void {
    parts.forEach((p, k) => {
      const name = claimName(of, k);
      this.literals(p, env).forEach(this.laws.assume);
      if (!isEvery(p) && !isInstance(p)) return;
      if (this.claims.has(name)) wrong(`${name} is a name already`);
      const every = isEvery(p) ? p : undefined;
      this.claims = new Map(this.claims).set(name, { ...this.claimed(p, env), every, part, by: undefined });
    });
  }

  /** The rules that may have derived a claim, or the constructors that may have made a term. */
  private cases(of: string | Sym): string[] {
    if (typeof of === 'string') {
      const c = this.claim(of);
      return c.every ? wrong(`${of} has no last rule`) : rulesOf(this.development.system, c.of).map((r) => r.name);
    }
    const { constructors, maps } = this.laws.store.grammar;
    if (!this.laws.made(of)) wrong('the term may be undefined');
    const tags = [...constructors.values()].filter((c) => c.sort === of.sort).map((c) => c.tag);
    return tags.length === 0 || of.sort in maps ? wrong(`a ${of.sort} has no constructors`) : tags;
  }
  /** A case: what a rule's conclusion and premises say, or that a term is made by a constructor, of new parts. */
  private open(of: string | Sym, name: string, numbers: Numbers): void {
    const { laws } = this;
    const { store } = laws;
    if (typeof of !== 'string') {
      const fields = store.grammar.constructors.get(name)!.fields;
      const metas = fields.map(([meta, sort]) => ({ meta, sort, restriction: undefined }));
      return laws.assume([of, store.constructed(name, [...this.variables(metas, numbers).values()]), true]);
    }
    const c = this.claim(of);
    const rule = this.development.system.rules.get(name)!;
    const env = this.variables(metasOf(rule), numbers);
    rule.conclusion.args.forEach((p, i) => laws.assume([c.args[i]!, store.of(p, env), true]));
    const inducted = this.statement.inductOn.some((k) => claimName('h', k) === of);
    this.claims = new Map(this.claims).set(of, { ...c, by: name });
    this.assume(rule.premises, env, `${of}/${name}`, inducted ? [...c.part, of] : c.part);
  }

  /** An instance: a term for every metavariable, of its sort, of variables that are there, defined, and as its restriction says. */
  private instance(metas: readonly Metavariable[], given: Instantiation, bound: Bindings = new Map()): Bindings {
    const env = new Map(bound);
    for (const m of metas) {
      const s = given[m.meta] ?? wrong(`no term for ${m.meta}`);
      if (s.sort !== m.sort) wrong(`${m.meta} is a ${s.sort}, not a ${m.sort}`);
      if (!this.laws.made(s)) wrong(`the term for ${m.meta} may be undefined`);
      this.require(this.laws.restriction(m, s), `${m.meta} is not a ${m.restriction?.name}`);
      env.set(m.meta, s);
    }
    return env;
  }
  /** Whether parts hold: judgements and premises for all by what is named, conditions by the facts. */
  private meet(parts: readonly Part[], env: Bindings, names: readonly By[]): void {
    const left = [...names];
    parts.forEach((p, k) => {
      const what = `premise ${k + 1}`;
      this.require(this.literals(p, env), `${what} does not follow`);
      if (!isEvery(p) && !isInstance(p)) return;
      const by = left.shift() ?? wrong(`${what} is missing`);
      if (typeof by !== 'string') {
        const every = isEvery(p) ? p : wrong(`${what} is a judgement`);
        let inner = env;
        const assume = () => {
          inner = this.variables(every.every, by.numbers, env);
          this.assume(every.premises, inner, `p${Object.values(by.numbers).join('_')}`);
        };
        return this.under('show', assume, () => this.node(by.proof, every, inner));
      }
      const [said, c] = [this.claimed(p, env), this.claim(by)];
      if (c.of !== said.of) wrong(`${what} is a ${said.of}, ${by} a ${c.of}`);
      const equal = said.args.map((a, i): Literal => [a, c.args[i]!, true]);
      this.require(equal, `${what} is not ${by}`);
    });
    if (left.length > 0) wrong('more premises are named than there are');
  }

  /** The claims that the premises inducted on are met by. */
  private inducted(s: Statement, names: readonly By[]): Claim[] {
    const place = (i: number) => s.premises.slice(0, i).filter((p) => isEvery(p) || isInstance(p)).length;
    return s.inductOn.map((i) => this.claim(String(names[place(i)])));
  }
  /** Whether a hypothesis of induction may be used: of each derivation inducted on a strict part, of each another one. */
  private mayUse(s: Statement, env: Bindings, names: readonly By[]): void {
    const own = this.statement;
    if (!own.group.includes(s.name)) wrong(`${s.name} is not proved by the same induction`);
    if (own.onSyntax !== undefined) {
      const [whole, part] = [this.subject, env.get(s.onSyntax ?? '')];
      const over = typeof whole === 'object' && part && this.laws.equals(whole).some((t) => inside(part, t));
      return over ? undefined : wrong('the term is no strict part of the one inducted on');
    }
    if (own.inductOn.length === 0 || s.inductOn.length !== own.inductOn.length) wrong('there is no induction');
    const parts = this.inducted(s, names).map((c) => c.part);
    const assign = (k: number, used: readonly string[]): boolean =>
      k === parts.length || parts[k]!.some((i) => !used.includes(i) && assign(k + 1, [...used, i]));
    if (!assign(0, [])) wrong('a premise is no strict part of a derivation inducted on');
  }
  /** A lemma stands before what uses it; the case of it that is used is said, where its cases are of the rule that is known. */
  private rest(lemma: Statement, names: readonly By[]): void {
    const order = [...this.development.statements.keys()];
    const before = this.statement.group.map((g) => order.indexOf(g)).filter((i) => i >= 0);
    if (order.indexOf(lemma.name) >= Math.min(...before))
      wrong(`${lemma.name} does not stand before ${this.statement.name}`);
    const by = lemma.caseAt === undefined ? (this.inducted(lemma, names)[0]?.by ?? null) : null;
    this.rests.set(`${lemma.name}|${by}`, { lemma: lemma.name, case: by });
  }

  /** What a use is of: premises, conclusions, and what they speak of. */
  private schema({ kind, of }: Use) {
    const { system, statements } = this.development;
    const env: Bindings = new Map();
    if (kind === 'rule') {
      const rule = system.rules.get(of) ?? wrong(`there is no rule ${of}`);
      return { ...rule, conclusions: [rule.conclusion], universal: metasOf(rule), existential: [], env };
    }
    if (kind !== 'every') return { ...(statements.get(of) ?? wrong(`there is no lemma ${of}`)), env };
    const { every, args } = this.claim(of);
    const { about, ...schema } = every ?? wrong(`${of} is no premise for all`);
    return { ...schema, universal: schema.every, env: new Map(about.map((m, i) => [m.meta, args[i]!])) };
  }
  private use(s: Use): void {
    const schema = this.schema(s);
    const env = this.instance(schema.universal, s.instance, schema.env);
    this.meet(schema.premises, env, s.premises);
    if (s.kind === 'rule') this.require(this.literals(schema.conclusions[0]!, env), 'the conclusion may be undefined');
    else if (s.kind === 'hypothesis') this.mayUse(schema as Statement, env, s.premises);
    else if (s.kind === 'lemma') this.rest(schema as Statement, s.premises);
    if (s.as.includes('/')) wrong(`${s.as} is no name of claims`);
    this.assume(schema.conclusions, this.variables(schema.existential, s.exists, env), s.as);
  }

  private node({ steps, end }: Proof, goal: Goal, env: Bindings): void {
    const { laws } = this;
    const branch = (where: string, proof: Proof, assume: () => void): void =>
      this.under(where, assume, () => this.node(proof, goal, env));
    steps.forEach((s, i) => this.at(`steps[${i}]`, () => (s.law === 'use' ? this.use(s) : laws.assume(laws.fact(s)))));
    this.at('end', () => {
      switch (end.end) {
        case 'absurd':
          if (![true, false].every((equal) => laws.says([end.left, end.right, equal])))
            wrong('there is no contradiction');
          return;
        case 'done':
          return this.meet(goal.conclusions, this.instance(goal.existential, end.witnesses, env), end.claims);
        case 'split': {
          const [l, r, equal] = end.literal;
          if (!laws.scoped(l) || !laws.scoped(r)) wrong('the term has a variable that is not there');
          branch('yes', end.yes, () => laws.assume([l, r, equal]));
          return branch('no', end.no, () => laws.assume([l, r, !equal]));
        }
        case 'cases': {
          const { of, cases } = end;
          const may = this.cases(of);
          const given = cases.map((c) => c.name);
          // The other cases of what the case is of are other cases of the statement.
          const own = of === this.subject && given.includes(this.kase);
          const missing = may.find((name) => !own && !given.includes(name));
          if (missing !== undefined) wrong(`${typeof of === 'string' ? of : 'the term'} may end in ${missing}`);
          this.begun ||= own;
          for (const c of cases) {
            if (!may.includes(c.name)) wrong(`there is no case ${c.name}`);
            branch(c.name, c.proof, () => this.open(of, c.name, c.numbers));
          }
        }
      }
    });
  }

  proof(proof: Proof): void {
    const { universal, premises } = this.statement;
    const env = this.variables(universal, Object.fromEntries(universal.map((m) => [m.meta, 0])));
    this.assume(premises, env, 'h');
    this.node(proof, this.statement, env);
    if (!this.begun) wrong(`the proof is not of the case ${this.kase}`);
  }
}

export type Judgement = Readonly<{ ok: true; rests: readonly Rest[] } | { ok: false; path: string; message: string }>;

/** Checks a proof of one case of a statement. */
export function judge(d: Development, store: Store, theorem: string, kase: string, proof: Proof): Judgement {
  const statement = d.statements.get(theorem);
  if (statement === undefined) return { ok: false, path: '', message: `there is no theorem ${theorem}` };
  const kernel = new Kernel(store, d, statement, kase);
  try {
    kernel.proof(proof);
    return { ok: true, rests: [...kernel.rests.values()] };
  } catch (e) {
    return { ok: false, path: kernel.path.join('.'), message: e instanceof Error ? e.message : String(e) };
  }
}
