/** Metafunctions on protocols (sections 2, 3 and 10). Those that walk a protocol use no native stack. */
import type { Term } from '../grammar.ts';
import { metafunction } from '../symbols.ts';
import {
  make,
  sessions,
  type Global,
  type GlobalBranches,
  type Local,
  type LocalBranches,
  type NameList,
  type Params,
  type Sort,
} from './grammar.ts';
import { union } from './names.ts';

/** The fields of a term that hold terms. */
const childrenOf = (term: Term): Term[] => {
  const found: Term[] = [];
  for (const [field] of sessions.constructors.get(term.tag)?.fields ?? []) {
    const x = (term as unknown as Record<string, unknown>)[field];
    if (typeof x === 'object' && x !== null && 'tag' in x) found.push(x as Term);
  }
  return found;
};

/** How many terms a function remembers: then it begins again. Weak tables of this size would be most of the work of collecting garbage. */
const most = 400_000;

/** A function of each subterm, from those of its parts; remembered. The parts come in the order of the fields. */
export function bottomUp<R>(of: (term: Term, parts: readonly R[]) => R): (term: Term) => R {
  let known = new Map<object, { readonly is: R }>();
  return (root) => {
    const done = known.get(root);
    if (done !== undefined) return done.is;
    if (known.size > most) known = new Map();
    const stack: Term[] = [root];
    while (stack.length > 0) {
      const at = stack[stack.length - 1] as Term;
      if (known.has(at)) {
        stack.pop();
        continue;
      }
      const parts = childrenOf(at);
      const missing = parts.filter((c) => !known.has(c));
      if (missing.length > 0) stack.push(...missing.reverse());
      else {
        stack.pop();
        known.set(at, {
          is: of(
            at,
            parts.map((c) => (known.get(c) as { readonly is: R }).is),
          ),
        });
      }
    }
    return (known.get(root) as { readonly is: R }).is;
  };
}

const none: readonly string[] = Object.freeze([]);

/** The variables that occur free, in protocols and in local types. */
export const freeVariables = bottomUp<readonly string[]>((term, parts) => {
  const x = term as Global | Local | GlobalBranches | LocalBranches;
  if (x.tag === 'GVar' || x.tag === 'LVar') return [x.t];
  const all = parts.reduce(union, none);
  return x.tag === 'GRec' || x.tag === 'LRec' ? all.filter((t) => t !== x.t) : all;
});

const partsKnown = new WeakMap<object, readonly string[]>();
/** Who sends or receives, has yet to cross or to follow; sorted. */
function partsOf(G: Global): readonly string[] {
  const known = partsKnown.get(G);
  if (known !== undefined) return known;
  const found = new Set<string>();
  const work: Term[] = [G];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    const x = at as Global | GlobalBranches;
    if (x.tag === 'Message') found.add(x.p).add(x.q);
    else if (x.tag === 'Sent') found.add(x.q);
    else if (x.tag === 'Crossing' || x.tag === 'Switching') for (const p of x.left) found.add(p);
    // The old protocol is over but for those who have yet to follow.
    if (x.tag === 'Switching') work.push(x.body);
    else work.push(...childrenOf(x));
  }
  const names = [...found].sort();
  partsKnown.set(G, names);
  return names;
}

export const parts = metafunction<[Global], readonly string[]>(
  {
    name: 'parts',
    args: ['Global'],
    result: 'names',
    text: 'parts({0})',
    latex: '\\mathit{parts}({0})',
    sentence: 'the participants that send or receive in a protocol, or have yet to cross or to follow',
  },
  partsOf,
);

/** Whether one participant has a part, for every part of a protocol; kept by participant, a thousand of them at most. */
const partOf = new Map<string, (G: Term) => boolean>();
const mostKept = 1000;
function hasPart(G: Global, r: string): boolean {
  let has = partOf.get(r);
  if (has === undefined) {
    if (partOf.size >= mostKept) partOf.clear();
    has = bottomUp<boolean>((term, below) => {
      const x = term as Global | GlobalBranches;
      if (x.tag === 'Message' && (x.p === r || x.q === r)) return true;
      if (x.tag === 'Sent' && x.q === r) return true;
      if ((x.tag === 'Crossing' || x.tag === 'Switching') && x.left.includes(r)) return true;
      return x.tag === 'Switching' ? (below[1] as boolean) : below.includes(true);
    });
    partOf.set(r, has);
  }
  return has(G);
}

