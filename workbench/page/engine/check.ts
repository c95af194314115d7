/** Programs and updates as they are typed: what is wrong, and where. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../../semantics/errors.ts';
import { parseUpdate } from '../../../semantics/proteus/syntax/index.ts';
import { loading } from './loading.ts';
import { chosen } from './variants.ts';

export interface Checked {
  readonly program: readonly LoadError[];
  readonly updates: readonly (readonly LoadError[])[];
  /** Whether there is a variant of that name, and its rules can be read; if not, a run is by the calculus as it is. */
  readonly variantKnown: boolean;
}

/** The errors of a program and of the updates' syntax. */
export function check({
  program,
  updates,
  variant,
}: {
  readonly program: string;
  readonly updates: readonly string[];
  readonly variant?: string | null;
}): Checked {
  const plain = (errors: readonly LoadError[]): LoadError[] => errors.map((e) => ({ ...e }));
  const loaded = loading(program, variant);
  return {
    variantKnown: chosen(variant ?? null) !== null,
    program: isLeft(loaded) ? plain(loaded.left) : [],
    updates: updates.map((text, i) => {
      const read = parseUpdate(text, `update ${i + 1}`);
      return isLeft(read) ? plain(read.left) : [];
    }),
  };
}
