/** Uses of lemmas, hypotheses of induction, premises for all and rules: what each is on, and at which instance. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { visitMetas } from '../../semantics/symbols.ts';
import { isInstance } from '../../rules/judgement.ts';
import type { By, Instantiation, Numbers, Step } from '../check.ts';
import { schemaOf, type Branch } from '../check.ts';
import { metasOf } from '../../rules/rule.ts';
import { readTerm } from '../../checker/notation/notation.ts';
import type { Reader } from '../reading/reader.ts';
import type { Solver } from '../solving/solver.ts';
import { isEvery, type Part, type Statement } from '../statement.ts';
import type { Bindings, Sym } from '../terms.ts';
import { instances, yetToShow, type Goals, type Schema } from './matching.ts';
import { NoMove, no, type Unsaid } from './wrong.ts';

/** The word that stands for a premise for all that is shown on the spot. */
export const showWord = 'show';
/** Behind this word stands what metavariables stand for. */
const withWord = ' with ';

/** What the premises of a schema are met by, one after the other: of one for all the premise itself, to be said in words. */
export const claimsOf = (s: Pick<Schema, 'premises'>): readonly Part[] =>
  s.premises.filter((p) => isEvery(p) || isInstance(p));

export class Uses {
  /** The statements that stand before the one that is proved. */
  readonly lemmas: readonly Statement[];
  /** Those proved by the same induction. */
  readonly group: readonly Statement[];
  private count = 0;
  private readonly b: Branch<Solver>;
  private readonly reader: Reader;
  private readonly numbers: (metas: readonly { readonly meta: string }[]) => Numbers;
  /** @param numbers new numbers for metavariables. */
  constructor(b: Branch<Solver>, reader: Reader, numbers: (metas: readonly { readonly meta: string }[]) => Numbers) {
    this.b = b;
    this.reader = reader;
    this.numbers = numbers;
    const { statement, development } = b;
    const all = [...development.statements.values()];
    this.lemmas = all.slice(0, Math.min(...statement.group.map((g) => all.findIndex((s) => s.name === g))));
    const inducts = statement.inductOn.length > 0 || statement.onSyntax !== undefined;
    this.group = inducts ? statement.group.map((g) => development.statements.get(g)!) : [];
  }

  /** The name of a claim by its number. */
  claimed(code: string, n: string): string {
    return this.reader.nameOf(/^\d{1,6}$/.test(n) ? Number(n) : -1) ?? no(code, `there is no claim (${n})`);
  }
  /** The words of a move, and what it says that metavariables stand for: `frame 5 show with ρ2: l = e1, ρ1; φ: {}`. */
  private taken(text: string) {
    const [words = '', said] = text.split(withWord);
    const terms = (said ?? '').split(/;\s+(?=\S+: )/).filter((x) => x.trim() !== '');
    const parts = terms.map((x) => [x.slice(0, x.indexOf(':')).trim(), x.slice(x.indexOf(':') + 1).trim()] as const);
    return { words: words.trim().split(/\s+/), said: new Map(parts) };
  }
  private by = (code: string, on: readonly string[]): By[] =>
    on.map((w) => (w === showWord ? yetToShow : this.claimed(code, w)));

  /** `lemma NAME 2 show 7`, `hypothesis NAME 2 7`: what is named is there. */
  statement(word: 'lemma' | 'hypothesis', text: string, goals: Goals): Step {
    const { words, said } = this.taken(text);
    const [name = '', ...on] = words;
    const s =
      (word === 'lemma' ? this.lemmas : this.group).find((x) => x.name === name) ??
      no(name, `there is no ${word === 'lemma' ? 'lemma' : 'hypothesis of induction'} ${name} here`);
    return this.use(word, name, s, new Map(), this.by(name, on), goals, said);
  }
  /** `for-all 2 7`. */
  premise(text: string, goals: Goals): Step {
    const { words, said } = this.taken(text);
    const [n = '', ...on] = words;
    const of = this.claimed('for-all', n);
    if (this.b.claim(of).every === undefined) return no('for-all', `(${n}) is no premise for all`);
    const schema = schemaOf(this.b, { step: 'use', kind: 'every', of, instance: {}, premises: [], exists: {}, as: '' });
    return this.use('every', of, schema, schema.env, this.by('for-all', on), goals, said, `(${n})`);
  }
  /** `rule NAME 2 7`. */
  rule(text: string, goals: Goals): Step {
    const { words, said } = this.taken(text);
    const [name = '', ...on] = words;
    const rule = this.b.development.system.rules.get(name) ?? no(name, `there is no rule ${name}`);
    const { premises, conclusion } = rule;
    const schema = { premises, conclusions: [conclusion], universal: metasOf(rule), existential: [] };
    const claims = on.map((n) => this.claimed(name, n));
    const instance = this.instance(name, schema, claims, new Map(), goals, said, (env) => {
      this.b.meet(premises, env, claims, () => undefined);
    });
    return { step: 'apply', rule: name, instance, premises: claims, as: `d${++this.count}` };
  }

