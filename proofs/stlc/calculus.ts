/** The lambda calculus as one value. */
import { NoLocals } from '../../rules/stlc/typing.ts';
import { stlc } from '../../rules/stlc/system.ts';
import { stlcVariants } from '../../rules/stlc/variants.ts';
import { stlcHuntingGround, stlcTermTexts, stlcCounterexampleText } from '../../checker/stlc/hunting-ground.ts';
import { calculus } from '../calculus.ts';
import { stlcLanguage } from './language.ts';
import { stlcLemmas } from './lemmas.ts';
import { stlcTheorems } from './theorems.ts';
import { stlcWords } from './words.ts';

export const stlcCalculus = calculus({
  title: 'the lambda calculus',
  base: stlc,
  variants: stlcVariants,
  theorems: () => stlcTheorems,
  movers: stlcTheorems.filter((t) => t.leadsTo !== undefined),
  huntingGround: stlcHuntingGround,
  counterexampleText: stlcCounterexampleText,
  termTexts: stlcTermTexts,
  words: stlcWords,
  generates: 'types',
  closed: { Locals: NoLocals() },
  size: 12,
  lemmas: stlcLemmas,
  language: stlcLanguage,
});
