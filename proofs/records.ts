/** What is known: recorded counterexamples, and the table of obligations, kept as files beside this one. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
// Compiled files lie one folder deeper than their sources.
const root = existsSync(join(here, '..', 'package.json')) ? join(here, '..') : join(here, '..', '..');

/** The folder of this package. */
export const packageRoot = root;
export const counterexampleFolder = join(root, 'proofs', 'counterexamples');
export const obligationsFile = join(root, 'proofs', 'obligations.json');

export interface Known {
  readonly system: string;
  readonly variant: string;
  readonly theorem: string;
  /** From the package's folder. */
  readonly file: string;
}

/** The recorded counterexamples: read from the names of the files. */
export function knownCounterexamples(): readonly Known[] {
  if (!existsSync(counterexampleFolder)) return [];
  return readdirSync(counterexampleFolder)
    .filter((f) => f.endsWith('.json'))
    .sort()
    .map((f) => {
      const { system, variant, counterexample } = JSON.parse(readFileSync(join(counterexampleFolder, f), 'utf8')) as {
        system: string;
        variant: string;
        counterexample: { theorem: string };
      };
      return { system, variant, theorem: counterexample.theorem, file: `proofs/counterexamples/${f}` };
    });
}