const takes = (G: Global, r: string) => G.tag !== 'GEnd' && (hasPart(G, r) || freeVariables(G).length > 0);
/** Whether anything of the protocol is for a participant; where it is not closed, what its variables stand for may be. */
export const takesPart = metafunction<[Global, string], boolean>(
  {
    name: 'takesPart',
    args: ['Global', 'name'],
    result: 'holds',
    text: '{1} ∈ parts({0}) or {0} is open',
    latex: '{1} \\in \\mathit{parts}({0})\\text{ or }{0}\\text{ is open}',
    sentence: 'a participant has a part in a protocol, or a variable leads out of it',
  },
  takes,
);
export const idle = metafunction<[Global, string], boolean>(
  {
    name: 'idle',
    args: ['Global', 'name'],
    result: 'holds',
    text: '{1} ∉ parts({0}), {0} is closed',
    latex: '{1} \\notin \\mathit{parts}({0}),\\ {0}\\text{ is closed}',
    sentence: 'a participant has no part in a protocol, which is closed and is not end already',
  },
  (G, r) => G.tag !== 'GEnd' && !takes(G, r),
);

/** Visits a protocol or local type from left to right with the binders around; stops when `visit` returns something. */
function search<R>(root: Term, visit: (term: Term, bound: Binders | undefined) => R | undefined): R | undefined {
  const work: { readonly term: Term; readonly bound: Binders | undefined }[] = [{ term: root, bound: undefined }];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    const found = visit(at.term, at.bound);
    if (found !== undefined) return found;
    const x = at.term as Global | Local | GlobalBranches | LocalBranches;
    const bound: Binders | undefined =
      x.tag === 'GRec' || x.tag === 'LRec'
        ? { t: x.t, guarded: false, outer: at.bound }
        : x.tag === 'Message' || x.tag === 'Out' || x.tag === 'In'
          ? at.bound === undefined || at.bound.guarded
            ? at.bound
            : { ...at.bound, guarded: true }
          : at.bound;
    const below = childrenOf(at.term);
    for (let i = below.length - 1; i >= 0; i--) work.push({ term: below[i] as Term, bound });
  }
  return undefined;
}

/** The binders around a place, the innermost first; `guarded`: a message lies between this one and the place. */
interface Binders {
  readonly t: string;
  readonly guarded: boolean;
  readonly outer: Binders | undefined;
}

/** Whether a variable is bound, and whether a message lies between. */
function binderOf(t: string, bound: Binders | undefined): 'unbound' | 'guarded' | 'unguarded' {
  // A binder is guarded when any message below it is: the flags from the place outwards up to it.
  let guarded = false;
  for (let b = bound; b !== undefined; b = b.outer) {
    guarded ||= b.guarded;
    if (b.t === t) return guarded ? 'guarded' : 'unguarded';
  }
  return 'unbound';
}

const fault = (name: string, sentence: string, find: (G: Global) => Global | undefined) =>
  metafunction<[Global], Global>(
    { name, args: ['Global'], result: 'Global', text: `${name}({0})`, latex: `\\mathit{${name}}({0})`, sentence },
    (G) => find(G) ?? make.Global.GEnd(),
  );

/** Distinct labels of a list of branches, or the first that is there twice. */
export function labelTwice(branches: GlobalBranches | LocalBranches): string | undefined {
  const seen = new Set<string>();
  for (let b = branches; b.tag === 'GBranch' || b.tag === 'LBranch'; b = b.rest) {
    if (seen.has(b.l)) return b.l;
    seen.add(b.l);
  }
  return undefined;
}

export const unbound = fault(
  'unbound',
  'the first variable that no rec binds, or the first rec of a name that another has; end when there is none',
  (G) => {
    const binders = new Set<string>();
    return search(G, (x, bound) => {
      const at = x as Global;
      if (at.tag === 'GVar' && binderOf(at.t, bound) === 'unbound') return at;
      if (at.tag !== 'GRec') return undefined;
      if (binders.has(at.t)) return at;
      binders.add(at.t);
      return undefined;
    });
  },
);

export const unguarded = fault(
  'unguarded',
  'the first variable without a message between it and its rec; end when there is none',
  (G) =>
    search(G, (x, bound) => {
      const at = x as Global;
      return at.tag === 'GVar' && binderOf(at.t, bound) === 'unguarded' ? at : undefined;
    }),
);

export const clash = fault(
  'clash',
  'the first message from a participant to itself, or with a label twice; end when there is none',
  (G) =>
    search(G, (x) => {
      const at = x as Global;
      return at.tag === 'Message' && (at.p === at.q || labelTwice(at.branches) !== undefined) ? at : undefined;
    }),
);

export const visitedTwice = fault(
  'visitedTwice',
  'the first boundary of a name that another has; end when there is none',
  (G) => {
    const seen = new Set<string>();
    return search(G, (x) => {
      const at = x as Global;
      if (at.tag !== 'GAt') return undefined;
      if (seen.has(at.u)) return at;
      seen.add(at.u);
      return undefined;
    });
  },
);

/** The first record in a term that has a field twice. */
const recordFault = (root: Term): Sort | undefined =>
  search(root, (x) => {
    const at = x as Sort;
    if (at.tag !== 'Record') return undefined;
    const seen = new Set<string>();
    for (let f = at.fields; f.tag === 'SortField'; f = f.rest) {
      if (seen.has(f.label)) return at;
      seen.add(f.label);
    }
    return undefined;
  });

