/** Objects and threads of components on one line each. */
import { entries } from '../../semantics/maps.ts';
import { versionIn } from '../../semantics/components/configs.ts';
import type { Expr, Fields, Placed, Thread } from '../../semantics/components/grammar.ts';
import { print } from '../../semantics/components/syntax/print.ts';

export type FieldPair = readonly [string, Expr];
export const fieldsOf = (s: Fields): FieldPair[] => {
  const all: FieldPair[] = [];
  for (let at = s; at.tag === 'Field'; at = at.rest) all.push([at.f, at.e]);
  return all;
};
export const stateOf = ({ entry }: Placed) => (entry.tag === 'Inst' ? entry.s : entry.phase.s);
export const fieldIn = (p: Placed, f: string): Expr | undefined => fieldsOf(stateOf(p)).find(([g]) => g === f)?.[1];

/** The state of an object, on one line. */
export function placedText(p: Placed): string {
  const fields = `{${fieldsOf(stateOf(p))
    .map(([f, e]) => `${f} = ${print(e)}`)
    .join(', ')}}`;
  const { entry } = p;
  if (entry.tag === 'Inst') return `${p.C}@${entry.j} ${fields}`;
  const who = entries(entry.inside)
    .map(([t, n]) => `${t}${n === 1n ? '' : ` ×${n}`}`)
    .join(' ');
  const waiting: string[] = [];
  for (let B = entry.blocked; B.tag === 'Names'; B = B.rest) waiting.push(B.name);
  return `${p.C}@${versionIn(p)} ${entry.phase.tag.toLowerCase()} ${fields} (mediator ${entry.g}; inside: ${who || 'nobody'}; blocked: ${waiting.join(' ') || 'nobody'})`;
}
const shortened = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);
/** A thread on one line: its frames, the innermost first. */
export function threadText(Θ: Thread): string {
  if (Θ.tag === 'Waiting') return 'waiting';
  if (Θ.tag === 'Ended') return `ended ${print(Θ.v)}`;
  const frames: string[] = [];
  for (let w = Θ.frames; w.tag === 'Frame'; w = w.rest) {
    const { head } = w;
    const where =
      head.tag === 'Top' ? '' : head.tag === 'Adaptor' ? `adapt ${head.o}@${head.j}: ` : `in ${head.o}@${head.j}: `;
    frames.push(where + print(w.e));
  }
  return shortened(`${Θ.tag.toLowerCase()} ${Θ.g} | ${frames.join(' | ')}`);
}
