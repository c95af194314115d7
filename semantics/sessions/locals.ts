/** Metafunctions on local types (sections 3 to 5). */
import { bindingOf } from '../binding.ts';
import { hashText, prime, spread } from '../hash.ts';
import { homomorphism } from '../structural.ts';
import { substitution } from '../substitution.ts';
import { metafunction, partialMetafunction } from '../symbols.ts';
import {
  make,
  projectionMap,
  sessions,
  type Branches,
  type Global,
  type Local,
  type LocalBranches,
  type Pairs,
  type Projections,
  type Role,
  type Sort,
  type SortFields,
} from './grammar.ts';
import { get, keys } from '../maps.ts';
import { metas, metaTable } from './metas.ts';
import { bottomUp } from './protocols.ts';

const { L, t } = metas;
const { LVar, LRec, End } = make.Local;

const variables = { local: bindingOf(sessions, 'LVar'), global: bindingOf(sessions, 'GVar') };
const without = (x: Local | Global, t: string): boolean =>
  !(variables.local.mayOccur(x, t) || variables.global.mayOccur(x, t));

/** L[L'/t] for a closed L'. */
export const substituteLocal = substitution<Local>(sessions, metaTable, {
  in: 'Local',
  variable: 'LVar',
  name: 'substituteLocal',
  text: '{0}[{1}/{2}]',
  sentence: 'a closed local type for a variable',
});

/** G[G'/t] for a closed G'. */
export const substituteGlobal = substitution<Global>(sessions, metaTable, {
  in: 'Global',
  variable: 'GVar',
  name: 'substituteGlobal',
  text: '{0}[{1}/{2}]',
  sentence: 'a closed protocol for a variable',
});

/** L[t/t'] where t does not occur in L. */
export const rename = homomorphism<Local, [string, string]>(
  sessions,
  ['Local', 'LocalBranches'],
  {
    name: 'rename',
    args: ['Local', 'name', 'name'],
    text: '{0}[{1}/{2}]',
    sentence: 'another name for a variable; protocols bind no name twice, so none is captured',
  },
  (self) => [
    [self(LVar(metas.t1), t, metas.t1), LVar(t)],
    [self(LRec(metas.t1, L), t, metas.t1), LRec(metas.t1, L)],
  ],
);

/** Takes off the outermost recs; undefined where a rec leads back to itself without a message. */
function unfolder<X extends Local | Global>(substitute: (x: X, by: X, t: string) => X): (x: X) => X | undefined {
  const known = new WeakMap<object, X | null>();
  return (x) => {
    if (x.tag !== 'LRec' && x.tag !== 'GRec') return x;
    const done = known.get(x);
    if (done !== undefined) return done ?? undefined;
    const seen = new Set<X>();
    let at = x as X;
    let outer = 0;
    while (at.tag === 'LRec' || at.tag === 'GRec') {
      if (seen.has(at) || outer++ > 100_000) {
        known.set(x, null);
        return undefined;
      }
      seen.add(at);
      const body = at.body as X;
      at = without(body, at.t) ? body : substitute(body, at, at.t);
      // `rec t. t` unfolds to itself.
      if (at === x) break;
    }
    const result = at.tag === 'LRec' || at.tag === 'GRec' ? null : at;
    known.set(x, result);
    return result ?? undefined;
  };
}
export const unfoldLocal = unfolder<Local>((x, by, t) => substituteLocal.compute(x, by, t));
export const unfoldGlobal = unfolder<Global>((x, by, t) => substituteGlobal.compute(x, by, t));

export const unf = partialMetafunction<[Local], Local>(
  {
    name: 'unf',
    args: ['Local'],
    result: 'Local',
    text: 'unf({0})',
    latex: '\\mathit{unf}({0})',
    sentence: 'a local type with its outermost recs unfolded',
  },
  unfoldLocal,
);
export const unfG = partialMetafunction<[Global], Global>(
  {
    name: 'unfG',
    args: ['Global'],
    result: 'Global',
    text: 'unf({0})',
    latex: '\\mathit{unf}({0})',
    sentence: 'a protocol with its outermost recs unfolded',
  },
  unfoldGlobal,
);

export const isRec = metafunction<[Local, Local], boolean>(
  {
    name: 'isRec',
    args: ['Local', 'Local'],
    result: 'holds',
    text: '{0} or {1} is a rec',
    latex: '{0}\\text{ or }{1}\\text{ is a }\\mathsf{rec}',
    sentence: 'one of two local types has a rec to unfold',
  },
  (a, b) => a.tag === 'LRec' || b.tag === 'LRec',
);

