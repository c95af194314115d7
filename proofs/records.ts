/** What is known: recorded counterexamples, and the table of obligations, kept as files beside this one. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { PathReporter } from 'io-ts/lib/PathReporter.js';
import type { Development } from './check.ts';
import { proofsOf, type ProofData } from './format.ts';
import { Obligations } from './obligations.ts';

const here = dirname(fileURLToPath(import.meta.url));
// Compiled files lie one folder deeper than their sources.
const root = existsSync(join(here, '..', 'package.json')) ? join(here, '..') : join(here, '..', '..');

/** The folder of this package. */
export const packageRoot = root;
export const counterexampleFolder = join(root, 'proofs', 'counterexamples');
export const obligationsFile = join(root, 'proofs', 'obligations.json');

export interface Known {
  readonly system: string;
  /** Empty for the calculus itself. */
  readonly variant: string;
  readonly theorem: string;
  /** The case of the theorem that falls. */
  readonly case: string;
  /** From the package's folder. */
  readonly file: string;
}

const Head = t.type({
  system: t.string,
  variant: t.union([t.string, t.null]),
  counterexample: t.type({ theorem: t.string, case: t.string }),
});

/** @throws Error where a file of the package is not what it is to be: it was damaged, or written by another version. */
function decoded<A>(codec: t.Type<A>, file: string): A {
  const read = codec.decode(JSON.parse(readFileSync(join(root, file), 'utf8')));
  if (isLeft(read)) throw new Error(`${file} is not what it is to be: ${PathReporter.report(read).join('; ')}`);
  return read.right;
}

/** The table of obligations; undefined where none has been made. */
export const knownObligations = (): Obligations | undefined =>
  existsSync(obligationsFile) ? decoded<Obligations>(Obligations, 'proofs/obligations.json') : undefined;

/** The proofs of a calculus that are kept, by theorem and case; undefined where there are none, or none of its rules as they are. */
export function keptProofs(d: Development): ReadonlyMap<string, ProofData> | undefined {
  const file = join(root, 'proofs', 'proved', `${d.system.name}.json`);
  if (!existsSync(file)) return undefined;
  const read = proofsOf(d, JSON.parse(readFileSync(file, 'utf8')));
  return isLeft(read) ? undefined : new Map(read.right.map((p) => [`${p.theorem}, ${p.case}`, p]));
}

/** The recorded counterexamples: read from the names of the files. */
export function knownCounterexamples(): readonly Known[] {
  if (!existsSync(counterexampleFolder)) return [];
  return readdirSync(counterexampleFolder)
    .filter((f) => f.endsWith('.json'))
    .sort()
    .map((f) => {
      const file = `proofs/counterexamples/${f}`;
      const { system, variant, counterexample } = decoded(Head, file);
      return { system, variant: variant ?? '', theorem: counterexample.theorem, case: counterexample.case, file };
    });
}
