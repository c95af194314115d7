/** Terms printed by the templates of their constructors, with the brackets that their levels ask for. */
import type { ConstructorInfo, Grammar, Term } from './grammar.ts';
import { constructorOf } from './matching.ts';

/**
 * Fills a template: `{f}` and `{f@level}`. Braces that hold no field name stay, and so do those that hold the argument of
 * a LaTeX command: `\\mathsf{type}` is a word, whatever fields there are.
 */
export const fillTemplate = (template: string, part: (name: string, level: number) => string | undefined): string =>
  template.replace(/(?<!\\[A-Za-z]+)\{([A-Za-z0-9]+)(?:@(\d))?\}/g, (all, name: string, level: string | undefined) => {
    const text = part(name, level === undefined ? 0 : Number(level));
    return text ?? all;
  });

/** The place of a field in a template, and the level below which what stands there is put in brackets. */
export interface Part {
  readonly field: string;
  readonly level: number;
}

/** A template in its words and the places of its fields. */
function pieces(template: string, fields: ReadonlySet<string>): readonly (string | Part)[] {
  const marked = fillTemplate(template, (name, level) => (fields.has(name) ? `\0${name}@${level}\0` : undefined));
  return marked.split('\0').map((piece, i) => {
    if (i % 2 === 0) return piece;
    const [field, level] = piece.split('@') as [string, string];
    return { field, level: Number(level) };
  });
}

/** The templates of constructors, in their words and the places of their fields. */
export function templates(): (info: ConstructorInfo) => readonly (string | Part)[] {
  const known = new Map<string, readonly (string | Part)[]>();
  return (info) => {
    let parts = known.get(info.tag);
    if (parts === undefined)
      known.set(info.tag, (parts = pieces(info.text, new Set(info.fields.map(([name]) => name)))));
    return parts;
  };
}

/**
 * Prints terms of a grammar as it says, however deep they are.
 * @returns a function of a term, and of the level below which it is put in brackets.
 */
export function printer(g: Grammar): (term: unknown, least?: number) => string {
  const partsOf = templates();
  return (root, least = 0) => {
    const out: string[] = [];
    const stack: (string | readonly [term: unknown, least: number])[] = [[root, least]];
    while (stack.length > 0) {
      const top = stack.pop() as (typeof stack)[number];
      if (typeof top === 'string') {
        out.push(top);
        continue;
      }
      const [x, level] = top;
      if (typeof x !== 'object' || x === null || !('tag' in x)) {
        out.push(Array.isArray(x) ? x.join(', ') : String(x));
        continue;
      }
      const term = x as Term & Record<string, unknown>;
      const info = constructorOf(g, term);
      const parts = partsOf(info);
      const bracket = info.level !== undefined && info.level < level;
      if (bracket) stack.push(')');
      for (let i = parts.length - 1; i >= 0; i--) {
        const p = parts[i] as string | Part;
        stack.push(typeof p === 'string' ? p : [term[p.field], p.level]);
      }
      if (bracket) stack.push('(');
    }
    return out.join('');
  };
}
