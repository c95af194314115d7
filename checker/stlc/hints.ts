/** Where generation looks first in the lambda calculus. */
import type { Hints } from '../generate/hints.ts';

export const stlcHints: Hints = {
  names: () => ['x', 'y', 'z'],
  alike: [['x', 'y', 'z']],
  ints: [0n, 1n, 2n],
  // A variable is found by looking it up.
  lax: new Set(['looksUp']),
  weights: { Int: 2, List: 2, Arrow: 1, 'T-Var': 3, 'T-App': 2 },
};
