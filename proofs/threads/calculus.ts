/** Proteus with threads as one value. */
import { noLocals } from '../../semantics/proteus/types.ts';
import { threads } from '../../rules/threads/system.ts';
import { threadsVariants } from '../../rules/threads/variants.ts';
import { termTexts } from '../../checker/proteus/messages.ts';
import { threadsHuntingGround } from '../../checker/threads/hunting-ground.ts';
import { threadsCounterexampleText } from '../../checker/threads/counterexample-text.ts';
import { calculus } from '../calculus.ts';
import { threadsLanguage } from './language.ts';
import { theoremsOf } from './theorems.ts';

export const threadsCalculus = calculus({
  title: 'Proteus with threads',
  base: threads,
  variants: threadsVariants,
  theorems: theoremsOf,
  huntingGround: threadsHuntingGround,
  counterexampleText: threadsCounterexampleText,
  termTexts,
  generates: 'configurationOk',
  closed: { Locals: noLocals },
  size: 9,
  language: threadsLanguage,
});