const sortFault = <X extends Term>(sort: string, name: string) =>
  metafunction<[X], Sort>(
    {
      name,
      args: [sort],
      result: 'Sort',
      text: 'faulty({0})',
      latex: '\\mathit{faulty}({0})',
      sentence: 'the first record sort with a field twice; int when there is none',
    },
    (x) => recordFault(x) ?? make.Sort.Int(),
  );
export const sortIn = sortFault<Global>('Global', 'sortIn');
export const sortInLocal = sortFault<Local>('Local', 'sortInLocal');
export const sortInParams = sortFault<Params>('Params', 'sortInParams');

export const distinctFields = metafunction<[Sort], boolean>(
  {
    name: 'distinctFields',
    args: ['Sort'],
    result: 'holds',
    text: 'the fields of {0} are distinct',
    latex: '\\text{the fields of }{0}\\text{ are distinct}',
    sentence: 'no record of a sort has a field twice',
  },
  (S) => recordFault(S) === undefined,
);

/** The first part of a local type that is not closed, not guarded, or has a label twice (L-Wf). */
export const illFormed = metafunction<[Local], Local>(
  {
    name: 'illFormed',
    args: ['Local'],
    result: 'Local',
    text: 'illFormed({0})',
    latex: '\\mathit{illFormed}({0})',
    sentence:
      'the first variable that is not bound or not guarded, or message with a label twice; end when there is none',
  },
  (L) =>
    search(L, (x, bound) => {
      const at = x as Local;
      if (at.tag === 'LVar') return binderOf(at.t, bound) === 'guarded' ? undefined : at;
      return (at.tag === 'Out' || at.tag === 'In') && labelTwice(at.branches) !== undefined ? at : undefined;
    }) ?? make.Local.End(),
);

export const bounds = metafunction<[Global, string], boolean>(
  {
    name: 'bounds',
    args: ['Global', 'name'],
    result: 'holds',
    text: '{1} is a boundary of {0}',
    latex: '{1}\\text{ is a boundary of }{0}',
    sentence: 'a boundary occurs in a protocol',
  },
  (G, u) =>
    search(G, (x) => {
      const at = x as Global;
      return at.tag === 'GAt' && at.u === u ? true : undefined;
    }) === true,
);

/** The boundaries of a protocol, sorted. */
export function boundariesOf(G: Global): readonly string[] {
  const found = new Set<string>();
  search(G, (x) => {
    const at = x as Global;
    if (at.tag === 'GAt' || at.tag === 'Crossing' || at.tag === 'Switching') found.add(at.u);
    return undefined;
  });
  return [...found].sort();
}

export const boundaries = metafunction<[Global], NameList>(
  {
    name: 'boundaries',
    args: ['Global'],
    result: 'NameList',
    text: 'boundaries({0})',
    latex: '\\mathit{boundaries}({0})',
    sentence: 'the boundaries of a protocol, sorted',
  },
  (G) => boundariesOf(G).reduceRight<NameList>((rest, u) => make.NameList.Names(u, rest), make.NameList.NoNames()),
);

/** Who sends to whom in a protocol, each pair once. */
export function messagePairs(G: Global): (readonly [string, string])[] {
  const pairs = new Map<string, readonly [string, string]>();
  search(G, (x) => {
    const at = x as Global;
    if (at.tag === 'Message' || at.tag === 'Sent') pairs.set(`${at.p} ${at.q}`, [at.p, at.q]);
    return undefined;
  });
  return [...pairs.values()];
}

const takesOpen = (G: Global, r: string) => (G.tag === 'GRec' ? hasPart(G, r) : takes(G, r));
/** As takesPart and idle, but for a rec that is not closed, which is end for who has no part in it (a variant). */
export const takesPartOpen = metafunction<[Global, string], boolean>(
  {
    ...takesPart.info,
    name: 'takesPartOpen',
    text: '{1} ∈ parts({0}) or {0} is open and no rec',
    latex: '{1} \\in \\mathit{parts}({0})\\text{ or }{0}\\text{ is open and no rec}',
    sentence: 'a participant has a part in a rec, or in what is no rec, or that is open',
  },
  takesOpen,
);
export const idleOpen = metafunction<[Global, string], boolean>(
  {
    ...idle.info,
    name: 'idleOpen',
    text: '{1} ∉ parts({0}), {0} is closed or a rec',
    latex: '{1} \\notin \\mathit{parts}({0}),\\ {0}\\text{ is closed or a rec}',
    sentence: 'a participant has no part in a rec, closed or not, or in what else is closed',
  },
  (G, r) => G.tag !== 'GEnd' && !takesOpen(G, r),
);