export const branchOf = partialMetafunction<[LocalBranches, string], LocalBranches>(
  {
    name: 'branchOf',
    args: ['LocalBranches', 'name'],
    result: 'LocalBranches',
    text: '{0} from {1} on',
    latex: '{0}\\text{ from }{1}\\text{ on}',
    sentence: 'the branches of a choice from the one with a label on',
  },
  (λ, l) => {
    for (let b = λ; b.tag === 'LBranch'; b = b.rest) if (b.l === l) return b;
    return undefined;
  },
);

const hasLabel = (λ: LocalBranches | Branches, l: string): boolean => {
  for (let b = λ; b.tag === 'LBranch' || b.tag === 'Branch'; b = b.rest) if (b.l === l) return true;
  return false;
};
export const lacks = metafunction<[LocalBranches, string], boolean>(
  {
    name: 'lacks',
    args: ['LocalBranches', 'name'],
    result: 'holds',
    text: '{1} ∉ {0}',
    latex: '{1} \\notin {0}',
    sentence: 'a label is not among the branches of a choice',
  },
  (λ, l) => !hasLabel(λ, l),
);

export const remaining = metafunction<[LocalBranches, string], LocalBranches>(
  {
    name: 'remaining',
    args: ['LocalBranches', 'name'],
    result: 'LocalBranches',
    text: '{0} ∖ {1}',
    latex: '{0} \\setminus {1}',
    sentence: 'the branches of a choice without the one of a label',
  },
  (λ, l) => {
    const before: Extract<LocalBranches, { tag: 'LBranch' }>[] = [];
    for (let b = λ; b.tag === 'LBranch'; b = b.rest) {
      if (b.l === l)
        return before.reduceRight<LocalBranches>(
          (rest, c) => make.LocalBranches.LBranch(c.l, c.sort, c.body, rest),
          b.rest,
        );
      before.push(b);
    }
    return λ;
  },
);

/** A number that is the same for sorts that are equal up to the order of fields. */
const mix = (h: number, x: number) => spread(Math.imul(h ^ x, prime)) >>> 0;
const textHash = (s: string) => hashText(s) >>> 0;
/** The same for terms that are equal up to the order of fields and branches and the names of binders. */
const shape = bottomUp<number>((term, parts) => {
  const x = term as Local | LocalBranches | Sort | SortFields;
  switch (x.tag) {
    case 'LBranch':
      return (mix(textHash(x.l), mix(parts[0] as number, parts[1] as number)) + (parts[2] as number)) >>> 0;
    case 'SortField':
      return (mix(textHash(x.label), parts[0] as number) + (parts[1] as number)) >>> 0;
    case 'Out':
      return mix(mix(7, textHash(x.q)), parts[0] as number);
    case 'In':
      return mix(mix(11, textHash(x.p)), parts[0] as number);
    case 'At':
      return mix(mix(13, textHash(x.u)), parts[0] as number);
    default:
      return parts.reduce(mix, textHash(x.tag));
  }
});

/** Whether two sorts are equal up to the order of fields. */
export function equalSorts(a: Sort, b: Sort): boolean {
  const work: [Sort, Sort][] = [[a, b]];
  for (let pair = work.pop(); pair !== undefined; pair = work.pop()) {
    const [x, y] = pair;
    if (x === y) continue;
    if (x.tag !== 'Record' || y.tag !== 'Record') {
      if (x.tag !== y.tag) return false;
      continue;
    }
    const fields = new Map<string, Sort>();
    for (let f = y.fields; f.tag === 'SortField'; f = f.rest) fields.set(f.label, f.sort);
    let n = 0;
    for (let f = x.fields; f.tag === 'SortField'; f = f.rest, n++) {
      const other = fields.get(f.label);
      if (other === undefined) return false;
      work.push([f.sort, other]);
    }
    if (n !== fields.size) return false;
  }
  return true;
}

interface Bound {
  readonly t: string;
  readonly number: number;
  readonly outer: Bound | undefined;
}
const numberOf = (t: string, bound: Bound | undefined): number | undefined => {
  for (let b = bound; b !== undefined; b = b.outer) if (b.t === t) return b.number;
  return undefined;
};

