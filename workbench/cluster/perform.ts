/** What a worker does with a job: it decodes it, checks that both sides speak of the same rules, and runs it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { digestOf } from '../../rules/digest.ts';
import type { Variant } from '../../rules/variant.ts';
import { calculi, findVariant, unchanged, type Calculus } from '../../proofs/calculi.ts';
import { packageRoot } from '../../proofs/records.ts';
import { writtenVariant } from '../../proofs/written.ts';
import type { About, Head, JobVariant } from './jobs.ts';
import { kinds } from './kinds/index.ts';

/** The version of Mutandis that runs here. */
export const version = (
  JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { readonly version: string }
).version;

function variantOf(calculus: Calculus, asked: JobVariant): Either<string, Variant> {
  if (asked === null) return right(unchanged(calculus));
  if ('rules' in asked) {
    const read = writtenVariant(calculus, asked.name, asked.rules);
    if (!isLeft(read)) return read;
    const [first] = read.left;
    return left(`variant.rules: ${first?.line}:${first?.column}: ${first?.message}`);
  }
  const found = findVariant(calculus, asked.name);
  return found === undefined ? left(`variant: ${calculus.name} has no variant ${asked.name}`) : right(found);
}

/** What the last few jobs were about: many follow that are about the same. */
const abouts = new Map<string, About>();
const mostAbouts = 4;

/** What a job names, on this machine; or why this machine does not do it. */
function aboutOf({ lockstep, system, variant }: Head): Either<string, About> {
  if (lockstep.version !== version)
    return left(`the job is of Mutandis ${lockstep.version}, this worker is ${version}`);
  const key = JSON.stringify([lockstep.digest, system, variant]);
  const known = abouts.get(key);
  if (known !== undefined) return right(known);
  const calculus = calculi.find((c) => c.name === system);
  if (calculus === undefined) return left(`system: there is no system ${system}`);
  const found = variantOf(calculus, variant);
  if (isLeft(found)) return found;
  const digest = digestOf(found.right.system);
  if (digest !== lockstep.digest)
    return left(`the job is about other rules (digest ${lockstep.digest}, here ${digest})`);
  const about = { calculus, variant: found.right };
  abouts.set(key, about);
  for (const old of abouts.keys()) if (abouts.size > mostAbouts) abouts.delete(old);
  return right(about);
}

/** What a job came to, and how much was done for it. */
export interface Done {
  readonly answer: unknown;
  readonly amount: number;
}

/** The kind of a job and the job, from data; or what is wrong with it. */
export function decodeJob(
  data: unknown,
): Either<string, { readonly kind: (typeof kinds)[number]; readonly job: Head }> {
  const asked = typeof data === 'object' && data !== null ? (data as { readonly kind?: unknown }).kind : undefined;
  const kind = kinds.find((k) => k.name === asked);
  if (kind === undefined)
    return left(asked === undefined ? 'the job: its kind is expected' : `kind: there are ${kinds.map((k) => k.name).join(', ')}`); // prettier-ignore
  const job = kind.decode(data);
  return isLeft(job) ? job : right({ kind, job: job.right });
}

/** Does a job. @returns what it came to; or why it is refused. */
export async function perform(data: unknown): Promise<Either<string, Done>> {
  const decoded = decodeJob(data);
  if (isLeft(decoded)) return decoded;
  const { kind, job } = decoded.right;
  const about = aboutOf(job);
  if (isLeft(about)) return about;
  const answer = await kind.perform(job, about.right);
  return isLeft(answer) ? answer : right({ answer: answer.right, amount: kind.amount(answer.right) });
}

/** The same for a pool of threads: what is refused comes back as data. */
export default async (data: unknown): Promise<Done | { readonly refused: string }> => {
  const done = await perform(data);
  return isLeft(done) ? { refused: done.left } : done.right;
};
