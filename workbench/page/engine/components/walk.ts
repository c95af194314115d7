/** A run of a system that somebody steps: as words, so that the same run can be tried under other rules. */
import { isLeft, right, type Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../../../semantics/errors.ts';
import { entries } from '../../../../semantics/maps.ts';
import { versionIn } from '../../../../semantics/components/configs.ts';
import type { Placed } from '../../../../semantics/components/grammar.ts';
import { loadKernel, type LoadedKernel } from '../../../../checker/components/load.ts';
import { KernelSpace } from '../../../../checker/components/space.ts';
import type { Label, State } from '../../../../checker/explore/system.ts';
import { stepsOf, stepWord, type Possible } from '../../../explore/stepping.ts';
import { chosen } from '../variants.ts';

/** What is asked: a system, the steps that were taken, and the rules. */
export interface KernelOf {
  readonly source: string;
  /** `t:R-Start`; where a state has several such steps, `c:M-Release#1` is the second of them. */
  readonly words: readonly string[];
  /** The rules, as the state of the page names them. */
  readonly variant: string | null;
}

interface Known {
  readonly loaded: LoadedKernel;
  readonly space: KernelSpace;
}
let last: { readonly key: string; readonly known: Either<readonly LoadError[], Known> } | undefined;

/** The system of a text, the last one kept. */
export function known({ source, variant }: Pick<KernelOf, 'source' | 'variant'>): Either<readonly LoadError[], Known> {
  const key = JSON.stringify([source, variant]);
  if (last?.key === key) return last.known;
  const system = chosen(variant)?.variant.system;
  const options = system === undefined ? {} : { system };
  const loaded = loadKernel(source, 'the system', options);
  const found = isLeft(loaded)
    ? loaded
    : right({ loaded: loaded.right, space: new KernelSpace(loaded.right.config, options) });
  last = { key, known: found };
  return found;
}

/** The steps of a state, each with its word. */
export function wordsAt(space: KernelSpace, s: State): readonly (Possible & { readonly word: string })[] {
  const seen = new Map<string, number>();
  return stepsOf(space, s).map((step) => {
    const word = stepWord(step.label);
    const n = seen.get(word) ?? 0;
    seen.set(word, n + 1);
    return { ...step, word: n === 0 ? word : `${word}#${n}` };
  });
}

export interface Walked {
  readonly states: readonly State[];
  readonly labels: readonly Label[];
  readonly words: readonly string[];
  /** What went otherwise than the words say: by other rules, or no further. */
  readonly otherwise: readonly string[];
}

/** Walks along words. Whoever cannot take its step by the rule that is named takes the one that it has; who has none ends the run. */
export function walk(space: KernelSpace, words: readonly string[]): Walked {
  const states = [space.start];
  const labels: Label[] = [];
  const taken: string[] = [];
  const otherwise: string[] = [];
  for (const [i, word] of words.entries()) {
    const all = wordsAt(space, states[i] as State);
    const [actor, rule = ''] = word.split(':');
    const step = all.find((x) => x.word === word) ?? all.find((x) => x.label.actor === actor);
    if (step === undefined) {
      otherwise.push(`step ${i + 1}: ${actor} cannot step (it did by ${rule}), and the run ends before it`);
      break;
    }
    if (step.word !== word) otherwise.push(`step ${i + 1}: ${actor} steps by ${step.label.rule}, not by ${rule}`);
    states.push(step.to);
    labels.push(step.label);
    taken.push(step.word);
  }
  return { states, labels, words: taken, otherwise };
}

/** `forward` for an object that is mediated, else its version. */
export const phaseOf = (p: Placed): string =>
  p.entry.tag === 'Med' ? p.entry.phase.tag.toLowerCase() : `version ${versionIn(p)}`;

/** States that are looked through for the next phase. */
const mostLooked = 20_000;

/** The shortest way to where some object has come to its next phase. */
export function kernelNext({ source, words, variant }: KernelOf): {
  readonly words: readonly string[] | null;
  readonly say: string;
} {
  const k = known({ source, variant });
  if (isLeft(k)) return { words: null, say: 'the system cannot be read' };
  const { space } = k.right;
  const walked = walk(space, words);
  const from = walked.states.at(-1) as State;
  const before = new Map(entries(space.config(from).objects));
  const reached = (s: State): string | undefined => {
    for (const [o, p] of space.placed(s)) {
      const was = before.get(o);
      if (was !== undefined && phaseOf(was) !== phaseOf(p)) return `${o}: ${phaseOf(p)}`;
    }
    return undefined;
  };
  const seen = new Set([Array.from(from).join()]);
  let level: { readonly s: State; readonly words: readonly string[] }[] = [{ s: from, words: walked.words }];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const at of level)
      for (const { to, word } of wordsAt(space, at.s)) {
        const key = Array.from(to).join();
        if (seen.has(key)) continue;
        seen.add(key);
        const way = [...at.words, word];
        const say = reached(to);
        if (say !== undefined) return { words: way, say };
        next.push({ s: to, words: way });
        if (seen.size > mostLooked) return { words: null, say: `no phase begins in the next ${mostLooked} states` };
      }
    level = next;
  }
  return { words: null, say: 'from here no object comes to another phase' };
}