/** Whether two local types are equal up to the order of fields and branches and the names of binders. */
export function equalLocals(a: Local, b: Local): boolean {
  if (a === b) return true;
  if (shape(a) !== shape(b)) return false;
  let binders = 0;
  const work: [Local, Local, Bound | undefined, Bound | undefined][] = [[a, b, undefined, undefined]];
  const branches = (x: LocalBranches, y: LocalBranches, left: Bound | undefined, right: Bound | undefined): boolean => {
    const others = new Map<string, Extract<LocalBranches, { tag: 'LBranch' }>>();
    for (let c = y; c.tag === 'LBranch'; c = c.rest) others.set(c.l, c);
    let n = 0;
    for (let c = x; c.tag === 'LBranch'; c = c.rest, n++) {
      const other = others.get(c.l);
      if (other === undefined || !equalSorts(c.sort, other.sort)) return false;
      work.push([c.body, other.body, left, right]);
    }
    return n === others.size;
  };
  for (let pair = work.pop(); pair !== undefined; pair = work.pop()) {
    const [x, y, left, right] = pair;
    if (x === y && left === right) continue;
    if (x.tag === 'LVar' && y.tag === 'LVar') {
      const [m, n] = [numberOf(x.t, left), numberOf(y.t, right)];
      if (m !== n || (m === undefined && x.t !== y.t)) return false;
    } else if (x.tag === 'LRec' && y.tag === 'LRec') {
      const number = binders++;
      work.push([x.body, y.body, { t: x.t, number, outer: left }, { t: y.t, number, outer: right }]);
    } else if (x.tag === 'At' && y.tag === 'At') {
      if (x.u !== y.u) return false;
      work.push([x.body, y.body, left, right]);
    } else if (x.tag === 'Out' && y.tag === 'Out') {
      if (x.q !== y.q || !branches(x.branches, y.branches, left, right)) return false;
    } else if (x.tag === 'In' && y.tag === 'In') {
      if (x.p !== y.p || !branches(x.branches, y.branches, left, right)) return false;
    } else if (x.tag !== y.tag) return false;
  }
  return true;
}

export const sameLocal = metafunction<[Local, Local], boolean>(
  {
    name: 'sameLocal',
    args: ['Local', 'Local'],
    result: 'holds',
    text: '{0} ≅ {1}',
    latex: '{0} \\cong {1}',
    sentence: 'two local types are equal up to the names of binders and the order of branches and fields',
  },
  equalLocals,
);
export const sameSort = metafunction<[Sort, Sort], boolean>(
  {
    name: 'sameSort',
    args: ['Sort', 'Sort'],
    result: 'holds',
    text: '{0} ≅ {1}',
    latex: '{0} \\cong {1}',
    sentence: 'two sorts are equal up to the order of fields',
  },
  equalSorts,
);

const roleIn = (L: Local): Role | undefined => {
  const at = unfoldLocal(L);
  return at?.tag === 'Out' ? make.Role.Lead() : at?.tag === 'In' ? make.Role.From(at.p) : undefined;
};
export const roleOf = partialMetafunction<[Local], Role>(
  {
    name: 'roleOf',
    args: ['Local'],
    result: 'Role',
    text: 'role of {0}',
    latex: '\\mathit{role}({0})',
    sentence: 'lead before a send, from s before a receive from s, and nothing else',
  },
  roleIn,
);

/** What follows a boundary in a closed local type, closed by unfolding the recs around it. */
export function behind(L: Local, u: string): Local | undefined {
  interface Around {
    readonly rec: Extract<Local, { tag: 'LRec' }>;
    readonly outer: Around | undefined;
  }
  const work: { readonly at: Local; readonly around: Around | undefined }[] = [{ at: L, around: undefined }];
  for (let w = work.pop(); w !== undefined; w = work.pop()) {
    const { at, around } = w;
    if (at.tag === 'LRec') work.push({ at: at.body, around: { rec: at, outer: around } });
    else if (at.tag === 'Out' || at.tag === 'In') {
      const bodies: Local[] = [];
      for (let b = at.branches; b.tag === 'LBranch'; b = b.rest) bodies.push(b.body);
      for (const body of bodies.reverse()) work.push({ at: body, around });
    } else if (at.tag === 'At') {
      if (at.u !== u) work.push({ at: at.body, around });
      else {
        const recs: Extract<Local, { tag: 'LRec' }>[] = [];
        for (let a = around; a !== undefined; a = a.outer) recs.push(a.rec);
        // The outermost rec is closed; each further one is once those around it are put in.
        let result: Local = at.body;
        const closed: Local[] = [];
        for (let i = recs.length - 1; i >= 0; i--) {
          let rec: Local = recs[i] as Local;
          for (let k = recs.length - 1; k > i; k--)
            rec = substituteLocal.compute(rec, closed[recs.length - 1 - k] as Local, (recs[k] as { t: string }).t);
          closed.push(rec);
        }
        for (let i = 0; i < recs.length; i++) {
          const rec = recs[i] as Extract<Local, { tag: 'LRec' }>;
          result = substituteLocal.compute(result, closed[recs.length - 1 - i] as Local, rec.t);
        }
        return result;
      }
    }
  }
  return undefined;
}

const localFor = (Π: Projections, p: string): Local => get(Π, p) ?? End();
export const localOf = metafunction<[Projections, string], Local>(
  {
    name: 'localOf',
    args: ['Projections', 'name'],
    result: 'Local',
    text: '{0}({1})',
    sentence: 'the local type of a participant; end for one that has no part',
  },
  localFor,
);

