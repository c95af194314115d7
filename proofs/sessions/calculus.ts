/** Sessions as one value. */
import { sessions } from '../../rules/sessions/system.ts';
import { sessionsShowing } from '../../checker/sessions/showing.ts';
import { calculus } from '../calculus.ts';
import { sessionsLanguage } from './language.ts';

export const sessionsCalculus = calculus({
  title: 'sessions',
  base: sessions,
  showing: sessionsShowing,
  generates: 'programOk',
  language: sessionsLanguage,
});
