/** The languages of programs for CodeMirror: words, numbers and comments told apart, as their lexers do. */
import { HighlightStyle, StreamLanguage, syntaxHighlighting, type StringStream } from '@codemirror/language';
import { tags } from '@lezer/highlight';

// Put in when the page is built (vite.config.ts), so that the lexer itself stays in the worker.
declare const __KEYWORDS__: readonly string[];
export const keywords: ReadonlySet<string> = new Set(__KEYWORDS__);

interface State {
  /** How many comments are open around this place. */
  depth: number;
}

function comment(stream: StringStream, state: State): string {
  while (!stream.eol()) {
    if (stream.match('(*')) state.depth++;
    else if (stream.match('*)')) {
      if (--state.depth === 0) break;
    } else stream.next();
  }
  return 'comment';
}

const language = StreamLanguage.define<State>({
  name: 'programs',
  startState: () => ({ depth: 0 }),
  copyState: ({ depth }) => ({ depth }),
  token(stream, state) {
    if (state.depth > 0) return comment(stream, state);
    if (stream.eatSpace()) return null;
    if (stream.match('(*')) {
      state.depth = 1;
      return comment(stream, state);
    }
    if (stream.match('--')) {
      stream.skipToEnd();
      return 'comment';
    }
    if (stream.match(/^[0-9]+/) || stream.match(/^@[0-9]+/)) return 'number';
    // Letters of any alphabet: rules are written with Greek ones.
    if (stream.match(/^[\p{L}_][\p{L}0-9_']*/u)) return keywords.has(stream.current()) ? 'keyword' : 'variableName';
    stream.next();
    return null;
  },
  languageData: { commentTokens: { line: '--', block: { open: '(*', close: '*)' } } },
});

const style = HighlightStyle.define([
  { tag: tags.keyword, class: 'code-word' },
  { tag: tags.number, class: 'code-number' },
  { tag: tags.comment, class: 'code-comment' },
]);

/** The language and its colours, as an extension of an editor. */
export const programLanguage = [language, syntaxHighlighting(style)];
