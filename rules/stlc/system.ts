/** The simply-typed lambda calculus with lists as a system. */
import { metaTable } from '../../semantics/stlc/functions.ts';
import { stlc as grammar } from '../../semantics/stlc/grammar.ts';
import { system } from '../system.ts';
import { progresses, reduction, steps, value } from './reduction.ts';
import { looksUp, types, typing } from './typing.ts';

export const stlc = system({
  name: 'stlc',
  grammar,
  metas: metaTable,
  judgements: [types, looksUp, value, steps, progresses],
  rules: [...typing, ...reduction],
});
