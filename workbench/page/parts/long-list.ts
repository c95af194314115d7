/** What a list is given that may be long. */
import type { ComponentChildren } from 'preact';

/** Lists of no more items are made whole. */
export const fewItems = 60;

export interface LongProps<T> {
  /** What a screen reader calls the list. */
  readonly label: string;
  readonly items: readonly T[];
  readonly of: (item: T, index: number) => ComponentChildren;
  readonly class?: string;
  readonly ordered?: boolean;
  readonly height?: number;
  /** An item that is brought into view when it becomes another one. */
  readonly reveal?: number | undefined;
}
