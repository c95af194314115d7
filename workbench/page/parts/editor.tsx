/**
 * An editor for a program or an update: highlighting, and its errors underlined in the text and listed below it.
 *
 *     <Editor label="Program" value={text} onChange={setText} errors={[{ line: 3, column: 7, message: 'unknown name x' }]} />
 *
 * `marks` lights up parts of the text (by offset, class names of your own); `onPoint` tells the offset under the
 * pointer or at the cursor, null when it leaves. `readOnly` shows a text that can be read and walked through only.
 */
import { defaultKeymap, history, redo, redoDepth, undo, undoDepth } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Annotation, Compartment, EditorState, StateEffect, StateField, type Text } from '@codemirror/state';
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  type DecorationSet,
} from '@codemirror/view';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { redo as redoPage, undo as undoPage } from '../state.ts';
import { programLanguage } from './language.ts';
import './editor.css';

/** Something to say about a place of the text; without a line, about all of it. */
export interface Problem {
  readonly line?: number | null;
  readonly column?: number | null;
  readonly message: string;
  readonly severity?: 'error' | 'warning' | 'info';
}

/** A lit part of the text, from one offset to another. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly className: string;
}

export interface EditorProps {
  /** Its name for a screen reader, and its heading. */
  readonly label: string;
  readonly value: string;
  readonly onChange?: (text: string) => void;
  readonly errors?: readonly Problem[];
  readonly marks?: readonly Mark[];
  readonly readOnly?: boolean;
  /** An offset that is brought into view when it changes, unless the text is being edited. */
  readonly reveal?: number | undefined;
  readonly onPoint?: (offset: number | null) => void;
  /** Symbols that a keyboard may lack: a button for each puts it where the cursor is. */
  readonly symbols?: readonly { readonly symbol: string; readonly typed: string }[];
}

/** Errors in the list, and errors underlined in the text: more are only counted. */
const mostErrors = 50;
const mostMarked = 500;

const fromOutside = Annotation.define<boolean>();
const past = new Compartment();
/** What was typed here is undone here; where there is none of it, undoing is the page's. */
const undoing =
  (own: (v: EditorView) => boolean, ofPage: () => void) =>
  (v: EditorView): boolean => {
    if (!own(v) && undoDepth(v.state) === 0 && redoDepth(v.state) === 0) ofPage();
    return true;
  };
const undoKeys = [
  { key: 'Mod-z', run: undoing(undo, undoPage), preventDefault: true },
  { key: 'Mod-y', run: undoing(redo, redoPage), preventDefault: true },
  { key: 'Mod-Shift-z', run: undoing(redo, redoPage), preventDefault: true },
];
/**
 * Several lines that come at once as if typed, as keyboards put in what is in their clipboard: they are changed in the
 * text. Browsers would make an element for each line, in time that grows with the square of their number.
 */
function putLines(event: InputEvent, v: EditorView): boolean {
  if (event.inputType !== 'insertText' || v.state.readOnly || !event.cancelable || !event.data?.includes('\n'))
    return false;
  event.preventDefault();
  v.dispatch(v.state.replaceSelection(v.state.toText(event.data)), { userEvent: 'input.paste', scrollIntoView: true });
  return true;
}
const setMarks = StateEffect.define<readonly Mark[]>();
const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(old, tr) {
    let now = old.map(tr.changes);
    for (const effect of tr.effects)
      if (effect.is(setMarks)) {
        const fit = effect.value.filter((m) => m.from < m.to && m.to <= tr.state.doc.length);
        now = Decoration.set(
          fit.map((m) => Decoration.mark({ class: m.className }).range(m.from, m.to)),
          true,
        );
      }
    return now;
  },
  provide: (f) => EditorView.decorations.from(f),
});

