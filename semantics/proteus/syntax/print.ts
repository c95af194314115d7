/**
 * Terms as concrete syntax (section 12), with the fewest parentheses; parsing gives the term back, up to the names of
 * local variables: a binder that would capture an external name is renamed. No native stack is used.
 */
import { bindingOf } from '../../binding.ts';
import { constructorOf } from '../../matching.ts';
import { templates } from '../../printing.ts';
import { absurd } from '../../terms.ts';
import type { Node } from '../substitution.ts';
import { itemList } from '../programs.ts';
import {
  make,
  proteus,
  type Binding,
  type Cap,
  type Expr,
  type Fields,
  type Item,
  type Items,
  type Mu,
  type Program,
  type Type,
  type TypeFields,
} from '../grammar.ts';

export interface PrintOptions {
  /** Print known latents (default), or leave out μ and Δ of arrows and functions and the Δ of update points. */
  readonly latents?: boolean;
}

/** A piece of the text to be: text, or a term at the least level that needs no parentheses. */
type Piece =
  | string
  | { readonly e: Expr; readonly level: number }
  | { readonly τ: Type; readonly level: number }
  | { readonly enter: string; readonly as: string }
  | { readonly leave: string }
  | { readonly ends: Writable; readonly parentheses: number };

/** Where an expression stands in a printed text: its first character, and the one behind its last; parentheses around it excluded. */
export interface Place {
  readonly e: Expr;
  readonly from: number;
  readonly to: number;
}
type Writable = { -readonly [K in keyof Place]: Place[K] };

/** The level of an expression: its constructor's, but that products and negative integers have their own (section 12). */
const levelOf = (e: Expr): number => {
  if (e.tag === 'Num' && e.n < 0n) return 4;
  if (e.tag === 'Op' && e.op.tag === 'Times') return 3;
  return constructorOf(proteus, e).level ?? 7;
};

const templateOf = templates();
const binding = bindingOf(proteus);
const part = (e: Node, field: string) =>
  (e as unknown as Readonly<Record<string, Node & string>>)[field] as Node & string;

export const printMu = (μ: Mu): string => (μ.tag === 'MuUnknown' ? '?' : μ.tag);

/** A capability: `{a, b}`, `*`, `*\{a, b}`. */
export function printCap(Δ: Cap): string {
  switch (Δ.tag) {
    case 'Finite':
      return `{${Δ.names.join(', ')}}`;
    case 'Cofinite':
      return Δ.names.length === 0 ? '*' : `*\\{${Δ.names.join(', ')}}`;
    case 'CapUnknown':
      return '?';
    default:
      return absurd(Δ);
  }
}

const isKnown = (μ: Mu, Δ: Cap) => μ.tag !== 'MuUnknown' && Δ.tag !== 'CapUnknown';

class Printer {
  private readonly out: string[] = [];
  private readonly stack: Piece[] = [];
  private readonly latents: boolean;
  /** Binders in scope that were renamed, by their own name; the innermost last. Names that are not renamed too. */
  private readonly names = new Map<string, string[]>();
  private readonly captured: (binder: string, body: Expr) => boolean;
  private readonly fresh: (x: string) => string;
  private length = 0;
  private readonly places: Writable[] | undefined;

  constructor(options: PrintOptions, roots: readonly Expr[], places?: Writable[]) {
    this.places = places;
    this.latents = options.latents ?? true;
    const info = externalsUnder(roots);
    this.captured = (x, body) => info.under(body, x);
    this.fresh = info.fresh;
  }

  text(...pieces: Piece[]): this {
    for (let i = pieces.length - 1; i >= 0; i--) this.stack.push(pieces[i] as Piece);
    while (this.stack.length > 0) {
      const p = this.stack.pop() as Piece;
      if (typeof p === 'string') this.write(p);
      else if ('e' in p) {
        this.begin(p.e, p.level);
        this.expr(p.e, p.level);
      } else if ('ends' in p) p.ends.to = this.length - p.parentheses;
      else if ('τ' in p) this.type(p.τ, p.level);
      else if ('enter' in p) this.scope(p.enter).push(p.as);
      else this.scope(p.leave).pop();
    }
    return this;
  }

