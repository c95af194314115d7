/**
 * Mutated proofs, checked; those that are accepted have to be proofs. Which they are is known without the checker: the
 * proof is the one it was made of but for names, or it is played on instances, every step of which is derived.
 */
import { RandomChooser } from '../../checker/generate/choose.ts';
import type { Hints } from '../../checker/generate/hints.ts';
import { isRight } from 'fp-ts/lib/Either.js';
import type { Development } from '../check.ts';
import { decodeProof, type ProofData } from '../format.ts';
import { checkData } from '../prove.ts';
import { Instances } from './instances.ts';
import { mutant, textOf } from './mutants.ts';
import { play, type Ground } from './play.ts';

export interface Attack {
  tried: number;
  refused: number;
  /** Accepted, and the proof that it was made of but for names. */
  same: number;
  /** Accepted, and played to the end on instances of the case. */
  played: number;
  /** Accepted; of the case no instance was found, or nothing could be said of those that were. */
  unplayed: number;
  /** Refused without a reason: the checker stumbled. */
  stumbled: string[];
  /** Accepted, and not so on an instance. */
  wrong: string[];
  readonly kinds: Map<string, [tried: number, accepted: number]>;
}

const instancesEach = 3;

/** @param tries how many tries there are for an instance of a case. */
export function attack(
  d: Development,
  hints: Hints,
  proofs: readonly ProofData[],
  wanted: number,
  seed: number,
  tries = 40,
): Attack {
  // prettier-ignore
  const chooser = new RandomChooser(seed);
  const pick = (n: number) => chooser.choose(n);
  const a: Attack = {
    tried: 0,
    refused: 0,
    same: 0,
    played: 0,
    unplayed: 0,
    stumbled: [],
    wrong: [],
    kinds: new Map(),
  };
  const grounds = new Map<string, readonly Ground[]>();
  const groundsOf = (theorem: string, kase: string): readonly Ground[] => {
    const key = `${theorem}, ${kase}`;
    let found = grounds.get(key);
    if (found === undefined) {
      const instances = new Instances(d, hints, d.statements.get(theorem)!, seed);
      found = Array.from({ length: tries }, (_, n) => instances.next(n, kase)).filter((g) => g !== undefined);
      grounds.set(key, found);
    }
    return found;
  };
  while (a.tried < wanted) {
    const original = proofs[pick(proofs.length)]!;
    const m = mutant(d, original, pick);
    if (m === undefined) continue;
    a.tried++;
    const count = a.kinds.get(m.kind) ?? [0, 0];
    a.kinds.set(m.kind, count);
    count[0]++;
    const verdict = checkData(d, m.data);
    const { theorem, case: kase } = m.data;
    if (!verdict.ok) {
      a.refused++;
      if (/cannot read|not a function|not iterable|call stack|of undefined|of null/i.test(verdict.message)) a.stumbled.push(`${theorem}, ${kase}, ${m.kind}: ${verdict.message}`); // prettier-ignore
      continue;
    }
    count[1]++;
    if (textOf(m.data) === textOf(original)) {
      a.same++;
      continue;
    }
    const decoded = decodeProof(d, m.data);
    if (!isRight(decoded)) throw new Error('a proof that holds is not read');
    const { store, node } = decoded.right;
    let done = 0;
    for (const ground of groundsOf(theorem, kase)) {
      const result = play(d, store, theorem, kase, node, ground);
      if (result?.end === 'broken') {
        a.wrong.push(`${theorem}, ${kase}, ${m.kind}: ${result.path}: ${result.message}`);
        break;
      }
      if (result?.end === 'done' && ++done >= instancesEach) break;
    }
    if (done > 0) a.played++;
    else a.unplayed++;
  }
  return a;
}
