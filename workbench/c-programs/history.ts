/** A history: for each version and the next what changed, and at which points of the old one the patch could go in (section 8). */
import { changes, type Changes } from './changes.ts';
import type { Facts } from './facts.ts';
import { propose, type Proposal } from './extract.ts';
import { pointsOf, type Choice } from './points.ts';
import { versionOf } from './stacks.ts';
import { judge, type Verdict } from './verdict.ts';

export interface JudgedPoint extends Verdict {
  /** Of a refused point: the extractions that would admit it; null when none of at most two does. */
  readonly proposal: Proposal | null;
}

export interface Step {
  readonly from: string;
  readonly to: string;
  readonly changes: Changes;
  readonly points: readonly JudgedPoint[];
}

export interface History {
  readonly program: string;
  readonly versions: readonly {
    readonly release: string;
    readonly types: number;
    readonly functions: number;
    readonly globals: number;
    readonly points: number;
    /** Declarations that could not be read. */
    readonly errors: number;
    readonly ms: number;
  }[];
  readonly steps: readonly Step[];
}

/** Judges a pair of versions. */
export function step(before: Facts, after: Facts, choice: Choice): Step {
  const v = versionOf(before);
  const changed = changes(before, after);
  return {
    from: before.release,
    to: after.release,
    changes: changed,
    points: pointsOf(before, choice).map((p) => {
      const verdict = judge(v, p, changed);
      return { ...verdict, proposal: verdict.verdict === 'refused' ? propose(v, p, changed) : null };
    }),
  };
}

/**
 * Judges each version against the one after it.
 * @param clock milliseconds, for what each version took.
 */
export function history(versions: readonly Facts[], choice: Choice, clock: () => number = () => 0): History {
  const times: number[] = [];
  const steps = versions.map((before, i) => {
    const begun = clock();
    const after = versions[i + 1];
    const made = after && step(before, after, choice);
    times.push(clock() - begun);
    return made;
  });
  return {
    program: versions[0]?.program ?? '',
    versions: versions.map((f, i) => ({
      release: f.release,
      types: f.types.length,
      functions: f.functions.length,
      globals: f.globals.length,
      points: f.points.length,
      errors: f.skipped?.length ?? 0,
      ms: Math.round(times[i] ?? 0),
    })),
    steps: steps.filter((s): s is Step => s !== undefined),
  };
}

const columns = [
  ...['from', 'to', 'types added', 'deleted', 'changed', 'by holding'],
  ...['functions added', 'deleted', 'moved', 'signature', 'body', 'globals added', 'deleted', 'type', 'initial'],
  ...['point', 'at', 'functions on stacks', 'may change', 'verdict', 'in the way'],
];

/** A key in the way, its first use, and the calls that return before: `t:session @ main:139 after the call at main:138`. */
export function inTheWay(o: Verdict['obstacles'][number]): string {
  const way = o.ways[0];
  if (way === undefined) return o.key;
  const calls = way.steps.map((s) => `${s.in}:${s.line}`).join(' < ');
  return `${o.key} @ ${way.in}:${way.line}${calls === '' ? '' : ` after the call at ${calls}`}`;
}

/** What changed, counted, in the order of the table. */
export const counts = ({ types, functions, globals }: Changes): readonly number[] =>
  [
    ...[types.added, types.deleted, types.changed, types.byHolding],
    ...[functions.added, functions.deleted, functions.moved, functions.signature, functions.body],
    ...[globals.added, globals.deleted, globals.type, globals.initial],
  ].map((list) => list.length);

/** The table, a line for each step and point, tabs between columns. */
export function table(h: History): string[][] {
  return [
    columns,
    ...h.steps.flatMap((s) =>
      s.points.map((p) => [
        ...[s.from, s.to, ...counts(s.changes).map(String), p.function, `${p.file}:${p.line}`, String(p.frames)],
        `${p.mayChange.length}/${p.mayChange.length + p.mayNotChange.length}`,
        p.verdict,
        p.obstacles.map(inTheWay).join('; '),
      ]),
    ),
  ];
}
