/** The tokens of property files (behaviours.md, section 12). */
import { loadError, type LoadError } from '../../semantics/errors.ts';
import type { Position } from '../../semantics/positions.ts';

export interface Token {
  readonly kind: 'name' | 'number' | 'symbol' | 'end';
  readonly text: string;
  readonly position: Position;
}

const shape = /([A-Za-z_][A-Za-z0-9_']*)|([0-9]+)|(--[^\n]*|[^\S\n]+)|(->|!=|<=|>=|[:()|&!=<>.,{}-])|(\n)|([^])/uy;

/** Splits a text into tokens; the last is the end. Of unexpected characters the first is told. */
export function tokensOf(
  text: string,
  file: string,
): { readonly tokens: readonly Token[]; readonly errors: LoadError[] } {
  const tokens: Token[] = [];
  const errors: LoadError[] = [];
  let line = 1;
  let start = 0;
  const place = (offset: number, length: number): Position => ({
    file,
    line,
    column: offset - start + 1,
    offset,
    end: offset + length,
  });
  shape.lastIndex = 0;
  for (let m = shape.exec(text); m !== null; m = shape.exec(text)) {
    const position = place(m.index, m[0].length);
    if (m[1] !== undefined) tokens.push({ kind: 'name', text: m[0], position });
    else if (m[2] !== undefined) tokens.push({ kind: 'number', text: m[0], position });
    else if (m[4] !== undefined) tokens.push({ kind: 'symbol', text: m[0], position });
    else if (m[5] !== undefined) {
      line++;
      start = shape.lastIndex;
    } else if (m[6] !== undefined && errors.length === 0)
      errors.push(loadError('parse', `unexpected character ${JSON.stringify(m[0])}`, position, file));
  }
  tokens.push({ kind: 'end', text: '', position: place(text.length, 0) });
  return { tokens, errors };
}
