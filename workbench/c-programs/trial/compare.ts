/** What has to agree on a generated program: walks with the analysis, and the direct analysis with the calculus on the slice (section 10). */
import { isLeft } from 'fp-ts/lib/Either.js';
import { RandomChooser } from '../../../checker/generate/choose.ts';
import type { Call } from '../code.ts';
import type { Unit } from '../clang/unit.ts';
import { fits } from '../clang/types.ts';
import type { Facts, PointFact } from '../facts.ts';
import { link } from '../link.ts';
import { step } from '../history.ts';
import { slicing } from '../sliced.ts';
import { mayNotChange, versionOf } from '../stacks.ts';
import { marker, generate, successor } from './generate.ts';
import { walk } from './walk.ts';

export const factsOf = (units: readonly Unit[], release = '1'): Facts =>
  link(units, { program: 'generated', release, command: [], markers: [marker] });

const never = new Set(['exit']);
const named = (p: PointFact): string => `${p.function}:${p.line}`;

/** How many of each were looked at. */
export interface Counted {
  programs: number;
  /** Points that walks passed, and uses after them. */
  passed: number;
  used: number;
  /** Reported uses that a path was found for. */
  shown: number;
  /** Points whose verdicts were compared, and those refused. */
  compared: number;
  refused: number;
}
export const counted = (): Counted => ({ programs: 0, passed: 0, used: 0, shown: 0, compared: 0, refused: 0 });

/** Walks through a program: uses that the analysis does not report. */
export function missedUses(unit: Unit, facts: Facts, random: RandomChooser, walks: number, n: Counted): string[] {
  const v = versionOf(facts);
  const stay = new Map(facts.points.map((p) => [named(p), mayNotChange(v, p)]));
  const wrong: string[] = [];
  for (let i = 0; i < walks; i++)
    for (const [point, keys] of walk(unit, 'main', random, { marker, never, steps: 400 })) {
      const reported = stay.get(point);
      if (reported === undefined) continue;
      n.passed++;
      for (const key of keys) {
        n.used++;
        if (!reported.has(key)) wrong.push(`${key} is used after ${point}, which is not reported`);
      }
    }
  return [...new Set(wrong)];
}

/** Whether a call returns, as the facts say of its callees. */
function returnsIn(unit: Unit, facts: Facts): (c: Call) => boolean {
  const dead = new Set(facts.functions.flatMap((f) => (f.neverReturns ? [f.name] : [])));
  const own = new Set(unit.functions.map((f) => f.name));
  return (c) => {
    if (c.callee.tag === 'pointer') {
      const { shape } = c.callee;
      const all = unit.functions.filter((f) => unit.taken.includes(f.name) && f.shape !== null && fits(shape, f.shape));
      return all.length === 0 || !all.every((f) => dead.has(f.name));
    }
    return own.has(c.callee.name) ? !dead.has(c.callee.name) : !never.has(c.callee.name);
  };
}

/** What is reported after a place of a function, and what walks in that function alone show. */
interface Reported {
  readonly place: string;
  readonly keys: ReadonlySet<string>;
}

/** Walks in a function until all that is reported has been seen; what was not, and what was seen and is not reported. */
function compareAlone(
  unit: Unit,
  facts: Facts,
  fn: string,
  reported: readonly Reported[],
  random: RandomChooser,
  most: number,
  n: Counted,
  extracted?: number,
): string[] {
  const returns = returnsIn(unit, facts);
  const open = new Map(reported.map((r) => [r.place, new Set(r.keys)]));
  const all = new Map(reported.map((r) => [r.place, r.keys]));
  const as = extracted === undefined ? '' : ` with the loop at ${extracted} extracted`;
  for (let i = 0; i < most && [...open.values()].some((s) => s.size > 0); i++) {
    const alone = extracted === undefined ? { returns } : { returns, extracted };
    for (const [place, keys] of walk(unit, fn, random, { marker, never, steps: 300, alone }))
      for (const key of keys) {
        if (all.get(place)?.has(key) === false) return [`${key} is used after ${place}${as}, which is not reported`];
        open.get(place)?.delete(key);
      }
  }
  for (const r of reported) n.shown += r.keys.size;
  return [...open].flatMap(([place, keys]) =>
    [...keys].map((k) => `${k} is reported after ${place}${as}, and no path shows it`),
  );
}