  toString(): string {
    return this.out.join('');
  }

  private write(s: string): void {
    this.out.push(s);
    this.length += s.length;
  }

  /** Notes where an expression begins, if asked to, and that its end is to be noted. */
  private begin(e: Expr, least: number): void {
    if (this.places === undefined) return;
    const parentheses = levelOf(e) < least ? 1 : 0;
    const place = { e, from: this.length + parentheses, to: 0 };
    this.places.push(place);
    this.stack.push({ ends: place, parentheses });
  }

  private scope(x: string): string[] {
    let s = this.names.get(x);
    if (s === undefined) this.names.set(x, (s = []));
    return s;
  }

  private put(own: number, least: number, pieces: readonly Piece[]): void {
    const open = own < least;
    if (open) this.stack.push(')');
    for (let i = pieces.length - 1; i >= 0; i--) this.stack.push(pieces[i] as Piece);
    if (open) this.stack.push('(');
  }

  /** The name to print for a binder of x over a body. */
  binder(x: string, body: Expr): string {
    return this.captured(x, body) ? this.fresh(x) : x;
  }

  /** By its template, unless the concrete syntax leaves something out or has brackets of its own. */
  private expr(e: Expr, least: number): void {
    const own = levelOf(e);
    const put = (...pieces: Piece[]) => this.put(own, least, pieces);
    switch (e.tag) {
      case 'Rec':
        // Not spread: a record may have more fields than a call may have arguments.
        return this.put(own, least, this.fields(e.fields));
      case 'Let': {
        if (e.type.tag !== 'Omitted') break;
        if (e.x === '_' && !this.captured('_', e.e2))
          return put({ e: e.e1, level: 1 }, '; ', { enter: '_', as: '_' }, { e: e.e2, level: 0 }, { leave: '_' });
        const x = this.binder(e.x, e.e2);
        const body: Piece[] = [{ enter: e.x, as: x }, { e: e.e2, level: 0 }, { leave: e.x }];
        return put(`let ${x} = `, { e: e.e1, level: 0 }, ' in ', ...body);
      }
      case 'New':
        if (e.type.tag !== 'Omitted') break;
        return put('ref ', { e: e.e, level: 5 });
      case 'Op': {
        const [op, right] = { Plus: ['+', 3], Minus: ['-', 3], Times: ['*', 4] }[e.op.tag] as [string, number];
        return put({ e: e.e1, level: own }, ` ${op} `, { e: e.e2, level: right });
      }
      case 'Update':
        return put(this.latents && e.cap.tag !== 'CapUnknown' ? `update[${printCap(e.cap)}]` : 'update');
    }
    return this.put(own, least, this.asDeclared(e));
  }

  /** An expression by the template of its constructor, with binders renamed that would capture. */
  private asDeclared(e: Expr): Piece[] {
    const info = constructorOf(proteus, e);
    const { variable, parts } = binding.places(e);
    const renamed = new Map<string, string>();
    for (const { field, under } of parts)
      for (const x of under) renamed.set(x, this.binder(part(e, x), part(e, field) as Expr));
    return templateOf(info).flatMap((p): Piece[] => {
      if (typeof p === 'string') return [p];
      const here = part(e, p.field);
      const sort = info.fields.find(([f]) => f === p.field)?.[1];
      if (sort === 'Type') return [{ τ: here as unknown as Type, level: p.level }];
      if (sort !== 'Expr') {
        const bound = p.field === variable ? this.scope(here).at(-1) : renamed.get(p.field);
        return [bound ?? String(here)];
      }
      const under = parts.find(({ field }) => field === p.field)?.under ?? [];
      const enter = under.map((x): Piece => ({ enter: part(e, x), as: renamed.get(x) as string }));
      const leave = under.map((x): Piece => ({ leave: part(e, x) }));
      return [...enter, { e: here as Expr, level: p.level }, ...leave];
    });
  }

