/**
 * Terms as the page shows them: on one line inside a sentence, and in full. Environments and heaps have names (Γ, Γ1, …)
 * by the letters of the calculus, the same name for the same one throughout a derivation.
 */
import type { Grammar, Term } from '../../../semantics/grammar.ts';
import { entries, type FiniteMap } from '../../../semantics/maps.ts';
import type { Pattern } from '../../../semantics/symbols.ts';
import { plug } from '../../../semantics/proteus/contexts.ts';
import {
  make,
  proteus,
  type Binding,
  type Bindings,
  type Config,
  type Context,
  type Items,
  type Program,
  type Type,
  type Update,
} from '../../../semantics/proteus/grammar.ts';
import {
  printBinding,
  printExpr,
  printItem,
  printProgram,
  printTerm,
  printType,
  printUpdate,
} from '../../../semantics/proteus/syntax/index.ts';
import { itemList } from '../../../semantics/proteus/programs.ts';
import type { Form } from '../../../rules/judgement.ts';
import type { System } from '../../../rules/system.ts';
import { Typesetter, type Style } from '../../../checker/notation/typeset.ts';
import { sortOf } from '../../../checker/format.ts';
import { isKnown } from '../../../checker/partial.ts';
import { configurationText, itemsOf } from '../../../checker/proteus/telling.ts';

/** Characters of a term inside a sentence. */
const most = 56;
const cut = (s: string, n: number): string => ([...s].length > n ? `${[...s].slice(0, n - 1).join('')}…` : s);

/** Sorts whose terms are named rather than written, in sentences. */
const named = new Set([
  'Types',
  'Signature',
  'Locals',
  'Heap',
  'Changes',
  'Context',
  'Bindings',
  'ChangeList',
  'Update',
]);
const alsoNamed = new Set(['Items', 'Program']);

/** Whether a term has few enough constructors to be printed whole. */
function small(root: unknown, least: number): boolean {
  let n = 0;
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const x = stack.pop();
    if (typeof x !== 'object' || x === null) continue;
    if (++n > least) return false;
    if (!Array.isArray(x)) stack.push(...Object.values(x));
  }
  return true;
}

/** The top of a term; what is deeper is an ellipsis. */
function pruned(g: Grammar, x: unknown, depth: number): unknown {
  if (typeof x !== 'object' || x === null || Array.isArray(x)) return x;
  const term = x as Term & Record<string, unknown>;
  const info = g.constructors.get(term.tag);
  if (!info || info.fields.length === 0) return x;
  if (depth === 0)
    switch (info.sort) {
      case 'Expr':
        return make.Expr.Var('…');
      case 'Type':
        return make.Type.Named('…');
      case 'Fields':
        return make.Fields.Field('…', make.Expr.Var('…'), make.Fields.NoFields());
      case 'TypeFields':
        return make.TypeFields.TypeField('…', make.Type.Named('…'), make.TypeFields.NoTypes());
      default:
        return x;
    }
  const parts = info.fields.map(([f]) => pruned(g, term[f], depth - 1));
  return g.makers.get(term.tag)?.(...parts) ?? x;
}

const concise = <T>(x: T): T => (small(x, 120) ? x : (pruned(proteus, x, 6) as T));