/** Reported uses that no path shows, function by function; and for each loop as if it were extracted. */
export function unshownUses(unit: Unit, facts: Facts, random: RandomChooser, most: number, n: Counted): string[] {
  const keysOf = (list: number): string[] => (facts.uses[list] ?? []).map(([k]) => facts.keys[k] as string);
  const places = (
    sites: readonly (readonly [number, number])[],
    points: readonly (readonly [number, number])[],
  ): Reported[] => {
    const found = new Map<string, Set<string>>();
    const add = (place: string, list: number): void => {
      const keys = found.get(place) ?? new Set();
      for (const k of keysOf(list)) keys.add(k);
      found.set(place, keys);
    };
    for (const [s, list] of sites) {
      const [fn, line] = facts.sites[s] ?? [0, 0];
      add(`${facts.functions[fn]?.name ?? ''}:${line}`, list);
    }
    for (const [p, list] of points) add(named(facts.points[p] as PointFact), list);
    return [...found].map(([place, keys]) => ({ place, keys }));
  };
  const wrong: string[] = [];
  facts.functions.forEach((f, i) => {
    const sites = facts.sites.flatMap((s, k) => (s[0] === i ? [[k, s[3]] as const] : []));
    const points = facts.points.flatMap((p, k) => (p.function === f.name ? [[k, p.uses] as const] : []));
    wrong.push(...compareAlone(unit, facts, f.name, places(sites, points), random, most, n));
    for (const l of facts.loops ?? [])
      if (l.function === f.name)
        wrong.push(
          ...compareAlone(
            unit,
            facts,
            f.name,
            places(
              l.sites,
              l.points.map((p) => [p, l.after]),
            ),
            random,
            most,
            n,
            l.line,
          ),
        );
  });
  return wrong;
}

/** Where the calculus on the slice and the direct analysis differ: all keys on the first version, changed keys on the pair. */
export function disagreements(before: Facts, after: Facts, n: Counted): string[] {
  const v = versionOf(before);
  const wrong: string[] = [];
  if (before.points.length === 0) return [];
  const kept = slicing.kept(v, before.points, new Set(before.keys));
  if (isLeft(kept)) return [`the slice with all keys does not load: ${kept.left[0]?.message ?? ''}`];
  const sorted = (s: Iterable<string>): string => [...s].sort().join(' ');
  for (const p of before.points) {
    const [a, b] = [sorted(kept.right.get(p) ?? []), sorted(mayNotChange(v, p))];
    if (a !== b) wrong.push(`${named(p)}: ${slicing.title} keeps ${a}; the direct analysis ${b}`);
  }
  const planned = slicing.judge(before, after, before.points);
  if (isLeft(planned)) return [...wrong, `the slice does not load: ${planned.left[0]?.message ?? ''}`];
  for (const r of planned.right.wrong) wrong.push(`the update of the slice: ${r.message}`);
  const direct = step(before, after, { all: true });
  planned.right.points.forEach((p, i) => {
    const d = direct.points[i];
    const [a, b] = [p, d].map((x) => `${x?.verdict ?? '?'}: ${sorted((x?.obstacles ?? []).map((o) => o.key))}`);
    n.compared++;
    if (p.verdict === 'refused') n.refused++;
    if (a !== b) wrong.push(`${named(p.point)}: ${slicing.title} says ${a}; the direct analysis ${b}`);
  });
  return wrong;
}

/** One generated program, by its number: everything that is wrong with it. */
export function tryProgram(
  seed: number,
  number: number,
  n: Counted,
  options: { readonly walks: number; readonly most: number },
): string[] {
  const random = new RandomChooser(seed, number);
  const program = generate(random);
  const facts = factsOf([program.unit]);
  n.programs++;
  return [
    ...missedUses(program.unit, facts, random, options.walks, n),
    ...unshownUses(program.unit, facts, random, options.most, n),
    ...disagreements(facts, factsOf([successor(random, program, generate(random))], '2'), n),
  ];
}