  private fields(fields: Fields): Piece[] {
    if (fields.tag === 'NoFields') return ['{}'];
    const pieces: Piece[] = ['{ '];
    for (let f: Fields = fields; f.tag === 'Field'; f = f.rest)
      pieces.push(f === fields ? '' : ', ', `${f.label} = `, { e: f.e, level: 0 });
    pieces.push(' }');
    return pieces;
  }

  private type(τ: Type, least: number): void {
    switch (τ.tag) {
      case 'Int':
        return this.put(2, least, ['int']);
      case 'Named':
        return this.put(2, least, [τ.t]);
      case 'Omitted':
        return this.put(2, least, ['_']);
      case 'Record': {
        if (τ.fields.tag === 'NoTypes') return this.put(2, least, ['{}']);
        const pieces: Piece[] = ['{ '];
        for (let f: TypeFields = τ.fields; f.tag === 'TypeField'; f = f.rest)
          pieces.push(f === τ.fields ? '' : ', ', `${f.label} : `, { τ: f.type, level: 0 });
        pieces.push(' }');
        return this.put(2, least, pieces);
      }
      case 'Ref':
        return this.put(1, least, [{ τ: τ.content, level: 1 }, ' ref']);
      case 'Arrow':
        return this.put(0, least, [
          { τ: τ.from, level: 1 },
          this.latents && isKnown(τ.mu, τ.cap) ? ` -[${printMu(τ.mu)};${printCap(τ.cap)}]-> ` : ' -> ',
          { τ: τ.to, level: 0 },
        ]);
      default:
        return absurd(τ);
    }
  }

  binding(z: string, b: Binding): void {
    if (b.tag !== 'Fun') {
      this.text(`var ${z} : `, { τ: b.type, level: 0 }, ' = ', { e: b.e, level: 0 });
      return;
    }
    const x = this.binder(b.x, b.body);
    const latents = this.latents && isKnown(b.mu, b.cap) ? ` [${printMu(b.mu)};${printCap(b.cap)}]` : '';
    this.text(
      `fun ${z} (${x} : `,
      { τ: b.from, level: 0 },
      ') : ',
      { τ: b.to, level: 0 },
      `${latents} = `,
      { enter: b.x, as: x },
      { e: b.body, level: 0 },
      { leave: b.x },
    );
  }

  item(i: Item): void {
    switch (i.tag) {
      case 'TypeItem':
        this.text(`type ${i.t} = `, { τ: i.type, level: 0 });
        return;
      case 'ChangeItem':
        this.text(`type ${i.t} = `, { τ: i.type, level: 0 }, ` by ${i.by}`);
        return;
      case 'BindItem':
        return this.binding(i.z, i.binding);
      case 'AddItem':
        this.write('add ');
        return this.item(i.item);
      default:
        return absurd(i);
    }
  }
}

/** Which external names occur under which nodes, as far as binders of the same spelling care; and fresh names. */
function externalsUnder(roots: readonly Expr[]) {
  const used = new Set<string>();
  const externals = new Set<string>();
  const stack: Node[] = [...roots];
  while (stack.length > 0) {
    const e = stack.pop() as Node;
    const { variable, parts } = binding.places(e);
    if (variable !== undefined) used.add(part(e, variable));
    for (const { field, under } of parts) {
      for (const x of under) used.add(part(e, x));
      stack.push(part(e, field));
    }
    if (e.tag === 'Ext') externals.add(e.z);
  }
  for (const z of externals) used.add(z);
  let found: ReturnType<typeof occurrences> | undefined;
  const next = new Map<string, number>();
  return {
    // A binder whose name is no external name anywhere captures nothing; others are renamed only where the name does
    // occur below.
    under: (body: Expr, x: string): boolean => externals.has(x) && (found ??= occurrences(roots))(body, x),
    fresh: (x: string): string => {
      let i = next.get(x) ?? 1;
      while (used.has(`${x}${i}`)) i++;
      used.add(`${x}${i}`);
      next.set(x, i + 1);
      return `${x}${i}`;
    },
  };
}

/**
 * Whether an external name occurs below a root or what a binder scopes over. All nodes are numbered once, in the order of a
 * walk, so that what is below a node has the numbers of an interval: a walk for each binder would be quadratic.
 */
