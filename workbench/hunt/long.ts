/**
 * Long hunts: one theorem of a calculus as it is, until so many instances of it and of each of its cases were tried. They
 * go in slices, each of which is given away when it ends, and go on where an earlier one ended.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Calculus } from '../../proofs/calculi.ts';
import { casesOf, type LongHunt, type Obligation, type Obligations } from '../../proofs/obligations.ts';
import { vacuous } from '../../proofs/vacuous.ts';
import { digestText } from '../../semantics/hash.ts';
import { digestOf, premiseText } from '../../rules/digest.ts';
import type { Theorem } from '../../rules/theorem.ts';
import type { Tally } from '../../checker/hunt/tally.ts';
import { hunt, type Elsewhere } from './run.ts';
import { resolveTask, type Resolved, type Task } from './task.ts';

/** What a long hunt has tried: which episodes, and how many instances of each case held. */
export interface Tried {
  readonly hunt: LongHunt;
  /** Case ↦ instances. */
  readonly cases: ReadonlyMap<string, number>;
  /** The file of the counterexample, and the case that falls; null where nothing fell. */
  readonly fallen: { readonly file: string | null; readonly case: string } | null;
}

export interface LongOptions {
  readonly seed: number;
  /** Instances of the theorem, and of each case that is not vacuous. */
  readonly instances: number;
  readonly each: number;
  readonly workers: number;
  /** Seconds in all. */
  readonly time: number;
  /** Seconds of a slice. */
  readonly slice: number;
  /** Who runs the episodes, where it is not this process with its workers. */
  readonly elsewhere?: (task: Task, resolved: Resolved) => Promise<Elsewhere | undefined>;
  /** Where counterexamples are written. */
  readonly out: string | null;
  /** Ends the hunt after a slice. */
  readonly signal?: AbortSignal;
  /** Told of what was tried in all, after each slice. */
  readonly kept: (tried: Tried) => void;
}

/** What a hunt of a theorem is of: the rules, and what the theorem says of them. Instances of anything else do not count. */
export const digestOfHunt = ({ base }: Calculus, { premises, conclusions, premisesIn = base }: Theorem): string =>
  digestText(
    [digestOf(base), digestOf(premisesIn), ...premises.map(premiseText), '⇒', ...conclusions.map(premiseText)].join(
      '\n',
    ),
  );

/** A long hunt that has tried nothing yet. */
const nothing = (c: Calculus, theorem: Theorem, seed: number): Tried => ({
  hunt: { system: c.name, theorem: theorem.name, seed, digest: digestOfHunt(c, theorem), episodes: 0 },
  cases: new Map(casesOf(c.base, theorem).map((kase) => [kase, 0])),
  fallen: null,
});

/** Whether a hunt that tried this is long enough. */
const enoughOf = (c: Calculus, theorem: Theorem, { instances, each }: LongOptions) => {
  const vain = new Map<string, boolean>();
  const isVacuous = (kase: string): boolean => {
    const known = vain.get(kase);
    if (known !== undefined) return known;
    const found = vacuous(c.base, theorem, kase) !== undefined;
    vain.set(kase, found);
    return found;
  };
  return (cases: Iterable<readonly [string, number]>): boolean => {
    const counts = [...cases];
    return (
      counts.reduce((all, [, n]) => all + n, 0) >= instances &&
      counts.every(([kase, n]) => n >= each || (n === 0 && isVacuous(kase)))
    );
  };
};

/**
 * Goes on with a long hunt until it is long enough, its time is over, or the theorem falls.
 * @param before what was tried earlier; it counts where it is of this theorem, these rules and this seed.
 * @throws Error where the calculus has no such theorem.
 */
export async function longHunt(
  c: Calculus,
  theorem: Theorem,
  before: Tried | undefined,
  options: LongOptions,
): Promise<Tried> {
  const empty = nothing(c, theorem, options.seed);
  let tried =
    before?.hunt.digest === empty.hunt.digest && before.hunt.seed === options.seed
      ? { ...before, cases: new Map([...empty.cases].map(([kase]) => [kase, before.cases.get(kase) ?? 0])) }
      : empty;
  const task: Task = { system: c.name, variant: null, theorems: [theorem.name], seed: options.seed, size: null };
  const resolved = await resolveTask(task);
  if (isLeft(resolved)) throw new Error(resolved.left);
  const enough = enoughOf(c, theorem, options);
  const start = performance.now();
  const left = () => options.time - (performance.now() - start) / 1000;
  while (tried.fallen === null && !enough(tried.cases) && left() > 0 && !options.signal?.aborted) {
    const { cases } = tried;
    const together = (more: ReadonlyMap<string, number> | undefined) =>
      [...cases].map(([kase, n]) => [kase, n + (more?.get(kase) ?? 0)] as const);
    const report = await hunt(task, resolved.right, {
      ...(options.signal ? { signal: options.signal } : {}),
      time: Math.min(options.slice, left()),
      from: tried.hunt.episodes,
      runs: Number.MAX_SAFE_INTEGER,
      enough: (tally: Tally) => enough(together(tally.cases.get(theorem.name))),
      workers: options.workers,
      elsewhere: await options.elsewhere?.(task, resolved.right),
      out: options.out,
      fresh: true,
      first: true,
      command: `mutandis hunt --system ${c.name} --theorem ${theorem.name} --seed ${options.seed} --fresh`,
    });
    const fallen = report.theorems[theorem.name]?.counterexample ?? null;
    tried = {
      hunt: { ...tried.hunt, episodes: tried.hunt.episodes + report.episodes },
      cases: new Map(together(new Map(Object.entries(report.cases[theorem.name] ?? {})))),
      fallen,
    };
    options.kept(tried);
  }
  return tried;
}

/** What the table knows of a theorem that was hunted alone. */
export function huntedIn({ hunts, obligations }: Obligations, c: Calculus, t: Theorem): Tried | undefined {
  const kept = hunts.find((h) => h.system === c.name && h.theorem === t.name);
  const rows = obligations.filter((o) => o.system === c.name && o.theorem === t.name);
  return kept && { hunt: kept, cases: new Map(rows.map((o) => [o.case, o.instances])), fallen: null };
}

/** The table after a theorem was hunted alone: its rows count what this hunt tried, and nothing else is touched. */
export function withHunt(table: Obligations, c: Calculus, t: Theorem, { hunt: of, cases, fallen }: Tried): Obligations {
  const obligations = table.obligations.map((o): Obligation => {
    if (o.system !== c.name || o.theorem !== t.name) return o;
    const instances = cases.get(o.case) ?? 0;
    if (fallen?.case === o.case) return { ...o, status: 'refuted', instances, by: fallen.file, why: null };
    const why = instances > 0 ? null : (vacuous(c.base, t, o.case) ?? null);
    return {
      ...o,
      status: instances > 0 ? 'tested' : why !== null ? 'vacuous' : 'unreached',
      instances,
      by: null,
      why,
    };
  });
  const others = table.hunts.filter((h) => h.system !== of.system || h.theorem !== of.theorem);
  return { ...table, obligations, hunts: [...others, of] };
}
