/** What a branch of a proof says, step by step: claims under numbers, terms as the facts have them by then. */
import type { Pattern } from '../../semantics/symbols.ts';
import { isInstance } from '../../rules/judgement.ts';
import type { Branch, Show } from '../check.ts';
import type { Solver } from '../solving/solver.ts';
import { isEvery, type Part } from '../statement.ts';
import { Teller, type Sentence } from '../tell.ts';
import type { Bindings, Sym } from '../terms.ts';
import type { Inner, Line, Numbered, Words } from './lines.ts';

/** `τ = τ`, as an equation is written once both sides are known to be the same. */
export const isTrivial = ({ text }: Sentence): boolean => {
  const [left, right, ...more] = text.split(' = ');
  return left === right && more.length === 0;
};

/** A branch with names and numbers for what stands in it: what is done there gives lines. */
export class Telling {
  readonly b: Branch<Solver>;
  readonly teller: Teller;
  private readonly numbers = new Map<string, number>();
  private next = 1;
  private known = new Map<Sym, string>();
  private readonly inside = new Set<number>();

  constructor(b: Branch<Solver>) {
    this.b = b;
    this.teller = new Teller(b.development, this.asFacts);
  }

  /** A term by what it is made of where the facts tell; by a call that it equals; by the first of the variables that it equals. */
  private readonly asFacts = (s: Sym, pattern: (s: Sym) => Pattern): Pattern => {
    const { solver } = this.b;
    if (s.literal !== undefined || s.sort === 'holds') return pattern(s);
    const made = solver.shape(s);
    const of = solver.classOf(s);
    if (this.inside.has(of)) return pattern(s);
    const others = solver
      .members(s)
      .filter((m) => m.kind !== 'constructor' && !m.op.startsWith('∂') && !m.args.some((a) => this.mentions(a, of)));
    // The statement's own variables come first, then those that were written before.
    const rank = (m: Sym) => (m.op.includes('#0:') ? 0 : this.teller.names.has(m) ? 1 : 2);
    const least = (kind: Sym['kind']) =>
      others.filter((m) => m.kind === kind).sort((x, y) => rank(x) - rank(y) || x.id - y.id)[0];
    this.inside.add(of);
    const best = made ?? least('call') ?? least('variable') ?? s;
    const p = pattern(best);
    this.inside.delete(of);
    return p;
  };

  /** Whether something in a term equals what has a number: `x[e/x]` says nothing of e. */
  private mentions = (s: Sym, of: number): boolean =>
    this.b.solver.classOf(s) === of || s.args.some((a) => this.mentions(a, of));

  /** The number of a claim by its name. */
  numberOf = (name: string): number | undefined => this.numbers.get(name);
  /** The name of the claim that has a number in this branch. */
  nameOf = (no: number): string | undefined => [...this.numbers].find(([, n]) => n === no)?.[0];

  /** What is done in a branch is taken back when it is left. */
  within<T>(f: () => T): T {
    const before = [new Map(this.numbers), this.next, new Map(this.known)] as const;
    const names = new Set(this.teller.names.keys());
    const result = this.b.within(f);
    // What is next to it may use the same names.
    for (const v of [...this.teller.names.keys()]) if (!names.has(v)) this.teller.forget(v);
    this.numbers.clear();
    before[0].forEach((n, name) => this.numbers.set(name, n));
    [, this.next, this.known] = before;
    return result;
  }

  /** What the terms that were written equal by now, where that is new. */
  private equations(): Sentence[] {
    const out: Sentence[] = [];
    for (const s of [...this.teller.names.keys()]) {
      if (!this.b.solver.has(s)) continue;
      const now = this.teller.sentence(s);
      const before = this.known.get(s);
      this.known.set(s, now.text);
      const name = this.teller.names.get(s)!;
      if (now.text === name || now.text === before) continue;
      const plain = this.teller.sentence(s, true);
      if (plain.text !== now.text)
        out.push({ text: `${plain.text} = ${now.text}`, latex: `${plain.latex} = ${now.latex}` });
    }
    return out;
  }
  /** Carries something out, and tells what it gives: claims that are new, conditions of parts that hold now, equations. */
  told(
    kind: Line['kind'],
    by: Words,
    act: () => void,
    conditions: () => Sentence[] = () => [],
    parts: readonly Inner[] = [],
  ): Line {
    const before = new Set(this.b.claims.keys());
    act();
    const claims = [...this.b.claims].flatMap(([name, c]): Numbered[] => {
      if (before.has(name)) return [];
      this.numbers.set(name, this.next++);
      return [{ no: this.next - 1, ...this.teller.claiming(c) }];
    });
    const said = conditions().filter((c) => !isTrivial(c));
    return { kind, by, claims, facts: [...said, ...this.equations()], parts };
  }
  /** The side conditions among premises or conclusions. */
  conditions = (parts: readonly Part[], env: Bindings): Sentence[] =>
    parts.flatMap((p) => (isEvery(p) || isInstance(p) ? [] : [this.teller.saying(p, env)]));

  /** Claims by their numbers: `(3), (5)`. */
  refs = (names: readonly (string | Show)[]): string =>
    names.map((n) => (typeof n === 'string' ? `(${this.numbers.get(n) ?? '?'})` : 'what is shown below')).join(', ');
  since = (parts: readonly Part[], env: Bindings): Words => {
    const all = this.conditions(parts, env);
    return all.length === 0 ? [] : [', since ', ...all.flatMap((s, i) => (i === 0 ? [s] : [', ', s]))];
  };
}
