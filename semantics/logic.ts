/** What equations and statements are put together with: equality, negation, conjunction, and the value of what is undefined. */
import { metafunction, type Theory } from './symbols.ts';
import { equal } from './terms.ts';

/** Written where a metafunction that is not defined takes part: the value of what is undefined. */
export const undefinedValue = Object.freeze({ tag: '⊥' });

const of = (name: string, theory: Theory, args: readonly string[], text: string, sentence: string) => ({
  name,
  args,
  result: 'holds',
  text,
  sentence,
  meaning: { theory },
});

/** Two terms are the same. */
export const same = metafunction<[unknown, unknown], boolean>(
  of('same', 'same', ['*', '*'], '{0} = {1}', 'two terms are equal'),
  equal,
);
export const not = metafunction<[boolean], boolean>(
  of('not', 'not', ['holds'], 'not {0}', 'a predicate does not hold'),
  (p) => !p,
);
export const both = metafunction<[boolean, boolean], boolean>(
  of('both', 'both', ['holds', 'holds'], '{0} and {1}', 'two predicates hold'),
  (p, q) => p && q,
);

/** What does not hold: the conclusion of a statement that its premises cannot all hold. */
export const never = not(same('', ''));