  private use(
    kind: 'lemma' | 'hypothesis' | 'every',
    of: string,
    s: Schema,
    outer: Bindings,
    premises: readonly By[],
    goals: Goals,
    said: ReadonlyMap<string, string>,
    called = of,
  ): Step {
    const { b } = this;
    const fixed = kind === 'hypothesis' ? s.universal.filter((m) => b.statement.fixed.includes(m.meta)) : [];
    const known = new Map([...outer, ...fixed.map((m) => [m.meta, b.store.variable(m.meta, 0, m.sort)] as const)]);
    const test = (env: Bindings) => {
      b.meet(s.premises, env, premises, () => undefined);
      if (kind === 'hypothesis') b.mayUse(s as Statement, env, premises);
    };
    const instance = this.instance(called, s, premises, known, goals, said, test, outer);
    return { step: 'use', kind, of, instance, premises, exists: this.numbers(s.existential), as: `l${++this.count}` };
  }

  /** The terms of a sort in the branch, by how they are written. */
  private terms(sort: string): ReadonlyMap<string, Sym> {
    const found = new Map<string, Sym>();
    for (const t of this.b.solver.ofSort(sort)) {
      const { text } = this.reader.teller.sentence(t);
      if (!found.has(text)) found.set(text, t);
    }
    return found;
  }
  /** A term in the notation of the rules, of what has a name in the branch. */
  private term(code: string, sort: string, text: string): Sym {
    const { b, reader } = this;
    const read = readTerm(b.development.system, sort, text);
    if (isLeft(read)) return no(code, `${text}: ${read.left}`);
    const names = new Map([...reader.teller.names].map(([s, name]) => [name, s]));
    const env = new Map<string, Sym>();
    visitMetas(read.right, ({ meta, sort }) => {
      const s = names.get(meta);
      if (s?.sort !== sort) no(code, `${text}: there is no ${meta} here`);
      else env.set(meta, s);
    });
    return b.store.of(read.right, env);
  }
  /** The instance that the checker's tests accept; the first of their complaints where they accept none. */
  private instance(
    code: string,
    s: Schema,
    names: readonly By[],
    known: Bindings,
    goals: Goals,
    said: ReadonlyMap<string, string>,
    test: (env: Bindings) => void,
    outer: Bindings = new Map(),
  ): Instantiation {
    const { b, reader } = this;
    const needed = claimsOf(s);
    if (names.length !== needed.length) no(code, `${code} is on ${needed.length} claims, not ${names.length}`);
    const judged = needed.findIndex((p, i) => typeof names[i] === 'object' && !isEvery(p));
    if (judged >= 0) {
      const says = reader.teller.saying(needed[judged]!, known).text;
      no(code, `${code}: ${says} is not for all: a claim is named, and not ${showWord}`);
    }
    const bound = new Map(known);
    for (const [meta, text] of said) {
      const m = s.universal.find((x) => x.meta === meta) ?? no(code, `${code} says nothing of ${meta}`);
      bound.set(meta, this.terms(m.sort).get(text) ?? this.term(code, m.sort, text));
    }
    let found: Instantiation | undefined;
    let complaint: string | undefined;
    const missed = instances(b, s, names, bound, goals, (i) => {
      try {
        test(b.instance(s.universal, i, outer));
        found = i;
        return true;
      } catch (e) {
        complaint ??= e instanceof Error ? e.message : String(e);
        return false;
      }
    });
    if (found !== undefined) return found;
    if (complaint !== undefined) return no(code, `${code}: ${complaint}`);
    if ('unsaid' in missed) {
      const unsaid = missed.unsaid.map((m): Unsaid => ({ meta: m.meta, terms: [...this.terms(m.sort).keys()] }));
      // Where there is one term of the sort, there is nothing to say.
      const only = unsaid.flatMap((u) => (u.terms.length === 1 ? [[u.meta, u.terms[0]!] as const] : []));
      if (only.length > 0) return this.instance(code, s, names, known, goals, new Map([...said, ...only]), test, outer);
      const [what, stand] = [unsaid.map((u) => u.meta).join(', '), unsaid.length > 1 ? 'stand' : 'stands'];
      throw new NoMove(
        code,
        `${code}: its premises do not say what ${what} ${stand} for: with ${unsaid[0]!.meta}: …`,
        unsaid,
      );
    }
    const by = names[needed.indexOf(s.premises[missed.premise]!)];
    const claim = typeof by === 'string' ? `(${reader.numberOf(by) ?? '?'})` : '';
    const says = reader.teller.saying(s.premises[missed.premise]!, known).text;
    return no(code, `${code}: its premise ${missed.premise + 1} is ${says}, and ${claim} does not fit`);
  }
}
