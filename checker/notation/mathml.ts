/**
 * Rules in MathML, as plain data: read from the LaTeX that the templates give (a small part of LaTeX: letters, groups,
 * sub- and superscripts, and the commands of `symbols` and `fonts`), so that a construct is typeset in one place.
 */
import type { Instance } from '../../rules/judgement.ts';
import type { Premise, Rule } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import { fillTemplate } from '../../semantics/printing.ts';
import { Typesetter } from './typeset.ts';

/** An element of MathML. Those with text have no children. */
export interface MathNode {
  readonly tag: 'mrow' | 'mi' | 'mn' | 'mo' | 'mtext' | 'mspace' | 'msub' | 'msup' | 'msubsup' | 'mover';
  readonly text?: string;
  readonly children?: readonly MathNode[];
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface RuleMath {
  readonly premises: readonly MathNode[];
  readonly conclusion: MathNode;
}

/** Command ↦ element and text. */
const symbols: Readonly<Record<string, readonly ['mi' | 'mo' | 'mtext', string]>> = {
  tau: ['mi', 'τ'],
  varphi: ['mi', 'φ'],
  rho: ['mi', 'ρ'],
  beta: ['mi', 'β'],
  alpha: ['mi', 'α'],
  mu: ['mi', 'μ'],
  lambda: ['mo', 'λ'],
  varepsilon: ['mi', 'ε'],
  Delta: ['mi', 'Δ'],
  Sigma: ['mi', 'Σ'],
  Gamma: ['mi', 'Γ'],
  Omega: ['mi', 'Ω'],
  vdash: ['mo', '⊢'],
  dashv: ['mo', '⊣'],
  to: ['mo', '→'],
  rightsquigarrow: ['mo', '⤳'],
  hookrightarrow: ['mo', '↪'],
  Rightarrow: ['mo', '⇒'],
  Leftarrow: ['mo', '⇐'],
  Downarrow: ['mo', '⇓'],
  downarrow: ['mo', '↓'],
  mapsto: ['mo', '↦'],
  in: ['mo', '∈'],
  notin: ['mo', '∉'],
  subseteq: ['mo', '⊆'],
  cap: ['mo', '∩'],
  cup: ['mo', '∪'],
  sqcup: ['mo', '⊔'],
  cong: ['mo', '≅'],
  sqcap: ['mo', '⊓'],
  setminus: ['mo', '∖'],
  emptyset: ['mo', '∅'],
  le: ['mo', '≤'],
  ne: ['mo', '≠'],
  approx: ['mo', '≈'],
  oplus: ['mo', '⊕'],
  circ: ['mo', '∘'],
  square: ['mi', '□'],
  cdot: ['mo', '·'],
  times: ['mo', '×'],
  lfloor: ['mo', '⌊'],
  rfloor: ['mo', '⌋'],
  forall: ['mo', '∀'],
  ldots: ['mo', '…'],
  upharpoonright: ['mo', '↾'],
  langle: ['mo', '⟨'],
  rangle: ['mo', '⟩'],
  mid: ['mo', '∣'],
  neg: ['mo', '¬'],
  bigsqcap: ['mo', '⨅'],
  '#': ['mo', '#'],
  '{': ['mo', '{'],
  '}': ['mo', '}'],
  _: ['mi', '_'],
};
/** What `\not` makes of an operator. */
const negated: Readonly<Record<string, string>> = { '≈': '≉', '∈': '∉', '=': '≠', '⊆': '⊈' };
const spaces: Readonly<Record<string, string>> = {
  ',': '0.17em',
  ';': '0.28em',
  ' ': '0.25em',
  quad: '1em',
  '!': '-0.17em',
};
/** Commands that set their argument upright: as one word, or as text. */
const fonts: Readonly<Record<string, 'upright' | 'text' | 'script'>> = {
  mathsf: 'upright',
  mathrm: 'upright',
  mathit: 'upright',
  texttt: 'text',
  text: 'text',
  mathcal: 'script',
};

type Token =
  | { readonly kind: 'command'; readonly name: string }
  | { readonly kind: 'open' | 'close' | 'sub' | 'sup' | 'space' }
  | { readonly kind: 'word' | 'number' | 'operator'; readonly text: string };

function tokens(latex: string): Token[] {
  const out: Token[] = [];
  const pattern = /\\([A-Za-z]+|[^])|([{}_^])|(\s+)|([A-Za-z][A-Za-z0-9']*|'+)|([0-9]+)|(:=|<:|->|[^])/gu;
  for (const [, command, mark, space, word, number, other] of latex.matchAll(pattern)) {
    if (command !== undefined) out.push({ kind: 'command', name: command });
    else if (mark !== undefined)
      out.push({ kind: ({ '{': 'open', '}': 'close', _: 'sub', '^': 'sup' } as const)[mark as '{'] });
    else if (space !== undefined) out.push({ kind: 'space' });
    else if (word !== undefined) out.push({ kind: 'word', text: word });
    else if (number !== undefined) out.push({ kind: 'number', text: number });
    else out.push({ kind: 'operator', text: other as string });
  }
  return out;
}

const row = (children: readonly MathNode[]): MathNode =>
  children.length === 1 ? (children[0] as MathNode) : { tag: 'mrow', children };
const word = (text: string): MathNode => ({ tag: 'mi', text });

/**
 * MathML of a LaTeX formula.
 * @throws Error for a command that is not in the tables: the templates and this file belong together.
 */
export function mathOf(latex: string): MathNode {
  const list = tokens(latex);
  let at = 0;

  /** The text of a group, for \text and words: commands of spaces become spaces. */
  const plain = (): string => {
    let text = '';
    let depth = 0;
    for (; at < list.length; at++) {
      const t = list[at] as Token;
      if (t.kind === 'open') {
        depth++;
        continue;
      }
      if (t.kind === 'close') {
        if (--depth === 0) {
          at++;
          return text;
        }
        continue;
      }
      if (t.kind === 'space') text += ' ';
      else if (t.kind === 'sub') text += '_';
      else if (t.kind === 'sup') text += '^';
      else if (t.kind === 'command') text += symbols[t.name]?.[1] ?? (t.name in spaces ? ' ' : t.name);
      else if ('text' in t) text += t.text;
      if (depth === 0) {
        at++;
        return text;
      }
    }
    return text;
  };

  const group = (): MathNode => {
    while (list[at]?.kind === 'space') at++;
    const t = list[at];
    if (t?.kind === 'open') {
      at++;
      const inside = sequence();
      at++;
      return row(inside);
    }
    return atom() ?? { tag: 'mrow', children: [] };
  };

  const command = (name: string): MathNode => {
    const symbol = symbols[name];
    if (symbol !== undefined) return { tag: symbol[0], text: symbol[1] };
    const width = spaces[name];
    if (width !== undefined) return { tag: 'mspace', attributes: { width } };
    const font = fonts[name];
    if (font === 'text') return { tag: 'mtext', text: plain().replace(/^ | $/g, '\u00a0') };
    if (font !== undefined) {
      // A word with more than letters in it (a term of the calculus) is set part by part.
      const start = at;
      const text = plain();
      if (/^[\p{L}0-9 -]+$/u.test(text)) {
        const attributes = { class: font === 'script' ? 'math-script' : 'math-upright', mathvariant: 'normal' };
        return { tag: 'mi', text, attributes };
      }
      at = start;
      return group();
    }
    switch (name) {
      // The size of what follows, which MathML chooses itself.
      case 'textstyle':
        return { tag: 'mrow', children: [] };
      case 'not': {
        const of = atom();
        return { tag: 'mo', text: negated[of?.text ?? ''] ?? `${of?.text ?? ''}\u0338` };
      }
      case 'mathbin':
        return { tag: 'mo', text: plain().trim() };
      case 'xrightarrow':
        return { tag: 'mover', children: [{ tag: 'mo', text: '→', attributes: { stretchy: 'true' } }, group()] };
      case 'changed':
        return { tag: 'mrow', attributes: { class: 'math-changed' }, children: [group()] };
      default:
        throw new Error(`LaTeX command \\${name} has no MathML`);
    }
  };

  /** One atom without its scripts; undefined at a space. */
  const atom = (): MathNode | undefined => {
    const t = list[at++] as Token | undefined;
    if (t === undefined) return undefined;
    switch (t.kind) {
      case 'space':
      case 'close':
        return undefined;
      case 'open': {
        at--;
        return group();
      }
      case 'sub':
      case 'sup':
        return { tag: 'mrow', children: [] };
      case 'word':
        return word(t.text);
      case 'number':
        return { tag: 'mn', text: t.text };
      case 'operator':
        return /\p{L}/u.test(t.text) ? word(t.text) : { tag: 'mo', text: t.text };
      case 'command':
        return command(t.name);
    }
  };

  function sequence(): MathNode[] {
    const out: MathNode[] = [];
    while (at < list.length && list[at]?.kind !== 'close') {
      const t = list[at] as Token;
      if (t.kind === 'space') {
        at++;
        continue;
      }
      if (t.kind === 'sub' || t.kind === 'sup') {
        const base = out.pop() ?? { tag: 'mrow', children: [] };
        at++;
        const first = group();
        const second = list[at]?.kind;
        if ((second === 'sub' || second === 'sup') && second !== t.kind) {
          at++;
          const other = group();
          out.push({ tag: 'msubsup', children: t.kind === 'sub' ? [base, first, other] : [base, other, first] });
        } else out.push({ tag: t.kind === 'sub' ? 'msub' : 'msup', children: [base, first] });
        continue;
      }
      const a = atom();
      if (a !== undefined) out.push(a);
    }
    return out;
  }

  const all = sequence();
  // A closer without its opener closes nothing.
  while (at < list.length) {
    at++;
    all.push(...sequence());
  }
  return row(all);
}

const setter = (system: System) => new Typesetter(system.grammar, 'latex');

/** A judgement in MathML. @param changed the arguments that are marked as changed. */
export function instanceAsMath(system: System, p: Instance, changed: ReadonlySet<number> = new Set()): MathNode {
  const t = setter(system);
  const latex = fillTemplate(p.judgement.latex, (name, level) => {
    const i = Number(name);
    const arg = p.args[i];
    if (arg === undefined) return undefined;
    return changed.has(i) ? `\\changed{${t.pattern(arg, level)}}` : t.pattern(arg, level);
  });
  return mathOf(latex);
}

/** A premise in MathML. */
export const premiseAsMath = (system: System, p: Premise): MathNode =>
  p.kind === 'judgement' ? instanceAsMath(system, p) : mathOf(setter(system).premise(p));

/** A rule in MathML. */
export const ruleAsMath = (system: System, rule: Rule): RuleMath => ({
  premises: rule.premises.map((p) => premiseAsMath(system, p)),
  conclusion: instanceAsMath(system, rule.conclusion),
});

const escape = (s: string) =>
  s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** MathML as markup, for a file; a page makes its elements from the nodes. */
export function mathAsMarkup(node: MathNode): string {
  const attributes = Object.entries(node.attributes ?? {}).map(([k, v]) => ` ${k}="${escape(v)}"`);
  const inside = node.text === undefined ? (node.children ?? []).map(mathAsMarkup).join('') : escape(node.text);
  return `<${node.tag}${attributes.join('')}>${inside}</${node.tag}>`;
}
