/** Components as one value. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { components } from '../../rules/components/system.ts';
import { systemOk } from '../../rules/components/updates.ts';
import { componentsVariants } from '../../rules/components/variants.ts';
import { componentsTermTexts } from '../../checker/components/term-texts.ts';
import { derive } from '../../checker/derive.ts';
import { calculus } from '../calculus.ts';
import { componentsGround } from '../../checker/components/hunting.ts';
import { Choices } from '../../checker/components/samples/choices.ts';
import { systemSample } from '../../checker/components/samples/systems.ts';
import { componentsCounterexampleText } from '../../checker/components/counterexample-text.ts';
import { print } from '../../semantics/components/syntax/print.ts';
import { componentsLanguage } from './language.ts';
import { theoremsOf } from './theorems.ts';

export const componentsCalculus = calculus({
  title: 'components',
  base: components,
  variants: componentsVariants,
  theorems: theoremsOf,
  huntingGround: componentsGround,
  counterexampleText: componentsCounterexampleText,
  termTexts: componentsTermTexts,
  generates: 'systemOk',
  programs: (system, chooser) => {
    const P = systemSample(new Choices(chooser, undefined));
    return isLeft(derive(system, systemOk.form, [P], { record: false })) ? undefined : print(P);
  },
  language: componentsLanguage,
});