const specials: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '…': '\\ldots{}',
  '·': '$\\cdot$',
  '∅': '$\\emptyset$',
  '-': '{-}',
};
/** A text in LaTeX, inside math, in the letters of a typewriter; a space behind a colon is as wide as any other. */
export const typewriter = (s: string): string => {
  const text = s.replace(/[\\{}~^…·∅-]|[#$%&_]/g, (c) => specials[c] ?? `\\${c}`);
  return `\\texttt{${text.replace(/([:.,;!?]) /g, '$1\\ ')}}`;
};

/** Stands for ∅ while a sentence is put together: templates drop an ∅ at the end of a list. */
const nothing = '\ue000';
const written = (s: string, style: Style): string => s.replaceAll(nothing, style === 'latex' ? '\\emptyset{}' : '∅');

/** Shows the terms of one derivation. */
export class Naming {
  private readonly names = new Map<unknown, { readonly letter: string; readonly index: number }>();
  private readonly counts = new Map<string, number>();
  private readonly letters = new Map<string, string>();
  private readonly system: System;
  private readonly ofProteus: boolean;
  private readonly setters: Readonly<Record<Style, Typesetter>>;
  private readonly open: boolean;

  /** @param open terms may have metavariables in them, where something is not known: they print by their templates. */
  constructor(system: System, open = false) {
    this.system = system;
    this.open = open;
    this.ofProteus = system.grammar === proteus;
    for (const [letter, entry] of Object.entries(system.metas)) {
      const sort = typeof entry === 'string' ? entry : entry.sort;
      if (!this.letters.has(sort)) this.letters.set(sort, letter);
    }
    const setter = (style: Style) => new Typesetter(system.grammar, style, (x) => this.term(x, style));
    this.setters = { text: setter('text'), latex: setter('latex') };
  }

  /** The name of an environment, a heap, …; undefined for what is written out. */
  private nameOf(x: unknown, sort: string): { readonly letter: string; readonly index: number } | undefined {
    if (!this.ofProteus || !(named.has(sort) || (alsoNamed.has(sort) && !small(x, 12)))) return undefined;
    let name = this.names.get(x);
    if (name === undefined) {
      const letter = this.letters.get(sort) ?? sort;
      const index = this.counts.get(letter) ?? 0;
      this.counts.set(letter, index + 1);
      this.names.set(x, (name = { letter, index }));
    }
    return name;
  }

  private term(x: unknown, style: Style): string | undefined {
    if (typeof x === 'string') return style === 'latex' ? typewriter(x) : undefined;
    if (Array.isArray(x)) return style === 'latex' ? (x as string[]).map(typewriter).join(', ') : undefined;
    if (typeof x !== 'object' || x === null || !('tag' in x)) return undefined;
    if (this.open && !isKnown(x as Pattern)) return undefined;
    const { tag } = x as Term;
    if (/\.empty$/.test(tag) || tag === 'NoBindings' || tag === 'NoChanges') return nothing;
    if (tag === 'Hole') return style === 'latex' ? '[\\,]' : '[]';
    const sort = this.system.grammar.constructors.get(tag)?.sort ?? '?';
    const name = this.nameOf(x, sort);
    if (name !== undefined) {
      const index = name.index === 0 ? '' : String(name.index);
      if (style === 'text') return name.letter + index;
      const letter = this.setters.latex.pattern({ meta: name.letter, sort, restriction: undefined });
      return index === '' ? letter : `${letter}_{${index}}`;
    }
    // Capabilities and latents are symbols in mathematics.
    if (!this.ofProteus || (style === 'latex' && (sort === 'Cap' || sort === 'Mu'))) return undefined;
    const text = printTerm(sort, concise(x));
    if (text === undefined) return undefined;
    return style === 'latex' ? typewriter(cut(text, most)) : cut(text, most);
  }

  /** A term on one line. */
  short(x: unknown, n = most): string {
    try {
      return cut(written(this.setters.text.pattern(x as Pattern), 'text'), n);
    } catch (e) {
      // Deeper than this machine can print.
      if (e instanceof RangeError) return '…';
      throw e;
    }
  }

  /** A sentence with its terms: as text, or in LaTeX's math mode. */
  sentence(form: Form | undefined, judgement: string, args: readonly unknown[], style: Style): string {
    const known = form !== undefined && form.inputs.length + form.outputs.length === args.length;
    if (!known) {
      const list = args.map((a) => this.short(a)).join(', ');
      return style === 'latex' ? typewriter(`${judgement}(${list})`) : `${judgement}(${list})`;
    }
    try {
      const text = written(this.setters[style].instance(form, args as readonly Pattern[]), style);
      return style === 'text' ? cut(text.replace(/\s+/g, ' '), 220) : text;
    } catch (e) {
      if (e instanceof RangeError) return `${judgement}(…)`;
      throw e;
    }
  }

  /** A term in full, on several lines where it has several parts. */
  full(x: unknown): string {
    const g = this.system.grammar;
    const sort = sortOf(g, x);
    try {
      return (this.ofProteus ? inFull(sort, x) : undefined) ?? new Typesetter(g, 'text').pattern(x as Pattern);
    } catch (e) {
      if (e instanceof RangeError) return '… (nested too deeply to be written)';
      throw e;
    }
  }
}

/** Terms of Proteus in full; undefined for those without concrete syntax. */
function inFull(sort: string, x: unknown): string | undefined {
  const map = (line: (k: string, v: never) => string): string => {
    const all = [...entries(x as FiniteMap<string, unknown>)].map(([k, v]) => line(k, v as never));
    return all.length === 0 ? '∅' : all.join('\n');
  };
  switch (sort) {
    case 'Types':
      return map((t, τ: Type) => `type ${t} = ${printType(τ)}`);
    case 'Signature':
    case 'Locals':
      return map((z, τ: Type) => `${z} : ${printType(τ)}`);
    case 'Heap':
      return map((z, b: Binding) => printBinding(z, b));
    case 'Changes':
      return map((t, c: { type: Type; by: string }) => `type ${t} = ${printType(c.type)} by ${c.by}`);
    case 'Bindings': {
      const lines: string[] = [];
      for (let at = x as Bindings; at.tag === 'Bound'; at = at.rest) lines.push(printBinding(at.z, at.binding));
      return lines.length === 0 ? '∅' : lines.join('\n');
    }
    case 'Context':
      return printExpr(plug.compute(x as Context, make.Expr.Var('[]')));
    case 'Config':
      return configurationText(x as Config).trimEnd();
    case 'Update':
      return printUpdate(itemsOf(x as Update)).trimEnd();
    case 'Program':
      return printProgram(x as Program).trimEnd();
    case 'Items':
      return itemList(x as Items)
        .map((i) => printItem(i))
        .join('\n');
    default:
      return printTerm(sort, x);
  }
}
