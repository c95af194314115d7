/** What becomes of the patch from one version to the next at an update point (section 4). */
import type { Changes } from './changes.ts';
import type { PointFact, Pin } from './facts.ts';
import { fileOf, framesAt, functionName, mayNotChange, siteAt, waysTo, type Version, type Way } from './stacks.ts';

/** A call that has to return before a use comes. */
export interface Return {
  readonly kind: 'return';
  readonly in: string;
  readonly file: string;
  readonly line: number;
}

/** A use that is in the way, and the returns that lead from the point to it, the nearest first. */
export interface ToldWay {
  readonly in: string;
  readonly file: string;
  readonly line: number;
  readonly why: string;
  readonly steps: readonly Return[];
}

export interface Obstacle {
  /** A changed key that may still be used. */
  readonly key: string;
  readonly ways: readonly ToldWay[];
}

export interface Verdict {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  /** How many functions may be on the stack. */
  readonly frames: number;
  /** Types of the old version. */
  readonly mayChange: readonly string[];
  readonly mayNotChange: readonly string[];
  /** `unknown` where nothing is in the way, but a function that may be on the stack could not be read. */
  readonly verdict: 'admitted' | 'refused' | 'unknown';
  readonly obstacles: readonly Obstacle[];
  /** Changed types that frames which remain hold by value; null where the facts do not say. */
  readonly storage: readonly string[] | null;
  /** Changed types that an address into may outlive a function by. */
  readonly pinned: readonly Pin[];
  /** Functions that may be on the stack and could not be read. */
  readonly skipped: readonly string[];
}

const whyOf = (key: string): string =>
  key.startsWith('f:') ? 'is called' : key.startsWith('g:') ? 'is named' : 'is used concretely';

export function tellWay(v: Version, key: string, way: Way): ToldWay {
  return {
    in: functionName(v, way.function),
    file: fileOf(v, way.function),
    line: way.line,
    why: whyOf(key),
    steps: way.returns.map((s): Return => {
      const [fn, line] = siteAt(v, s);
      return { kind: 'return', in: functionName(v, fn), file: fileOf(v, fn), line };
    }),
  };
}

/** Judges one point of the old version. */
export function judge(v: Version, point: PointFact, changed: Changes): Verdict {
  const frames = framesAt(v, point);
  const stay = mayNotChange(v, point);
  const ways = waysTo(v, point, changed.keys);
  const order = [...changed.keys].filter((k) => ways.has(k));
  const names = new Set(frames.map((f) => functionName(v, f.function)));
  const skipped = (v.facts.skipped ?? []).flatMap((s) =>
    s.function !== null && names.has(s.function) ? [s.function] : [],
  );
  const types = v.facts.types.map((t) => t.name);
  const changedTypes = new Set([...changed.types.changed, ...changed.types.byHolding]);
  const told = frames.every((f) => v.facts.functions[f.function]?.frame !== undefined);
  const held = new Set(frames.flatMap((f) => v.facts.functions[f.function]?.frame ?? []));
  return {
    function: point.function,
    file: point.file,
    line: point.line,
    frames: frames.length,
    mayChange: types.filter((t) => !stay.has(`t:${t}`)),
    mayNotChange: types.filter((t) => stay.has(`t:${t}`)),
    verdict: order.length > 0 ? 'refused' : skipped.length > 0 ? 'unknown' : 'admitted',
    obstacles: order.map((key) => ({ key, ways: (ways.get(key) as Way[]).map((w) => tellWay(v, key, w)) })),
    storage: told ? [...changedTypes].filter((t) => held.has(t)) : null,
    pinned: v.facts.pinned.filter((p) => changedTypes.has(p.type)),
    skipped: [...new Set(skipped)],
  };
}
