/** What Proteus says of a slice (section 4): verdicts and reasons of `plan`, told in terms of the C source. */
import { isLeft, right, type Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../../semantics/errors.ts';
import type { Position } from '../../../semantics/positions.ts';
import type { Term } from '../../../semantics/grammar.ts';
import { make, type Item, type Items, type Program } from '../../../semantics/proteus/grammar.ts';
import { itemList, listOfItems } from '../../../semantics/proteus/programs.ts';
import { parseProgram } from '../../../semantics/proteus/syntax/index.ts';
import { proteus } from '../../../rules/proteus/system.ts';
import { analyse } from '../../../checker/proteus/analysis.ts';
import { load, type Loaded } from '../../../checker/proteus/load.ts';
import { replaceTerms } from '../../../checker/proteus/rebuild.ts';
import { draft } from '../../updating/proteus/diff.ts';
import { plan, type Plan } from '../../updating/proteus/plan.ts';
import { changes, type Changes } from '../changes.ts';
import type { Facts, PointFact } from '../facts.ts';
import type { JudgedPair, Marked, Slice, SlicedWay, Slicing } from '../slicing.ts';
import { versionOf, type Version } from '../stacks.ts';
import type { Return } from '../verdict.ts';
import { markAt, sliceOne, slicePair } from './slice.ts';

/** A pair of versions as Proteus programs, with the update that makes the new one of the old. */
export interface SlicedPair {
  readonly old: Slice;
  readonly next: Slice;
  readonly items: Items;
  /** The text of the update, made when it is asked for. */
  readonly update: () => string;
  readonly changed: Changes;
}

export interface PlannedPair extends SlicedPair, JudgedPair {
  readonly loaded: Loaded;
  readonly plan: Plan;
}

/** The points of the new version in the functions of these points of the old one. */
function pointsAfter(after: Facts, points: readonly PointFact[], changed: Changes): PointFact[] {
  const functions = new Set(points.map((p) => p.function));
  return after.points.filter((p) => functions.has(changed.formerly.get(p.function) ?? p.function));
}

/** The functions that an update's text defines anew. */
const definedIn = (text: string): Set<string> =>
  new Set([...text.matchAll(/^(?:add )?fun (\S+)/gm)].map((m) => m[1] as string));

/**
 * The update of a slice: types and transformers as `diff` drafts them, and **every** function of the new slice, as a new
 * release of a C program replaces each function.
 */
function updateOf(
  before: Loaded,
  after: Program,
  old: Slice,
  next: Slice,
  version: string,
): Pick<SlicedPair, 'items' | 'update'> {
  const made = draft(before, { source: after }, { version });
  const olds = new Set(old.functions.values());
  // What a changed record has to hold is told by the label alone; its number is of no account.
  const holes = new Set<Term>(made.transformers.flatMap((t) => t.holes.map((h) => h.term)));
  const drafted = itemList(made.items).map((i) => replaceTerms(i, holes, make.Expr.Num(0n)));
  const there = new Set(drafted.flatMap((i) => (bound(i)?.binding.tag === 'Fun' ? [bound(i)?.z] : [])));
  const others = itemList(after.items).filter(
    (i) => i.tag === 'BindItem' && i.binding.tag === 'Fun' && !there.has(i.z),
  ) as (Item & { tag: 'BindItem' })[];
  return {
    items: listOfItems([...drafted, ...others.map((i) => (olds.has(i.z) ? i : make.Item.AddItem(i)))]),
    update: () => {
      const text = made
        .text()
        .replace(/^--.*\n/gm, '')
        .replaceAll('???', '0');
      const defined = definedIn(text);
      const rest = functionTexts(next.text).filter(([name]) => !defined.has(name));
      return [text.trimEnd(), ...rest.map(([name, body]) => `${olds.has(name) ? '' : 'add '}${body}`), ''].join('\n');
    },
  };
}

const bound = (i: Item): (Item & { tag: 'BindItem' }) | undefined =>
  i.tag === 'AddItem' ? bound(i.item) : i.tag === 'BindItem' ? i : undefined;

/** The functions of a slice's text, with their texts. */
function functionTexts(text: string): [string, string][] {
  const found: [string, string][] = [];
  for (const line of text.split('\n')) {
    const name = /^fun (\S+)/.exec(line)?.[1];
    if (name !== undefined) found.push([name, line]);
    else if (line.startsWith('  ')) {
      const last = found[found.length - 1];
      if (last) last[1] += `\n${line}`;
    }
  }
  return found;
}

/**
 * Cuts a pair of versions down to what changed and to these points of the old one.
 * @param size is told how many lines both programs have, before they are looked into: that takes long when they are long.
 */
export function slice(
  before: Facts,
  after: Facts,
  points: readonly PointFact[],
  size: (lines: number) => void = () => undefined,
): Either<readonly LoadError[], SlicedPair & { readonly loaded: Loaded }> {
  const changed = changes(before, after);
  const next = { version: versionOf(after), points: pointsAfter(after, points, changed) };
  const pair = slicePair(versionOf(before), points, next, changed);
  size(pair.old.lines + pair.next.lines);
  const a = load(pair.old.text, 'old.proteus');
  if (isLeft(a)) return a;
  const b = parseProgram(pair.next.text, 'new.proteus');
  if (isLeft(b)) return b;
  return right({
    ...pair,
    ...updateOf(a.right, b.right, pair.old, pair.next, after.release),
    changed,
    loaded: a.right,
  });
}

const placed = (slice: Slice, position: Position | undefined): Marked | undefined =>
  position && markAt(slice, position.line, position.column)?.what;

/**
 * What `plan` says of the patch at these points.
 * @returns the errors of what does not load, which would be a mistake of the slice.
 */
export function judgeByProteus(
  before: Facts,
  after: Facts,
  points: readonly PointFact[],
  size?: (lines: number) => void,
): Either<readonly LoadError[], PlannedPair> {
  const made = slice(before, after, points, size);
  if (isLeft(made)) return made;
  const { loaded, old, items } = made.right;
  const [planned] = plan(proteus, loaded, [{ file: 'slice.update', items }], { propose: false });
  const keyOf = new Map([...old.types].map(([key, t]) => [t, key]));
  const plannedAt = new Map(
    (planned as Plan).points.flatMap((q) => {
      const what = placed(old, q.position);
      return what?.tag === 'point' ? [[what.point, q] as const] : [];
    }),
  );
  const { reasons, behind } = planned as Plan;
  return right({
    ...made.right,
    plan: planned as Plan,
    wrong: [...reasons, ...behind],
    points: points.map((point) => {
      const found = plannedAt.get(point);
      if (found === undefined) throw new Error(`the slice has no point for ${point.file}:${point.line}`);
      return {
        point,
        verdict: found.static === 'admitted' ? 'admitted' : 'refused',
        obstacles: found.obstacles.map(({ type, ways }) => {
          const key = keyOf.get(type) ?? type;
          return {
            key,
            ways: ways.flatMap((w): SlicedWay[] => {
              const use = placed(old, w.position);
              if (use?.tag !== 'use' || w.position === undefined) return [];
              const at = { line: w.position.line, column: w.position.column };
              const steps = w.steps.flatMap((s): Return[] => {
                const call = placed(old, s.position);
                return call?.tag === 'call'
                  ? [{ kind: 'return', in: call.function, file: call.file, line: call.line }]
                  : [];
              });
              return [{ in: use.function, file: use.file, line: use.line, why: w.source ?? '', steps, at }];
            }),
          };
        }),
      };
    }),
  });
}

/** For each point the keys that Proteus' analysis keeps there, of one version and these keys. */
export function keptByProteus(
  v: Version,
  points: readonly PointFact[],
  keys: ReadonlySet<string>,
): Either<readonly LoadError[], ReadonlyMap<PointFact, ReadonlySet<string>>> {
  const made = sliceOne(v, points, keys);
  const loaded = load(made.text, 'slice.proteus');
  if (isLeft(loaded)) return loaded;
  const keyOf = new Map([...made.types].map(([key, t]) => [t, key]));
  const found = new Map<PointFact, ReadonlySet<string>>();
  for (const { position, mayNotChange } of analyse(loaded.right.program)) {
    const what = placed(made, position);
    if (what?.tag === 'point') found.set(what.point, new Set(mayNotChange.map((t) => keyOf.get(t) ?? t)));
  }
  return right(found);
}

export const slicing: Slicing = { title: 'Proteus', ending: '.proteus', judge: judgeByProteus, kept: keptByProteus };
