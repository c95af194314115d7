/**
 * One run of threads: a scheduler chooses who moves, the state space says what can move, and each step is derived by the rules on the whole
 * configuration, whose references keep their numbers.
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { redexOf, startState, startVersioned, threadAt } from '../../semantics/threads/functions.ts';
import { make, type Config, type Move, type State as StateTerm, type Update } from '../../semantics/threads/grammar.ts';
import { moves } from '../../rules/threads/reduction.ts';
import type { System } from '../../rules/system.ts';
import type { Expr } from '../../semantics/proteus/grammar.ts';
import { printExpr } from '../../semantics/proteus/syntax/index.ts';
import type { Derivation } from '../derivation.ts';
import { derive } from '../derive.ts';
import { RandomChooser } from '../generate/choose.ts';
import { environment, together, type Label, type State } from '../explore/system.ts';
import type { Reason, Refusal, RunEnd, UpdateOutcome } from '../runs.ts';
import { show } from '../proteus/messages.ts';
import { threadReasons } from './reasons.ts';
import { ThreadSpace, type SpaceOptions } from './space.ts';
import type { Queued, World } from './worlds.ts';

/** Who moves next; one who cannot ends the run. */
export type Scheduler = (actors: readonly string[], step: number) => string;

/** `round-robin`, `seed N`, or who moves, step by step: `0,1,1,all`. A list ends the run. */
export function schedulerOf(
  text: string,
): Either<string, { readonly next: Scheduler; readonly length: number | undefined }> {
  const seed = /^seed\s*[ =:]?\s*(\d+)$/.exec(text);
  if (text === 'round-robin') {
    let last = '';
    const next: Scheduler = (actors) => {
      const ordered = [...actors].sort(byActor);
      last = ordered.find((a) => last !== '' && byActor(a, last) > 0) ?? (ordered[0] as string);
      return last;
    };
    return right({ next, length: undefined });
  }
  if (seed) {
    const chooser = new RandomChooser(Number(seed[1]));
    return right({ next: (actors) => actors[chooser.choose(actors.length)] as string, length: undefined });
  }
  const list = text.split(',').map((a) => a.trim());
  const wrong = list.find((a) => !/^(\d+|all|env)$/.test(a));
  if (wrong !== undefined)
    return left(`a scheduler is round-robin, seed N, or a list of actors (0, 1, …, all, env), not '${text}'`);
  return right({ next: (_, i) => list[i] as string, length: list.length });
}

const rank = (a: string) => (a === together ? -1 : a === environment ? Number.MAX_SAFE_INTEGER : Number(a));
const byActor = (a: string, b: string) => rank(a) - rank(b);

export interface RunStep {
  readonly label: Label;
  readonly move: Move;
  readonly derivation: Derivation;
  readonly redex: string;
  readonly result: string;
}

export interface ThreadRun {
  readonly outcome: RunEnd;
  /** Why a list of actors went no further: it ends, or names one who cannot move. */
  readonly note?: string;
  readonly value: string | null;
  readonly steps: number;
  readonly points: number;
  readonly updates: readonly UpdateOutcome[];
  readonly start: StateTerm;
  readonly end: StateTerm;
}

export interface RunOptions extends SpaceOptions {
  readonly scheduler?: string;
  readonly maxSteps?: number;
  readonly onStep?: (step: RunStep) => void;
  /** Terms of steps are written in full. */
  readonly whole?: boolean;
  /** Told of each refusal: where, and of which update. */
  readonly onRefuse?: (S: StateTerm, k: number, point: number, reasons: readonly Reason[]) => void;
}

/** The move of the calculus that a label stands for. */
export function moveOf(space: ThreadSpace, s: State, label: Label): Move {
  const world = space.worlds.at(space.applied(s));
  if (label.event?.name === 'update') {
    const t = label.actor === together || label.actor === environment ? -1 : space.place(s, label.actor);
    return space.move(s, world, t);
  }
  if (label.rule === 'R-Request') return make.Move.Requests();
  if (label.actor === together) return make.Move.PassesAll();
  return label.rule === 'R-Switch' ? make.Move.Switches(label.actor) : make.Move.Moves(label.actor);
}

