/** Metafunctions of the reduction rules (section 7). */
import { not, same } from '../logic.ts';
import { metafunction, partialMetafunction } from '../symbols.ts';
import { absurd } from '../terms.ts';
import { make, type Expr, type Fields, type Operator } from './grammar.ts';
import { metas } from './metas.ts';
import { isValue, value } from './values.ts';

const { Loc, Ext } = make.Expr;
const { Field } = make.Fields;
const { r, z, l, c, e, ρ, n1, n2 } = metas;

/** The name that a value points to with: w ::= r | z. */
export const pointer = partialMetafunction<[Expr], string>(
  {
    name: 'pointer',
    args: ['Expr'],
    result: 'name',
    text: 'name of {0}',
    latex: '\\mathrm{name}({0})',
    sentence: 'the reference or external name that a value is',
    meaning: {
      equations: (self) => [
        [self(Loc(r)), r],
        [self(Ext(z)), z],
      ],
      otherwise: 'undefined',
    },
  },
  (v) => (v.tag === 'Loc' ? v.r : v.tag === 'Ext' ? v.z : undefined),
);

export const fieldOf = partialMetafunction<[Fields, string], Expr>(
  {
    name: 'fieldOf',
    args: ['Fields', 'name'],
    result: 'Expr',
    text: '{0}.{1}',
    sentence: 'the field of a record',
    meaning: {
      equations: (self) => [
        [self(Field(l, e, ρ), l), e],
        [self(Field(c, e, ρ), l), self(ρ, l)],
      ],
      otherwise: 'undefined',
    },
  },
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
    meaning: { equations: (self) => [[self(ρ), value(ρ as never)]] },
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
    meaning: { equations: (self) => [[self(e), not(value(e))]] },
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
    meaning: { equations: (self) => [[self(n1, n2), not(same(n1, n2))]] },
  },
  (a, b) => a !== b,
);
