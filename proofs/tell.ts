/** Proofs for people: terms, claims and what is open, in the notation of the rules. */
import { mapMetas } from '../semantics/filling.ts';
import { visitMetas, type Metavariable, type Pattern } from '../semantics/symbols.ts';
import { isInstance } from '../rules/judgement.ts';
import { isWhere } from '../rules/rule.ts';
import { Typesetter } from '../checker/notation/typeset.ts';
import type { Claim, Development } from './check.ts';
import type { Failure } from './search/search.ts';
import { isEvery, type Every, type Part } from './statement.ts';
import type { Bindings, Sym } from './terms.ts';

export interface Told {
  readonly branch: readonly string[];
  readonly given: readonly string[];
  readonly notShown: readonly string[];
}
/** A sentence in the notation of the rules, and the same for the math mode of LaTeX. */
export interface Sentence {
  readonly text: string;
  readonly latex: string;
}

type Bound = ReadonlyMap<string, Metavariable>;
const listed = (l: readonly Sentence[]): Sentence => ({
  text: l.map((s) => s.text).join(',  '),
  latex: l.map((s) => s.latex).join(',\\; '),
});

/** Writes terms, each variable by a metavariable's name of its sort, numbered in the order of their appearance. */
export class Teller {
  /** The variables that were written, by their names. */
  readonly names = new Map<Sym, string>();
  private readonly taken = new Set<string>();
  private readonly texts: Typesetter;
  private readonly latex: Typesetter;
  private readonly d: Development;
  /** @param shown what a term is written as: itself, unless the facts tell more of it. */
  constructor(d: Development, shown: (s: Sym, pattern: (s: Sym) => Pattern) => Pattern = (s, pattern) => pattern(s)) {
    this.d = d;
    this.shown = shown;
    this.texts = new Typesetter(d.system.grammar, 'text');
    this.latex = new Typesetter(d.system.grammar, 'latex');
  }
  private readonly shown: (s: Sym, pattern: (s: Sym) => Pattern) => Pattern;

  /** Has a variable written by a name of its own. */
  call(s: Sym, name: string): void {
    this.taken.add(name);
    this.names.set(s, name);
  }
  /** Has the name of a variable be free again. */
  forget(s: Sym): void {
    this.taken.delete(this.names.get(s)!);
    this.names.delete(s);
  }
  private name(s: Sym): string {
    let name = this.names.get(s);
    if (name === undefined) {
      const [base] = s.op.replace(/^\?/, '').split('#') as [string];
      const sortOf = (l: string) => {
        const e = this.d.system.metas[l];
        return typeof e === 'string' ? e : e?.sort;
      };
      const letter = sortOf([...base][0]!) === s.sort ? [...base][0]! : (Object.keys(this.d.system.metas).find((l) => sortOf(l) === s.sort) ?? base); // prettier-ignore
      for (let i = 0; ; i++) if (!this.taken.has((name = i === 0 ? letter : `${letter}${i}`))) break;
      this.call(s, name);
    }
    return name!;
  }
  private readonly plain = (s: Sym): Pattern => {
    if (s.literal !== undefined) return s.literal;
    if (s.kind === 'variable') return { meta: this.name(s), sort: s.sort, restriction: undefined } as Metavariable;
    if (s.kind === 'call') return { call: s.fn!, args: s.args.map((a) => this.pattern(a)) };
    const fields = this.d.system.grammar.constructors.get(s.op)?.fields ?? [];
    return { tag: s.op, ...Object.fromEntries(fields.map(([f], i) => [f, this.pattern(s.args[i]!)])) } as Pattern;
  };
  private readonly pattern = (s: Sym): Pattern => this.shown(s, this.plain);
  private said = (p: Pattern): Sentence => ({ text: this.texts.pattern(p), latex: this.latex.pattern(p) });

