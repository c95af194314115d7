/**
 * Terms as the page shows them: on one line inside a sentence, and in full. Environments and heaps have names (Γ, Γ1, …)
 * by the letters of the calculus, the same name for the same one throughout a derivation.
 */
import type { Term } from '../../semantics/grammar.ts';
import type { Pattern } from '../../semantics/symbols.ts';
import type { Form } from '../../rules/judgement.ts';
import type { System } from '../../rules/system.ts';
import { Typesetter, type Style } from '../../checker/notation/typeset.ts';
import { sortOf } from '../../checker/format.ts';
import { isKnown } from '../../checker/partial.ts';
import { calculusOf } from '../../proofs/calculi.ts';
import type { TermsShown } from '../../proofs/calculus.ts';

/** Characters of a term inside a sentence. */
const most = 56;
const cut = (s: string, n: number): string => ([...s].length > n ? `${[...s].slice(0, n - 1).join('')}…` : s);

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
  private readonly terms: TermsShown | undefined;
  private readonly setters: Readonly<Record<Style, Typesetter>>;
  private readonly open: boolean;

  /** @param open terms may have metavariables in them, where something is not known: they print by their templates. */
  constructor(system: System, open = false) {
    this.system = system;
    this.open = open;
    this.terms = calculusOf(system)?.terms;
    for (const [letter, entry] of Object.entries(system.metas)) {
      const sort = typeof entry === 'string' ? entry : entry.sort;
      if (!this.letters.has(sort)) this.letters.set(sort, letter);
    }
    const setter = (style: Style) => new Typesetter(system.grammar, style, (x) => this.term(x, style));
    this.setters = { text: setter('text'), latex: setter('latex') };
  }

  /** The name of an environment, a heap, …; undefined for what is written out. */
  private nameOf(x: unknown, sort: string): { readonly letter: string; readonly index: number } | undefined {
    const { terms } = this;
    if (!terms?.named.has(sort) && !(terms?.namedIfLarge.has(sort) && !small(x, 12))) return undefined;
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
    if (this.terms === undefined || (style === 'latex' && this.terms.symbols.has(sort))) return undefined;
    const text = this.terms.short(sort, x);
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
      return this.terms?.full(sort, x) ?? new Typesetter(g, 'text').pattern(x as Pattern);
    } catch (e) {
      if (e instanceof RangeError) return '… (nested too deeply to be written)';
      throw e;
    }
  }
}
