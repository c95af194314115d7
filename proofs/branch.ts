/** A branch of a proof: what is known there, and what each step takes for granted or adds. */
import { isCall, isMeta, type Metavariable, type Pattern } from '../semantics/symbols.ts';
import { isInstance, type Instance as Judged } from '../rules/judgement.ts';
import { isWhere, metasOf, type Rule } from '../rules/rule.ts';
import type { Literal } from './certificate.ts';
import type { Facts } from './elaborating/facts.ts';
import { rulesOf } from './kernel.ts';
import { subterms, wrong } from './laws.ts';
import {
  claimName,
  type By,
  type Development,
  type Instantiation,
  type Numbers,
  type Show,
  type Step,
} from './proof.ts';
import { isEvery, type Every, type Part, type Statement } from './statement.ts';
import type { Bindings, Store, Sym } from './terms.ts';

export interface Claim {
  /** The name of a judgement; of a premise for all its text, and what it says. */
  readonly of: string;
  readonly every: Every | undefined;
  readonly args: readonly Sym[];
  /** The premises inducted on whose derivations it is a strict part of, by their names. */
  readonly part: readonly string[];
  /** Its last rule, once it is inverted. */
  readonly by: string | undefined;
}

/** The calls of partial metafunctions in a pattern: what holds of it supposes that they are defined. */
export function partialCalls(p: Pattern): Pattern[] {
  if (isMeta(p) || typeof p !== 'object' || Array.isArray(p)) return [];
  if (isCall(p)) return [...p.args.flatMap(partialCalls), ...(p.call.partial ? [p] : [])];
  return Object.values(p).flatMap((q) => partialCalls(q as Pattern));
}
/** What a branch asks of the solver that it has. */
export type Entailment = Pick<Facts, 'has' | 'add' | 'assume' | 'entails' | 'shape' | 'contradictory' | 'within'>;

/** A branch of a proof: its facts, claims and variables. Everything it does can be taken back, and is when it is left. */
export class Branch<F extends Entailment = Entailment> {
  readonly store: Store;
  readonly solver: F;
  readonly development: Development;
  readonly statement: Statement;
  claims: ReadonlyMap<string, Claim> = new Map();
  private spare = 0;
  constructor(store: Store, development: Development, statement: Statement, solver: F) {
    this.store = store;
    this.solver = solver;
    this.development = development;
    this.statement = statement;
  }

  within<T>(f: () => T): T {
    const { claims } = this;
    try {
      return this.solver.within(f);
    } finally {
      this.claims = claims;
    }
  }
  claim(name: string): Claim {
    return this.claims.get(name) ?? wrong(`there is no claim ${name}`);
  }

  /** What a part says: conditions as literals, and that what is partial in it is defined. */
  literals(p: Part, env: Bindings): Literal[] {
    const { store } = this;
    if (isEvery(p)) return [];
    const patterns = isInstance(p) ? p.args : isWhere(p) ? [p.pattern, p.value] : [p];
    const said = patterns.flatMap(partialCalls).map((c): Literal => [store.of(c, env), store.undef, false]);
    if (isWhere(p)) said.push([store.of(p.pattern, env), store.of(p.value, env), true]);
    else if (!isInstance(p)) said.push([store.of(p, env), store.yes, true]);
    return said;
  }
  private restriction(m: Metavariable, s: Sym): Literal[] {
    const test = m.restriction && this.development.known.restrictions.get(m.restriction.name);
    return test === undefined ? [] : [[this.store.call(test, [s]), this.store.yes, true]];
  }
  private claimed(p: Judged | Every, env: Bindings): Pick<Claim, 'of' | 'args'> {
    if (isEvery(p)) return { of: p.text, args: p.about.map((m) => env.get(m.meta)!) };
    return { of: p.judgement.name, args: p.args.map((a) => this.store.of(a, env)) };
  }

