/** What the view Analysis asks: update points with what may change there and why not, plans of the updates, and the sweep. */
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import type { Position } from '../../../../semantics/positions.ts';
import type { Program } from '../../../../semantics/proteus/grammar.ts';
import { parseProgram, parseUpdate, printCap, printProgram } from '../../../../semantics/proteus/syntax/index.ts';
import { analyse } from '../../../../checker/proteus/analysis.ts';
import { tellWay, type Way } from '../../../../checker/runs.ts';
import { plan, type Plan } from '../../../updating/proteus/plan.ts';
import type { Reason } from '../../../../checker/runs.ts';
import type { Queued } from '../../../../checker/proteus/run.ts';
import { sweep } from '../../../updating/proteus/sweep.ts';
import { loading, rulesOf } from './loading.ts';
import type {
  AnalysisOf,
  AnalysisShown,
  PlaceShown,
  PlanShown,
  PointShown,
  SweepShown,
  WaysOf,
  WaysShown,
  WayShown,
} from '../sent-analysis.ts';

const placeShown = (p: Position | undefined, what: string): PlaceShown | null => {
  if (p === undefined) return null;
  const file = p.file === 'program' ? 0 : Number(p.file.replace('update ', ''));
  return { file, from: p.offset, to: p.end, name: `${what} ${p.file} ${p.line}:${p.column}` };
};

/** Ways shown for one type at one point; of a plan, of all its points. */
const mostWays = 20;
const mostOfPlan = 400;
/** Errors that are told one by one. */
const mostErrors = 50;

/** Positions of terms made of several tokens are those of the first: the place reaches as far as the text of the term does. */
const conShown = (w: Way, text: string): PlaceShown | null => {
  const p = placeShown(w.position, 'in');
  return p && w.source !== undefined && p.file === 0 && text.startsWith(w.source, p.from)
    ? { ...p, to: p.from + w.source.length }
    : p;
};

const wayShown = (w: Way, program: string): WayShown => ({
  text: tellWay({ ...w, steps: [] }),
  at: conShown(w, program),
  steps: w.steps.flatMap(
    (s) => placeShown(s.position, `${s.kind === 'return' ? 'a return to the call' : 'the function used'}, in`) ?? [],
  ),
});

/** As many of some ways, and how many more there are. */
const waysShown = (ways: readonly Way[], most: number, program: string): WaysShown => ({
  ways: ways.slice(0, most).map((w) => wayShown(w, program)),
  more: Math.max(0, ways.length - most),
});

const reasonShown = (r: Reason): string =>
  `${r.code}: ${r.message}${r.line === undefined ? '' : ` (${r.file} ${r.line}:${r.column})`}`;

/** The text with an update point put where one is proposed; as the program prints, where that is not all there is to it. */
function withPoint(text: string, position: Position | undefined, program: Program): string {
  const printed = printProgram(program);
  if (position?.file !== 'program') return printed;
  const inserted = `${text.slice(0, position.offset)}update; ${text.slice(position.offset)}`;
  const read = parseProgram(inserted, 'program');
  return isRight(read) && printProgram(read.right) === printed ? inserted : printed;
}

function planShown(p: Plan, text: string): PlanShown {
  let left = mostOfPlan;
  const pointShown = (q: Plan['points'][number]): PlanShown['points'][number] => {
    const each = q.obstacles.map((o) => o.ways.slice(0, mostWays)).flat();
    const all = q.obstacles.reduce((n, o) => n + o.ways.length, 0);
    const told = each.slice(0, left);
    left -= told.length;
    return {
      at: placeShown(q.position, 'update at'),
      in: q.in,
      current: q.current,
      verdict: q.static,
      ways: told.map((w) => wayShown(w, text)),
      more: all - told.length,
    };
  };
  return {
    reasons: p.reasons.map(reasonShown),
    behind: p.behind.map(reasonShown),
    points: p.points.map(pointShown),
    proposal: p.proposal && {
      at: placeShown(p.proposal.position, 'before'),
      in: p.proposal.in,
      program: withPoint(text, p.proposal.position, p.proposal.program),
    },
  };
}

const queueOf = (updates: readonly string[]): (Queued | null)[] =>
  updates.map((text, i) => {
    const items = parseUpdate(text, `update ${i + 1}`);
    return isLeft(items) ? null : { file: `update ${i + 1}`, items: items.right };
  });

/** The update points of a program, and what will become of its updates. */
export function analysis({ program, updates, variant }: AnalysisOf): AnalysisShown {
  const read = loading(program, variant);
  if (isLeft(read)) {
    const errors = read.left.slice(0, mostErrors).map((e) => ({ ...e }));
    return { errors, moreErrors: read.left.length - errors.length, points: [], plans: [] };
  }
  const loaded = read.right;
  const points = analyse(loaded.program).map((p): PointShown => {
    const changing = new Set(p.mayChange);
    return {
      at: placeShown(p.position, 'update at'),
      in: p.in,
      capability: printCap(p.capability),
      types: [...p.mayChange, ...p.mayNotChange].sort().map((name) => ({ name, mayChange: changing.has(name) })),
    };
  });
  const queue = queueOf(updates);
  const readable = queue.filter((q) => q !== null);
  const planned = plan(rulesOf(variant).system, loaded, readable);
  const plans = queue.map((q) => {
    const p = q === null ? undefined : planned[readable.indexOf(q)];
    return p === undefined ? null : planShown(p, program);
  });
  return { errors: [], moreErrors: 0, points, plans };
}

/** Why a type has to stay at an update point. */
export function ways({ program, variant, point, type }: WaysOf): WaysShown {
  const read = loading(program, variant);
  const p = isLeft(read) ? undefined : analyse(read.right.program)[point];
  if (isLeft(read) || p === undefined || p.mayChange.includes(type)) return { ways: [], more: 0 };
  return waysShown(read.right.flows.ways(p.position, type), mostWays, program);
}

/** The first update at every update point of a run; null where there is nothing to try. */
export function sweeping({ program, updates, variant }: AnalysisOf): SweepShown | null {
  const read = loading(program, variant);
  const [first] = queueOf(updates);
  if (isLeft(read) || !first) return null;
  const { points, reasons, ...rest } = sweep(rulesOf(variant).system, read.right, first, {
    maxSteps: 20_000,
    maxPoints: 200,
  });
  if (reasons.length > 0) return null;
  return {
    ...rest,
    points: points.map(({ point, step, accepts, outcome, safe, active, position, reasons: why }) => ({
      point,
      step,
      accepts,
      outcome,
      safe,
      active,
      at: placeShown(position, 'update at'),
      reasons: [...new Set([...why.dynamic, ...why.static].map(reasonShown))],
    })),
  };
}
