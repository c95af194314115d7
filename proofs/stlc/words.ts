/** The words of the lambda calculus with lists in a sentence each. */
import type { Word } from '../calculus.ts';

export const stlcWords: readonly Word[] = [
  { like: 'λ', says: 'A function: behind λ its argument with its type, behind the point its body.', rule: 'T-Lam' },
  { like: 'cons', says: 'A list with one more element in front.', rule: 'T-Cons' },
  { like: 'nil', says: 'The empty list.', rule: 'T-Nil' },
  { like: 'hd', says: 'The first element of a list; of the empty list there is none.', rule: 'R-Hd' },
  { like: 'tl', says: 'A list without its first element.', rule: 'R-Tl' },
  { like: 'Γ', says: 'The types of the local variables.', rule: 'T-Var' },
];
