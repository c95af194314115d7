/** Proving a development: what is searched for, checked, and rests on what. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { casesOf } from './cases.ts';
import { check, type Development, type Node, type Rest, type Step } from './check.ts';
import { decodeProof, encodeProof, type ProofData } from './format.ts';
import { search, type Failure, type SearchOptions } from './search/search.ts';
import type { Statement } from './statement.ts';
import { Store } from './terms.ts';

export type Status = 'proved' | 'conditional' | 'open';

export interface CaseResult {
  readonly theorem: string;
  readonly case: string;
  /** Not a row of the table of theorems. */
  readonly lemma: boolean;
  readonly status: Status;
  /** Lemmas that it uses and that are not proved. */
  readonly rests: readonly string[];
  readonly uses: readonly Rest[];
  readonly steps: number;
  readonly proof: ProofData | null;
  readonly failure: Failure | null;
}

export interface ProveOptions extends SearchOptions {
  readonly theorem?: string;
  readonly case?: string;
  /** Proofs of the base, tried before others are searched for. */
  readonly first?: FirstProofs;
  /** Only these statements, and what they rest on. */
  readonly only?: ReadonlySet<string>;
  /** Asked before each search: where it says no, a case is left open that the first proofs do not show. */
  readonly searching?: () => boolean;
  readonly onCase?: (result: CaseResult) => void;
  /** Proves a case, where it is not done here: {@link proveCase} does it otherwise. */
  readonly by?: (s: Statement, kase: string) => Proven;
}

/** A case before it is known what it rests on. */
export type Proven = Omit<CaseResult, 'status' | 'rests'>;

/** Proofs, by {@link caseKey}. */
export type FirstProofs = ReadonlyMap<string, ProofData>;

/** What a case is called where proofs are kept by their cases. */
export const caseKey = (theorem: string, kase: string): string => `${theorem}, ${kase}`;

/** A proof from data, checked from the data alone. */
export function checkData(d: Development, data: ProofData) {
  const decoded = decodeProof(d, JSON.parse(JSON.stringify(data)));
  if (isLeft(decoded)) return { ok: false as const, path: '', message: decoded.left };
  const { theorem, case: kase, store, node } = decoded.right;
  return check(d, store, theorem, kase, node);
}

/** Leaves out steps that a proof does not need, the last first; long proofs are left as they are. */
export function minimise(d: Development, store: Store, theorem: string, kase: string, node: Node): Node {
  const count = (n: Node): number => n.steps.length + ('nodes' in n.end ? n.end.nodes.reduce((m, x) => m + count(x.node), 0) : 'yes' in n.end ? count(n.end.yes) + count(n.end.no) : 0); // prettier-ignore
  if (count(node) > 40) return node;
  let whole = node;
  const steps = [...node.steps];
  for (let i = steps.length - 1; i >= 0; i--) {
    if (steps[i]!.step !== 'use' && steps[i]!.step !== 'apply') continue;
    const fewer: Step[] = steps.filter((_, k) => k !== i);
    const smaller = { ...node, steps: fewer };
    if (!check(d, store, theorem, kase, smaller).ok) continue;
    steps.splice(i, 1);
    whole = smaller;
  }
  return whole;
}

/** Proves one case: a proof of the base if it holds here, or one that is searched for. */
export function proveCase(d: Development, s: Statement, kase: string, options: ProveOptions): Proven {
  const about = { theorem: s.name, case: kase, lemma: !s.row };
  const old = options.first?.get(caseKey(s.name, kase));
  if (old !== undefined) {
    const verdict = checkData(d, old);
    if (verdict.ok) return { ...about, uses: verdict.rests, steps: verdict.steps, proof: old, failure: null };
  }
  if (options.searching?.() === false) return { ...about, uses: [], steps: 0, proof: null, failure: null };
  const store = new Store(d.system.grammar);
  // Where a proof of the base no longer holds, not much more than what it took is tried.
  const budget = old?.goals === undefined ? options.budget : Math.min(options.budget ?? Infinity, 1000 + old.goals);
  const found = search(d, store, s, kase, { ...options, ...(budget === undefined ? {} : { budget }) });
  if ('failure' in found) return { ...about, uses: [], steps: 0, proof: null, failure: found.failure };
  const proof = encodeProof(s.name, kase, minimise(d, store, s.name, kase, found.node), found.goals);
  const verdict = checkData(d, proof);
  if (!verdict.ok) {
    // The search and the checker decide side conditions each by itself: what the checker does not see is not proved.
    const way = [`a proof was found, and refused at ${verdict.path}: ${verdict.message}`];
    const failure = { way, trail: [], store, claims: [], facts: [], goals: [], spent: false };
    return { ...about, uses: [], steps: 0, proof: null, failure };
  }
  return { ...about, uses: verdict.rests, steps: verdict.steps, proof, failure: null };
}

/** The statements that some rest on, by the proofs there are; and those themselves. */
function closure(all: ReadonlyMap<string, Proven>, r: Proven, d: Development): string[] {
  // prettier-ignore
  const cases = (rest: Rest) => [...all.values()].filter((c) => c.theorem === rest.lemma && (rest.case === null || c.case === rest.case)); // prettier-ignore
  const group = (c: { readonly theorem: string; readonly case: string }) =>
    (d.statements.get(c.theorem)?.group ?? []).flatMap((g) => [...all.values()].filter((x) => x.theorem === g));
  const open = new Set<string>();
  const seen = new Set<string>([caseKey(r.theorem, r.case)]);
  const work: Rest[] = [...r.uses];
  for (let rest = work.pop(); rest !== undefined; rest = work.pop())
    for (const c of cases(rest).flatMap((x) => (rest.case === null ? [x, ...group(x)] : [x]))) {
      if (c.proof === null) open.add(c.theorem);
      if (seen.has(caseKey(c.theorem, c.case))) continue;
      seen.add(caseKey(c.theorem, c.case));
      work.push(...c.uses);
    }
  return [...open];
}

/** Proves what is asked for, and the lemmas that it rests on. */
export function prove(d: Development, options: ProveOptions = {}): readonly CaseResult[] {
  const all = new Map<string, Proven>();
  const wanted: string[] = [];
  const need = new Set<string>();
  const of = (s: Statement, only?: string) => {
    for (const kase of casesOf(d, s)) {
      if (only !== undefined && kase !== only) continue;
      const k = caseKey(s.name, kase);
      if (!all.has(k)) {
        const r = options.by?.(s, kase) ?? proveCase(d, s, kase, options);
        all.set(k, r);
        if (r.uses.length > 0) r.uses.forEach((u) => need.add(u.lemma));
        options.onCase?.({ ...r, status: r.proof === null ? 'open' : 'proved', rests: [] });
      }
    }
  };
  for (const s of d.statements.values()) {
    if (options.theorem !== undefined && s.name !== options.theorem) continue;
    if (options.only?.has(s.name) === false) continue;
    const before = all.size;
    of(s, options.case);
    wanted.push(...[...all.keys()].slice(before));
  }
  // Lemmas used, and theirs, back to front.
  for (const s of [...d.statements.values()].reverse()) if (need.has(s.name)) s.group.forEach((g) => of(d.statements.get(g)!)); // prettier-ignore
  return wanted.map((k): CaseResult => {
    const r = all.get(k)!;
    const rests = r.proof === null ? [] : closure(all, r, d);
    return { ...r, rests, status: r.proof === null ? 'open' : rests.length > 0 ? 'conditional' : 'proved' };
  });
}
