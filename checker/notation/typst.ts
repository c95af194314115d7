/** Formulas for Typst, made of the MathML that the templates give: a construct is typeset in one place for all of them. */
import type { MathNode } from './mathml.ts';

/** A text as a string of Typst. */
export const typstString = (text: string): string =>
  `"${text.replace(/[\\"\p{Cc}]/gu, (c) => `\\u{${(c.codePointAt(0) as number).toString(16)}}`)}"`;

/** Signs by their numbers: Typst gives each the spaces of its class, and reads none of them as its own. */
const signs = (text: string): string =>
  [...text].map((c) => `\\u{${(c.codePointAt(0) as number).toString(16)}}`).join(' ');

/** A formula in Typst's math mode. */
export function mathAsTypst({ tag, text = '', children = [], attributes }: MathNode): string {
  const [base = '""', first = '""', second = '""'] = children.map(mathAsTypst);
  switch (tag) {
    case 'mi':
      if (attributes?.class === 'math-script') return `cal(${typstString(text)})`;
      return [...text].length === 1 && attributes === undefined ? `italic(${typstString(text)})` : typstString(text);
    case 'mn':
      return typstString(text);
    case 'mo':
      return signs(text);
    case 'mtext':
      return `#raw(${typstString(text.replaceAll('\u00a0', ' '))})`;
    case 'mspace':
      return `#h(${attributes?.width ?? '0em'})`;
    case 'msub':
      return `attach(scripts(${base}), b: ${first})`;
    case 'msup':
      return `attach(scripts(${base}), t: ${first})`;
    case 'msubsup':
      return `attach(scripts(${base}), b: ${first}, t: ${second})`;
    case 'mover':
      return `attach(limits(${base}), t: ${first})`;
    case 'mrow':
      return children.length === 0 ? '""' : children.map(mathAsTypst).join(' ');
  }
}
