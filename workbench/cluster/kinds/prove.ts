/** Proofs: one case of a theorem or lemma. What is answered is checked again by whoever asked. */
import { left, right } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { names, nullable, object } from '../../../semantics/codecs.ts';
import type { System } from '../../../rules/system.ts';
import { casesOf } from '../../../proofs/cases.ts';
import type { Development } from '../../../proofs/check.ts';
import { calculusOf } from '../../../proofs/calculi.ts';
import { developmentFor } from '../../../proofs/developments.ts';
import { nat, type ProofData } from '../../../proofs/format.ts';
import { tellOpen } from '../../../proofs/open.ts';
import { caseKey, proveCase } from '../../../proofs/prove.ts';
import { asSent, count, kind, listOf, text, type JobOf } from '../jobs.ts';

/** Bounds of a job: terms of a proof, and goals that are tried. */
const most = { terms: 1_000_000, goals: 10_000_000 } as const;

const proof = t.intersection([
  t.type({ theorem: t.string, case: t.string, terms: listOf(t.unknown, 'terms', most.terms), node: t.unknown }),
  t.partial({ goals: nat }),
]) as unknown as t.Type<ProofData, unknown>;

/** Where the search for a proof came to an end, in sentences. */
const OpenCodec = object({
  branch: names,
  given: names,
  notShown: names,
  // Values that make it fail, and whether they are an instance of all that is supposed.
  values: t.readonlyArray(object({ of: t.string, value: t.string })),
  instance: nullable(t.boolean),
  spent: t.boolean,
});
export type OpenCase = t.TypeOf<typeof OpenCodec>;

const developments = new WeakMap<System, Development>();
function developmentOf(system: System): Development | undefined {
  const d = developments.get(system) ?? developmentFor(system);
  if (d !== undefined) developments.set(system, d);
  return d;
}

export const proveKind = kind(
  'prove',
  {
    theorem: text('the name of a theorem', 200),
    case: text('the name of a case', 200),
    goals: nullable(count('a number of goals', most.goals)),
    // A proof of the calculus as it is: it is tried before others are searched for.
    first: nullable(proof),
  },
  object({ proof: nullable(proof), steps: nat, open: nullable(OpenCodec) }),
  {
    perform({ theorem, case: kase, goals, first }, { variant: { system } }) {
      const d = developmentOf(system);
      if (d === undefined) return left(`system: there are no proofs for ${system.name}`);
      const statement = d.statements.get(theorem);
      if (statement === undefined) return left(`theorem: there is no ${theorem}`);
      if (!casesOf(d, statement).includes(kase)) return left(`case: ${theorem} has no case ${kase}`);
      const done = proveCase(d, statement, kase, {
        ...(goals === null ? {} : { budget: goals }),
        ...(first === null ? {} : { first: new Map([[caseKey(theorem, kase), first]]) }),
      });
      const calculus = calculusOf(system);
      const open =
        calculus && done.failure
          ? { ...tellOpen(d, calculus, statement, kase, done.failure), spent: done.failure.spent }
          : null;
      return right(asSent({ proof: done.proof, steps: done.steps, open }) as { proof: ProofData | null; steps: number; open: OpenCase | null }); // prettier-ignore
    },
    amount: ({ steps }) => steps,
    what: ({ theorem, case: kase }) => `the case ${caseKey(theorem, kase)}`,
  },
);

/** One case to be proved. */
export type ProveJob = JobOf<typeof proveKind>;
