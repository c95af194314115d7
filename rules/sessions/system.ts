/** Sessions as a system: judgements and rules in the order of the document. */
import { sessions as grammar } from '../../semantics/sessions/grammar.ts';
import { metaTable } from '../../semantics/sessions/metas.ts';
import type { Form } from '../judgement.ts';
import { system } from '../system.ts';
import * as claims from './claims.ts';
import * as coherence from './coherence.ts';
import * as programs from './programs.ts';
import * as projection from './projection.ts';
import * as protocols from './protocols.ts';
import * as reduction from './reduction.ts';
import * as runs from './runs.ts';
import * as subtyping from './subtyping.ts';
import * as typing from './typing.ts';
import * as updates from './updates.ts';

type Declared = { readonly form: Form };
const declared = (module: object): Declared[] =>
  Object.values(module).filter((x): x is Declared => typeof x === 'function' && 'form' in x);

export const sessions = system({
  name: 'sessions',
  grammar,
  metas: metaTable,
  judgements: [protocols, projection, subtyping, typing, programs, reduction, updates, coherence, claims, runs].flatMap(
    declared,
  ),
  rules: [
    ...protocols.protocols,
    ...projection.projection,
    ...subtyping.subtyping,
    ...typing.typing,
    ...programs.programs,
    ...reduction.reduction,
    ...updates.updates,
    ...coherence.coherence,
    ...claims.claims,
    ...runs.runs,
  ],
});
