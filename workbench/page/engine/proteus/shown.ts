/** Annotated code as it is sent to the page: a text, its expressions' places, and what is special about them. */
import type { Expr } from '../../../../semantics/proteus/grammar.ts';
import type { PrintedWithPlaces } from '../../../../semantics/proteus/syntax/index.ts';
import type { Shown } from '../sent.ts';
import type { Origins } from './origins.ts';

/** As much text as is sent of one piece of code: around what matters in it. */
const most = 20_000;

/** @param kinds of each expression, by its index. */
export function shown(printed: PrintedWithPlaces, origins: Origins, kinds: (e: Expr, index: number) => number): Shown {
  const { text, places } = printed;
  const all = places.map((p, i) => kinds(p.e, i));
  const centre = places[all.findIndex((k) => k !== 0)]?.from ?? 0;
  const start = text.length <= most ? 0 : Math.max(0, Math.min(centre - most / 4, text.length - most));
  const end = Math.min(text.length, start + most);
  const ranges = origins.of(places);
  const out: number[] = [];
  places.forEach((p, i) => {
    const [from, to] = [Math.max(p.from, start), Math.min(p.to, end)];
    if (from >= to) return;
    const r = ranges[i];
    out.push(from - start, to - start, all[i] as number, r?.file ?? -1, r?.from ?? 0, r?.to ?? 0);
  });
  return { text: text.slice(start, end), places: Int32Array.from(out), before: start, after: text.length - end };
}
