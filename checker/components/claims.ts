/** What theorems O2 to O5, O7, O8, O11 and O12 claim of one state and its steps (section 10). */
import { entries, keys } from '../../semantics/maps.ts';
import { listOf, versionIn } from '../../semantics/components/configs.ts';
import { newestNumber } from '../../semantics/components/classes.ts';
import type { Config, Entry, Frames, Placed, Registry, Thread, World } from '../../semantics/components/grammar.ts';
import type { Label } from '../explore/system.ts';

/** A theorem that falls in a state or at a step, and why. */
export interface Fault {
  readonly theorem: string;
  readonly message: string;
}

/** A configuration as lists: what claims look at. */
export interface Standing {
  readonly threads: readonly (readonly [t: string, thread: Thread])[];
  readonly objects: readonly (readonly [o: string, placed: Placed])[];
  readonly registry: Registry;
  readonly world: World;
  /** Those of the objects that are mediated. */
  readonly mediators: readonly Mediated[];
}
type Mediator = Entry & { readonly tag: 'Med' };
export interface Mediated {
  readonly o: string;
  readonly C: string;
  readonly med: Mediator;
}
const none: readonly Mediated[] = [];
/** The objects that are mediated. */
export function mediatorsOf(objects: Standing['objects']): readonly Mediated[] {
  let all: Mediated[] | undefined;
  for (const [o, { C, entry }] of objects) if (entry.tag === 'Med') (all ??= []).push({ o, C, med: entry });
  return all ?? none;
}
export const standingOf = ({ threads, objects: placed, registry, world }: Config): Standing => {
  const objects = entries(placed);
  return { threads: entries(threads), objects, registry, world, mediators: mediatorsOf(objects) };
};
const named = <T>(all: readonly (readonly [string, T])[], name: string): T | undefined => {
  for (const [x, it] of all) if (x === name) return it;
  return undefined;
};

const framesOf = (Θ: Thread): Frames | undefined => (Θ.tag === 'Live' || Θ.tag === 'Blocked' ? Θ.frames : undefined);
/** O3: no code of one version is inside an object of another, and nobody is in a state that is transferred. */
function quiescence(K: Standing, found: Fault[]): void {
  for (const [t, Θ] of K.threads)
    for (let w = framesOf(Θ); w?.tag === 'Frame'; w = w.rest) {
      const { head } = w;
      if (head.tag !== 'InObject') continue;
      const p = named(K.objects, head.o);
      if (p === undefined) continue;
      if (p.entry.tag === 'Med' && p.entry.phase.tag === 'Transfer')
        found.push({ theorem: 'O3', message: `${t} is inside ${head.o}, whose state is transferred` });
      else if (versionIn(p) !== head.j)
        found.push({
          theorem: 'O3',
          message: `${t} runs code of version ${head.j} inside ${head.o}, of version ${versionIn(p)}`,
        });
    }
}

/** O4: a thread is blocked iff it is in exactly one B, once. */
function blockedOnce(K: Standing, found: Fault[]): void {
  if (K.mediators.length === 0 && !K.threads.some(([, Θ]) => Θ.tag === 'Blocked')) return;
  const times = new Map<string, number>();
  for (const { med } of K.mediators) for (const t of listOf(med.blocked)) times.set(t, (times.get(t) ?? 0) + 1);
  for (const [t, Θ] of K.threads) {
    const n = times.get(t) ?? 0;
    if (Θ.tag === 'Blocked' ? n !== 1 : n !== 0)
      found.push({
        theorem: 'O4',
        message: `${t} is ${Θ.tag === 'Blocked' ? '' : 'not '}blocked, and waits at ${n} mediators`,
      });
  }
}

/** O5, of states that run on: whoever is waited for is blocked by older mediators only. */
function olderOnly(K: Standing, found: Fault[]): void {
  const all = K.mediators;
  if (all.length === 0) return;
  const at = new Map<string, { readonly o: string; readonly med: Mediator }[]>();
  for (const { o, med } of all)
    if (med.phase.tag === 'Block') for (const t of listOf(med.blocked)) at.set(t, [...(at.get(t) ?? []), { o, med }]);
  for (const { o, med } of all) {
    const { phase } = med;
    const waitsFor =
      phase.tag === 'Block'
        ? keys(med.inside)
        : phase.tag === 'Forward'
          ? K.threads.flatMap(([t, Θ]) => ((Θ.tag === 'Live' || Θ.tag === 'Blocked') && Θ.g < med.g ? [t] : []))
          : [];
    for (const t of waitsFor)
      for (const other of at.get(t) ?? [])
        if (other.o !== o && other.med.g >= med.g)
          found.push({
            theorem: 'O5',
            message: `the mediator of ${o} waits for ${t}, which is blocked at ${other.o} by a mediator that is not older`,
          });
        else if (other.o === o)
          found.push({ theorem: 'O5', message: `the mediator of ${o} waits for ${t}, which it blocks itself` });
  }
}

