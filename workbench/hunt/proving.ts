/**
 * Theorems proved before they are hunted: the recorded proofs of the calculus are tried on what was changed, proofs are
 * searched for where they no longer hold, and what is proved for all instances need not be hunted.
 */
import { developmentFor } from '../../proofs/developments.ts';
import { casesOf } from '../../proofs/cases.ts';
import { prove, type CaseResult, type FirstProofs, type Status } from '../../proofs/prove.ts';
import { readFailure, type Line } from '../../proofs/reading/reading.ts';
import { Teller } from '../../proofs/tell.ts';
import type { System } from '../../rules/system.ts';

/** A case that is open, and where the search for a proof came to an end. */
export interface OpenCase {
  /** The theorem, or the lemma that it rests on. */
  readonly theorem: string;
  readonly case: string;
  readonly lemma: boolean;
  /** The inversions and splits that lead to where nothing more was found. */
  readonly branch: readonly string[];
  readonly given: readonly string[];
  readonly notShown: readonly string[];
  /** The same branch step by step; none where the case was not searched. */
  readonly lines: readonly Line[];
}

export interface TheoremProved {
  readonly theorem: string;
  /** `proved`: it holds for all instances. `conditional`: but for lemmas that are open. */
  readonly status: Status;
  readonly cases: number;
  readonly open: readonly OpenCase[];
}

export interface ProvingProgress {
  readonly done: number;
  readonly of: number;
}

/** Goals that are tried for a case: rules that are a calculus' own in another form are proved with as many. */
const budget = 2000;

/**
 * Proves those of some theorems that have statements.
 * @param first proofs of the calculus as it is.
 * @param searching whether proofs may still be searched for: what is not known then is open.
 * @returns nothing for a theorem without statement; empty where the calculus has no lemmas.
 */
export function proveFirst(
  system: System,
  names: readonly string[],
  first: FirstProofs | undefined,
  progress: (p: ProvingProgress) => void = () => undefined,
  searching: () => boolean = () => true,
): readonly TheoremProved[] {
  const d = developmentFor(system);
  if (d === undefined) return [];
  const wanted = names.filter((n) => d.statements.has(n));
  if (wanted.length === 0) return [];
  // What a theorem rests on is proved with it, and stands among the results where it is asked for as well.
  const of = [...d.statements.values()].reduce((n, s) => n + casesOf(d, s).length, 0);
  let done = 0;
  const all: CaseResult[] = [];
  const onCase = (r: CaseResult) => {
    all.push(r);
    progress({ done: ++done, of });
  };
  const results = prove(d, { only: new Set(wanted), budget, searching, onCase, ...(first ? { first } : {}) });
  const told = (r: CaseResult): OpenCase => {
    const { branch, given, notShown } = r.failure ? new Teller(d).failure(r.failure) : nothing;
    const lines = r.failure ? readFailure(d, r.theorem, r.failure) : [];
    return { theorem: r.theorem, case: r.case, lemma: r.lemma, branch, given, notShown, lines };
  };
  return wanted.map((theorem): TheoremProved => {
    const own = results.filter((r) => r.theorem === theorem);
    const rests = new Set(own.flatMap((r) => r.rests));
    const open = all.filter((r) => r.proof === null && (r.theorem === theorem || rests.has(r.theorem)));
    const status = own.some((r) => r.status === 'open') ? 'open' : rests.size > 0 ? 'conditional' : 'proved';
    return { theorem, status, cases: own.length, open: open.map(told) };
  });
}

/** The same progress as a hunt's, which it comes before. */
export const asHunt = (proving: ProvingProgress) => ({ tests: 0, seconds: 0, fallen: null, proving });

const nothing = { branch: [], given: [], notShown: [] };

/** `T7-redex, R-Call`: how a case is called. */
export const caseName = (c: Pick<OpenCase, 'theorem' | 'case'>): string =>
  c.case === '' ? c.theorem : `${c.theorem}, ${c.case}`;