function occurrences(roots: readonly Expr[]): (body: Expr, z: string) => boolean {
  const within = new Map<Node, [first: number, behind: number]>();
  const numbers = new Map<string, number[]>();
  const stack: (Node | (() => void))[] = [];
  let n = 0;
  const enter = (e: Node) =>
    stack.push(() => {
      const interval: [number, number] = [n, n];
      within.set(e, interval);
      stack.push(() => (interval[1] = n), e);
    });
  for (const root of roots) {
    enter(root);
    while (stack.length > 0) {
      const e = stack.pop() as Node | (() => void);
      if (typeof e === 'function') {
        e();
        continue;
      }
      if (e.tag === 'Ext') {
        const list = numbers.get(e.z);
        if (list) list.push(n);
        else numbers.set(e.z, [n]);
      }
      n++;
      for (const { field, under } of binding.places(e).parts)
        if (under.length > 0) enter(part(e, field));
        else stack.push(part(e, field));
    }
  }
  return (body, z) => {
    const list = numbers.get(z) ?? [];
    const [first, behind] = within.get(body) as [number, number];
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle] as number) < first) low = middle + 1;
      else high = middle;
    }
    return low < list.length && (list[low] as number) < behind;
  };
}

export const printExpr = (e: Expr, options: PrintOptions = {}): string =>
  new Printer(options, [e]).text({ e, level: 0 }).toString();

export const printType = (τ: Type, options: PrintOptions = {}): string =>
  new Printer(options, []).text({ τ, level: 0 }).toString();

export function printBinding(z: string, b: Binding, options: PrintOptions = {}): string {
  const p = new Printer(options, [b.tag === 'Fun' ? b.body : b.e]);
  p.binding(z, b);
  return p.toString();
}

/** A term of a sort that has concrete syntax, on one line; undefined for other sorts. Fields stand in braces, a binding has no name. */
export function printTerm(sort: string, x: unknown): string | undefined {
  switch (sort) {
    case 'Expr':
      return printExpr(x as Expr);
    case 'Type':
      return printType(x as Type);
    case 'Cap':
      return printCap(x as Cap);
    case 'Mu':
      return printMu(x as Mu);
    case 'Fields':
      return printExpr(make.Expr.Rec(x as Fields));
    case 'TypeFields':
      return printType(make.Type.Record(x as TypeFields));
    case 'Binding':
      return printBinding('·', x as Binding).replace(' ·', '');
    default:
      return undefined;
  }
}

export function printItem(i: Item, options: PrintOptions = {}): string {
  const b = i.tag === 'AddItem' ? i.item : i;
  const p = new Printer(options, b.tag === 'BindItem' ? [b.binding.tag === 'Fun' ? b.binding.body : b.binding.e] : []);
  p.item(i);
  return p.toString();
}

/** A text, and where each expression stands in it: in the order of their beginnings, the outer ones first. */
export interface PrintedWithPlaces {
  readonly text: string;
  readonly places: readonly Place[];
}

/** An expression, and where its parts stand in the text. */
export function placeExpr(e: Expr, options: PrintOptions = {}): PrintedWithPlaces {
  const places: Writable[] = [];
  return { text: new Printer(options, [e], places).text({ e, level: 0 }).toString(), places };
}

/** A binding, and where the parts of its expression stand in the text. */
export function placeBinding(z: string, b: Binding, options: PrintOptions = {}): PrintedWithPlaces {
  const places: Writable[] = [];
  const p = new Printer(options, [b.tag === 'Fun' ? b.body : b.e], places);
  p.binding(z, b);
  return { text: p.toString(), places };
}

/** A program, a definition a line. */
export function printProgram(p: Program, options: PrintOptions = {}): string {
  const items = itemList(p.items).map((i) => `${printItem(i, options)}\n`);
  return `${items.join('')}${items.length > 0 ? 'in ' : ''}${printExpr(p.e, options)}\n`;
}

/** An update, an item a line. */
export const printUpdate = (items: Items, options: PrintOptions = {}): string =>
  ['update', ...itemList(items).map((i) => printItem(i, options)), ''].join('\n');
