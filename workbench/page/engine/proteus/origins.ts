/**
 * Where the expressions of a running configuration stand in the source. Terms keep their identity while they move
 * through a run, and substitution leaves alone what it does not change: so what has not been touched is found by
 * identity, what has been rebuilt by its parts (its untouched parts had a parent), and what has been put in place of a
 * variable by where it stands. A guess of the last two kinds has to agree with the code it points to, constructor by
 * constructor.
 */
import { positionOf } from '../../../../semantics/positions.ts';
import type { Binding, Expr, Fields, Items } from '../../../../semantics/proteus/grammar.ts';
import { itemList } from '../../../../semantics/proteus/programs.ts';
import { children } from '../../../../semantics/proteus/substitution.ts';
import type { Place } from '../../../../semantics/proteus/syntax/index.ts';
import { lex } from '../../../../semantics/proteus/syntax/tokens.ts';
import { isValue } from '../../../../semantics/proteus/values.ts';
import type { Range } from '../sent.ts';

/** The expressions right below an expression, in the order of evaluation. */
export function partsOf(e: Expr): readonly Expr[] {
  if (e.tag !== 'Rec') return children(e) as Expr[];
  const parts: Expr[] = [];
  for (let f: Fields = e.fields; f.tag === 'Field'; f = f.rest) parts.push(f.e);
  return parts;
}

const sameHead = (a: Expr, b: Expr): boolean => {
  if (a.tag !== b.tag) return false;
  for (const field in a) {
    const x = a[field as never] as unknown;
    if (typeof x === 'string' && x !== (b[field as never] as unknown)) return false;
  }
  if (a.tag === 'Num') return a.n === (b as typeof a).n;
  if (a.tag === 'Op') return a.op.tag === (b as typeof a).op.tag;
  return a.tag !== 'Rec' || partsOf(a).length === partsOf(b).length;
};

interface Home {
  readonly parent: Expr | undefined;
  readonly slot: number;
  readonly range: Range | undefined;
}

type Tokens = ReturnType<typeof lex>['tokens'];
const opens = new Set(['(', '{', '[']);
const closes = new Set([')', '}', ']']);

export class Origins {
  private readonly homes = new Map<Expr, Home>();

  /** Adds annotated code: its text is the source it was translated from, `file` 0 for the program, n for update n. */
  add(roots: readonly Expr[], text: string, file: number): void {
    const { tokens } = lex(text);
    for (const root of roots) {
      const order: { e: Expr; parent: Expr | undefined; slot: number }[] = [];
      const stack: (typeof order)[number][] = [{ e: root, parent: undefined, slot: 0 }];
      while (stack.length > 0) {
        const here = stack.pop() as (typeof order)[number];
        order.push(here);
        partsOf(here.e).forEach((e, slot) => stack.push({ e, parent: here.e, slot }));
      }
      // Parts before wholes: a whole reaches over its parts, and to the brackets that it opens.
      for (const { e, parent, slot } of order.reverse()) {
        const own = positionOf(e);
        let [from, to] = own ? [own.offset, own.end] : [Infinity, -1];
        for (const part of partsOf(e)) {
          const r = this.homes.get(part)?.range;
          if (r) [from, to] = [Math.min(from, r.from), Math.max(to, r.to)];
        }
        const whole = to < 0 ? undefined : completed(tokens, from, to, e.tag === 'Proj' ? e.label : undefined);
        const range = whole && { file, from: whole[0], to: whole[1] };
        if (!this.homes.has(e)) this.homes.set(e, { parent, slot, range });
      }
    }
  }

  /** The code of a program's or an update's definitions, and of its expression. */
  addItems(items: Items, main: Expr | undefined, text: string, file: number): void {
    const code = (b: Binding): Expr => (b.tag === 'Fun' ? b.body : b.e);
    const roots = itemList(items).flatMap((i): Expr[] => {
      const inner = i.tag === 'AddItem' ? i.item : i;
      return inner.tag === 'BindItem' ? [code(inner.binding)] : [];
    });
    this.add(main ? [...roots, main] : roots, text, file);
  }

  /** The ranges of the source that places in a printed text come from. */
  of(places: readonly Place[]): (Range | undefined)[] {
    const n = places.length;
    const around: number[] = new Array<number>(n);
    const slot: number[] = new Array<number>(n);
    const parts: number[][] = places.map(() => []);
    const open: number[] = [];
    places.forEach((p, i) => {
      while (open.length > 0 && (places[open.at(-1) as number] as Place).to <= p.from) open.pop();
      const outer = open.at(-1) ?? -1;
      around[i] = outer;
      slot[i] = outer < 0 ? 0 : (parts[outer] as number[]).push(i) - 1;
      open.push(i);
    });
    const home: (Expr | undefined)[] = new Array<Expr | undefined>(n);
    for (let i = n - 1; i >= 0; i--) {
      const { e } = places[i] as Place;
      home[i] = this.homes.has(e) ? e : this.byParts(e, parts[i] as number[], slot, home, places);
    }
    for (let i = 0; i < n; i++) {
      const outer = around[i] as number;
      const above = outer < 0 ? undefined : home[outer];
      const here = above && partsOf(above)[slot[i] as number];
      const { e } = places[i] as Place;
      if (here && (here.tag === 'Var' ? isValue(e) : !this.homes.has(e) && sameHead(here, e))) home[i] = here;
    }
    return home.map((e) => (e ? this.homes.get(e)?.range : undefined));
  }

  /** The code that an expression is made from, as its parts tell: those that are no values first. */
  private byParts(
    e: Expr,
    parts: readonly number[],
    slot: readonly number[],
    home: readonly (Expr | undefined)[],
    places: readonly Place[],
  ): Expr | undefined {
    const values = (i: number) =>
      isValue((places[i] as Place).e) ? ((places[i] as Place).e.tag === 'Ext' ? 1 : 2) : 0;
    for (const i of [...parts].sort((a, b) => values(a) - values(b))) {
      const known = home[i] && this.homes.get(home[i]);
      if (known?.parent && known.slot === slot[i] && sameHead(known.parent, e)) return known.parent;
    }
    return undefined;
  }
}

/**
 * A range with the brackets that it opens closed, those that it closes opened, and with its label if it is a projection.
 */
function completed(tokens: Tokens, from: number, to: number, label: string | undefined): readonly [number, number] {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle] as Tokens[number]).startOffset < from) low = middle + 1;
    else high = middle;
  }
  let depth = 0;
  /** How many brackets are closed in it that are opened before it. */
  let missing = 0;
  let end = to;
  for (let i = low; i < tokens.length; i++) {
    const t = tokens[i] as Tokens[number];
    const inside = t.startOffset < to;
    const open = depth + missing > 0;
    if (opens.has(t.image)) {
      if (!inside && !open) break;
      depth++;
    } else if (closes.has(t.image)) {
      // A projection may stand behind the closers of what it is of.
      if (!inside && !open && label === undefined) break;
      missing = Math.max(missing, -(--depth));
    } else if (!inside && !open) {
      if (label === undefined || (t.image !== '.' && t.image !== label)) break;
      if (t.image === label) {
        end = t.startOffset + label.length;
        break;
      }
      continue;
    }
    end = Math.max(end, t.startOffset + t.image.length);
  }
  let begin = from;
  for (let i = low - 1; i >= 0 && missing > 0; i--) {
    const t = tokens[i] as Tokens[number];
    if (opens.has(t.image)) missing--;
    else if (closes.has(t.image)) missing++;
    begin = t.startOffset;
  }
  return [begin, end];
}
