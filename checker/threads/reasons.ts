/** Why an update is refused in a state of threads (threads.md, section 8): the thread is told, and the place. */
import { entries, get, keys } from '../../semantics/maps.ts';
import { contains } from '../../semantics/proteus/capability.ts';
import type { Cap as BaseCap } from '../../semantics/proteus/grammar.ts';
import { printCap } from '../../semantics/proteus/syntax/index.ts';
import { keepsTypes, nobody, redexOf, threadsInOrder } from '../../semantics/threads/functions.ts';
import type { Expr, Heap, State, Threads, Update } from '../../semantics/threads/grammar.ts';
import { admits } from '../../rules/threads/updates.ts';
import type { System } from '../../rules/system.ts';
import { consOf, reasonFrom, words as base } from '../proteus/words.ts';
import { refusals, word, type Objection, type Words } from '../refusals.ts';
import type { Reason } from '../runs.ts';
import { policyTerm, type PolicyName } from './space.ts';

type Names = readonly string[];

function* stack(j: string, e: Expr, T: Names): Generator<Objection> {
  for (const [t, term] of consOf(e as never, T))
    yield { code: 'stack', message: `thread ${j} uses ${t} concretely in what it has left to do`, type: t, term };
}

function* capability(j: string, e: Expr, T: Names): Generator<Objection> {
  const term = redexOf(e);
  if (term.tag !== 'Update') return;
  const Δ = term.cap as BaseCap;
  for (const t of T)
    if (contains(Δ, t)) {
      const message = `${t} is in the capability of the update point of thread ${j}`;
      yield { code: 'capability', message, type: t, capability: printCap(Δ), term };
    }
}

/** What is said of the predicates on threads; of those on heaps it is as in Proteus. */
export const words: Words = {
  ...base,
  threadsConFree: word<[Threads, Names]>(function* ([Θ, T]) {
    for (const [j, e] of threadsInOrder(Θ)) yield* stack(j, e, T);
  }),
  othersConFree: word<[Threads, string, Names]>(function* ([Θ, i, T]) {
    for (const [j, e] of threadsInOrder(Θ)) if (j !== i) yield* stack(j, e, T);
  }),
  allDisjoint: word<[Threads, Names]>(function* ([Θ, T]) {
    for (const [j, e] of threadsInOrder(Θ)) yield* capability(j, e, T);
  }),
  noneRunning: word<[Heap, Update]>(function* ([H, U]) {
    for (const z of keys(U.replaced)) {
      const b = get(H, z);
      if (b !== undefined && b.tag !== 'Fun' && b.e.tag === 'By')
        yield { code: 'running', message: `the contents of ${z} are being run by thread ${b.e.j}`, term: b.e };
    }
  }),
  keepsTypes: word<[Heap, Update]>(function* ([H, U]) {
    if (!keepsTypes.compute(H, U))
      yield { code: 'versions', message: 'it changes a type, or the type of what it replaces' };
  }),
  // That the others have yet to come to their update points is no reason against the update.
  assembled: () => [],
  assembledOrBlocked: () => [],
};

/** All that is in the way; `at` is the thread at whose update point it would be applied, where it is one's. */
export function threadReasons(
  system: System,
  policy: PolicyName,
  { heap, threads }: State,
  at: string | undefined,
  U: Update,
): readonly Reason[] {
  const j = at ?? nobody.compute();
  const point = entries(threads).find(([i]) => i === j)?.[1];
  const inputs = [policyTerm(policy), heap, threads, j, U];
  return refusals(system, words, admits.form, inputs).map((o) =>
    reasonFrom(o, o.code === 'capability' && point !== undefined ? redexOf(point) : undefined),
  );
}
