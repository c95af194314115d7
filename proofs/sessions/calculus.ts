/** Sessions as one value. */
import { sessions } from '../../rules/sessions/system.ts';
import { sessionsVariants } from '../../rules/sessions/variants.ts';
import { print } from '../../semantics/sessions/syntax/index.ts';
import { Choices } from '../../checker/sessions/samples/choices.ts';
import { programSample } from '../../checker/sessions/samples/programs.ts';
import { sessionsGround } from '../../checker/sessions/hunting.ts';
import { sessionsTelling } from '../../checker/sessions/telling.ts';
import { sessionsShowing } from '../../checker/sessions/showing.ts';
import { calculus } from '../calculus.ts';
import { sessionsLanguage } from './language.ts';
import { theoremsOf } from './theorems.ts';

export const sessionsCalculus = calculus({
  title: 'sessions',
  base: sessions,
  variants: sessionsVariants,
  theorems: theoremsOf,
  ground: sessionsGround,
  telling: sessionsTelling,
  showing: sessionsShowing,
  generates: 'accepted',
  programs: (system, chooser) => {
    const sample = programSample(new Choices(chooser, undefined), system);
    return sample === undefined ? undefined : print(sample.program);
  },
  language: sessionsLanguage,
});