  /** New variables for metavariables, added to what is bound; without numbers they get some that no proof has. */
  variables(metas: readonly Metavariable[], numbers: Numbers | undefined, bound: Bindings = new Map()): Bindings {
    const env = new Map(bound);
    for (const m of metas) {
      const n = numbers === undefined ? -++this.spare : (numbers[m.meta] ?? wrong(`no number for ${m.meta}`));
      const s = this.store.variable(m.meta, n, m.sort);
      if (this.solver.has(s)) wrong(`${m.meta} with number ${n} is not new`);
      this.solver.add(s);
      env.set(m.meta, s);
    }
    for (const m of metas) this.restriction(m, env.get(m.meta)!).forEach((l) => this.solver.assume(...l));
    return env;
  }
  /** Takes premises or conclusions for true: facts are added, and claims under names with numbers of places. */
  assume(parts: readonly Part[], env: Bindings, of: string, part: readonly string[] = []): void {
    parts.forEach((p, k) => {
      const name = claimName(of, k);
      this.literals(p, env).forEach((l) => this.solver.assume(...l));
      if (!isEvery(p) && !isInstance(p)) return;
      if (this.claims.has(name)) wrong(`${name} is a name already`);
      const c = { ...this.claimed(p, env), every: isEvery(p) ? p : undefined, part, by: undefined };
      this.claims = new Map(this.claims).set(name, c);
    });
  }
  /** The premises of the statement. */
  start(): Bindings {
    const { universal, premises } = this.statement;
    const env = this.variables(universal, Object.fromEntries(universal.map((m) => [m.meta, 0])));
    this.assume(premises, env, 'h');
    return env;
  }
  /** The last rule of a claim: facts of the conclusion, side conditions, and the premises as claims. */
  open(name: string, rule: Rule, numbers: Numbers | undefined): void {
    const c = this.claim(name);
    if (rule.conclusion.judgement.name !== c.of) wrong(`${rule.name} does not conclude ${c.of}`);
    const env = this.variables(metasOf(rule), numbers);
    rule.conclusion.args.forEach((p, i) => this.solver.assume(c.args[i]!, this.store.of(p, env), true));
    const inducted = this.statement.inductOn.some((k) => claimName('h', k) === name);
    this.claims = new Map(this.claims).set(name, { ...c, by: rule.name });
    this.assume(rule.premises, env, `${name}/${rule.name}`, inducted ? [...c.part, name] : c.part);
  }
  /** A term is made by a constructor, of new parts. */
  shape(of: Sym, tag: string, numbers: Numbers | undefined): void {
    const info = this.store.grammar.constructors.get(tag);
    if (info === undefined || info.sort !== of.sort) return wrong(`${tag} makes no ${of.sort}`);
    const fields = info.fields.map(([meta, sort]) => ({ meta, sort, restriction: undefined }));
    this.solver.assume(of, this.store.constructed(tag, [...this.variables(fields, numbers).values()]), true);
  }
  /** The rules that may have derived a claim, or the constructors that may have made a term; and how one is assumed. */
  cases(of: string | Sym): ReadonlyMap<string, (numbers?: Numbers) => void> {
    if (typeof of === 'string') {
      const c = this.claim(of);
      if (c.every) wrong(`${of} has no last rule`);
      return new Map(
        rulesOf(this.development.system, c.of).map((r) => [r.name, (numbers) => this.open(of, r, numbers)]),
      );
    }
    const { constructors, maps } = this.store.grammar;
    this.there(of, 'the term');
    const tags = [...constructors.values()].filter((c) => c.sort === of.sort).map((c) => c.tag);
    if (tags.length === 0 || of.sort in maps) wrong(`a ${of.sort} has no constructors`);
    return new Map(tags.map((tag) => [tag, (numbers) => this.shape(of, tag, numbers)]));
  }
  /** Whether facts exclude a case. */
  impossible(of: string | Sym, name: string): boolean {
    return this.within(() => {
      this.cases(of).get(name)!();
      return this.solver.contradictory();
    });
  }

