/**
 * The seminar as a path through the page: docs/seminar.md, read when the page is built. A heading `10 to 25: title` is a
 * part; an address of the page, the name of an exercise, or the title of an example in its text leads there.
 */
import MarkdownIt from 'markdown-it';
import type { Plugin } from 'vite';

/** A piece of a sentence: text, code, what is said with weight, or what leads somewhere. */
export interface Piece {
  readonly text: string;
  readonly is: 'text' | 'code' | 'strong' | 'place' | 'exercise' | 'example';
  /** Of what leads somewhere: the address, the exercise's or the example's name. */
  readonly to?: string;
}

/** A part of the seminar. Times are in minutes from its beginning. */
export interface Part {
  readonly from: number;
  readonly to: number;
  readonly title: string;
  /** Paragraphs; `code` ones are to be typed elsewhere. */
  readonly paragraphs: readonly { readonly code: boolean; readonly pieces: readonly Piece[] }[];
}

export interface Seminar {
  readonly title: string;
  readonly parts: readonly Part[];
}

/** What a seminar may lead to: the names of exercises and of examples. */
export interface Targets {
  readonly exercises: readonly string[];
  readonly examples: readonly string[];
}

type Inline = NonNullable<ReturnType<MarkdownIt['parse']>[number]['children']>;

function piecesOf(inline: Inline, { exercises, examples }: Targets): Piece[] {
  const pieces: Piece[] = [];
  let strong = false;
  for (const { type, content } of inline) {
    if (type === 'em_open' || type === 'strong_open') strong = true;
    else if (type === 'em_close' || type === 'strong_close') strong = false;
    else if (type === 'softbreak') pieces.push({ text: ' ', is: 'text' });
    else if (type === 'code_inline' && content.startsWith('#/'))
      pieces.push({ text: content, is: 'place', to: content });
    else if (type === 'code_inline' && exercises.includes(content))
      pieces.push({ text: content, is: 'exercise', to: content });
    else if (type === 'code_inline') pieces.push({ text: content, is: 'code' });
    else if (type === 'text' && content !== '') {
      const name = content.toLowerCase().replaceAll(' ', '-');
      if (strong && examples.includes(name)) pieces.push({ text: content, is: 'example', to: name });
      else pieces.push({ text: content, is: strong ? 'strong' : 'text' });
    }
  }
  return pieces;
}

/**
 * Reads a seminar.
 * @throws Error where a part is not headed by its minutes, or does not begin where the one before ends.
 */
export function readSeminar(markdown: string, targets: Targets): Seminar {
  const tokens = new MarkdownIt().parse(markdown, {});
  let title = '';
  const parts: (Part & { paragraphs: Part['paragraphs'][number][] })[] = [];
  tokens.forEach((token, i) => {
    const inside = tokens[i + 1];
    if (token.type === 'heading_open' && token.tag === 'h1') title = inside?.content ?? '';
    if (token.type === 'heading_open' && token.tag === 'h2') {
      const [, from, to, name] = /^(\d+) to (\d+): (.+)$/.exec(inside?.content ?? '') ?? [];
      if (name === undefined || Number(from) !== (parts.at(-1)?.to ?? 0) || Number(to) <= Number(from))
        throw new Error(
          `seminar: "${inside?.content ?? ''}" is not FROM to TO: TITLE, from where the part before ends`,
        );
      parts.push({ from: Number(from), to: Number(to), title: name, paragraphs: [] });
    }
    const last = parts.at(-1);
    if (token.type === 'paragraph_open')
      last?.paragraphs.push({ code: false, pieces: piecesOf(inside?.children ?? [], targets) });
    if (token.type === 'code_block' || token.type === 'fence')
      last?.paragraphs.push({ code: true, pieces: [{ text: token.content.trimEnd(), is: 'code' }] });
  });
  return { title, parts };
}

/** Lets the page import a seminar as what is read of it. */
export const seminars = (targets: Targets): Plugin => ({
  name: 'seminars',
  enforce: 'pre',
  transform(text, id) {
    if (!id.endsWith('/seminar.md')) return null;
    return { code: `export default ${JSON.stringify(readSeminar(text, targets))};`, map: null };
  },
});
