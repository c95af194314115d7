/** Tests that take longest begin first, so that two workers end together: those listed, then by what vitest knows of others. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take more than about fifteen seconds, the longest first. */
const longest = [
  'page/rules',
  'page/run',
  'page/derivations',
  'page/exercises',
  'coq',
  'page/views',
  'page/memory',
  'cluster-jobs',
  'hunt',
  'cluster',
  'page/spaces',
  'page/proofs',
  'page/objects',
  'cli',
  'cli-input',
  'reports-cli',
  'schemas',
  'adding-a-construct',
  'syntax',
  'proofs-refuted',
  'package',
  'exercises',
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
