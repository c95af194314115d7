/** The pairs of local types that coinductive subtyping assumes (section 4). */
import { get } from '../maps.ts';
import { metafunction } from '../symbols.ts';
import { equal } from '../terms.ts';
import { assumedMap, make, type AssumedMap, type Local } from './grammar.ts';

/** Pairs are kept by the binders of their recs, one of the two at least: a cycle passes one. */
const keyOf = (L: Local, L1: Local): string => `${L.tag === 'LRec' ? L.t : ''} ${L1.tag === 'LRec' ? L1.t : ''}`;

export const noAssumptions: AssumedMap = assumedMap.empty;

export const assume = metafunction<[AssumedMap, Local, Local], AssumedMap>(
  {
    name: 'assume',
    args: ['AssumedMap', 'Local', 'Local'],
    result: 'AssumedMap',
    text: '{0}, {1} ≤ {2}',
    latex: '{0}, {1} \\le {2}',
    sentence: 'one more pair that is assumed',
  },
  (A, L, L1) => {
    const key = keyOf(L, L1);
    return assumedMap.set(A, key, make.Assumed.Assume(L, L1, get(A, key) ?? make.Assumed.NoAssumptions()));
  },
);

export const assumed = metafunction<[AssumedMap, Local, Local], boolean>(
  {
    name: 'assumed',
    args: ['AssumedMap', 'Local', 'Local'],
    result: 'holds',
    text: '({1} ≤ {2}) ∈ {0}',
    latex: '({1} \\le {2}) \\in {0}',
    sentence: 'a pair is among those assumed',
  },
  (A, L, L1) => {
    if (L.tag !== 'LRec' && L1.tag !== 'LRec') return false;
    for (let at = get(A, keyOf(L, L1)) ?? make.Assumed.NoAssumptions(); at.tag === 'Assume'; at = at.rest)
      if (equal(at.lower, L) && equal(at.upper, L1)) return true;
    return false;
  },
);
