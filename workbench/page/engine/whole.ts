/** Before and after a step, whole: where in the state after it what the redex became stands. */
import { kind, width, type After, type At, type Shown } from './sent.ts';

/** The place of the redex in a state; undefined where it is not shown. */
export function redexIn({ places }: Shown): { readonly from: number; readonly to: number } | undefined {
  for (let i = 0; i < places.length; i += width)
    if (((places[i + 2] as number) & kind.redex) !== 0)
      return { from: places[i] as number, to: places[i + 1] as number };
  return undefined;
}

/** Where two texts differ: the length of what they have in common at the beginning and at the end. */
function common(a: string, b: string): { readonly head: number; readonly tail: number } {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a.charCodeAt(head) === b.charCodeAt(head)) head++;
  let tail = 0;
  while (tail < most - head && a.charCodeAt(a.length - 1 - tail) === b.charCodeAt(b.length - 1 - tail)) tail++;
  return { head, tail };
}

/**
 * The state after a step, with the place of the contractum: what surrounds the redex is the same before and after, but
 * for brackets; where these differ, all that differs is marked.
 */
export function afterOf(now: At, next: At): After {
  const { text } = next.expression;
  const redex = redexIn(now.expression);
  const all = now.expression.text;
  const [head, tail] = redex === undefined ? [0, 0] : [redex.from, all.length - redex.to];
  const fits =
    redex !== undefined &&
    head + tail <= text.length &&
    text.startsWith(all.slice(0, head)) &&
    text.endsWith(all.slice(redex.to));
  const { head: h, tail: t } = fits ? { head, tail } : common(all, text);
  return { code: next.expression, from: h, to: text.length - t };
}
