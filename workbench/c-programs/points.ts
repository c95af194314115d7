/** Which update points are looked at (section 3): the outer candidates, all of them, or those that are named. */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import { bareName } from './changes.ts';
import type { Facts, PointFact } from './facts.ts';

export interface Choice {
  /** All candidates, not only those that no other candidate's body can come to. */
  readonly all?: boolean;
  /** FILE:LINE or FUNCTION, any number. */
  readonly at?: readonly string[];
}

const fits = (p: PointFact, at: string): boolean =>
  p.function === at || bareName(p.function) === at || `${p.file}:${p.line}` === at;

/** The points of a version that are chosen, in the order of the facts. */
export function pointsOf(facts: Facts, choice: Choice): readonly PointFact[] {
  const { at = [], all = false } = choice;
  if (at.length > 0) return facts.points.filter((p) => at.some((a) => fits(p, a)));
  if (all) return facts.points;
  const marked = facts.points.filter((p) => p.marker);
  return marked.length > 0 ? marked : facts.points.filter((p) => p.inside === 0);
}

const nearest = (facts: Facts, at: string): PointFact[] => {
  const [, file, line] = /^(.*):(\d+)$/.exec(at) ?? [];
  const distance = (p: PointFact) =>
    file === undefined
      ? Number(!(p.function.includes(at) || at.includes(bareName(p.function))))
      : Math.abs(p.line - Number(line)) + (p.file === file ? 0 : 1e9);
  return [...facts.points].sort((a, b) => distance(a) - distance(b)).slice(0, 3);
};

/** Every name that was asked for has a point in one of these versions; else what there is instead. */
export function checkChoice(versions: readonly Facts[], choice: Choice): Either<string, void> {
  for (const at of choice.at ?? []) {
    if (versions.some((f) => f.points.some((p) => fits(p, at)))) continue;
    const last = versions[versions.length - 1] as Facts;
    const near = nearest(last, at).map((p) => `${p.file}:${p.line} in ${p.function}`);
    return left(
      `there is no update point at ${at}; ${near.length === 0 ? `${last.release} has none` : `the nearest of ${last.release}: ${near.join(', ')}`}`,
    );
  }
  if (versions.every((f) => pointsOf(f, choice).length === 0))
    return left('there is no update point: no loop that waits can be reached from a root');
  return right(undefined);
}

/** Without a place where stacks begin nothing can be said. */
export const hasRoot = (facts: Facts): boolean =>
  (facts.roots ?? []).length > 0 || facts.functions.some((f) => f.name === 'main');
