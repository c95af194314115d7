/**
 * The kernel attacked by itself: certificates of proofs, changed in one to three places, given for what is false. Of a
 * statement of which a case has an instance it is false that its premises contradict each other in that case; the statement
 * itself is taken for granted, so that a certificate of it is nearly one for that, and whatever closes the gap is wrong.
 */
import { isRight } from 'fp-ts/lib/Either.js';
import { RandomChooser } from '../../checker/generate/choose.ts';
import type { Hints } from '../../checker/generate/hints.ts';
import { never } from '../../semantics/logic.ts';
import { premiseOf } from '../../rules/rule.ts';
import type { Proof } from '../certificate.ts';
import { elaborate, type Development, type Node } from '../check.ts';
import { decodeProof, type ProofData } from '../format.ts';
import { judge } from '../kernel.ts';
import type { Statement } from '../statement.ts';
import type { Store, Sym } from '../terms.ts';
import { Instances } from './instances.ts';
import { play } from './play.ts';

type Json = Record<string, unknown>;
type Pick = (n: number) => number;
interface Place {
  readonly holder: Json;
  readonly key: string;
}

const isTerm = (x: unknown): x is Sym => typeof x === 'object' && x !== null && 'op' in x && 'id' in x;
/** A copy, terms being what they are. */
function copied(x: unknown): unknown {
  if (Array.isArray(x)) return x.map(copied);
  if (typeof x !== 'object' || x === null || isTerm(x)) return x;
  return Object.fromEntries(Object.entries(x).map(([k, y]) => [k, copied(y)]));
}
/** Everything in a certificate, by where it stands. */
function placesIn(root: unknown): Place[] {
  const found: Place[] = [];
  const work = [root];
  for (let x = work.pop(); x !== undefined; x = work.pop()) {
    if (typeof x !== 'object' || x === null || isTerm(x)) continue;
    for (const key of Object.keys(x)) {
      found.push({ holder: x as Json, key });
      work.push((x as Json)[key]);
    }
  }
  return found;
}
const get = ({ holder, key }: Place): unknown => holder[key];
const any = <T>(list: readonly T[], pick: Pick): T => list[pick(list.length)]!;

/** Changes one thing: a term, a number, a name, a sign, or a list, of which something is left out, doubled or moved. */
function change(root: unknown, terms: readonly Sym[], pick: Pick): void {
  const places = placesIn(root);
  // What is left has to be of the form of a certificate: the kernel is given nothing else.
  const place = any(
    places.filter((p) => p.key !== 'law' && p.key !== 'end'),
    pick,
  );
  const x = get(place);
  const put = (y: unknown): void => void (place.holder[place.key] = y);
  if (isTerm(x)) {
    const alike = terms.filter((t) => t.sort === x.sort);
    return put(any(pick(5) === 0 ? terms : alike, pick));
  }
  if (typeof x === 'boolean') return put(!x);
  if (typeof x === 'number') return put(pick(3) === 0 ? pick(40) : Math.max(0, x + pick(3) - 1));
  if (typeof x === 'string') {
    const others = places.filter((p) => p.key === place.key).map(get);
    return put(any(others.filter((y) => typeof y === 'string'), pick)); // prettier-ignore
  }
  if (Array.isArray(x) && place.key !== 'literal' && x.length > (place.key === 'terms' ? 1 : 0)) {
    const i = pick(x.length);
    if (pick(3) === 0) x.splice(i, 1);
    else if (pick(2) === 0) x.splice(pick(x.length), 0, copied(x[i]));
    else x.push(...x.splice(i, 1));
  } else if (typeof x === 'object' && x !== null && 'yes' in x) [x.yes, (x as Json).no] = [(x as Json).no, x.yes];
}

/** What was tried and refused; what was accepted, and must not have been. */
export interface CertificateAttack {
  tried: number;
  refused: number;
  /** Refused with a message of the language's own. */
  readonly stumbled: string[];
  readonly wrong: string[];
  /** Cases that certificates were made for. */
  cases: number;
}

/** A statement's premises without its conclusions, which are denied; and a development where that stands last. */
function denied(d: Development, s: Statement): Development {
  const conclusions = [premiseOf(never, 'what is denied')];
  const refuted: Statement = { ...s, name: 'denied', group: ['denied'], conclusions, existential: [] };
  return { ...d, statements: new Map([...d.statements, ['denied', refuted]]) };
}

/** @param tries how many tries there are for an instance of a case: without one its premises may contradict each other. */
export function attackKernel(
  d: Development,
  hints: Hints,
  proofs: readonly ProofData[],
  wanted: number,
  seed: number,
  tries = 40,
): CertificateAttack {
  const chooser = new RandomChooser(seed);
  const pick: Pick = (n) => chooser.choose(n);
  const a: CertificateAttack = { tried: 0, refused: 0, stumbled: [], wrong: [], cases: 0 };
  const instances = new Map<string, boolean>();
  const possible = (data: ProofData, store: Store, node: Node): boolean => {
    const { theorem, case: kase } = data;
    const key = `${theorem}, ${kase}`;
    const old = instances.get(key);
    if (old !== undefined) return old;
    const made = new Instances(d, hints, d.statements.get(theorem)!, seed);
    // An instance of the case is one on which the proof goes to its end.
    const there = Array.from({ length: tries }, (_, n) => n).some((n) => {
      const ground = made.next(n, kase);
      return ground !== undefined && play(d, store, theorem, kase, node, ground)?.end === 'done';
    });
    instances.set(key, there);
    if (there) a.cases++;
    return there;
  };
  for (let misses = 0; a.tried < wanted && misses < wanted;) {
    const data = any(proofs, pick);
    const read = decodeProof(d, data);
    if (!isRight(read)) throw new Error('a proof that is kept is not read');
    const { store, node } = read.right;
    if (!possible(data, store, node)) {
      misses++;
      continue;
    }
    const s = d.statements.get(data.theorem)!;
    const written = elaborate(d, store, s, data.case, node);
    if (!('proof' in written)) throw new Error('a proof that is kept is refused');
    const there = denied(d, s);
    const terms = [...new Set(placesIn(written.proof).map(get).filter(isTerm))];
    // Several of one certificate: to write it out is what takes time.
    for (let i = 0; i < 20 && a.tried < wanted; i++) {
      const proof = copied(written.proof);
      for (const { holder } of placesIn(proof)) {
        if (holder.law === 'use' && holder.kind === 'hypothesis') holder.kind = 'lemma';
        if (holder.end === 'done')
          Object.assign(holder, { end: 'absurd', left: any(terms, pick), right: any(terms, pick) });
      }
      for (let n = 1 + pick(3); n > 0; n--) change(proof, terms, pick);
      a.tried++;
      const verdict = judge(there, store, 'denied', data.case, proof as Proof);
      const name = `${data.theorem}, ${data.case}`;
      if (verdict.ok) a.wrong.push(name);
      else a.refused++;
      if (
        !verdict.ok &&
        /cannot read|not a function|not iterable|call stack|of undefined|of null/i.test(verdict.message)
      )
        a.stumbled.push(`${name}: ${verdict.path}: ${verdict.message}`);
    }
  }
  return a;
}