/** Where a problem is in the text: the word that begins there, or the one character. */
export function rangeOf(doc: Text, p: Problem): { from: number; to: number } {
  const line = doc.line(Math.min(Math.max(p.line ?? 1, 1), doc.lines));
  const from = Math.min(line.from + Math.max((p.column ?? 1) - 1, 0), line.to);
  const word = /^(?:[A-Za-z0-9_']+|.)/u.exec(line.text.slice(from - line.from))?.[0].length ?? 0;
  return { from, to: from + word };
}

export function Editor({
  label,
  value,
  onChange,
  errors = [],
  marks = [],
  readOnly = false,
  reveal,
  onPoint,
  symbols = [],
}: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const id = useId();
  // What is told of them: the errors of thousands of lines are not compared one by one at each key.
  const told = JSON.stringify(errors.slice(0, mostMarked));
  // The editor is made once; it calls whatever is current.
  const now = useRef({ onChange, onPoint });
  now.current = { onChange, onPoint };

  useLayoutEffect(() => {
    const made = new EditorView({
      parent: host.current as HTMLElement,
      state: EditorState.create({
        doc: value,
        extensions: [
          lineNumbers(),
          past.of(history()),
          drawSelection(),
          bracketMatching(),
          highlightActiveLine(),
          programLanguage,
          marked,
          EditorView.lineWrapping,
          EditorState.readOnly.of(readOnly),
          keymap.of([...defaultKeymap, ...undoKeys]),
          EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': `${id}-errors`, tabindex: '0' }),
          EditorView.updateListener.of((u) => {
            const typed = u.docChanged && !u.transactions.some((t) => t.annotation(fromOutside));
            if (typed) now.current.onChange?.(u.state.doc.toString());
            if (u.selectionSet && u.view.hasFocus) now.current.onPoint?.(u.state.selection.main.head);
          }),
          EditorView.domEventHandlers({
            beforeinput: putLines,
            mousemove: (event, v) => now.current.onPoint?.(v.posAtCoords({ x: event.clientX, y: event.clientY })),
            mouseleave: () => now.current.onPoint?.(null),
            blur: () => now.current.onPoint?.(null),
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [label, readOnly]);

  useLayoutEffect(() => {
    const v = view.current as EditorView;
    if (v.state.doc.toString() === value) return;
    v.dispatch({
      changes: { from: 0, to: v.state.doc.length, insert: value },
      annotations: fromOutside.of(true),
      effects: past.reconfigure([]),
    });
    // What was typed before was typed into another text.
    v.dispatch({ effects: past.reconfigure(history()) });
  }, [value]);

  useEffect(() => {
    const v = view.current as EditorView;
    const all = errors.slice(0, mostMarked).map((p): Diagnostic => ({
      ...rangeOf(v.state.doc, p),
      severity: p.severity ?? 'error',
      message: p.message,
    }));
    v.dispatch(setDiagnostics(v.state, all));
  }, [told]);

  useEffect(() => {
    view.current?.dispatch({ effects: setMarks.of(marks) });
  }, [JSON.stringify(marks)]);

  useEffect(() => {
    const v = view.current as EditorView;
    if (reveal === undefined || v.hasFocus || reveal > v.state.doc.length) return;
    v.dispatch({ effects: EditorView.scrollIntoView(reveal, { y: 'nearest', yMargin: 40 }) });
  }, [reveal, value]);

  const go = (p: Problem) => {
    const v = view.current as EditorView;
    v.dispatch({ selection: { anchor: rangeOf(v.state.doc, p).from }, scrollIntoView: true });
    v.focus();
  };

  const insert = (symbol: string) => {
    const v = view.current as EditorView;
    v.dispatch(v.state.replaceSelection(symbol));
    v.focus();
  };

  return (
    <div class="editor">
      {symbols.length > 0 && (
        <div class="editor-symbols" role="group" aria-label={`Symbols for ${label}`}>
          {symbols.map(({ symbol, typed }) => (
            <button type="button" title={`${symbol} (or type ${typed})`} onClick={() => insert(symbol)}>
              {symbol}
            </button>
          ))}
        </div>
      )}
      <div class="editor-text" ref={host} />
      <ul class="editor-errors" id={`${id}-errors`} aria-label={`${label}: what is wrong`} aria-live="polite">
        {errors.slice(0, mostErrors).map((p) => (
          <li class={`editor-${p.severity ?? 'error'}`}>
            {p.line ? (
              <button type="button" class="editor-place" onClick={() => go(p)}>
                {p.line}:{p.column ?? 1}
              </button>
            ) : null}{' '}
            {p.message}
          </li>
        ))}
        {errors.length > mostErrors ? <li class="editor-more">and {errors.length - mostErrors} more</li> : null}
      </ul>
    </div>
  );
}
