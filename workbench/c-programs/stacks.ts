/**
 * The direct analysis (section 4). What may not change at an update point: what the rest of its function uses, and for every function
 * on a stack above it what follows the call. Stacks are all paths of the call graph from a root.
 */
import type { Facts, PointFact, Site, Use } from './facts.ts';

/** A function on a stack, and the call by which it is there: `via` is in `by`, which is nearer to the root. */
export interface Frame {
  readonly function: number;
  /** The site through which this function is below the one it was reached from; undefined for the point's own. */
  readonly via: number | undefined;
  /** The frame that this one has called on the way to the point; undefined for the point's own. */
  readonly below: Frame | undefined;
}

/** A version with what is asked of its facts again and again. */
export interface Version {
  readonly facts: Facts;
  readonly functions: ReadonlyMap<string, number>;
  /** The sites that call a function, by its index. */
  readonly callers: readonly (readonly number[])[];
  /** The sites in a function, by its index. */
  readonly calls: readonly (readonly number[])[];
  /** The functions that a root reaches, the roots among them. */
  readonly reachable: ReadonlySet<number>;
  readonly roots: readonly number[];
}

/** Indexes facts. Without `main` and without a root nothing is reachable. */
export function versionOf(facts: Facts): Version {
  const functions = new Map(facts.functions.map((f, i) => [f.name, i]));
  const callers: number[][] = facts.functions.map(() => []);
  const calls: number[][] = facts.functions.map(() => []);
  for (let s = 0; s < facts.sites.length; s++) {
    const [fn, , callees] = facts.sites[s] as Site;
    (calls[fn] as number[]).push(s);
    for (const c of callees) (callers[c] as number[]).push(s);
  }
  const roots = [...new Set(['main', ...(facts.roots ?? []).map((r) => r.function)])].flatMap(
    (r) => functions.get(r) ?? [],
  );
  const reachable = new Set(roots);
  for (const f of reachable)
    for (const s of calls[f] as number[]) for (const c of (facts.sites[s] as Site)[2]) reachable.add(c);
  return { facts, functions, callers, calls, reachable, roots };
}

export const functionName = (v: Version, f: number): string => v.facts.functions[f]?.name ?? '?';
export const fileOf = (v: Version, f: number): string => v.facts.functions[f]?.file ?? '?';
export const siteAt = (v: Version, s: number): Site => v.facts.sites[s] as Site;
export const usesAt = (v: Version, list: number): readonly Use[] => v.facts.uses[list] as readonly Use[];

/**
 * The functions that may be on the stack at a point, each by a shortest way: nearest first, the point's own at the beginning. Where no
 * root reaches the point's function there is only that one.
 */
export function framesAt(v: Version, point: PointFact): readonly Frame[] {
  const start: Frame = { function: v.functions.get(point.function) as number, via: undefined, below: undefined };
  const frames = [start];
  const seen = new Set([start.function]);
  for (const frame of frames)
    for (const s of v.callers[frame.function] as readonly number[]) {
      const fn = siteAt(v, s)[0];
      if (seen.has(fn) || !v.reachable.has(fn)) continue;
      seen.add(fn);
      frames.push({ function: fn, via: s, below: frame });
    }
  return frames;
}

/** What asks for a key at a point: a use in a function on the stack, after the calls that lead from it to the point. */
export interface Way {
  readonly function: number;
  readonly line: number;
  /** The calls that have to return first, the one nearest to the point first; none for a use in the point's own function. */
  readonly returns: readonly number[];
}

/** The places of a stack whose uses count: the point's, and the calls that may lead to it. */
interface Place {
  readonly frame: Frame;
  readonly site: number | undefined;
  readonly uses: number;
}

function* placesAt(v: Version, point: PointFact, frames: readonly Frame[]): IterableIterator<Place> {
  for (const frame of frames) {
    if (frame.below === undefined) yield { frame, site: undefined, uses: point.uses };
    for (const s of v.callers[frame.function] as readonly number[])
      if (v.reachable.has(siteAt(v, s)[0])) yield { frame, site: s, uses: siteAt(v, s)[3] };
  }
}

/** The keys that may not change at a point. */
export function mayNotChange(v: Version, point: PointFact): Set<string> {
  const lists = new Set<number>();
  for (const { uses } of placesAt(v, point, framesAt(v, point))) lists.add(uses);
  const found = new Set<string>();
  for (const list of lists) for (const [key] of usesAt(v, list)) found.add(v.facts.keys[key] as string);
  return found;
}

/** The calls between a frame and the point, nearest first. */
function returnsOf(frame: Frame): number[] {
  const out: number[] = [];
  for (let f: Frame | undefined = frame; f?.via !== undefined; f = f.below) out.push(f.via);
  return out.reverse();
}

/** For each of these keys that may be used after a point, all places that use it: those after fewer returns first. */
export function waysTo(v: Version, point: PointFact, keys: ReadonlySet<string>): Map<string, Way[]> {
  const wanted = new Map<number, string>();
  v.facts.keys.forEach((k, i) => {
    if (keys.has(k)) wanted.set(i, k);
  });
  const found = new Map<string, Way[]>();
  if (wanted.size === 0) return found;
  for (const { frame, site, uses } of placesAt(v, point, framesAt(v, point)))
    for (const [key, line] of usesAt(v, uses)) {
      const name = wanted.get(key);
      if (name === undefined) continue;
      const way: Way =
        site === undefined
          ? { function: frame.function, line, returns: [] }
          : { function: siteAt(v, site)[0], line, returns: [...returnsOf(frame), site] };
      const list = found.get(name);
      if (list) list.push(way);
      else found.set(name, [way]);
    }
  return found;
}

/** The places in the way of these keys: the point itself (undefined), or calls. */
export function placesInTheWay(v: Version, point: PointFact, keys: ReadonlySet<string>): Set<number | undefined> {
  const found = new Set<number | undefined>();
  for (const { site, uses } of placesAt(v, point, framesAt(v, point)))
    if (usesAt(v, uses).some(([key]) => keys.has(v.facts.keys[key] as string))) found.add(site);
  return found;
}
