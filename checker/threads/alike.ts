/** Threads that are alike taken for each other (behaviours.md, section 9): the representative of a state. */
import { make, type Expr, type Sort } from '../../semantics/threads/grammar.ts';
import type { State } from '../explore/system.ts';
import { Answers } from './answers.ts';

type Binding = Sort<'Binding'>;

export abstract class Alike extends Answers {
  /** Whether contents are being run by a thread. */
  protected isRun(n: number): boolean {
    const x = this.things.term(n) as Expr | (Binding & { tag: 'Cell' });
    return (x.tag === 'Cell' ? x.e : x).tag === 'By';
  }

  /** The order of two threads of a state, by places: by what they have left to do, their versions, what they run, their numbers. */
  protected compared(s: State, a: number, b: number, run: boolean): number {
    const { stride, things } = this;
    const [x, y] = [s[3 + stride * a] as number, s[3 + stride * b] as number];
    if (x !== y) return things.text(x) < things.text(y) ? -1 : 1;
    const versions = stride === 3 ? (s[4 + stride * b] as number) - (s[4 + stride * a] as number) : 0;
    if (versions !== 0) return versions;
    const [i, j] = [~(s[2 + stride * a] as number), ~(s[2 + stride * b] as number)];
    if (run) {
      const [own, other] = [this.marks(s, i), this.marks(s, j)];
      if (own !== other) return own < other ? -1 : 1;
    }
    return i - j;
  }

  /** Forked threads in the order of what they are; mostly they are in it. */
  representative(s: State): State {
    const { stride } = this;
    const T = this.count(s);
    const first = s[2] === ~0 ? 1 : 0;
    if (T <= first) return s;
    const variables = this.variables(s);
    let run = false;
    for (let at = variables; at < s.length && !run; at++) run = this.isRun(s[at] as number);
    let same = true;
    for (let t = first; t < T && same; t++)
      same = ~(s[2 + stride * t] as number) === t - first + 1 && (t === first || this.compared(s, t - 1, t, run) < 0);
    if (same) return s;
    const order = Array.from({ length: T - first }, (_, i) => i + first).sort((a, b) => this.compared(s, a, b, run));
    const to = new Map(order.map((t, i) => [String(~(s[2 + stride * t] as number)), String(i + 1)]));
    const { out } = this;
    const tuple: number[] = [];
    for (let at = 0; at < 2 + stride * first; at++) tuple.push(s[at] as number);
    order.forEach((t, i) => {
      tuple.push(~(i + 1));
      for (let at = 3; at < 2 + stride; at++) tuple.push(s[at + stride * t] as number);
    });
    for (let at = variables; at < s.length; at++)
      tuple.push(run ? this.remarked(s[at] as number, to) : (s[at] as number));
    const cells = s.length > this.cells(s);
    out.length = 0;
    for (const x of tuple) out.push(x);
    if (cells) this.renumber();
    return out;
  }

  /** The contents that a thread runs, by their places: a part of what it is. */
  protected marks(s: State, j: number): string {
    const found: number[] = [];
    for (let at = this.variables(s); at < s.length; at++) {
      const x = this.things.term(s[at] as number) as Expr | Binding;
      const e = 'e' in x && x.tag === 'Cell' ? (x.e as Expr) : (x as Expr);
      if (e.tag === 'By' && e.j === String(j)) found.push(at - this.variables(s));
    }
    return found.join(',');
  }

  protected remarked(n: number, to: ReadonlyMap<string, string>): number {
    const x = this.things.term(n) as Expr | (Binding & { tag: 'Cell' });
    const e = x.tag === 'Cell' ? x.e : x;
    if (e.tag !== 'By') return n;
    const other = make.Expr.By(e.e, to.get(e.j) ?? e.j);
    return this.things.number(x.tag === 'Cell' ? make.Binding.Cell(x.type, other) : other);
  }
}