/** O8: what is not to be mediated any more is new, or late. */
function tracking(K: Standing, found: Fault[]): void {
  for (const [C, { todo, late }] of entries(K.registry)) {
    if (todo.length > 0) continue;
    const own = K.objects.filter(([, p]) => p.C === C);
    if (own.some(([, p]) => p.entry.tag === 'Med')) continue;
    for (const [o, p] of own)
      if (versionIn(p) < (newestNumber(K.world, C) as bigint) && !late.includes(o))
        found.push({
          theorem: 'O8',
          message: `${o} is of version ${versionIn(p)} of ${C}, and nobody will mediate it`,
        });
  }
}

/** What is wrong with a state. @param able whether an actor has a step there. */
export function faultsOf(K: Standing, able: (actor: string) => boolean, over: boolean): Fault[] {
  const found: Fault[] = [];
  for (const [t, Θ] of K.threads)
    if (Θ.tag === 'Live' && !able(t)) found.push({ theorem: 'O2', message: `${t} is live and cannot go on` });
  for (const { o, med } of K.mediators)
    if ((med.phase.tag === 'Transfer' || med.phase.tag === 'Completed') && !able(o))
      found.push({ theorem: 'O2', message: `the state of ${o} cannot be transferred` });
  quiescence(K, found);
  blockedOnce(K, found);
  olderOnly(K, found);
  tracking(K, found);
  if (over) {
    const blocked = K.threads.find(([, Θ]) => Θ.tag === 'Blocked');
    const mediated = K.mediators[0];
    const left = entries(K.registry).find(([, r]) => r.todo.length > 0);
    if (blocked !== undefined) found.push({ theorem: 'O5', message: `nobody can go on, and ${blocked[0]} is blocked` });
    else if (mediated !== undefined)
      found.push({
        theorem: 'O5',
        message: `nobody can go on, and the mediator of ${mediated.o} is in phase ${mediated.med.phase.tag.toLowerCase()}`,
      });
    else if (left !== undefined)
      found.push({
        theorem: 'O5',
        message: `nobody can go on, and ${left[1].todo[0] as string} is still to be mediated`,
      });
  }
  return found;
}

const count = (w: Frames | undefined): number => {
  let n = 0;
  for (let at = w; at?.tag === 'Frame'; at = at.rest) n++;
  return n;
};

/** Whether an object has another version than before. */
const moved = (p: Placed, q: Placed | undefined): boolean =>
  p !== q && (q === undefined || versionIn(p) !== versionIn(q));

/** What is wrong with a step. */
export function faultsAt(K: Standing, { rule, actor }: Label, K1: Standing): Fault[] {
  const found: Fault[] = [];
  if (K.objects.length !== K1.objects.length || K.objects.some(([, p], i) => moved(p, K1.objects[i]?.[1]))) {
    const before = new Map<string, bigint>();
    const after = new Map<string, bigint>();
    const least = (into: Map<string, bigint>, p: Placed): void => {
      const [old, j] = [into.get(p.C), versionIn(p)];
      if (old === undefined || j < old) into.set(p.C, j);
    };
    for (const [o, p] of K.objects) {
      least(before, p);
      const q = named(K1.objects, o);
      if (q !== undefined && versionIn(q) < versionIn(p))
        found.push({
          theorem: 'O11',
          message: `the version of ${o} decreases from ${versionIn(p)} to ${versionIn(q)}`,
        });
    }
    for (const [, p] of K1.objects) least(after, p);
    for (const [C, j] of after) {
      const old = before.get(C) ?? newestNumber(K.world, C);
      if (old !== undefined && j < old)
        found.push({ theorem: 'O11', message: `σ(${C}) decreases from ${old} to ${j}` });
    }
  }
  if (rule.startsWith('M-Release') || rule.startsWith('C-')) released(K, rule, actor, K1, found);
  return found;
}

/** O4 and O7, of calls: they are entered once, in the version that the object has. */
function released(K: Standing, rule: string, actor: string, K1: Standing, found: Fault[]): void {
  for (const [t, Θ] of K1.threads) {
    const old = named(K.threads, t);
    if (old === Θ || old === undefined) continue;
    const [w, before] = [framesOf(Θ), framesOf(old)];
    const release = rule.startsWith('M-Release');
    if (release && Θ.tag === 'Live' && count(w) !== count(before) + 1) {
      found.push({ theorem: 'O4', message: `${t} goes on without its call, that ${actor} releases` });
      continue;
    }
    if (Θ.tag !== 'Live' || w?.tag !== 'Frame' || count(w) <= count(before)) continue;
    const { head } = w;
    if (head.tag !== 'InObject') continue;
    const p = named(K1.objects, head.o);
    if (p !== undefined && head.j !== versionIn(p))
      found.push({
        theorem: release ? 'O4' : 'O7',
        message: `the call of ${t} is entered in version ${head.j} of ${head.o}, which is of version ${versionIn(p)}`,
      });
  }
}