  /** A term is of variables of the branch, and defined, as is all that it is made of. */
  private there(s: Sym, what: string): void {
    this.scoped(s, what);
    const calls = [...subterms(s)].filter((t) => t.kind === 'call' && t.sort !== 'holds');
    const defined = [...calls, s].map((t): Literal => [t, this.store.undef, false]);
    this.require(defined, what, 'may be undefined');
  }
  scoped(s: Sym, what: string, seen = new Set<Sym>()): void {
    if (seen.has(s)) return;
    seen.add(s);
    if (s.kind === 'variable' && !this.solver.has(s)) wrong(`${what} has a variable that is not there`);
    s.args.forEach((a) => this.scoped(a, what, seen));
  }
  require(literals: readonly Literal[], what: string, else_: string): void {
    if (!literals.every((l) => this.solver.entails(...l))) wrong(`${what} ${else_}`);
  }
  /** An instance: a term for every metavariable, of its sort, of names in scope, defined, and as its restriction says. */
  instance(metas: readonly Metavariable[], given: Instantiation, bound: Bindings = new Map()): Bindings {
    const env = new Map(bound);
    if (Object.keys(given).length !== metas.length) wrong('the instance has other metavariables');
    for (const m of metas) {
      const s = Object.hasOwn(given, m.meta) ? given[m.meta]! : wrong(`no term for ${m.meta}`);
      if (s.sort !== m.sort) wrong(`${m.meta} is a ${s.sort}, not a ${m.sort}`);
      this.there(s, `the term for ${m.meta}`);
      this.require(this.restriction(m, s), m.meta, `is not a ${m.restriction?.name}`);
      env.set(m.meta, s);
    }
    return env;
  }
  /** Whether parts hold: judgements and premises for all by what is named, conditions by the facts. */
  meet(parts: readonly Part[], env: Bindings, names: readonly By[], show: (s: Show, e: Every, env: Bindings) => void) {
    const left = [...names];
    parts.forEach((p, k) => {
      const what = `premise ${k + 1}`;
      this.require(this.literals(p, env), what, 'does not follow');
      if (!isEvery(p) && !isInstance(p)) return;
      const by = left.shift() ?? wrong(`${what} is missing`);
      if (typeof by !== 'string') return isEvery(p) ? show(by, p, env) : wrong(`${what} is a judgement`);
      const [said, c] = [this.claimed(p, env), this.claim(by)];
      if (c.of !== said.of) wrong(`${what} is a ${said.of}, ${by} a ${c.of}`);
      const other = said.args.findIndex((a, i) => !this.solver.entails(a, c.args[i]!, true));
      if (other >= 0) wrong(`argument ${other + 1} of ${what} is not that of ${by}`);
    });
    if (left.length > 0) wrong('more premises are named than there are');
  }

  /** The claims that the premises inducted on are met by. */
  inducted(s: Statement, names: readonly By[]): Claim[] {
    const place = (i: number) => s.premises.slice(0, i).filter((p) => isEvery(p) || isInstance(p)).length;
    return s.inductOn.map((i) => this.claim(String(names[place(i)])));
  }
  /** Whether a term is a strict part of what a term inducted on equals. */
  private strictPart(part: Sym, whole: Sym, depth = 3): boolean {
    const args = depth < 0 ? [] : (this.solver.shape(whole)?.args ?? []);
    const is = (a: Sym) => a.sort === part.sort && this.solver.entails(a, part, true);
    return args.some((a) => is(a) || this.strictPart(part, a, depth - 1));
  }
  /** Whether a hypothesis of induction may be used: of each derivation inducted on a strict part, of each another one. */
  mayUse(s: Statement, env: Bindings, names: readonly By[]): void {
    const own = this.statement;
    if (!own.group.includes(s.name)) wrong(`${s.name} is not proved by the same induction`);
    if (own.onSyntax !== undefined) {
      const [m, whole] = [s, own].map((x) => x.universal.find((u) => u.meta === x.onSyntax));
      const over = m && whole && this.strictPart(env.get(m.meta)!, this.store.variable(whole.meta, 0, whole.sort));
      return over ? undefined : wrong('the term is no strict part of the one inducted on');
    }
    if (own.inductOn.length === 0 || s.inductOn.length !== own.inductOn.length) wrong('there is no induction');
    const parts = this.inducted(s, names).map((c) => c.part);
    const assign = (k: number, used: readonly string[]): boolean =>
      k === parts.length || parts[k]!.some((i) => !used.includes(i) && assign(k + 1, [...used, i]));
    if (!assign(0, [])) wrong('a premise is no strict part of a derivation inducted on');
  }
}

/** What a use of a rule, a statement or a premise for all is about. */
export function schemaOf(b: Branch, s: Step & { step: 'apply' | 'use' }) {
  const { system, statements } = b.development;
  const env: Bindings = new Map();
  if (s.step === 'apply') {
    const rule = system.rules.get(s.rule) ?? wrong(`there is no rule ${s.rule}`);
    return { premises: rule.premises, conclusions: [rule.conclusion], universal: metasOf(rule), existential: [], env };
  }
  if (s.kind !== 'every') return { ...(statements.get(s.of) ?? wrong(`there is no lemma ${s.of}`)), env };
  const { every, args } = b.claim(s.of);
  const { about, ...schema } = every ?? wrong(`${s.of} is no premise for all`);
  return { ...schema, universal: schema.every, env: new Map(about.map((m, i) => [m.meta, args[i]!])) };
}
