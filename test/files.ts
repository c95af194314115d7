/**
 * The files of tests, by how long they take and what they need: which of them `npm test` has, the order in which they
 * begin, and which have a process of their own.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Need more than Node: a browser, Redis, Coq. */
export const needsMore: readonly string[] = ['page/**', 'cluster*', 'coq'];

/** What `npm test` leaves to `npm run test:all`: it takes long by its sizes, or says of all what others say of some. */
export const thorough: readonly string[] = [
  // A hundred thousand levels, ten megabytes, a thousand participants.
  'deep',
  'syntax-deep',
  'cli-input-large',
  'sessions-large',
  // Proofs of each variant and of each recorded counterexample, searched for and checked anew.
  'proofs-variants',
  'proofs-refuted',
  'proofs-open',
  'proving',
  'proofs-attacked',
  // Hunts of variants held out and of one evaluated from the right, and cases that no instance reaches.
  'heldout',
  'evaluation-order',
  'components-doubts',
  'vacuous',
  // Sources that are compiled anew, and the package as others install it.
  'adding-a-construct',
  'package',
  // Two ways that must agree, on many inputs: processes and threads, replay and the second replay, subjects and their twins.
  'command-line',
  'second-replay',
  'symmetric',
  'plan',
  'c-histories',
  'reports-cli',
];

/** Take more than about fifteen seconds, the longest first. */
export const longest: readonly string[] = [
  'page/rules',
  'coq',
  'hunt',
  'deep',
  'page/run',
  'page/memory',
  'adding-a-construct',
  'page/exercises',
  'cluster-jobs',
  'proofs-variants',
  'proofs-refuted',
  'page/derivations',
  'cluster',
  'command-line',
  'exercises',
  'page/views',
  'package',
  'notation',
  'symmetric',
  'cli-input-large',
  'syntax-deep',
  'page/rule-cards',
  'page/spaces',
  'reports-cli',
  'sessions-large',
  'page/proofs',
  'cli',
  'page/places',
  'second-replay',
  'reports',
  'proving',
  'page/objects',
  'c-histories',
  'replay',
  'proofs',
  'proofs-open',
  'plan',
  'components',
];

const path = (name: string): string => `test/${name}.test.ts`;

/** The files of a list, as patterns of paths. */
export const paths = (names: readonly string[]): string[] => names.map(path);

/** Have a process of their own: what takes memory, changes what is loaded, or needs more. The others share processes, and load modules once. */
export const apart: readonly string[] = [...needsMore, ...thorough];

const rank = (file: string): number => {
  const at = longest.findIndex((name) => file.endsWith(`/${path(name)}`));
  return at < 0 ? longest.length : at;
};

/** Those apart begin before those that share, and of each those that take longest, so that two workers end together. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const shares = (f: TestSpecification): number => Number(f.project.name !== 'apart');
    return (await super.sort(files)).sort((a, b) => shares(a) - shares(b) || rank(a.moduleId) - rank(b.moduleId));
  }
}