const behindIn = new WeakMap<object, Map<string, Local | null>>();
/** after(u, p), or undefined where p is not at u. */
export function afterIn(Π: Projections, p: string, u: string): Local | undefined {
  const L = get(Π, p);
  if (L === undefined) return undefined;
  let known = behindIn.get(L);
  if (known === undefined) behindIn.set(L, (known = new Map()));
  let found = known.get(u);
  if (found === undefined) known.set(u, (found = behind(L, u) ?? null));
  return found ?? undefined;
}

const rolesAt = new WeakMap<object, Map<string, Map<string, Role | undefined>>>();
/** The participants at a boundary, each with its role; undefined for one that neither leads nor hears. */
export function rolesOf(Π: Projections, u: string): Map<string, Role | undefined> {
  let known = rolesAt.get(Π);
  if (known === undefined) rolesAt.set(Π, (known = new Map()));
  let roles = known.get(u);
  if (roles === undefined) {
    roles = new Map();
    for (const p of keys(Π)) {
      const L = afterIn(Π, p, u);
      if (L !== undefined) roles.set(p, roleIn(L));
    }
    known.set(u, roles);
  }
  return roles;
}

export const atBoundary = metafunction<[Projections, string], readonly string[]>(
  {
    name: 'atBoundary',
    args: ['Projections', 'name'],
    result: 'names',
    text: 'at({0}, {1})',
    latex: '\\mathit{at}({0}, {1})',
    sentence: 'the participants whose local types have a boundary',
  },
  (Π, u) => [...rolesOf(Π, u).keys()].sort(),
);

export const children = metafunction<[Projections, string, string], readonly string[]>(
  {
    name: 'children',
    args: ['Projections', 'name', 'name'],
    result: 'names',
    text: 'children({0}, {1}, {2})',
    latex: '\\mathit{children}({0}, {1}, {2})',
    sentence: 'those who are about to receive from a participant at a boundary',
  },
  (Π, u, p) =>
    [...rolesOf(Π, u)]
      .filter(([, R]) => R?.tag === 'From' && R.s === p)
      .map(([r]) => r)
      .sort(),
);

/** Who at a boundary has no role, or does not hear of its one leader. */
export function astray(Π: Projections, u: string): readonly string[] {
  const roles = rolesOf(Π, u);
  const leaders = [...roles].filter(([, R]) => R?.tag === 'Lead').map(([p]) => p);
  const bad = [...roles].filter(([, R]) => R === undefined).map(([p]) => p);
  if (leaders.length > 1) return leaders.sort();
  // From the leader along what it tells, to those who hear of it.
  const told = new Set(leaders);
  const listeners = new Map<string, string[]>();
  for (const [p, R] of roles) if (R?.tag === 'From') listeners.set(R.s, [...(listeners.get(R.s) ?? []), p]);
  const work = [...leaders];
  for (let p = work.pop(); p !== undefined; p = work.pop())
    for (const r of listeners.get(p) ?? [])
      if (!told.has(r)) {
        told.add(r);
        work.push(r);
      }
  const lost = [...roles.keys()].filter((p) => !told.has(p));
  return bad.length > 0 ? bad.sort() : lost.sort();
}
export const outOfTouch = metafunction<[Projections, string], readonly string[]>(
  {
    name: 'outOfTouch',
    args: ['Projections', 'name'],
    result: 'names',
    text: 'astray({0}, {1})',
    latex: '\\mathit{astray}({0}, {1})',
    sentence:
      'the participants at a boundary that neither lead nor hear of its one leader; all leaders when there are several',
  },
  astray,
);

export const projectionSet = metafunction<[Projections, string, Local], Projections>(
  {
    name: 'projectionSet',
    args: ['Projections', 'name', 'Local'],
    result: 'Projections',
    text: '{0}, {1} ↦ {2}',
    latex: '{0}, {1} \\mapsto {2}',
    sentence: 'local types with that of one more participant',
  },
  (Π, p, L) => projectionMap.set(Π, p, L),
);

/** All ordered pairs of different participants. */
export const pairsOf = (names: readonly string[]): Pairs => {
  let list: Pairs = make.Pairs.NoPairs();
  for (let i = names.length - 1; i >= 0; i--)
    for (let j = names.length - 1; j >= 0; j--)
      if (i !== j) list = make.Pairs.Pair(names[i] as string, names[j] as string, list);
  return list;
};

/** Everyone else at a boundary, for variants in which the marker goes to all. */
export const othersAt = metafunction<[Projections, string, string], readonly string[]>(
  {
    name: 'othersAt',
    args: ['Projections', 'name', 'name'],
    result: 'names',
    text: 'at({0}, {1}) ∖ {{2}}',
    latex: '\\mathit{at}({0}, {1}) \\setminus \\{{2}\\}',
    sentence: 'everyone at a boundary but one',
  },
  (Π, u, p) => [...rolesOf(Π, u).keys()].filter((r) => r !== p).sort(),
);
