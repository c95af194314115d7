/**
 * Copies of a session program side by side: each has participants of its own, and all they share is the time at which they run. No one protocol describes them
 * together, since those of one copy do not hear when another has come to its end: each copy is judged on its own, and their versions are put together.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { entries } from '../../semantics/maps.ts';
import {
  entryMap,
  historyMap,
  make,
  projectionMap,
  type Version,
  type Versions,
} from '../../semantics/sessions/grammar.ts';
import { loadSession } from '../../checker/sessions/load.ts';
import { SessionSpace, versionsOf } from '../../checker/sessions/space.ts';

/** The text of a copy: the names of its participants end in its number. */
function copied(text: string, names: readonly string[], number: number): string {
  const name = new RegExp(`\\b(${names.join('|')})\\b`, 'g');
  return text.replace(name, (p) => `${p}${number}`);
}

function versionsIn(text: string, file: string): readonly Version[] {
  const loaded = loadSession(text, file);
  if (isLeft(loaded)) throw new Error(loaded.left[0]?.message ?? `${file} does not load`);
  return versionsOf(loaded.right.W);
}

/** Versions with the participants of all copies; the protocol is that of the first, since steps do not look at it. */
function together(copies: readonly Version[]): Version {
  let [Π, H, E] = [projectionMap.empty as Version['locals'], historyMap.empty as Version['tables'], entryMap.empty as Version['entries']]; // prettier-ignore
  for (const V of copies) {
    for (const [p, L] of entries(V.locals)) Π = projectionMap.set(Π, p, L);
    for (const [p, w] of entries(V.tables)) H = historyMap.set(H, p, w);
    for (const [p, N] of entries(V.entries)) E = entryMap.set(E, p, N);
  }
  const { u, protocol, added } = copies[0] as Version;
  return make.Version.Version(u, protocol, Π, H, E, added);
}

/**
 * The state space of copies that run side by side.
 * @param text a program with updates at one boundary, in which the names of participants are used for nothing else.
 * @param names its participants.
 * @param bound messages that a queue holds at most.
 */
export function sideBySide(text: string, names: readonly string[], copies: number, bound: number): SessionSpace {
  const all = Array.from({ length: copies }, (_, i) => versionsIn(copied(text, names, i), `copy ${i}`));
  let W: Versions = make.Versions.NoVersions();
  for (let n = 0; n < (all[0] as readonly Version[]).length; n++)
    W = make.Versions.Later(together(all.map((V) => V[n] as Version)), W);
  return new SessionSpace(W, { bound });
}
