/** Proofs searched for by the workers of a cluster, case by case; each is checked here before it is believed. */
import type { Development } from '../../proofs/check.ts';
import { caseKey, checkData, prove, type CaseResult, type Proven, type ProveOptions } from '../../proofs/prove.ts';
import type { Statement } from '../../proofs/statement.ts';
import { ClusterError, headOf, type Coordinator } from './coordinator.ts';
import type { JobVariant } from './jobs.ts';
import { proveKind, type OpenCase, type ProveJob } from './kinds/prove.ts';

interface Case {
  readonly statement: Statement;
  readonly case: string;
}

/**
 * @param variant how the variant travels.
 * @returns what {@link prove} returns without failures, and where the searches that failed came to an end.
 */
export async function proveElsewhere(
  coordinator: Coordinator,
  d: Development,
  variant: JobVariant,
  options: ProveOptions,
): Promise<{ readonly results: readonly CaseResult[]; readonly open: ReadonlyMap<string, OpenCase> }> {
  const { budget, first, onCase, ...which } = options;
  const head = { kind: proveKind.name, ...headOf(d.system, variant) };
  const known = new Map<string, Proven>();
  const open = new Map<string, OpenCase>();
  const jobOf = ({ statement: { name }, case: kase }: Case): ProveJob => ({
    ...head,
    theorem: name,
    case: kase,
    goals: budget ?? null,
    first: first?.get(caseKey(name, kase)) ?? null,
  });
  for (;;) {
    // Which lemmas are needed is known when what needs them is proved: each time around, there are more.
    const missing: Case[] = [];
    const by = (statement: Statement, kase: string): Proven => {
      const there = known.get(caseKey(statement.name, kase));
      if (there === undefined) missing.push({ statement, case: kase });
      return there ?? { ...named(statement, kase), uses: [], steps: 0, proof: null, failure: null };
    };
    const results = prove(d, { ...which, by });
    if (missing.length === 0) return { results, open };
    const answers = coordinator.inOrder(proveKind, missing.map(jobOf));
    for (const { statement, case: kase } of missing) {
      const { value: answer, done } = await answers.next();
      if (done === true) throw new Error('an answer is missing');
      const key = caseKey(statement.name, kase);
      if (answer.open !== null) open.set(key, answer.open);
      const proven = believed(d, statement, kase, answer.proof);
      known.set(key, proven);
      onCase?.({ ...proven, status: proven.proof === null ? 'open' : 'proved', rests: [] });
    }
  }
}

const named = (s: Statement, kase: string) => ({ theorem: s.name, case: kase, lemma: !s.row });

/** A proof that others found, checked. @throws ClusterError where it is none. */
function believed(d: Development, s: Statement, kase: string, proof: Proven['proof']): Proven {
  const about = named(s, kase);
  if (proof === null) return { ...about, uses: [], steps: 0, proof, failure: null };
  const key = caseKey(s.name, kase);
  if (caseKey(proof.theorem, proof.case) !== key) throw new ClusterError(`a worker answers ${key} by a proof of another case`); // prettier-ignore
  const verdict = checkData(d, proof);
  if (!verdict.ok) throw new ClusterError(`the proof that a worker answers of ${key} is none: ${verdict.path}: ${verdict.message}`); // prettier-ignore
  return { ...about, uses: verdict.rests, steps: verdict.steps, proof, failure: null };
}
