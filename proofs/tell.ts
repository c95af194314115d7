/** Proofs for people: subgoals that are open, and steps, in the notation of the rules. */
import { mapMetas } from '../semantics/filling.ts';
import type { Metavariable, Pattern } from '../semantics/symbols.ts';
import { isInstance } from '../rules/judgement.ts';
import { isWhere } from '../rules/rule.ts';
import { Typesetter } from '../checker/notation/typeset.ts';
import type { Claim, Development } from './check.ts';
import type { Failure } from './search/search.ts';
import { isEvery, type Part } from './statement.ts';
import type { Bindings, Sym } from './terms.ts';

export interface Told {
  readonly branch: readonly string[];
  readonly given: readonly string[];
  readonly notShown: readonly string[];
}

/** Writes terms, each variable by a metavariable's name of its sort, numbered in the order of their appearance. */
export class Teller {
  private readonly names = new Map<Sym, string>();
  private readonly taken = new Set<string>();
  private readonly typesetter: Typesetter;
  private readonly d: Development;
  constructor(d: Development) {
    this.d = d;
    this.typesetter = new Typesetter(d.system.grammar, 'text');
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
      this.taken.add(name);
      this.names.set(s, name);
    }
    return name;
  }
  private pattern(s: Sym): Pattern {
    if (s.literal !== undefined) return s.literal;
    if (s.kind === 'variable') return { meta: this.name(s), sort: s.sort, restriction: undefined } as Metavariable;
    if (s.kind === 'call') return { call: s.fn!, args: s.args.map((a) => this.pattern(a)) };
    const fields = this.d.system.grammar.constructors.get(s.op)?.fields ?? [];
    return { tag: s.op, ...Object.fromEntries(fields.map(([f], i) => [f, this.pattern(s.args[i]!)])) } as Pattern;
  }
  term(s: Sym): string {
    if (s.op === '⊥') return 'undefined';
    return s.op === 'true' || s.op === 'false' ? s.op : this.typesetter.pattern(this.pattern(s));
  }
  private filled = (p: Pattern, env: Bindings): Pattern => mapMetas(p, (m) => (env.has(m.meta) ? this.pattern(env.get(m.meta)!) : m)); // prettier-ignore
  part(p: Part, env: Bindings): string {
    const t = this.typesetter;
    if (isEvery(p)) {
      const list = (l: readonly Part[]) => l.map((q) => this.part(q, env)).join(',  ');
      return `for all ${p.every.map((m) => m.meta).join(', ')}:  ${list(p.premises)}  ⇒  ${list(p.conclusions)}`;
    }
    if (isInstance(p)) return t.instance(p.judgement, p.args.map((a) => this.filled(a, env))); // prettier-ignore
    if (isWhere(p)) return `${t.pattern(this.filled(p.value, env))} = ${t.pattern(this.filled(p.pattern, env))}`;
    return t.pattern(this.filled(p, env));
  }
  claim(c: Claim): string {
    if (c.kind === 'every') return this.part(c.schema, c.env);
    const form = this.d.system.judgements.find((j) => j.name === c.judgement)!;
    return this.typesetter.instance(form, c.args.map((a) => this.pattern(a))); // prettier-ignore
  }
  failure(f: Failure): Told {
    const facts = f.facts.map(([a, b, equal]) => (b.op === 'true' && equal ? this.term(a) : b.op === '⊥' && !equal ? '' : `${this.term(a)} ${equal ? '=' : '≠'} ${this.term(b)}`)); // prettier-ignore
    return {
      branch: f.way.map((w) => w.replace(/#(\d+):\w+/g, '')),
      given: [...f.claims.map((c) => this.claim(c)), ...facts.filter((x) => x !== '')],
      notShown: f.goals.filter((g) => !g.shown).map((g) => this.part(g.part, g.env)),
    };
  }
}
