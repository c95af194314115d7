/** Sessions as one value. */
import { sessions } from '../../rules/sessions/system.ts';
import { sessionsVariants } from '../../rules/sessions/variants.ts';
import { print } from '../../semantics/sessions/syntax/index.ts';
import { Choices } from '../../checker/sessions/samples/choices.ts';
import { programSample } from '../../checker/sessions/samples/programs.ts';
import { sessionsGround } from '../../checker/sessions/hunting.ts';
import { sessionsCounterexampleText } from '../../checker/sessions/counterexample-text.ts';
import { sessionsTermTexts } from '../../checker/sessions/term-texts.ts';
import { calculus } from '../calculus.ts';
import { sessionsLanguage } from './language.ts';
import { theoremsOf } from './theorems.ts';

export const sessionsCalculus = calculus({
  title: 'sessions',
  base: sessions,
  variants: sessionsVariants,
  theorems: theoremsOf,
  huntingGround: sessionsGround,
  counterexampleText: sessionsCounterexampleText,
  termTexts: sessionsTermTexts,
  generates: 'accepted',
  programs: (system, chooser) => {
    const sample = programSample(new Choices(chooser, undefined), system);
    return sample === undefined ? undefined : print(sample.program);
  },
  language: sessionsLanguage,
});
