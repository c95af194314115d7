/** How explanations and counterexamples show the terms of components: as they are written, or by their templates. */
import type { Term } from '../../semantics/grammar.ts';
import { components } from '../../semantics/components/grammar.ts';
import { print } from '../../semantics/components/syntax/print.ts';
import type { Pattern } from '../../semantics/symbols.ts';
import { termTexts } from '../hunt/term-texts.ts';
import { Typesetter } from '../notation/typeset.ts';

const typesetter = new Typesetter(components, 'text');
const written = new Set(['Type', 'Expr', 'Update', 'System']);
const large = new Set(['World', 'Versions', 'Version', 'Judging', 'Config', 'Updates', 'Classes']);
const short = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text);

/** A ground value on one line. */
export const show = (x: unknown): string => {
  if (typeof x !== 'object' || x === null || !('tag' in x)) return String(x);
  const sort = components.constructors.get((x as Term).tag)?.sort ?? '';
  if (written.has(sort)) return short(print(x as Term));
  if (sort in components.maps || large.has(sort)) return '…';
  return short(typesetter.pattern(x as Term as Pattern));
};

export const componentsTermTexts = termTexts(components, show);
