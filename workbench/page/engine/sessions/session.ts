/** A session as the page shows it: the protocols, a run that is stepped by hand, its diagram, and whether it is coherent with the protocol under way. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { entries, get, keys } from '../../../../semantics/maps.ts';
import { isFinal, itemsOf, start } from '../../../../semantics/sessions/configs.ts';
import type { Config, Global, Thread, Version, Versions } from '../../../../semantics/sessions/grammar.ts';
import { localOf } from '../../../../semantics/sessions/locals.ts';
import { print } from '../../../../semantics/sessions/syntax/index.ts';
import { actionText } from '../../../../semantics/sessions/words.ts';
import { coherent, goes } from '../../../../rules/sessions/coherence.ts';
import { sessions } from '../../../../rules/sessions/system.ts';
import { sessionsVariants } from '../../../../rules/sessions/variants.ts';
import type { System } from '../../../../rules/system.ts';
import { derive } from '../../../../checker/derive.ts';
import { loadSession } from '../../../../checker/sessions/load.ts';
import { stepsOf, type RunStep } from '../../../../checker/sessions/run.ts';
import { versionsOf } from '../../../../checker/sessions/space.ts';
import { diagramOf, mermaid, type Diagram } from './diagram.ts';

/** What is asked: a file of sessions, the steps taken (which of those there were, each), and the rules. */
export interface SessionOf {
  readonly source: string;
  readonly path: readonly number[];
  /** A variant of sessions; null for the calculus as it is. */
  readonly variant: string | null;
}
export interface StepShown {
  /** Which of the steps there are. */
  readonly number: number;
  readonly text: string;
  readonly rule: string;
}
export interface ParticipantShown {
  readonly name: string;
  readonly version: number;
  readonly process: string;
  readonly steps: readonly StepShown[];
}
export interface SessionShown {
  readonly errors: readonly { readonly line: number | null; readonly message: string; readonly rule: string | null }[];
  readonly updates: readonly string[];
  readonly versions: readonly {
    readonly protocol: string;
    readonly locals: readonly { readonly participant: string; readonly type: string }[];
  }[];
  readonly participants: readonly ParticipantShown[];
  readonly queues: readonly { readonly from: string; readonly to: string; readonly items: readonly string[] }[];
  readonly diagram: Diagram;
  readonly mermaid: string;
  /** The protocol under way, and whether the configuration is coherent with it; null once a step left it. */
  readonly under: { readonly protocol: string; readonly coherent: boolean } | null;
  /** How the run ended: `c1 s1`; null while it goes on. */
  readonly ended: string | null;
  /** Nobody can go on, and it is not the end. */
  readonly stuck: boolean;
}

const nothing: Diagram = { participants: [], arrows: [], crossings: [], steps: 0 };
const versionsIn = (C: Config): string =>
  keys(C.threads)
    .sort()
    .map((p) => `${p}${(get(C.threads, p) as Thread).n}`)
    .join(' ');

export const systemNamed = (variant: string | null): System =>
  sessionsVariants.find((v) => v.name === variant)?.system ?? sessions;

const everyStep = (system: System, W: Versions, C: Config): RunStep[] =>
  keys(C.threads)
    .sort()
    .flatMap((p) => stepsOf(system, W, C, p));

/** The protocol after a step; undefined where it does not let the participant take it. */
function afterStep(system: System, W: Versions, G: Global, { p, action }: RunStep): Global | undefined {
  const r = derive(system, goes.form, [W, G, p, action], { record: false, fuel: 50_000 });
  return isLeft(r) ? undefined : (r.right.outputs[0] as Global);
}

export function session({ source, path, variant }: SessionOf): SessionShown {
  const system = systemNamed(variant);
  const loaded = loadSession(source, 'the session', { system });
  if (isLeft(loaded))
    return {
      errors: loaded.left.map((e) => ({ line: e.line ?? null, message: e.message, rule: e.rule ?? null })),
      updates: [],
      versions: [],
      participants: [],
      queues: [],
      diagram: nothing,
      mermaid: '',
      under: null,
      ended: null,
      stuck: false,
    };
  const { W, updates } = loaded.right;
  const versions = versionsOf(W);
  let C = start.compute(versions[0] as Version);
  let G: Global | undefined = versions[0]?.protocol;
  const taken: RunStep[] = [];
  for (const n of path) {
    const step = everyStep(system, W, C)[n];
    if (step === undefined) break;
    taken.push(step);
    G = G === undefined ? undefined : afterStep(system, W, G, step);
    C = step.after;
  }
  const all = everyStep(system, W, C);
  const names = [...new Set(versions.flatMap((V) => keys(V.tables)))].sort();
  const diagram = diagramOf(names, taken);
  const steps = all.map((s, number) => ({
    p: s.p,
    step: { number, rule: s.rule, text: `${actionText(s.action)}` },
  }));
  const done = isFinal(C);
  return {
    errors: [],
    updates: updates.map((u, i) =>
      u.refused === undefined
        ? `update ${i + 1}: accepted`
        : `update ${i + 1}: refused by ${u.refused.rule}: ${u.refused.message}`,
    ),
    versions: versions.map((V) => ({
      protocol: print(V.protocol),
      locals: keys(V.locals)
        .sort()
        .map((participant) => ({ participant, type: print(localOf.compute(V.locals, participant)) })),
    })),
    participants: entries(C.threads).map(([name, Θ]) => ({
      name,
      version: Number(Θ.n),
      process: print(Θ.process),
      steps: steps.filter(({ p }) => p === name).map(({ step }) => step),
    })),
    queues: entries(C.queues).map(([key, items]) => {
      const [from, to] = key.split(' ') as [string, string];
      return { from, to, items: itemsOf(items).map(print) };
    }),
    diagram,
    mermaid: mermaid(diagram),
    under:
      G === undefined
        ? null
        : { protocol: print(G), coherent: !isLeft(derive(system, coherent.form, [G, C], { record: false })) },
    ended: done ? versionsIn(C) : null,
    stuck: !done && all.length === 0,
  };
}
