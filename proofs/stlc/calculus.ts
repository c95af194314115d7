/** The lambda calculus as one value. */
import { NoLocals } from '../../rules/stlc/typing.ts';
import { stlc } from '../../rules/stlc/system.ts';
import { stlcVariants } from '../../rules/stlc/variants.ts';
import { stlcGround, stlcShowing, stlcTelling } from '../../checker/stlc/ground.ts';
import { calculus } from '../calculus.ts';
import { stlcLanguage } from './language.ts';
import { stlcTheorems } from './theorems.ts';
import { stlcWords } from './words.ts';

export const stlcCalculus = calculus({
  title: 'the lambda calculus',
  base: stlc,
  variants: stlcVariants,
  theorems: () => stlcTheorems,
  movers: stlcTheorems.filter((t) => t.leadsTo !== undefined),
  ground: stlcGround,
  telling: stlcTelling,
  showing: stlcShowing,
  words: stlcWords,
  generates: 'types',
  closed: { Locals: NoLocals() },
  size: 12,
  language: stlcLanguage,
});
