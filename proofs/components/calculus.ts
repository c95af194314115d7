/** Components as one value. */
import { components } from '../../rules/components/system.ts';
import { componentsVariants } from '../../rules/components/variants.ts';
import { componentsTermTexts } from '../../checker/components/term-texts.ts';
import { calculus } from '../calculus.ts';
import { componentsLanguage } from './language.ts';

export const componentsCalculus = calculus({
  title: 'components',
  base: components,
  variants: componentsVariants,
  showing: componentsTermTexts,
  generates: 'systemOk',
  language: componentsLanguage,
});
