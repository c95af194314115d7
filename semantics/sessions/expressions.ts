/** Metafunctions on expressions and processes: substitution, operators, look-ups in records, arguments and tables. */
import { substitution } from '../substitution.ts';
import { metafunction, partialMetafunction } from '../symbols.ts';
import { get } from '../maps.ts';
import {
  envMap,
  make,
  sessions,
  type Args,
  type Branches,
  type Env,
  type Expr,
  type Fields,
  type LocalBranches,
  type Operator,
  type Params,
  type Process,
  type Sort,
  type SortFields,
} from './grammar.ts';
import { metaTable } from './metas.ts';
import { argumentsOf } from './values.ts';

const { Num, True, False } = make.Expr;

/** P[v/x]. */
export const substitute = substitution<Process, Expr>(sessions, metaTable, {
  in: 'Process',
  variable: 'Var',
  name: 'substitute',
  text: '{0}[{1}/{2}]',
  sentence: 'a value for a variable',
});

/** P[v1/x1, …]; undefined when there are more or fewer values than parameters. */
export const instantiate = partialMetafunction<[Process, Params, Args], Process>(
  {
    name: 'instantiate',
    args: ['Process', 'Params', 'Args'],
    result: 'Process',
    text: '{0}[{2}/{1}]',
    sentence: 'the values of a call for the parameters of a procedure',
  },
  (body, ξ, a) => {
    let at = body;
    let params = ξ;
    for (const value of argumentsOf(a)) {
      if (params.tag === 'NoParams') return undefined;
      at = substitute.compute(at, value, params.x);
      params = params.rest;
    }
    return params.tag === 'NoParams' ? at : undefined;
  },
);

const truth = (b: boolean): Expr => (b ? True() : False());
/** What an operator makes of two values; undefined where they are not of its sort. */
export const operate = partialMetafunction<[Operator, Expr, Expr], Expr>(
  {
    name: 'operate',
    args: ['Operator', 'Expr', 'Expr'],
    result: 'Expr',
    text: '⟦{0}⟧({1}, {2})',
    latex: '[\\![{0}]\\!]({1}, {2})',
    sentence:
      'what an operator makes of two values: arithmetic and < of integers, = of integers, truth values or texts, and and or of truth values',
  },
  (o, a, b) => {
    if (o.tag === 'And' || o.tag === 'Or') {
      if ((a.tag !== 'True' && a.tag !== 'False') || (b.tag !== 'True' && b.tag !== 'False')) return undefined;
      return truth(o.tag === 'And' ? a.tag === 'True' && b.tag === 'True' : a.tag === 'True' || b.tag === 'True');
    }
    if (a.tag === 'Num' && b.tag === 'Num')
      switch (o.tag) {
        case 'Plus':
          return Num(a.n + b.n);
        case 'Minus':
          return Num(a.n - b.n);
        case 'Times':
          return Num(a.n * b.n);
        case 'Less':
          return truth(a.n < b.n);
        case 'Equal':
          return truth(a.n === b.n);
      }
    if (o.tag !== 'Equal') return undefined;
    if (a.tag === 'Text' && b.tag === 'Text') return truth(a.text === b.text);
    const booleans = (a.tag === 'True' || a.tag === 'False') && (b.tag === 'True' || b.tag === 'False');
    return booleans ? truth(a.tag === b.tag) : undefined;
  },
);

export const opposite = partialMetafunction<[Expr], Expr>(
  {
    name: 'opposite',
    args: ['Expr'],
    result: 'Expr',
    text: '¬{0}',
    latex: '\\neg {0}',
    sentence: 'the other truth value',
  },
  (a) => (a.tag === 'True' ? False() : a.tag === 'False' ? True() : undefined),
);

export const arithmetic = metafunction<[Operator], boolean>(
  {
    name: 'arithmetic',
    args: ['Operator'],
    result: 'holds',
    text: '{0} ∈ {+, -, *}',
    latex: '{0} \\in \\{+, -, \\times\\}',
    sentence: 'an operator is one of +, - and *',
  },
  (o) => o.tag === 'Plus' || o.tag === 'Minus' || o.tag === 'Times',
);
export const logical = metafunction<[Operator], boolean>(
  {
    name: 'logical',
    args: ['Operator'],
    result: 'holds',
    text: '{0} ∈ {and, or}',
    latex: '{0} \\in \\{\\mathsf{and}, \\mathsf{or}\\}',
    sentence: 'an operator is and or or',
  },
  (o) => o.tag === 'And' || o.tag === 'Or',
);

export const basic = metafunction<[Sort], boolean>(
  {
    name: 'basic',
    args: ['Sort'],
    result: 'holds',
    text: '{0} ∈ {int, bool, str}',
    latex: '{0} \\in \\{\\mathsf{int}, \\mathsf{bool}, \\mathsf{str}\\}',
    sentence: 'a sort is no record',
  },
  (S) => S.tag !== 'Record',
);