/** Why the update that is offered is not applied where a thread passes its update point. */
function reasonsAt(system: System, space: ThreadSpace, world: World, S: StateTerm, actor: string): readonly Reason[] {
  const { next } = world;
  if (next === undefined) return [];
  if (next.reasons.length > 0) return next.reasons;
  const at = actor === together ? undefined : actor;
  return threadReasons(system, space.policy, S, at, world.update as Update);
}

/**
 * Runs a program.
 * @returns the run, or what is wrong with the scheduler.
 */
export function runThreads(
  system: System,
  K: Config,
  queue: readonly Queued[],
  options: RunOptions = {},
): Either<string, ThreadRun> {
  const scheduler = schedulerOf(options.scheduler ?? 'round-robin');
  if (isLeft(scheduler)) return scheduler;
  const { next, length } = scheduler.right;
  const space = new ThreadSpace(K, queue, { offer: 'now', ...options, system });
  const limit = Math.min(options.maxSteps ?? Infinity, length ?? Infinity);
  const start = options.policy === 'versions' ? startVersioned.compute(K) : startState.compute(K);
  const applied: (UpdateOutcome['applied'] | null)[] = queue.map(() => null);
  const refusals: Refusal[][] = queue.map(() => []);
  let S = start;
  let s: State = space.start;
  let steps = 0;
  let points = 0;
  const finish = (outcome: RunEnd, note?: string): Either<string, ThreadRun> =>
    right({
      outcome,
      ...(note === undefined ? {} : { note }),
      value: outcome === 'done' ? (space.ending(s).value ?? null) : null,
      steps,
      points,
      updates: queue.map((q, i) => ({
        update: q.file,
        applied: applied[i] ?? null,
        refusals: refusals[i] as Refusal[],
      })),
      start,
      end: S,
    });
  for (;;) {
    const possible: { readonly label: Label; readonly to: State }[] = [];
    space.successors(s, (n, to) => possible.push({ label: space.label(n), to: Array.from(to) }));
    if (possible.length === 0) {
      if (space.done(s)) return finish('done');
      const waiting = space.actors(s).every((a) => space.blocked(s, a) || space.waits(s, a));
      return finish(waiting ? 'deadlock' : 'stuck');
    }
    const actors = [...new Set(possible.map((p) => p.label.actor))];
    if (steps >= limit)
      return finish(
        'out-of-fuel',
        steps === length ? `the list of actors ends here; ${actors.join(', ')} can move` : undefined,
      );
    const actor = next(actors, steps);
    const chosen = possible.find((p) => p.label.actor === actor);
    if (chosen === undefined)
      return finish('out-of-fuel', `step ${steps + 1}: ${actor} cannot move; ${actors.join(', ')} can`);
    const { label } = chosen;
    const world = space.worlds.at(space.applied(s));
    const move = moveOf(space, s, label);
    const r = derive(system, moves.form, [S, move]);
    if (isLeft(r)) throw new Error(`${label.actor}:${label.rule} has no derivation: a bug`);
    steps++;
    const before = threadAt.compute(S.threads, label.actor);
    const S1 = r.right.outputs[0] as StateTerm;
    const after = threadAt.compute(S1.threads, label.actor);
    const atPoint = label.actor === together || (before !== undefined && redexOf(before).tag === 'Update');
    if (atPoint) points++;
    if (label.event?.name === 'update') applied[world.k] = { point: points, step: steps };
    else if (atPoint && world.next !== undefined && (label.rule === 'R-NoUpd' || label.rule === 'R-NoUpdAll')) {
      const reasons = reasonsAt(system, space, world, S, label.actor);
      if (reasons.length > 0) {
        refusals[world.k]?.push({ point: points, step: steps, reasons });
        options.onRefuse?.(S, world.k, points, reasons);
      }
    }
    const inner = r.right.derivation.premises.find((p) => p.rule.name === 'R-Ctx')?.premises[0];
    const texts = inner === undefined ? [before && redexOf(before), after] : [inner.args[2], inner.args[4]];
    const told = options.whole ? (e: unknown) => printExpr(e as Expr) : show;
    const [redex = '', result = ''] = texts.map((e) => (e === undefined ? '' : (told(e) ?? '')));
    options.onStep?.({ label, move, derivation: r.right.derivation, redex, result });
    S = S1;
    s = chosen.to;
  }
}
