/** Proteus: its judgements and rules in the order of the document, and the declarative presentation as a variant. */
import { proteus as grammar } from '../../semantics/proteus/grammar.ts';
import { metaTable } from '../../semantics/proteus/metas.ts';
import { system, vary } from '../system.ts';
import { claims, progresses } from './claims.ts';
import { TSub, declarative } from './declarative.ts';
import { bindingOk, bindingsOk, configurationOk, definitionsOk, heaps } from './heaps.ts';
import { executes, programs, translatesItem, translatesItems, translatesProgram } from './programs.ts';
import { reduces, reduction, runs, steps } from './reduction.ts';
import { subtype, subtypeFields, subtyping } from './subtyping.ts';
import {
  checks,
  checksFields,
  coerces,
  coercesFields,
  infers,
  infersFields,
  reconciles,
  translation,
  unfolds,
} from './translation.ts';
import { types, typesFields, typing } from './typing.ts';
import {
  admitted,
  codeOk,
  namesOk,
  rebindOk,
  replacements,
  transOk,
  transformers,
  typesOk,
  updateOk,
  updates,
} from './updates.ts';

export const proteus = system({
  name: 'proteus',
  grammar,
  metas: metaTable,
  judgements: [
    subtype,
    subtypeFields,
    infers,
    checks,
    infersFields,
    checksFields,
    reconciles,
    unfolds,
    coerces,
    coercesFields,
    translatesItem,
    translatesItems,
    translatesProgram,
    executes,
    types,
    typesFields,
    definitionsOk,
    bindingOk,
    bindingsOk,
    configurationOk,
    reduces,
    steps,
    runs,
    updateOk,
    namesOk,
    typesOk,
    rebindOk,
    transOk,
    codeOk,
    replacements,
    transformers,
    admitted,
    progresses,
  ],
  rules: [...subtyping, ...translation, ...programs, ...typing, ...heaps, ...reduction, ...updates, ...claims],
});

/** Section 5 with T-Sub instead of premises on subtyping and joins. */
export const proteusDeclarative = vary(proteus, { name: 'declarative', replace: declarative, add: [TSub] });
