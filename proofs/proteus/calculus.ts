/** Proteus as one value. */
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import type { Config, Update } from '../../semantics/proteus/grammar.ts';
import { printUpdate } from '../../semantics/proteus/syntax/index.ts';
import { noLocals } from '../../semantics/proteus/types.ts';
import { proteus, proteusDeclarative } from '../../rules/proteus/system.ts';
import { proteusVariants } from '../../rules/proteus/variants.ts';
import { declare } from '../../checker/proteus/declarative.ts';
import { proteusHuntingGround } from '../../checker/proteus/hunting-ground.ts';
import { termTexts } from '../../checker/proteus/messages.ts';
import { proteusCounterexampleText } from '../../checker/proteus/counterexample-text.ts';
import { calculus } from '../calculus.ts';
import { proteusLanguage } from './language.ts';
import { proteusLemmas } from './lemmas.ts';
import { proteusTerms } from './terms.ts';
import { preservation, theoremsOf, updateSafety, updateSafetyStatic } from './theorems.ts';
import { proteusWords } from './words.ts';
import { itemsOf } from '../../semantics/proteus/programs.ts';

export const proteusCalculus = calculus({
  title: 'Proteus',
  base: proteus,
  presentations: [
    {
      name: 'declarative',
      sentence: 'the declarative presentation: T-Sub in place of premises on subtyping and joins',
      about: 'T-Sub is for whoever writes a derivation: its type and capability are chosen.',
      system: proteusDeclarative,
      present: declare,
    },
  ],
  variants: proteusVariants,
  theorems: theoremsOf,
  movers: [preservation, updateSafety, updateSafetyStatic],
  huntingGround: proteusHuntingGround,
  counterexampleText: proteusCounterexampleText,
  termTexts,
  terms: proteusTerms,
  words: proteusWords,
  generates: 'configurationOk',
  sample(judgement, args, find, unknown) {
    if (judgement !== 'configurationOk') return undefined;
    const K = args[0] as Config;
    const text = proteusCounterexampleText.program({ K });
    for (let k = 0; k < 20; k++) {
      const u = find('updateOk', [K.types, signatureOf.compute(K.heap), unknown('Update')], 3);
      if (u !== undefined) return { text, update: printUpdate(itemsOf(u[2] as Update)) };
    }
    return { text };
  },
  closed: { Locals: noLocals },
  size: 9,
  lemmas: proteusLemmas,
  language: proteusLanguage,
});
