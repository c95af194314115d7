/**
 * Jobs: what a coordinator asks of workers. A job is data, never code and never a path: programs and rules travel as text, variants by
 * their name as well. All jobs begin alike (their kind, what has to be the same on both sides, the rules they are about); what else they
 * say, and what is answered, is for each kind to declare. Whatever comes in is decoded by these declarations, by both sides, and is bounded.
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Variant } from '../../rules/variant.ts';
import type { Calculus } from '../../proofs/calculi.ts';
import { longestRules } from '../../proofs/written.ts';
import { sha256 } from '../sha256.ts';

/** Characters of a source and of the name of its file. */
const most = { source: 1 << 20, file: 4096, name: 200 } as const;

const bounded = <A extends string | number>(name: string, is: (x: unknown) => x is A): t.Type<A> =>
  new t.Type<A>(name, is, (u, c) => (is(u) ? t.success(u) : t.failure(u, c, `${name} is expected`)), t.identity);
/** A whole number from 0 up to a bound, that one included. */
export const count = (name: string, upTo: number): t.Type<number> =>
  bounded(name, (u): u is number => typeof u === 'number' && Number.isInteger(u) && u >= 0 && u <= upTo);
/** A text of so many characters at most. */
export const text = (name: string, upTo: number): t.Type<string> =>
  bounded(name, (u): u is string => typeof u === 'string' && u.length <= upTo);
/** A name: neither a path nor empty. */
export const word: t.Type<string> = bounded('a name', (u): u is string =>
  typeof u === 'string' && /^[^\s/\\.][^\s/\\]{0,199}$/.test(u),
); // prettier-ignore
/** A list of so many members at most. */
export const listOf = <A>(of: t.Type<A>, name: string, upTo: number): t.Type<readonly A[]> => {
  const all = t.readonlyArray(of);
  const short = (u: unknown) => !Array.isArray(u) || u.length <= upTo;
  return new t.Type<readonly A[]>(
    name,
    (u): u is readonly A[] => short(u) && all.is(u),
    (u, c) => (short(u) ? all.validate(u, c) : t.failure(u, c, `at most ${upTo}`)),
    t.identity,
  );
};
/** A text, and the name of the file that it is from: places are told by it, and nothing is read by it. */
export const source = t.exact(t.type({ file: text('the name of a file', most.file), text: text('a text of a megabyte at most', most.source) })); // prettier-ignore

const Named = t.exact(t.type({ name: word }));
const Written = t.exact(t.type({ name: word, rules: text('the text of rules', longestRules) }));
/** A variant: by its name, or as its rules are written. */
export type JobVariant = t.TypeOf<typeof Named> | t.TypeOf<typeof Written> | null;
const isVariant = t.union([t.null, Written, Named]);
/** Where there are rules, they are meant: what is wrong with them is not taken for a name alone. */
const VariantCodec = new t.Type<JobVariant>(
  'a variant',
  isVariant.is,
  (u, c): t.Validation<JobVariant> =>
    u === null ? t.success(u) : (typeof u === 'object' && 'rules' in u ? Written : Named).validate(u, c),
  t.identity,
);

/** How every job begins. */
const head = {
  kind: word,
  /** What must be the same on both sides: the version of Mutandis, and the rules that the job is about. */
  lockstep: t.exact(t.type({ version: text('a version', most.name), digest: text('a digest', 16) })),
  system: word,
  variant: VariantCodec,
};
export type Head = t.TypeOf<t.TypeC<typeof head>>;

/** What a job is about, on this machine. */
export interface About {
  readonly calculus: Calculus;
  readonly variant: Variant;
}

/** A kind of jobs. @typeParam J the jobs. @typeParam A what they are answered. */
export interface Kind<J extends Head, A> {
  readonly name: string;
  /** A job from data; or what is wrong with it. */
  decode(data: unknown): Either<string, J>;
  /** An answer from data; or what is wrong with it. */
  decodeAnswer(data: unknown): Either<string, A>;
  /** Does a job. @returns what it came to; or why it is refused. */
  perform(job: J, about: About): Either<string, A> | Promise<Either<string, A>>;
  /** How much was done: instances of theorems, update points, states, or steps of proofs. */
  amount(answer: A): number;
  /** What is asked, for a sentence that no worker does it. */
  what(job: J): string;
}

/** The jobs of a kind, and what they are answered. */
export type JobOf<K> = K extends Kind<infer J, unknown> ? J : never;

/** Where a value is wrong, and what is expected there. */
const complaint = (errors: t.Errors, what: string): string => {
  // Of alternatives the one that says what it expects.
  const e = errors.find((x) => x.message !== undefined) ?? errors[0];
  const path = e?.context
    .map((c) => c.key)
    // Members of unions and intersections have numbers of their own, which the data do not have.
    .filter((key, i) => key !== '' && !isAlternative(e.context[i - 1]?.type))
    .join('.');
  return `${path === undefined || path === '' ? what : path}: ${e?.message ?? 'not what is expected'}`;
};
const isAlternative = (type: unknown): boolean => type instanceof t.UnionType || type instanceof t.IntersectionType;

/**
 * Declares a kind of jobs.
 * @param asks what its jobs say besides how all begin.
 * @param wrong what is wrong with a job whose parts are each as they should be.
 */
export function kind<P extends t.Props, A>(
  name: string,
  asks: P,
  answer: t.Type<A, unknown>,
  does: Pick<Kind<Head & t.TypeOf<t.TypeC<P>>, A>, 'perform' | 'amount' | 'what'> & {
    readonly wrong?: (job: t.TypeOf<t.TypeC<P>>) => string | undefined;
  },
): Kind<Head & t.TypeOf<t.TypeC<P>>, A> {
  const { wrong, ...rest } = does;
  const codec = t.type({ ...head, kind: t.literal(name), ...asks });
  return {
    name,
    ...rest,
    decode(data) {
      const job = codec.decode(data);
      if (isLeft(job)) return left(complaint(job.left, 'the job'));
      const found = job.right as Head & t.TypeOf<t.TypeC<P>>;
      const why = wrong?.(found);
      if (why !== undefined) return left(why);
      // Keys that no job has are a sign of something else.
      const odd = Object.keys(data as object).find((key) => !Object.hasOwn(codec.props, key));
      return odd === undefined ? right(found) : left(`${odd}: no part of a job`);
    },
    decodeAnswer(data) {
      const found = answer.decode(data);
      return isLeft(found) ? left(complaint(found.left, 'the answer')) : found;
    },
  };
}

/** The name of a job in the queue: jobs that ask the same have the same, so that none is done twice. */
export const nameOf = (job: Head): string => sha256(JSON.stringify(job)).slice(0, 40);

/** Data as they arrive: what JSON does not have is written as text, or left out. */
export const asSent = (x: unknown): unknown =>
  JSON.parse(JSON.stringify(x, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))) as unknown;
