/** Metafunctions of the reduction rules (section 7). */
import { metafunction, partialMetafunction } from '../symbols.ts';
import { absurd } from '../terms.ts';
import type { Expr, Fields, Operator } from './grammar.ts';
import { isValue } from './values.ts';

/** The name that a value points to with: w ::= r | z. */
export const pointer = partialMetafunction<[Expr], string>(
  {
    name: 'pointer',
    args: ['Expr'],
    result: 'name',
    text: 'name of {0}',
    latex: '\\mathrm{name}({0})',
    sentence: 'the reference or external name that a value is',
  },
  (v) => (v.tag === 'Loc' ? v.r : v.tag === 'Ext' ? v.z : undefined),
);

export const fieldOf = partialMetafunction<[Fields, string], Expr>(
  { name: 'fieldOf', args: ['Fields', 'name'], result: 'Expr', text: '{0}.{1}', sentence: 'the field of a record' },
  (fields, label) => {
    for (let at = fields; at.tag === 'Field'; at = at.rest) if (at.label === label) return at.e;
    return undefined;
  },
);

export const recordOfValues = metafunction<[Fields], boolean>(
  {
    name: 'recordOfValues',
    args: ['Fields'],
    result: 'holds',
    text: '{0} values',
    latex: '{0}\\text{ values}',
    sentence: 'every field is a value',
  },
  (fields) => {
    for (let at = fields; at.tag === 'Field'; at = at.rest) if (!isValue(at.e)) return false;
    return true;
  },
);

export const notValue = metafunction<[Expr], boolean>(
  {
    name: 'notValue',
    args: ['Expr'],
    result: 'holds',
    text: '{0} is not a value',
    latex: '{0}\\text{ is not a value}',
    sentence: 'the expression has yet to run',
  },
  (e) => !isValue(e),
);

export const arithmetic = metafunction<[Operator, bigint, bigint], bigint>(
  {
    name: 'arithmetic',
    args: ['Operator', 'int', 'int'],
    result: 'int',
    text: '{1} {0} {2}',
    latex: '{1}\\;{0}\\;{2}',
    sentence: 'sum, difference and product of unbounded integers',
  },
  (op, a, b) => {
    switch (op.tag) {
      case 'Plus':
        return a + b;
      case 'Minus':
        return a - b;
      case 'Times':
        return a * b;
      default:
        return absurd(op);
    }
  },
);

export const different = metafunction<[bigint, bigint], boolean>(
  {
    name: 'different',
    args: ['int', 'int'],
    result: 'holds',
    text: '{0} ≠ {1}',
    latex: '{0} \\ne {1}',
    sentence: 'two integers differ',
  },
  (a, b) => a !== b,
);
