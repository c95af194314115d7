/** What a worker does with a job: it decodes it, checks that both sides speak of the same rules, and runs it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { digestOf } from '../../rules/digest.ts';
import type { Variant } from '../../rules/variant.ts';
import type { Hunter } from '../../checker/hunt/episodes.ts';
import { calculi, findVariant, unchanged, type Calculus } from '../../proofs/calculi.ts';
import { packageRoot } from '../../proofs/records.ts';
import { writtenVariant } from '../../proofs/written.ts';
import { hunterOf, runEpisodes, type Resolved } from '../hunt/task.ts';
import { named, theoremsFor } from '../hunt/hunter.ts';
import { chunk } from '../hunt/run.ts';
import { decodeJob, encodeTally, type Answer, type HuntJob, type JobVariant } from './jobs.ts';

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

/** What a job names, on this machine; or why this machine does not do it. */
export function resolveJob(job: HuntJob): Either<string, Resolved> {
  if (job.lockstep.version !== version)
    return left(`the job is of Mutandis ${job.lockstep.version}, this worker is ${version}`);
  const calculus = calculi.find((c) => c.name === job.system);
  if (calculus === undefined) return left(`system: there is no system ${job.system}`);
  const variant = variantOf(calculus, job.variant);
  if (isLeft(variant)) return variant;
  const digest = digestOf(variant.right.system);
  if (digest !== job.lockstep.digest)
    return left(`the job is about other rules (digest ${job.lockstep.digest}, here ${digest})`);
  const all = calculus.theorems(variant.right.analysis);
  const missing = job.theorems?.find((name) => !all.some((theorem) => named(theorem, name)));
  if (missing !== undefined) return left(`theorems: ${calculus.name} has no theorem ${missing}`);
  const theorems = theoremsFor(calculus, variant.right, job.theorems);
  return right({ calculus, variant: variant.right, theorems, more: [] });
}

/** The hunters of the last few jobs: ranges of one hunt follow each other. */
const hunters = new Map<string, Hunter>();
const mostHunters = 4;

/** Does a job. @returns what it came to; or why it is refused. */
export function perform(data: unknown): Either<string, Answer> {
  const job = decodeJob(data);
  if (isLeft(job)) return job;
  const { from, to, ...task } = job.right;
  const key = JSON.stringify(task);
  let hunter = hunters.get(key);
  if (hunter === undefined) {
    const resolved = resolveJob(job.right);
    if (isLeft(resolved)) return resolved;
    hunter = hunterOf({ ...task, variant: null }, resolved.right);
    hunters.set(key, hunter);
    for (const old of hunters.keys()) if (hunters.size > mostHunters) hunters.delete(old);
  }
  const tallies: Answer['tallies'] = [];
  for (let i = from; i < to; i += chunk) tallies.push(encodeTally(runEpisodes(hunter, i, Math.min(to, i + chunk))));
  return right({ tallies });
}

/** The same for a pool of threads: what is refused comes back as data. */
export default (data: unknown): { readonly answer: Answer } | { readonly refused: string } => {
  const done = perform(data);
  return isLeft(done) ? { refused: done.left } : { answer: done.right };
};
