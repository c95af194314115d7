/** Versions of C programs cut down to programs of a calculus, and what it says of them (section 4); a calculus that does brings it. */
import type { Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../semantics/errors.ts';
import type { Reason } from '../../checker/runs.ts';
import type { Changes } from './changes.ts';
import type { Facts, PointFact } from './facts.ts';
import type { Version } from './stacks.ts';
import type { ToldWay } from './verdict.ts';

/** What stands at a place of the slice's text, in terms of C. */
export type Marked =
  | { readonly tag: 'point'; readonly point: PointFact }
  | {
      readonly tag: 'call';
      readonly function: string;
      readonly file: string;
      readonly line: number;
      readonly site: number;
    }
  | {
      readonly tag: 'use';
      readonly key: string;
      readonly function: string;
      readonly file: string;
      readonly line: number;
    };

export interface Mark {
  /** From 1, in the slice's text. */
  readonly line: number;
  readonly column: number;
  readonly what: Marked;
}

export interface Slice {
  readonly text: string;
  /** In the order of the text. */
  readonly marks: readonly Mark[];
  /** Keys ↦ the types that stand for them. */
  readonly types: ReadonlyMap<string, string>;
  /** Functions ↦ their names here. */
  readonly functions: ReadonlyMap<string, string>;
  readonly lines: number;
}

/** A way, and where its use stands in the old slice. */
export interface SlicedWay extends ToldWay {
  readonly at: { readonly line: number; readonly column: number };
}

/** A pair of versions as programs, with the update that makes the new one of the old, and what is said of it. */
export interface JudgedPair {
  readonly old: Slice;
  readonly next: Slice;
  /** The text of the update, made when it is asked for. */
  readonly update: () => string;
  readonly changed: Changes;
  /** What is wrong with the update wherever it is applied: nothing, unless the slices are cut wrongly. */
  readonly wrong: readonly Reason[];
  /** The verdict at each point, in the order that they were given. */
  readonly points: readonly {
    readonly point: PointFact;
    readonly verdict: 'admitted' | 'refused';
    readonly obstacles: readonly { readonly key: string; readonly ways: readonly SlicedWay[] }[];
  }[];
}

/** What a calculus brings for C programs. */
export interface Slicing {
  /** As sentences say it. */
  readonly title: string;
  /** The ending of the files of its programs, with the point. */
  readonly ending: string;
  /**
   * What is said of the patch at these points.
   * @param size is told how many lines both programs have, before they are looked into: that takes long when they are long.
   * @returns the errors of what does not load, which would be a mistake of the slice.
   */
  judge(
    before: Facts,
    after: Facts,
    points: readonly PointFact[],
    size?: (lines: number) => void,
  ): Either<readonly LoadError[], JudgedPair>;
  /** For each point the keys that may not change there, of one version and these keys. */
  kept(
    v: Version,
    points: readonly PointFact[],
    keys: ReadonlySet<string>,
  ): Either<readonly LoadError[], ReadonlyMap<PointFact, ReadonlySet<string>>>;
}
