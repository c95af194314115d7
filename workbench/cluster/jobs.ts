/**
 * Jobs: what a coordinator asks of workers, and what they answer. A job is data, never code and never a path: variants
 * travel by name or as the text of their rules. Whatever comes in is decoded here, by both sides, and is bounded.
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { emptyTally, type Tally } from '../../checker/hunt/episodes.ts';
import { longestRules } from '../../proofs/written.ts';
import { sha256 } from '../sha256.ts';

/** Bounds of a job: characters of rules, episodes of a range, size of what is generated, names of theorems. */
const most = { text: longestRules, episodes: 4096, size: 40, theorems: 100, name: 200 } as const;

const bounded = <A extends string | number>(name: string, is: (x: unknown) => x is A): t.Type<A> =>
  new t.Type<A>(name, is, (u, c) => (is(u) ? t.success(u) : t.failure(u, c, `${name} is expected`)), t.identity);
const count = (name: string, upTo: number) =>
  bounded(name, (u): u is number => typeof u === 'number' && Number.isInteger(u) && u >= 0 && u <= upTo);
const text = (name: string, upTo: number) =>
  bounded(name, (u): u is string => typeof u === 'string' && u.length <= upTo);
const word = bounded('a name', (u): u is string => typeof u === 'string' && /^[^\s/\\.][^\s/\\]{0,199}$/.test(u));

/** A variant: by its name, or as its rules are written. */
const VariantCodec = t.union([
  t.null,
  // In this order: the second would take the first without its rules.
  t.exact(t.type({ name: word, rules: text('the text of rules', most.text) })),
  t.exact(t.type({ name: word })),
]);

/** What must be the same on both sides: the version of Mutandis, and the rules that the job is about. */
const LockstepCodec = t.exact(t.type({ version: text('a version', most.name), digest: text('a digest', 16) }));

const HuntJobCodec = t.exact(
  t.type({
    kind: t.literal('hunt'),
    lockstep: LockstepCodec,
    system: word,
    variant: VariantCodec,
    theorems: t.union([t.null, t.array(word)]),
    seed: count('a seed', Number.MAX_SAFE_INTEGER),
    size: t.union([t.null, count('a size', most.size)]),
    from: count('an episode', Number.MAX_SAFE_INTEGER),
    to: count('an episode', Number.MAX_SAFE_INTEGER),
  }),
);

/** A range of episodes of a hunt. */
export type HuntJob = t.TypeOf<typeof HuntJobCodec>;
export type Job = HuntJob;
export type JobVariant = t.TypeOf<typeof VariantCodec>;
export type Lockstep = t.TypeOf<typeof LockstepCodec>;

/** Where a value is wrong, and what is expected there. */
const complaint = (errors: t.Errors): string => {
  const [e] = errors;
  const path = e?.context
    .map((c) => c.key)
    .filter((key) => key !== '')
    .join('.');
  return `${path === undefined || path === '' ? 'the job' : path}: ${e?.message ?? 'not what is expected'}`;
};

/** A job from data; or what is wrong with it. */
export function decodeJob(data: unknown): Either<string, Job> {
  const job = HuntJobCodec.decode(data);
  if (isLeft(job)) return left(complaint(job.left));
  const { from, to, theorems } = job.right;
  if (to < from || to - from > most.episodes) return left(`to: a range has at most ${most.episodes} episodes`);
  if ((theorems?.length ?? 0) > most.theorems) return left(`theorems: at most ${most.theorems}`);
  // Keys that no job has are a sign of something else.
  const known = new Set(Object.keys(HuntJobCodec.type.props));
  const odd = Object.keys(data as object).find((key) => !known.has(key));
  return odd === undefined ? job : left(`${odd}: no part of a job`);
}

/** The name of a job in the queue: jobs that ask the same have the same, so that none is done twice. */
export const nameOf = (job: Job): string => sha256(JSON.stringify(job)).slice(0, 40);

const Counts = t.record(t.string, t.number);
const TallyCodec = t.type({
  episodes: t.number,
  tests: Counts,
  cases: t.record(t.string, Counts),
  rules: Counts,
  tags: Counts,
  explored: t.type({ programs: t.number, ended: t.number, states: t.number, different: t.array(t.string) }),
  falls: t.array(t.type({ theorem: t.string, episode: t.number, case: t.string })),
});
const AnswerCodec = t.type({ tallies: t.array(TallyCodec) });

/** The tallies of a range, one a chunk. A fall is told by its episode: who wants the instance makes it again. */
export type Answer = t.TypeOf<typeof AnswerCodec>;

const objectOf = (m: ReadonlyMap<string, number>): Record<string, number> => Object.fromEntries(m);

export const encodeTally = (tally: Tally): t.TypeOf<typeof TallyCodec> => ({
  episodes: tally.episodes,
  tests: objectOf(tally.tests),
  cases: Object.fromEntries([...tally.cases].map(([theorem, cases]) => [theorem, objectOf(cases)])),
  rules: objectOf(tally.rules),
  tags: objectOf(tally.tags),
  explored: { ...tally.explored, different: [...tally.explored.different] },
  falls: tally.falls.map((f) => ({ theorem: f.theorem, episode: f.episode, case: f.case })),
});

/** The counts of a tally; its falls are the caller's to make again. */
export function decodeCounts(encoded: t.TypeOf<typeof TallyCodec>): Tally {
  const explored = { ...encoded.explored, different: new Set(encoded.explored.different) };
  const tally = { ...emptyTally(), episodes: encoded.episodes, explored };
  for (const [k, n] of Object.entries(encoded.tests)) tally.tests.set(k, n);
  for (const [k, n] of Object.entries(encoded.rules)) tally.rules.set(k, n);
  for (const [k, n] of Object.entries(encoded.tags)) tally.tags.set(k, n);
  for (const [k, cases] of Object.entries(encoded.cases)) tally.cases.set(k, new Map(Object.entries(cases)));
  return tally;
}

/** An answer from data; or what is wrong with it. */
export function decodeAnswer(data: unknown): Either<string, Answer> {
  const answer = AnswerCodec.decode(data);
  return isLeft(answer) ? left(complaint(answer.left)) : right(answer.right);
}
