/** How explanations and counterexamples show the terms of sessions: as they are written, or by their templates. */
import type { Term } from '../../semantics/grammar.ts';
import { sessions } from '../../semantics/sessions/grammar.ts';
import { print } from '../../semantics/sessions/syntax/print.ts';
import type { Pattern } from '../../semantics/symbols.ts';
import { termTexts } from '../hunt/term-texts.ts';
import { Typesetter } from '../notation/typeset.ts';

const typesetter = new Typesetter(sessions, 'text');
const written = new Set(['Sort', 'Global', 'Local', 'Expr', 'Process', 'Heading', 'Item']);
const short = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text);

/** A ground value on one line. */
export const show = (x: unknown): string => {
  if (typeof x !== 'object' || x === null || !('tag' in x)) return String(x);
  const sort = sessions.constructors.get((x as Term).tag)?.sort ?? '';
  if (written.has(sort)) return short(print(x as Parameters<typeof print>[0]));
  if (sort in sessions.maps || sort === 'Table' || sort === 'Versions' || sort === 'Version') return '…';
  return short(typesetter.pattern(x as Term as Pattern));
};

export const sessionsTermTexts = termTexts(sessions, show);
