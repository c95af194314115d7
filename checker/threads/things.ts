/** Expressions and bindings as numbers, and what a step of a thread has to know of an expression (once for each). */
import { Interner } from '../../semantics/interning.ts';
import type { Term } from '../../semantics/grammar.ts';
import { printExpr } from '../../semantics/proteus/syntax/index.ts';
import { isValue, placeIn } from '../../semantics/threads/functions.ts';
import { threads as grammar, make, type Config, type Expr } from '../../semantics/threads/grammar.ts';
import { constructorOf, makerOf } from '../../semantics/matching.ts';
import { touched } from '../../semantics/threads/places.ts';

/** What a step of a thread does, whoever the thread is. */
export interface Step {
  /** The number of its rule and event, see `Shapes`. */
  readonly shape: number;
  /** The expression after it. */
  readonly to: number;
  /** The new contents of the cell that it touches; -1 where they stay. */
  readonly contents: number;
  /** The cell that it makes; -1 for none. */
  readonly born: number;
  /** The expression of the thread that it starts; -1 for none. */
  readonly forked: number;
  /** For each number of updates applied: whether nobody else cares that it is taken first (behaviours.md, section 9). */
  readonly local: (boolean | undefined)[];
}

/** How the next step of an expression is found. */
export type Kind = 'value' | 'local' | 'call' | 'new' | 'cell' | 'fork' | 'point';

export interface Info {
  readonly e: Expr;
  readonly kind: Kind;
  readonly place: Config;
  /** The name or reference of the cell that its redex touches. */
  readonly cell: string | undefined;
  /** The cell is a reference: its number; 0 otherwise. */
  readonly reference: number;
  /** Numbers of the references in it, in the order of their first occurrence. */
  readonly references: readonly number[];
  /** Steps that depend on nothing but the expression; for calls by world; for cells by contents; for new cells by number. */
  local: readonly Step[] | undefined;
  readonly byWorld: (readonly Step[] | undefined)[];
  readonly byContents: Map<number, readonly Step[]>;
  readonly byFresh: (readonly Step[] | undefined)[];
  /** For each world: the place of its cell among the variables; -1 where there is none. */
  readonly slots: (number | undefined)[];
  /** For each world: whether no con of a type that its next update changes occurs; what U makes of it; and past its point. */
  readonly conFree: (boolean | undefined)[];
  readonly rewritten: (number | undefined)[];
  readonly passed: (number | undefined)[];
  /** For each world: the same of contents when they are transferred at once. */
  readonly instant: (number | undefined)[];
}

const none: readonly number[] = [];

export class Things {
  private readonly interner = new Interner(grammar);
  private readonly numbers = new Map<number, number>();
  private readonly terms: Term[] = [];
  private readonly infos: (Info | undefined)[] = [];
  private readonly renamed = new Map<string, number>();
  private readonly texts: (string | undefined)[] = [];
  private readonly refs: (readonly number[] | undefined)[] = [];

  /** The number of an expression or binding. */
  number(term: Term): number {
    const id = this.interner.id(term);
    let n = this.numbers.get(id);
    if (n === undefined) {
      this.numbers.set(id, (n = this.terms.length));
      this.terms.push(this.interner.term(id) as Term);
    }
    return n;
  }

  term(n: number): Term {
    return this.terms[n] as Term;
  }

  get size(): number {
    return this.terms.length;
  }

  info(n: number): Info {
    return this.infos[n] ?? this.describe(n);
  }

  private describe(n: number): Info {
    const e = this.terms[n] as Expr;
    const place = placeIn(e);
    const cell = touched(place.e);
    const info: Info = {
      e,
      kind: kindOf(e, place.e, cell),
      place,
      cell,
      reference: cell?.startsWith('@') ? Number(cell.slice(1)) : 0,
      references: this.references(n),
      local: undefined,
      byWorld: [],
      byContents: new Map(),
      byFresh: [],
      slots: [],
      conFree: [],
      rewritten: [],
      passed: [],
      instant: [],
    };
    this.infos[n] = info;
    return info;
  }

  /** An expression in full, as printed. */
  text(n: number): string {
    const known = this.texts[n];
    return known ?? (this.texts[n] = printExpr(this.terms[n] as never));
  }

  /** The references in a term, in the order of their first occurrence. */
  references(n: number): readonly number[] {
    let found = this.refs[n];
    if (found !== undefined) return found;
    const seen = new Set<number>();
    const stack: unknown[] = [this.terms[n]];
    while (stack.length > 0) {
      const x = stack.pop() as Term & Record<string, unknown>;
      if (typeof x !== 'object' || x === null || Array.isArray(x)) continue;
      if (x.tag === 'Loc') seen.add(Number((x.r as string).slice(1)));
      const { fields } = constructorOf(grammar, x);
      for (let i = fields.length - 1; i >= 0; i--) stack.push(x[(fields[i] as readonly [string, string])[0]]);
    }
    this.refs[n] = found = seen.size === 0 ? none : [...seen];
    return found;
  }

  /** The term with other numbers for its references: `to[r]` for r. */
  rename(n: number, to: readonly number[]): number {
    const own = this.references(n);
    if (own.every((r) => to[r] === r)) return n;
    const key = `${n}:${own.map((r) => to[r]).join(',')}`;
    let other = this.renamed.get(key);
    if (other === undefined)
      this.renamed.set(key, (other = this.number(renameReferences(this.terms[n] as Term, (r) => to[r] as number))));
    return other;
  }
}

function kindOf(e: Expr, redex: Expr, cell: string | undefined): Kind {
  if (isValue(e)) return 'value';
  if (cell !== undefined) return 'cell';
  const kinds: Readonly<Record<string, Kind>> = { App: 'call', New: 'new', Fork: 'fork', Update: 'point' };
  return kinds[redex.tag] ?? 'local';
}

/** Rebuilds a term with its references renumbered; no native stack. */
function renameReferences(root: Term, to: (r: number) => number): Term {
  const done = new Map<unknown, unknown>();
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const x = stack[stack.length - 1] as Term & Record<string, unknown>;
    if (done.has(x)) {
      stack.pop();
      continue;
    }
    const { fields } = constructorOf(grammar, x);
    const parts = fields.map(([f]) => x[f]);
    const inner = parts.filter((p) => typeof p === 'object' && p !== null && !Array.isArray(p) && !done.has(p));
    if (inner.length > 0) {
      stack.push(...inner);
      continue;
    }
    stack.pop();
    if (x.tag === 'Loc') done.set(x, make.Expr.Loc(`@${to(Number((x.r as string).slice(1)))}`));
    else {
      const made = parts.map((p) => (done.has(p) ? done.get(p) : p));
      done.set(x, made.every((p, i) => p === parts[i]) ? x : makerOf(grammar, x.tag)?.(...made));
    }
  }
  return done.get(root) as Term;
}
