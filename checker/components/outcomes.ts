/** Outcomes (section 9): what is left when a run is over, or in the states that it stays in for ever. */
import { versionIn } from '../../semantics/components/configs.ts';
import { print } from '../../semantics/components/syntax/print.ts';
import { bottoms, componentsOf } from '../explore/components.ts';
import type { Space } from '../explore/space.ts';
import type { State } from '../explore/system.ts';
import { fieldsOf } from './lines.ts';
import type { KernelSpace } from './space.ts';

export interface ObjectOutcome {
  readonly class: string;
  readonly phase?: string;
  readonly fields: { readonly [field: string]: string };
}
export interface Outcome {
  readonly threads: { readonly [thread: string]: string };
  readonly objects: { readonly [object: string]: ObjectOutcome };
}

const byName = <X>(all: Iterable<readonly [string, X]>): { readonly [name: string]: X } =>
  Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));

/** The outcome of a state in which runs stay. */
export function outcomeOf(system: KernelSpace, s: State): Outcome {
  const threads = system.threads.map((t, i): readonly [string, string] => {
    const Θ = system.thread(s, i);
    if (system.isSource(s, i)) return [t, 'repeats'];
    return [t, Θ.tag === 'Ended' ? print(Θ.v) : 'runs'];
  });
  const objects = [...system.placed(s)].map(([o, p]): readonly [string, ObjectOutcome] => {
    const { entry } = p;
    const state = entry.tag === 'Inst' ? entry.s : entry.phase.s;
    const fields = Object.fromEntries(fieldsOf(state).map(([f, e]) => [f, print(e)]));
    const phase = entry.tag === 'Med' ? { phase: entry.phase.tag.toLowerCase() } : {};
    return [o, { class: `${p.C}@${versionIn(p)}`, ...phase, fields }];
  });
  return { threads: byName(threads), objects: byName(objects) };
}

/** `t = 5 | a A@1 {k = 5}`. */
export function outcomeText({ threads, objects }: Outcome): string {
  const ts = Object.entries(threads).map(([t, v]) => (v === 'repeats' || v === 'runs' ? `${t} ${v}` : `${t} = ${v}`));
  const os = Object.entries(objects).map(([o, x]) => {
    const fields = Object.entries(x.fields).map(([f, v]) => `${f} = ${v}`);
    return `${o} ${x.class}${x.phase === undefined ? '' : ` ${x.phase}`} {${fields.join(', ')}}`;
  });
  return `${ts.join(', ')} | ${os.join('; ')}`;
}

export interface Ends {
  readonly outcomes: readonly Outcome[];
  /** The states in which runs stay, by the component that they cannot leave. */
  readonly bottoms: readonly (readonly number[])[];
}

/** Every outcome once, in the order of their texts. */
export function endsOf(system: KernelSpace, space: Space, component = componentsOf(space)): Ends {
  const found = new Map<string, Outcome>();
  const all = bottoms(space, component);
  for (const states of all)
    for (const s of states) {
      const outcome = outcomeOf(system, space.state(s));
      const text = outcomeText(outcome);
      if (!found.has(text)) found.set(text, outcome);
    }
  const outcomes = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, o]) => o);
  return { outcomes, bottoms: all };
}
