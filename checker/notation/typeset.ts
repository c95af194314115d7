/**
 * Rules print themselves from their schemas: as text, LaTeX (mathpartir) and HTML (MathML-free, with sub- and
 * superscripts as text). Terms print by the templates of their constructors, metafunctions and judgements by theirs.
 */
import type { Grammar, Term } from '../../semantics/grammar.ts';
import { fillTemplate } from '../../semantics/printing.ts';
import { isCall, isMeta, type AnyMetafunction, type Pattern } from '../../semantics/symbols.ts';
import type { Form } from '../../rules/judgement.ts';
import type { Premise, Rule } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';

export type Style = 'text' | 'latex';

/** How a ground value is shown in place of a pattern; undefined for the template of its constructor. */
export type ShowValue = (x: unknown) => string | undefined;

/** The empty name, of what nothing can speak of. */
export const noName = '_';

/** Greek letters of metavariables in LaTeX. */
export const greek: Readonly<Record<string, string>> = {
  τ: '\\tau',
  φ: '\\varphi',
  ρ: '\\rho',
  β: '\\beta',
  α: '\\alpha',
  μ: '\\mu',
  Δ: '\\Delta',
  Σ: '\\Sigma',
  Γ: '\\Gamma',
  Ω: '\\Omega',
};

/** A metavariable: Δ1 is a Δ with index 1, Δf one with index f. */
function metaName(name: string, style: Style): string {
  const [head, ...rest] = [...name];
  if (style === 'text') return name;
  const letter = greek[head as string] ?? (head as string);
  return rest.length > 0 ? `${letter}_{${rest.join('')}}` : letter;
}

/** Without the ends of lists that are not shown: `l = e, ·` is written `l = e`. */
export const tidied = (text: string): string =>
  text.replace(/, ·|, \\cdot(?![a-z])/g, '').replace(/, ∅|, \\emptyset/g, '');

export class Typesetter {
  private readonly grammar: Grammar;
  private readonly style: Style;
  private readonly show: ShowValue;

  constructor(grammar: Grammar, style: Style, show: ShowValue = () => undefined) {
    this.grammar = grammar;
    this.style = style;
    this.show = show;
  }

  pattern(p: Pattern, least = 0): string {
    if (isMeta(p)) return metaName(p.meta, this.style);
    if (isCall(p)) return this.call(p.call, p.args, least);
    const shown = this.show(p);
    if (shown !== undefined) return shown;
    if (p === '') return this.style === 'text' ? noName : `\\${noName}`;
    if (typeof p !== 'object' || Array.isArray(p)) return Array.isArray(p) ? p.join(', ') : String(p);
    const term = p as Term & Record<string, Pattern>;
    const info = this.grammar.constructors.get(term.tag) ?? this.grammar.extended.get(term.tag)?.info;
    if (!info) return term.tag;
    // A cofinite set without exceptions is written *.
    if (term.tag === 'Cofinite' && (term.names as readonly string[]).length === 0)
      return this.style === 'text' ? '*' : '{*}';
    const template = this.style === 'latex' ? (info.latex ?? info.text) : info.text;
    const text = fillTemplate(template, (name, level) =>
      info.fields.some(([f]) => f === name) ? this.pattern(term[name] as Pattern, level) : undefined,
    );
    const tidy = tidied(text);
    return info.level !== undefined && info.level < least ? `(${tidy})` : tidy;
  }

  private call(f: AnyMetafunction, args: readonly Pattern[], least: number): string {
    const { text, latex, level } = f.info;
    const filled = fillTemplate(this.style === 'latex' ? (latex ?? text) : text, (name, l) => {
      const arg = args[Number(name)];
      return arg === undefined ? undefined : this.pattern(arg, l);
    });
    return level !== undefined && level < least ? `(${filled})` : filled;
  }

  instance(form: Form, args: readonly Pattern[]): string {
    return fillTemplate(this.style === 'latex' ? form.latex : form.text, (name, level) => {
      const arg = args[Number(name)];
      return arg === undefined ? undefined : this.pattern(arg, level);
    });
  }

  premise(p: Premise): string {
    if (p.kind === 'judgement') return this.instance(p.judgement, p.args);
    if (p.kind === 'where') return `${this.pattern(p.value)} = ${this.pattern(p.pattern)}`;
    return this.call(p.call, p.args, 0);
  }
}

/** A rule as in a paper: premises, a line, the conclusion and the name beside the line. */
export function ruleAsText(system: System, rule: Rule): string {
  const t = new Typesetter(system.grammar, 'text');
  const premises = rule.premises.map((p) => t.premise(p));
  const conclusion = t.instance(rule.conclusion.judgement, rule.conclusion.args);
  const width = (s: string) => [...s].length;
  const oneLine = premises.join('    ');
  const above = width(oneLine) <= 100 ? (premises.length > 0 ? [oneLine] : []) : premises;
  const bar = '─'.repeat(Math.max(...above.map(width), width(conclusion)));
  return [...above, `${bar} ${rule.name}`, conclusion, ''].join('\n');
}

/** A rule's name in LaTeX text. */
export const nameAsLatex = (name: string): string => name.replace('Ω', '$\\Omega$');

/** A rule in LaTeX, for the package mathpartir. */
export function ruleAsLatex(system: System, rule: Rule): string {
  const t = new Typesetter(system.grammar, 'latex');
  const premises = rule.premises.map((p) => t.premise(p)).join(' \\\\\n  ');
  return `\\inferrule[${nameAsLatex(rule.name)}]\n  {${premises}}\n  {${t.instance(rule.conclusion.judgement, rule.conclusion.args)}}\n`;
}

const escape = (s: string) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** A rule in HTML: a table with premises, a line, the conclusion, and the name. */
export function ruleAsHtml(system: System, rule: Rule): string {
  const t = new Typesetter(system.grammar, 'text');
  const premises = rule.premises.map((p) => `<span class="premise">${escape(t.premise(p))}</span>`).join(' ');
  const conclusion = escape(t.instance(rule.conclusion.judgement, rule.conclusion.args));
  return [
    `<figure class="rule" id="${escape(rule.name)}">`,
    `<div class="premises">${premises}</div>`,
    `<div class="conclusion" style="border-top:1px solid">${conclusion}</div>`,
    `<figcaption>${escape(rule.name)}</figcaption>`,
    '</figure>',
    '',
  ].join('\n');
}

/** The equations of a metafunction, one a line; none for one that is code. */
export function equationsAsText(g: Grammar, f: AnyMetafunction): string[] {
  const t = new Typesetter(g, 'text');
  return (f.info.equations ?? []).map(({ left, right, where }) => {
    const is = f.info.result === 'holds' ? 'needs' : '=';
    const conditions = (where ?? []).map((w) => `${t.pattern(w.value)} = ${t.pattern(w.pattern)}`);
    return `${t.pattern(left)} ${is} ${t.pattern(right)}${conditions.length > 0 ? `    where ${conditions.join(', ')}` : ''}`;
  });
}