export const valueAt = partialMetafunction<[Fields, string], Expr>(
  {
    name: 'valueAt',
    args: ['Fields', 'name'],
    result: 'Expr',
    text: '{0}({1})',
    sentence: 'the field of a record',
  },
  (ρ, l) => {
    for (let f = ρ; f.tag === 'Field'; f = f.rest) if (f.label === l) return f.e;
    return undefined;
  },
);
export const sortAt = partialMetafunction<[SortFields, string], Sort>(
  {
    name: 'sortAt',
    args: ['SortFields', 'name'],
    result: 'Sort',
    text: '{0}({1})',
    sentence: 'the sort of a field',
  },
  (σ, l) => {
    for (let f = σ; f.tag === 'SortField'; f = f.rest) if (f.label === l) return f.sort;
    return undefined;
  },
);
export const distinctLabels = metafunction<[Fields], boolean>(
  {
    name: 'distinctLabels',
    args: ['Fields'],
    result: 'holds',
    text: 'the labels of {0} are distinct',
    latex: '\\text{the labels of }{0}\\text{ are distinct}',
    sentence: 'a record has no field twice',
  },
  (ρ) => {
    const seen = new Set<string>();
    for (let f = ρ; f.tag === 'Field'; f = f.rest) {
      if (seen.has(f.label)) return false;
      seen.add(f.label);
    }
    return true;
  },
);

export const sortOf = partialMetafunction<[Env, string], Sort>(
  {
    name: 'sortOf',
    args: ['Env', 'name'],
    result: 'Sort',
    text: '{0}({1})',
    sentence: 'the sort of a variable',
    meaning: { theory: 'get' },
  },
  (Γ, y) => get(Γ, y),
);
export const bind = metafunction<[Env, string, Sort], Env>(
  {
    name: 'bind',
    args: ['Env', 'name', 'Sort'],
    result: 'Env',
    text: '{0}, {1} : {2}',
    sentence: 'one more variable; the latest binding counts',
  },
  (Γ, y, S) => envMap.set(Γ, y, S),
);
export const environment = metafunction<[Params], Env>(
  {
    name: 'environment',
    args: ['Params'],
    result: 'Env',
    text: '{0}',
    sentence: 'the sorts of the parameters of a procedure',
  },
  (ξ) => {
    let Γ: Env = envMap.empty;
    for (let p = ξ; p.tag === 'Param'; p = p.rest) Γ = envMap.set(Γ, p.x, p.sort);
    return Γ;
  },
);

export const receives = partialMetafunction<[Branches, string], Branches>(
  {
    name: 'receives',
    args: ['Branches', 'name'],
    result: 'Branches',
    text: '{0} from {1} on',
    latex: '{0}\\text{ from }{1}\\text{ on}',
    sentence: 'the branches of a receive from the one with a label on',
  },
  (β, l) => {
    for (let b = β; b.tag === 'Branch'; b = b.rest) if (b.l === l) return b;
    return undefined;
  },
);
const labelsOf = (β: Branches): string[] => {
  const all: string[] = [];
  for (let b = β; b.tag === 'Branch'; b = b.rest) all.push(b.l);
  return all;
};
export const branchesDistinct = metafunction<[Branches], boolean>(
  {
    name: 'branchesDistinct',
    args: ['Branches'],
    result: 'holds',
    text: 'the labels of {0} are distinct',
    latex: '\\text{the labels of }{0}\\text{ are distinct}',
    sentence: 'a receive has no label twice',
  },
  (β) => new Set(labelsOf(β)).size === labelsOf(β).length,
);
export const noBranch = metafunction<[Branches, string], boolean>(
  {
    name: 'noBranch',
    args: ['Branches', 'name'],
    result: 'holds',
    text: '{1} ∉ {0}',
    latex: '{1} \\notin {0}',
    sentence: 'a receive has no branch for a label',
  },
  (β, l) => !labelsOf(β).includes(l),
);

export const sameLabels = metafunction<[Branches, LocalBranches], boolean>(
  {
    name: 'sameLabels',
    args: ['Branches', 'LocalBranches'],
    result: 'holds',
    text: 'the labels of {0} are those of {1}',
    latex: '\\text{the labels of }{0}\\text{ are those of }{1}',
    sentence: 'a receive has exactly the branches of a choice',
  },
  (β, λ) => {
    const all: string[] = [];
    for (let b = λ; b.tag === 'LBranch'; b = b.rest) all.push(b.l);
    return all.sort().join(' ') === labelsOf(β).sort().join(' ');
  },
);
