/** A run of sessions as a sequence diagram: what is sent and received, by whom and when; and as Mermaid writes it. */
import { print } from '../../../../semantics/sessions/syntax/index.ts';
import { itemsOf, queueKey } from '../../../../semantics/sessions/configs.ts';
import { get } from '../../../../semantics/maps.ts';
import type { Config, Item } from '../../../../semantics/sessions/grammar.ts';
import type { RunStep } from '../../../../checker/sessions/run.ts';

/** A message or marker, from the step that sent it to the one that took it. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly marker: boolean;
  /** Numbers of steps, from 1; null while it is under way. */
  readonly sent: number;
  readonly taken: number | null;
}
/** A participant that has gone over to a version, after a step. */
export interface Crossing {
  readonly participant: string;
  readonly step: number;
  readonly version: number;
}
export interface Diagram {
  readonly participants: readonly string[];
  readonly arrows: readonly Arrow[];
  readonly crossings: readonly Crossing[];
  readonly steps: number;
}

const text = (i: Item): string => print(i);

/** The diagram of a run: what each step puts into queues and takes from them. */
export function diagramOf(participants: readonly string[], steps: readonly RunStep[]): Diagram {
  type Open = { -readonly [K in keyof Arrow]: Arrow[K] };
  const arrows: Open[] = [];
  const crossings: Crossing[] = [];
  const queues = new Map<string, Open[]>();
  const held = (C: Config, key: string) => {
    const items = get(C.queues, key);
    return items === undefined ? [] : itemsOf(items);
  };
  steps.forEach(({ p, action, before, after }, i) => {
    const step = i + 1;
    for (const from of participants)
      for (const to of participants) {
        const key = queueKey(from, to);
        const [old, now] = [held(before, key), held(after, key)];
        if (old.length === now.length) continue;
        const queue = queues.get(key) ?? [];
        queues.set(key, queue);
        if (now.length < old.length) {
          const first = queue.shift();
          if (first !== undefined) first.taken = step;
          continue;
        }
        const item = now.at(-1) as Item;
        const arrow: Open = { from, to, text: text(item), marker: item.tag === 'Mark', sent: step, taken: null };
        queue.push(arrow);
        arrows.push(arrow);
      }
    if (action.tag === 'Leads' || action.tag === 'Follows')
      crossings.push({ participant: p, step, version: Number(action.n) });
  });
  return { participants, arrows, crossings, steps: steps.length };
}

/** The same for Mermaid: arrows in the order in which they were sent, versions as notes. */
export function mermaid({ participants, arrows, crossings }: Diagram): string {
  const at: (readonly [step: number, line: string])[] = [
    ...arrows.map(
      (a) =>
        [
          a.sent,
          `  ${a.from}${a.marker ? '--)' : '-)'}${a.to}: ${a.text}${a.taken === null ? ' (under way)' : ''}`,
        ] as const,
    ),
    ...crossings.map((c) => [c.step + 0.5, `  Note over ${c.participant}: version ${c.version}`] as const),
  ];
  const lines = [...at].sort(([a], [b]) => a - b).map(([, line]) => line.replaceAll(';', '#59;'));
  return ['sequenceDiagram', ...participants.map((p) => `  participant ${p}`), ...lines, ''].join('\n');
}
