/**
 * Explanations: a word, a symbol or a rule's name that the pointer rests on, or that has the focus, in a sentence, with a
 * link to the rule. The words are the calculus' own.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { usePage } from '../state.ts';
import { calculusOf, toldOf } from './calculi.ts';
import type { Told } from '../brings.ts';
import { explainAt, type Explained } from './explain.ts';
import './words.css';

/** Where there are words to explain. */
const places = '.code, .tree-paper, .tree-outline, .tree-figure, .words, .editor-text';
/** Milliseconds that the pointer rests. */
const rest = 350;

interface Shown extends Explained {
  readonly x: number;
  readonly y: number;
}

/** The text of an element, and where in it the point of a node is. */
function textAt(box: Element, node: Node, offset: number): { readonly text: string; readonly at: number } {
  const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  let [text, at] = ['', 0];
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    if (n === node) at = text.length + offset;
    text += n.textContent ?? '';
    // Enough around it: a form of the calculus is no longer than that.
    if (at > 0 && text.length > at + 200) break;
  }
  return { text: text.slice(Math.max(0, at - 200)), at: Math.min(at, 200) };
}

/** What stands under a point of the window. */
function under(x: number, y: number, target: Element, told: Told): Explained | undefined {
  const box = target.closest('.tree-rule, figcaption, .tree-text, .cm-line, math, .code, .words');
  if (!box?.closest(places)) return undefined;
  const range = document.caretRangeFromPoint(x, y);
  const own = box.textContent ?? '';
  // A symbol of a formula is a word by itself.
  const symbol = target.closest('mi, mo');
  if (symbol) return explainAt(symbol.textContent ?? '', 0, told, true);
  if (!range || !box.contains(range.startContainer))
    return own.length < 40 ? explainAt(own.trim(), 0, told) : undefined;
  const { text, at } = textAt(box, range.startContainer, range.startOffset);
  return explainAt(text, at, told);
}

export function Words() {
  const { variant, view } = usePage();
  const calculus = calculusOf(variant);
  const [shown, setShown] = useState<Shown | undefined>();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => setShown(undefined), [view]);
  useEffect(() => {
    let due: number | undefined;
    /** What is asked for last is shown, if its words come. */
    let asked = 0;
    const tell = (found: (told: Told) => Shown | undefined) => {
      const mine = ++asked;
      const show = (told: Told) => mine === asked && setShown(found(told));
      toldOf(calculus).then(show, () => undefined);
    };
    const away = () => {
      clearTimeout(due);
      asked++;
      // The pointer may be on its way to the link.
      due = window.setTimeout(() => setShown(undefined), rest);
    };
    const move = (event: PointerEvent) => {
      const target = event.target;
      if (!(target instanceof Element)) return;
      if (box.current?.contains(target)) return clearTimeout(due);
      if (event.pointerType === 'touch' && event.type === 'pointermove') return;
      away();
      if (event.buttons !== 0 || !target.closest(places)) return;
      const { clientX: x, clientY: y } = event;
      clearTimeout(due);
      const show = (told: Told) => {
        const found = under(x, y, target, told);
        return found && { ...found, x, y };
      };
      due = window.setTimeout(() => tell(show), rest);
    };
    const focus = (event: FocusEvent) => {
      const target = event.target;
      if (!(target instanceof HTMLElement) || !target.matches('[role=treeitem], [data-word]')) return;
      const word = target.dataset.word ?? target.querySelector('.tree-rule, .tree-name')?.firstChild?.textContent ?? '';
      if (!target.matches(':focus-visible')) return;
      tell((told) => {
        const found = explainAt(word.trim(), 0, told);
        const at = target.getBoundingClientRect();
        return found && document.activeElement === target
          ? { ...found, x: Math.max(0, at.left), y: at.bottom }
          : undefined;
      });
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      asked++;
      setShown(undefined);
    };
    document.addEventListener('pointermove', move);
    document.addEventListener('focusin', focus);
    document.addEventListener('keydown', key);
    return () => {
      clearTimeout(due);
      asked++;
      document.removeEventListener('pointermove', move);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('keydown', key);
    };
  }, [calculus]);
  if (shown === undefined) return null;
  const { word, says, rule, x, y } = shown;
  const below = y < window.innerHeight * 0.7;
  const place = {
    left: `${Math.max(8, Math.min(x, window.innerWidth - 340))}px`,
    ...(below ? { top: `${y + 18}px` } : { bottom: `${window.innerHeight - y + 18}px` }),
  };
  return (
    <aside aria-label="Explanation">
      <div ref={box} class="word" role="note" aria-label={`What ${word} is`} style={place}>
        <strong>{word}</strong> {says}{' '}
        {rule === null ? null : <a href={`#/${calculus.name}/rules/${encodeURIComponent(rule)}`}>{rule}</a>}
      </div>
    </aside>
  );
}
