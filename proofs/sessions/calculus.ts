/** Sessions as one value. */
import { sessions } from '../../rules/sessions/system.ts';
import { sessionsVariants } from '../../rules/sessions/variants.ts';
import { sessionsShowing } from '../../checker/sessions/showing.ts';
import { calculus } from '../calculus.ts';
import { sessionsLanguage } from './language.ts';

export const sessionsCalculus = calculus({
  title: 'sessions',
  base: sessions,
  variants: sessionsVariants,
  showing: sessionsShowing,
  generates: 'programOk',
  language: sessionsLanguage,
});
