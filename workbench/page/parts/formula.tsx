/** An editor for properties: words of the program are offered as one types, errors are underlined and listed. */
import {
  autocompletion,
  completionKeymap,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { rangeOf, type Problem } from './editor.tsx';
import { programLanguage } from './language.ts';
import './editor.css';

interface FormulaProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly errors: readonly Problem[];
  /** What can be typed. */
  readonly words: readonly string[];
}

/** Completions of the word before the cursor: those that have it in them. */
function completions(words: readonly string[]) {
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\p{L}_][\p{L}0-9_'-]*/u);
    if (word === null && !context.explicit) return null;
    return {
      from: word?.from ?? context.pos,
      options: words.map((label) => ({ label, type: /[(= ]/.test(label) ? 'function' : 'variable' })),
    };
  };
}

export function Formula({ label, value, onChange, errors, words }: FormulaProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const id = useId();
  const now = useRef({ onChange, words });
  now.current = { onChange, words };
  useLayoutEffect(() => {
    const made = new EditorView({
      parent: host.current as HTMLElement,
      state: EditorState.create({
        doc: value,
        extensions: [
          history(),
          programLanguage,
          EditorView.lineWrapping,
          autocompletion({ override: [(c) => completions(now.current.words)(c)], icons: false }),
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': `${id}-errors`, tabindex: '0' }),
          EditorView.updateListener.of((u) => {
            if (u.docChanged && u.state.doc.toString() !== value) now.current.onChange(u.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [label]);
  useLayoutEffect(() => {
    const v = view.current as EditorView;
    if (v.state.doc.toString() === value) return;
    v.dispatch({ changes: { from: 0, to: v.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    const v = view.current as EditorView;
    const all = errors.map((p): Diagnostic => ({
      ...rangeOf(v.state.doc, p),
      severity: 'error',
      message: p.message,
    }));
    v.dispatch(setDiagnostics(v.state, all));
  }, [JSON.stringify(errors)]);
  return (
    <div class="editor">
      <div class="editor-text" ref={host} />
      <ul class="editor-errors" id={`${id}-errors`} aria-label={`${label}: what is wrong`} aria-live="polite">
        {errors.map((p) => (
          <li key={`${p.line} ${p.column} ${p.message}`} class="editor-error">
            {p.line ? `${p.line}:${p.column ?? 1} ` : ''}
            {p.message}
          </li>
        ))}
      </ul>
    </div>
  );
}
