/** Tests that take longest begin first, so that two workers end together: those listed, then by what vitest knows of others. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take more than about fifteen seconds, the longest first. */
const longest = [
  'page/rules',
  'coq',
  'hunt',
  'proofs-refuted',
  'deep',
  'page/run',
  'page/memory',
  'page/exercises',
  'cluster-jobs',
  'syntax',
  'proofs-variants',
  'page/derivations',
  'cluster',
  'symmetric',
  'cli-input',
  'page/views',
  'exercises',
  'adding-a-construct',
  'page/rule-cards',
  'cli',
  'page/spaces',
  'command-line',
  'notation',
  'sessions',
  'page/proofs',
  'package',
  'page/places',
  'second-replay',
  'proving',
  'reports-cli',
  'page/objects',
  'c-histories',
  'latex',
];

const rank = (file: string): number => {
  const at = longest.findIndex((name) => file.endsWith(`/test/${name}.test.ts`));
  return at < 0 ? longest.length : at;
};

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a.moduleId) - rank(b.moduleId));
  }
}
