/** The heap drawn: what the expression and each binding refer to, as arrows. */
import type { At, BindingShown } from '../sent.ts';
import type { Meaning, Picture, PictureArrow, PictureBox } from '../picture.ts';

/** More boxes than these are not looked at one by one. */
const mostBoxes = 24;

const meaningOf = (b: BindingShown): Meaning | undefined =>
  b.inTheWay.length > 0
    ? 'in-the-way'
    : b.holds === 'transformer'
      ? 'waits'
      : b.changed === 'new'
        ? 'new'
        : b.changed === 'changed'
          ? 'changed'
          : undefined;

/** The names of a heap that a text speaks of. */
function namesIn(text: string, names: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const [word] of text.matchAll(/@?[\p{L}0-9_']+/gu)) if (names.has(word)) found.add(word);
  return [...found];
}

/** A binding on a line: what it holds, without the words that the box says already. */
const held = ({ code, name }: BindingShown): string => {
  const [, value = ''] = /^[^=]*=\s*([^]*)$/.exec(code.text) ?? [];
  return (value === '' ? code.text.replace(`${name} `, '') : value).replace(/\s+/g, ' ');
};

/**
 * The variables and cells of a heap, with the expression and the functions that use them.
 * @returns undefined where there is nothing to refer to, or too much to be drawn.
 */
export function pictureOf({ expression, heap }: Pick<At, 'expression' | 'heap'>): Picture | undefined {
  const stored = heap.filter((b) => b.kind !== 'fun');
  if (stored.length === 0 || heap.length > mostBoxes) return undefined;
  const names = new Set(heap.map((b) => b.name));
  const box = (b: BindingShown): PictureBox => {
    const meaning = meaningOf(b);
    const lines = b.kind === 'fun' ? [] : [held(b)];
    return { id: b.name, title: b.name, lines, ...(meaning === undefined ? {} : { meaning }) };
  };
  const here = '=';
  const arrows: PictureArrow[] = namesIn(expression.text, names).map((to) => ({ from: here, to }));
  for (const b of heap)
    for (const to of namesIn(held(b), names)) {
      const meaning = meaningOf(b);
      if (to !== b.name) arrows.push({ from: b.name, to, ...(meaning === undefined ? {} : { meaning }) });
    }
  const functions = heap.filter((b) => b.kind === 'fun');
  return {
    sentence: `The heap: ${stored.map((b) => b.name).join(', ')}; arrows lead from the expression, functions and cells to what they refer to.`,
    lanes: [
      { title: 'expression', boxes: [{ id: here, title: 'now', lines: [expression.text.replace(/\s+/g, ' ')] }] },
      ...(functions.length === 0 ? [] : [{ title: 'functions', boxes: functions.map(box) }]),
      { title: 'variables and cells', boxes: stored.map(box) },
    ],
    arrows,
  };
}
