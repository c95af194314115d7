/** Readings of proofs written out: as text, and in LaTeX. */
import { nameAsLatex } from '../checker/notation/typeset.ts';
import type { Line, Reading, Sentence, Words } from './reading/reading.ts';

/** `Preservation, R-Hd`: how a case is called. */
export const headingOf = ({ theorem, case: kase }: Pick<Reading, 'theorem' | 'case'>): string =>
  kase === '' ? theorem : `${theorem}, ${kase}`;

const plain = (words: Words): string => words.map((w) => (typeof w === 'string' ? w : w.text)).join('');

/** A reading as text, line by line: what is inside a part stands further in. */
export function readingAsText(r: Reading): readonly string[] {
  const out = [`${headingOf(r)}: ${r.title}`];
  const lines = (all: readonly Line[], by: string): void => {
    for (const l of all) {
      out.push(`${by}${plain(l.by)}`);
      for (const p of l.parts) {
        out.push(`${by}  ${plain(p.title)}:`);
        lines(p.lines, `${by}    `);
      }
      for (const c of l.claims) out.push(`${by}    (${c.no}) ${c.text}`);
      for (const f of l.facts) out.push(`${by}        ${f.text}`);
    }
  };
  lines(r.lines, '  ');
  return out;
}

/** What a document needs to show a reading. */
export const readingPreamble = '\\usepackage{amsmath,amssymb}';

/** Words as LaTeX text: names of rules and lemmas among them. */
const escaped = (s: string): string =>
  nameAsLatex(s.replace(/[_&%#{}$]/g, (c) => `\\${c}`))
    .replaceAll('≠', '$\\ne$')
    .replaceAll(' = ', ' $=$ ');
const latexWords = (words: Words): string => words.map((w) => (typeof w === 'string' ? escaped(w) : `$${w.latex}$`)).join(''); // prettier-ignore

/** A reading in LaTeX: paragraphs, those of a part further in (lists nest four deep at most). */
export function readingAsLatex(r: Reading): string {
  const out = [
    `% ${readingPreamble}`,
    `\\paragraph{${escaped(headingOf(r))}.} ${escaped(r.title)}.\\par`,
    '{\\parindent=0pt',
  ];
  const par = (depth: number, text: string) => out.push(`{\\leftskip=${depth}em ${text}\\par}`);
  const formulas = (all: readonly Sentence[]): string => all.map((f) => `$${f.latex}$`).join(', ');
  const lines = (all: readonly Line[], depth: number): void => {
    for (const l of all) {
      par(depth, `${latexWords(l.by)}${l.facts.length > 0 ? `: ${formulas(l.facts)}` : ''}`);
      for (const p of l.parts) {
        par(depth + 1, `\\emph{${latexWords(p.title)}}`);
        lines(p.lines, depth + 2);
      }
      for (const c of l.claims) par(depth + 2, `(${c.no})\\quad $${c.latex}$`);
    }
  };
  lines(r.lines, 1);
  return [...out, '}', ''].join('\n');
}
