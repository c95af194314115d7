/** Components as a system: judgements and rules in the order of the document. */
import { components as grammar } from '../../semantics/components/grammar.ts';
import { metaTable } from '../../semantics/components/metas.ts';
import type { Form } from '../judgement.ts';
import { system } from '../system.ts';
import * as claims from './claims.ts';
import * as evaluation from './evaluation.ts';
import * as reduction from './reduction.ts';
import * as runs from './runs.ts';
import * as subtyping from './subtyping.ts';
import * as typing from './typing.ts';
import * as updates from './updates.ts';

type Declared = { readonly form: Form };
const declared = (module: object): Declared[] =>
  Object.values(module).filter((x): x is Declared => typeof x === 'function' && 'form' in x);

export const components = system({
  name: 'components',
  grammar,
  metas: metaTable,
  judgements: [subtyping, typing, evaluation, updates, reduction, claims, runs].flatMap(declared),
  rules: [
    ...subtyping.subtyping,
    ...typing.typing,
    ...evaluation.evaluation,
    ...updates.updates,
    ...reduction.reduction,
    ...claims.claims,
    ...runs.runs,
  ],
});