  /** A term. @param plainly by itself, whatever the facts tell of it; of its parts they are asked. */
  sentence(s: Sym, plainly = false): Sentence {
    if (s.op === '⊥') return { text: 'undefined', latex: '\\text{undefined}' };
    if (s.op === 'true' || s.op === 'false') return { text: s.op, latex: `\\text{${s.op}}` };
    return this.said(plainly ? this.plain(s) : this.pattern(s));
  }
  term = (s: Sym): string => this.sentence(s).text;

  private filled = (p: Pattern, env: Bindings, bound: Bound): Pattern =>
    mapMetas(p, (m) => bound.get(m.meta) ?? (env.has(m.meta) ? this.pattern(env.get(m.meta)!) : m));
  /** What a premise for all binds, by names that no variable has that was written. */
  private bound({ every, premises, conclusions, about }: Every): Bound {
    const own = new Map<string, Metavariable>(every.map((m) => [m.meta, m]));
    for (const p of [...premises, ...conclusions])
      for (const q of isInstance(p) ? p.args : isWhere(p) ? [p.value, p.pattern] : [p])
        visitMetas(q, (m) => void (about.some((a) => a.meta === m.meta) || own.set(m.meta, m)));
    const used = new Set(this.taken);
    for (const [meta, m] of own) {
      const [letter] = [...meta] as [string];
      const name = used.has(meta) ? Array.from({ length: used.size + 1 }, (_, i) => (i === 0 ? letter : `${letter}${i}`)).find((n) => !used.has(n))! : meta; // prettier-ignore
      used.add(name);
      own.set(meta, { ...m, meta: name });
    }
    return own;
  }
  /** A premise or a conclusion with terms for its metavariables. */
  saying(p: Part, env: Bindings, bound: Bound = new Map()): Sentence {
    const t = [this.texts, this.latex] as const;
    if (isEvery(p)) {
      const own = this.bound(p);
      const [given, infer] = [p.premises, p.conclusions].map((l) => listed(l.map((q) => this.saying(q, env, own))));
      const names = listed(p.every.map((m) => this.said(own.get(m.meta)!)));
      return {
        text: `for all ${names.text.replace(/, {2}/g, ', ')}:  ${given!.text}  ⇒  ${infer!.text}`,
        latex: `\\forall ${names.latex}.\\; ${given!.latex} \\Rightarrow ${infer!.latex}`,
      };
    }
    if (isInstance(p)) {
      const args = p.args.map((a) => this.filled(a, env, bound));
      const [text, latex] = t.map((x) => x.instance(p.judgement, args)) as [string, string];
      return { text, latex };
    }
    if (!isWhere(p)) return this.said(this.filled(p, env, bound));
    const [value, pattern] = [p.value, p.pattern].map((q) => this.said(this.filled(q, env, bound))) as [
      Sentence,
      Sentence,
    ];
    return { text: `${value.text} = ${pattern.text}`, latex: `${value.latex} = ${pattern.latex}` };
  }
  part = (p: Part, env: Bindings): string => this.saying(p, env).text;

  /** What a claim says. */
  claiming(c: Claim): Sentence {
    if (c.every) return this.saying(c.every, new Map(c.every.about.map((m, i) => [m.meta, c.args[i]!])));
    const form = this.d.system.judgements.find((j) => j.name === c.of)!;
    const args = c.args.map((a) => this.pattern(a));
    return { text: this.texts.instance(form, args), latex: this.latex.instance(form, args) };
  }
  claim = (c: Claim): string => this.claiming(c).text;

  failure(f: Failure): Told {
    const facts = f.facts.map(([a, b, equal]) => (b.op === 'true' && equal ? this.term(a) : b.op === '⊥' && !equal ? '' : `${this.term(a)} ${equal ? '=' : '≠'} ${this.term(b)}`)); // prettier-ignore
    return {
      branch: f.way.map((w) => w.replace(/#(\d+):\w+/g, '')),
      given: [...f.claims.map((c) => this.claim(c)), ...facts.filter((x) => x !== '')],
      notShown: f.goals.filter((g) => !g.shown).map((g) => this.part(g.part, g.env)),
    };
  }
}
