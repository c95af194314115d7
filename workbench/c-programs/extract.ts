/**
 * What if a loop were a function that is called each round, or what follows a call were one (section 7)? An extraction is a change of
 * the facts: everything else works on the changed facts as on any others.
 */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import { bareName, type Changes } from './changes.ts';
import type { Facts, LoopFact, PointFact, Site, Use } from './facts.ts';
import { fileOf, functionName, placesInTheWay, siteAt, usesAt, versionOf, type Version } from './stacks.ts';

export interface Extraction {
  /** The loop there; or what follows the call there. */
  readonly kind: 'loop' | 'rest';
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

/** The smallest set of extractions that admits an update at a point. */
export interface Proposal {
  readonly extract: readonly Extraction[];
}

/** Facts whose uses at some sites and points are others. */
function withUses(
  facts: Facts,
  sites: ReadonlyMap<number, readonly Use[]>,
  points: ReadonlyMap<number, readonly Use[]>,
): Facts {
  const uses = [...facts.uses];
  const put = (list: readonly Use[]): number => uses.push(list) - 1;
  return {
    ...facts,
    sites: facts.sites.map((s, i): Site => {
      const list = sites.get(i);
      return list ? [s[0], s[1], s[2], put(list)] : s;
    }),
    points: facts.points.map((p, i) => {
      const list = points.get(i);
      return list ? { ...p, uses: put(list) } : p;
    }),
    uses,
  };
}

/** What is still used after a call when what follows it is a function of its own: the rest of its line. */
const restOfLine = (facts: Facts, [, line, , uses]: Site): readonly Use[] =>
  (facts.uses[uses] as readonly Use[]).filter(([, l]) => l === line);

const inFunction = (name: string, wanted: string): boolean => name === wanted || bareName(name) === wanted;
const loopsAt = (facts: Facts, fn: string, line: number): LoopFact[] =>
  (facts.loops ?? []).filter((l) => inFunction(l.function, fn) && l.line === line);

/** The uses of facts with these loops and the rests of these calls extracted. */
function apply(facts: Facts, loops: readonly LoopFact[], rests: readonly number[]): Facts {
  const sites = new Map<number, readonly Use[]>();
  const points = new Map<number, readonly Use[]>();
  const narrow = (map: Map<number, readonly Use[]>, i: number, list: readonly Use[]): void => {
    const before = map.get(i);
    // Of two extractions that concern a place, what both leave.
    map.set(i, before ? before.filter(([key]) => list.some(([k]) => k === key)) : list);
  };
  for (const l of loops) {
    for (const [s, list] of l.sites) narrow(sites, s, facts.uses[list] as readonly Use[]);
    for (const p of l.points) narrow(points, p, facts.uses[l.after] as readonly Use[]);
  }
  for (const s of rests) narrow(sites, s, restOfLine(facts, facts.sites[s] as Site));
  return withUses(facts, sites, points);
}

/**
 * Facts as if something were extracted.
 * @param what FUNCTION:LINE, a loop that begins there or a call; or FUNCTION:CALLEE, the calls of that function in any version.
 * @returns the facts unchanged where this version has no such call, for a FUNCTION:CALLEE.
 */
export function extract(facts: Facts, what: string): Either<string, Facts> {
  const cut = what.lastIndexOf(':');
  const [fn, place] = [what.slice(0, cut), what.slice(cut + 1)];
  if (cut <= 0 || place === '') return left(`${what} is not FUNCTION:LINE or FUNCTION:CALLEE`);
  const calls = facts.sites.flatMap(([f], i) => (inFunction(facts.functions[f]?.name ?? '', fn) ? [i] : []));
  if (!/^\d+$/.test(place)) {
    const named = calls.filter((s) =>
      (facts.sites[s] as Site)[2].some((c) => inFunction(facts.functions[c]?.name ?? '', place)),
    );
    return right(named.length === 0 ? facts : apply(facts, [], named));
  }
  const line = Number(place);
  const loops = loopsAt(facts, fn, line);
  const rests = calls.filter((s) => (facts.sites[s] as Site)[1] === line);
  if (loops.length + rests.length > 0)
    return right(loops.length > 0 ? apply(facts, loops, []) : apply(facts, [], rests));
  const near = [
    ...new Set([
      ...calls.map((s) => (facts.sites[s] as Site)[1]),
      ...(facts.loops ?? []).flatMap((l) => (inFunction(l.function, fn) ? [l.line] : [])),
    ]),
  ]
    .sort((a, b) => Math.abs(a - line) - Math.abs(b - line))
    .slice(0, 3);
  const atPoint = facts.points.some((p) => inFunction(p.function, fn) && p.line === line);
  const instead =
    atPoint && facts.loops === undefined
      ? 'these facts do not say what one round of a loop uses: only what follows a call can be extracted'
      : near.length === 0
        ? `nothing in ${fn} leads to an update point`
        : `the nearest: ${near.join(', ')}`;
  return left(`${facts.release} has no call or loop at ${what}; ${instead}`);
}

interface Candidate extends Extraction {
  /** The places it clears of the changed keys. */
  readonly clears: ReadonlySet<number | undefined>;
}

/** The smallest set of at most two extractions that would admit the update at a refused point; null when there is none. */
export function propose(v: Version, point: PointFact, changed: Changes): Proposal | null {
  const { facts } = v;
  const places = placesInTheWay(v, point, changed.keys);
  const free = (list: readonly Use[]): boolean => !list.some(([k]) => changed.keys.has(facts.keys[k] as string));
  const candidates: Candidate[] = [];
  const lines = new Map<string, number[]>();
  for (const s of places) {
    if (s === undefined) continue;
    const [fn, line] = siteAt(v, s);
    const key = `${fn} ${line}`;
    const list = lines.get(key);
    if (list) list.push(s);
    else lines.set(key, [s]);
  }
  for (const sites of lines.values()) {
    const [fn, line] = siteAt(v, sites[0] as number);
    const clears = new Set(sites.filter((s) => free(restOfLine(facts, siteAt(v, s)))));
    candidates.push({ kind: 'rest', function: functionName(v, fn), file: fileOf(v, fn), line, clears });
  }
  const at = facts.points.indexOf(point);
  for (const l of facts.loops ?? []) {
    const clears = new Set<number | undefined>();
    if (places.has(undefined) && l.points.includes(at) && free(usesAt(v, l.after))) clears.add(undefined);
    for (const [s, list] of l.sites) if (places.has(s) && free(usesAt(v, list))) clears.add(s);
    candidates.push({ kind: 'loop', function: l.function, file: l.file, line: l.line, clears });
  }
  const useful = candidates.filter((c) => c.clears.size > 0);
  const told = (...list: Candidate[]): Proposal => ({
    extract: list.map(({ kind, function: fn, file, line }) => ({ kind, function: fn, file, line })),
  });
  const one = useful.find((c) => c.clears.size === places.size);
  if (one) return told(one);
  const [first] = places;
  for (const c of useful) {
    if (!c.clears.has(first)) continue;
    const left2 = [...places].filter((p) => !c.clears.has(p));
    const other = useful.find((d) => left2.every((p) => d.clears.has(p)));
    if (other) return told(c, other);
  }
  return null;
}

/** The extractions of a proposal, carried out. */
export function carryOut(facts: Facts, proposal: Proposal): Facts {
  const v = versionOf(facts);
  const loops = proposal.extract.flatMap((e) => (e.kind === 'loop' ? loopsAt(facts, e.function, e.line) : []));
  const rests = proposal.extract.flatMap((e) =>
    e.kind === 'rest'
      ? (v.calls[v.functions.get(e.function) as number] ?? []).filter((s) => siteAt(v, s)[1] === e.line)
      : [],
  );
  return apply(facts, loops, rests);
}
