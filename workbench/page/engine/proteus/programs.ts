/** Programs of Proteus on the page. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../../../semantics/errors.ts';
import { parseUpdate } from '../../../../semantics/proteus/syntax/index.ts';
import type { Programs } from '../programs.ts';
import { analysis, sweeping, ways } from './analysis.ts';
import { derived, subjects } from './derivations.ts';
import { loading } from './loading.ts';
import { outline } from './run.ts';
import { pictureOf } from './picture.ts';
import { sourceOf } from './source.ts';
import { at } from './step.ts';

const plain = (errors: readonly LoadError[]): LoadError[] => errors.map((e) => ({ ...e }));

export const programs: Programs = {
  check({ program, updates, variant }) {
    const loaded = loading(program, variant);
    return {
      program: isLeft(loaded) ? plain(loaded.left) : [],
      updates: updates.map((text, i) => {
        const read = parseUpdate(text, `update ${i + 1}`);
        return isLeft(read) ? plain(read.left) : [];
      }),
    };
  },
  outline,
  at(of) {
    const shown = at(of);
    const picture = shown === null ? undefined : pictureOf(shown);
    return shown === null || picture === undefined ? shown : { ...shown, picture };
  },
  subjects,
  derived,
  analysis,
  sweeping,
  ways,
  source: sourceOf,
};
