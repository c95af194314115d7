/** Sets of names: sorted arrays without repetitions. */
import { metafunction } from '../symbols.ts';
import { make, type NameList } from './grammar.ts';

/** The union of two sorted arrays; one of them itself where it has all. */
export function union(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  const all: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const x = a[i];
    const y = b[j];
    if (y === undefined || (x !== undefined && x < y)) {
      all.push(x as string);
      i++;
    } else if (x === undefined || y < x) {
      all.push(y);
      j++;
    } else {
      all.push(x);
      i++;
      j++;
    }
  }
  return all.length === a.length ? a : all.length === b.length ? b : all;
}

export const namesOf = (xs: Iterable<string>): readonly string[] => [...new Set(xs)].sort();

export const differs = metafunction<[string, string], boolean>(
  {
    name: 'differs',
    args: ['name', 'name'],
    result: 'holds',
    text: '{0} ≠ {1}',
    latex: '{0} \\ne {1}',
    sentence: 'two names differ',
  },
  (a, b) => a !== b,
);

export const member = metafunction<[string, readonly string[]], boolean>(
  {
    name: 'member',
    args: ['name', 'names'],
    result: 'holds',
    text: '{0} ∈ {1}',
    latex: '{0} \\in {1}',
    sentence: 'a name is in a set',
  },
  (x, X) => X.includes(x),
);

export const notMember = metafunction<[string, readonly string[]], boolean>(
  {
    name: 'notMember',
    args: ['name', 'names'],
    result: 'holds',
    text: '{0} ∉ {1}',
    latex: '{0} \\notin {1}',
    sentence: 'a name is not in a set',
  },
  (x, X) => !X.includes(x),
);

export const minus = metafunction<[readonly string[], string], readonly string[]>(
  {
    name: 'minus',
    args: ['names', 'name'],
    result: 'names',
    text: '{0} ∖ {1}',
    latex: '{0} \\setminus {1}',
    sentence: 'a set without a name',
  },
  (X, x) => X.filter((y) => y !== x),
);

export const both = metafunction<[readonly string[], readonly string[]], readonly string[]>(
  {
    name: 'both',
    args: ['names', 'names'],
    result: 'names',
    text: '{0} ∪ {1}',
    latex: '{0} \\cup {1}',
    sentence: 'the names of either set',
  },
  union,
);

export const nobody = metafunction<[readonly string[]], boolean>(
  {
    name: 'nobody',
    args: ['names'],
    result: 'holds',
    text: '{0} = ∅',
    latex: '{0} = \\emptyset',
    sentence: 'a set of names is empty',
  },
  (X) => X.length === 0,
);

export const somebody = metafunction<[readonly string[]], boolean>(
  {
    name: 'somebody',
    args: ['names'],
    result: 'holds',
    text: '{0} ≠ ∅',
    latex: '{0} \\ne \\emptyset',
    sentence: 'a set of names is not empty',
  },
  (X) => X.length > 0,
);

export const listed = metafunction<[readonly string[]], NameList>(
  {
    name: 'listed',
    args: ['names'],
    result: 'NameList',
    text: '{0} in order',
    latex: '{0}\\text{ in order}',
    sentence: 'the names of a set, sorted',
  },
  (X) => X.reduceRight<NameList>((rest, x) => make.NameList.Names(x, rest), make.NameList.NoNames()),
);

export const next = metafunction<[bigint], bigint>(
  { name: 'next', args: ['int'], result: 'int', text: '{0} + 1', sentence: 'the next number' },
  (n) => n + 1n,
);

export const greater = metafunction<[bigint, bigint], boolean>(
  {
    name: 'greater',
    args: ['int', 'int'],
    result: 'holds',
    text: '{0} > {1}',
    sentence: 'a number is greater than another',
  },
  (a, b) => a > b,
);

export const common = metafunction<[readonly string[], readonly string[]], readonly string[]>(
  {
    name: 'common',
    args: ['names', 'names'],
    result: 'names',
    text: '{0} ∩ {1}',
    latex: '{0} \\cap {1}',
    sentence: 'the names that two sets have in common',
  },
  (X, Y) => X.filter((x) => Y.includes(x)),
);

export const withName = metafunction<[readonly string[], string], readonly string[]>(
  {
    name: 'withName',
    args: ['names', 'name'],
    result: 'names',
    text: '{0}, {1}',
    sentence: 'a set with one more name',
  },
  (X, x) => union(X, [x]),
);
