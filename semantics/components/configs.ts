/** Metafunctions on configurations (sections 2, 6 and 7). */
import { entries, get, has, keys } from '../maps.ts';
import { metafunction, partialMetafunction, type MetafunctionInfo } from '../symbols.ts';
import { classesOf, methodIn, newestNumber, versionNumbered } from './classes.ts';
import { focus, updated } from './expressions.ts';
import {
  envMap,
  insideMap,
  make,
  objectMap,
  registryMap,
  settledMap,
  threadMap,
  type Config,
  type Entry,
  type Env,
  type Expr,
  type Fields,
  type Frames,
  type Head,
  type Inside,
  type NameList,
  type ObjectMap,
  type Placed,
  type Registered,
  type Registry,
  type Settled,
  type Thread,
  type Turn,
  type Type,
  type Update,
  type Updates,
  type World,
} from './grammar.ts';

const { Configuration } = make.Config;
const { Registered } = make.Registered;
const { Placed } = make.Placed;
const { Inst, Med } = make.Entry;
const { Live, Blocked, Waiting, Ended } = make.Thread;
const { Ref } = make.Type;

const change = (K: Config, c: Partial<Config>): Config => {
  const { g, world, registry, objects, threads, queue } = { ...K, ...c };
  return Configuration(g, world, registry, objects, threads, queue);
};
const said = (
  name: string,
  args: readonly string[],
  result: string,
  text: string,
  sentence: string,
): MetafunctionInfo => ({
  name,
  args,
  result,
  text,
  latex: text.replace(/ (with|of|in|is|for|has|made by|goes on as) /g, '\\text{ $1 }').replace(/↦/g, '\\mapsto'),
  sentence,
});

// Versions of objects, and what has settled.

/** version(o). */
export const versionIn = ({ entry }: Placed): bigint => {
  if (entry.tag === 'Inst') return entry.j;
  return entry.phase.tag === 'Completed' ? entry.phase.n : entry.phase.j;
};
/** The state that an entry has. */
export const stateIn = ({ entry }: Placed): Fields => (entry.tag === 'Inst' ? entry.s : entry.phase.s);

export const settledIn = (Ω: World, O: ObjectMap): Settled => {
  const least = new Map<string, bigint>();
  for (const [, p] of entries(O)) {
    const [old, j] = [least.get(p.C), versionIn(p)];
    if (old === undefined || j < old) least.set(p.C, j);
  }
  return settledMap.of(keys(Ω.classes).map((C) => [C, least.get(C) ?? (newestNumber(Ω, C) as bigint)] as const));
};
export const settled = metafunction<[Config], Settled>(
  said(
    'settled',
    ['Config'],
    'Settled',
    'σ of {0}',
    'the least version of any object of each class; the newest where there is none',
  ),
  (K) => settledIn(K.world, K.objects),
);
/** The type of every object: its class at the version of its instance. */
export const typesOf = metafunction<[ObjectMap], Env>(
  said('typesOf', ['ObjectMap'], 'Env', 'types of {0}', 'every object with its class, at the version of its instance'),
  (O) => envMap.of(entries(O).map(([o, p]) => [o, Ref(p.C, versionIn(p))] as const)),
);
/** The type of every object in source: C@σ(C). */
export const sourceTypes = metafunction<[ObjectMap, Settled], Env>(
  said(
    'sourceTypes',
    ['ObjectMap', 'Settled'],
    'Env',
    'types of {0} in {1}',
    'every object with its class, at the version that has settled',
  ),
  (O, σ) => envMap.of(entries(O).map(([o, p]) => [o, Ref(p.C, get(σ, p.C) ?? 0n)] as const)),
);

// Parts of configurations.

export const placedAt = partialMetafunction<[Config, string], Placed>(
  said('placedAt', ['Config', 'name'], 'Placed', '{0}({1})', 'the class and the entry of an object'),
  (K, o) => get(K.objects, o),
);
export const threadAt = partialMetafunction<[Config, string], Thread>(
  said('threadAt', ['Config', 'name'], 'Thread', '{0}({1})', 'a thread'),
  (K, t) => get(K.threads, t),
);
export const worldOf = metafunction<[Config], World>(
  said('worldOf', ['Config'], 'World', 'Ω of {0}', 'the classes of a configuration'),
  (K) => K.world,
);
export const generationOf = metafunction<[Config], bigint>(
  said('generationOf', ['Config'], 'int', 'γ of {0}', 'the generation of a configuration'),
  (K) => K.g,
);
/** The state of o, where its version is j. */
export const stateAt = partialMetafunction<[Config, string, bigint], Fields>(
  said(
    'stateAt',
    ['Config', 'name', 'int'],
    'Fields',
    'state of {1} in {0}, version {2}',
    'the state of an object, where it has this version',
  ),
  (K, o, j) => {
    const p = get(K.objects, o);
    return p === undefined || versionIn(p) !== j ? undefined : stateIn(p);
  },
);
const registered = (R: Registry, C: string): Registered => get(R, C) ?? Registered([], [], []);
export const inLate = metafunction<[Config, string, string], boolean>(
  said(
    'inLate',
    ['Config', 'name', 'name'],
    'holds',
    '{2} ∈ late({1}) in {0}',
    'an object is to be mediated when it is called',
  ),
  (K, C, o) => registered(K.registry, C).late.includes(o),
);
export const outdated = metafunction<[Config, string, bigint], boolean>(
  said('outdated', ['Config', 'name', 'int'], 'holds', '{2} < new({1}) in {0}', 'a version is not the newest'),
  (K, C, j) => j < (newestNumber(K.world, C) ?? 0n),
);
export const current = metafunction<[Config, string, bigint], boolean>(
  said('current', ['Config', 'name', 'int'], 'holds', '{2} = new({1}) in {0}', 'a version is the newest'),
  (K, C, j) => j === newestNumber(K.world, C),
);
/** A call goes straight to the instance. */
export const direct = metafunction<[Config, string, string, bigint], boolean>(
  said(
    'direct',
    ['Config', 'name', 'name', 'int'],
    'holds',
    '{3} = new({1}) or {2} ∉ late({1}) in {0}',
    'an instance is new, or not to be mediated when it is called',
  ),
  (K, C, o, j) => j === newestNumber(K.world, C) || !registered(K.registry, C).late.includes(o),
);

// What a step makes of a configuration.

const withThread = (K: Config, t: string, Θ: Thread): Config => change(K, { threads: threadMap.set(K.threads, t, Θ) });
const withPlaced = (K: Config, o: string, C: string, ε: Entry): Config =>
  change(K, { objects: objectMap.set(K.objects, o, Placed(C, ε)) });

export const running = metafunction<[Config, string, bigint, Frames], Config>(
  said(
    'running',
    ['Config', 'name', 'int', 'Frames'],
    'Config',
    '{0} with {1} ↦ live {2} ({3})',
    'the configuration in which a thread goes on',
  ),
  (K, t, g, w) => withThread(K, t, Live(g, w)),
);
export const ending = metafunction<[Config, string, Expr], Config>(
  said(
    'ending',
    ['Config', 'name', 'Expr'],
    'Config',
    '{0} with {1} ↦ ended {2}',
    'a thread has ended; a source waits again',
  ),
  (K, t, v) => withThread(K, t, get(K.world.starts, t)?.kind.tag === 'Again' ? Waiting() : Ended(v)),
);
export const placing = metafunction<[Config, string, string, Entry], Config>(
  said(
    'placing',
    ['Config', 'name', 'name', 'Entry'],
    'Config',
    '{0} with {1} ↦ ({2}, {3})',
    'the configuration in which an object has another entry',
  ),
  withPlaced,
);
/** The fields of o, one of them changed. */
export const storing = partialMetafunction<[Config, string, bigint, string, Expr], Config>(
  said(
    'storing',
    ['Config', 'name', 'int', 'name', 'Expr'],
    'Config',
    '{0} with {1}@{2}.{3} = {4}',
    'the configuration in which a field of an object of this version has another value',
  ),
  (K, o, j, f, v) => {
    const p = get(K.objects, o);
    if (p === undefined || versionIn(p) !== j) return undefined;
    const s = updated.compute(stateIn(p), f, v);
    if (s === undefined) return undefined;
    const { entry } = p;
    if (entry.tag === 'Inst') return withPlaced(K, o, p.C, Inst(j, s));
    return withPlaced(K, o, p.C, Med(entry.g, entry.inside, entry.blocked, Object.freeze({ ...entry.phase, s })));
  },
);
/** t'i for the first i that is free: objects are never deleted. */
export const freshName = metafunction<[Config, string], string>(
  said(
    'freshName',
    ['Config', 'name'],
    'name',
    'fresh name for {1} in {0}',
    'the name of the next object that a thread makes',
  ),
  (K, t) => {
    let i = 0;
    while (has(K.objects, `${t}'${i}`)) i++;
    return `${t}'${i}`;
  },
);
const insert = (names: readonly string[], x: string): readonly string[] =>
  names.includes(x) ? names : Object.freeze([...names, x].sort());
const without = (names: readonly string[], x: string): readonly string[] =>
  names.includes(x) ? Object.freeze(names.filter((y) => y !== x)) : names;
export const registering = metafunction<[Config, string, string], Config>(
  said(
    'registering',
    ['Config', 'name', 'name'],
    'Config',
    '{0} with {2} ∈ all({1})',
    'the factory of a class has made an object',
  ),
  (K, C, o) => {
    const { all, todo, late } = registered(K.registry, C);
    return change(K, { registry: registryMap.set(K.registry, C, Registered(insert(all, o), todo, late)) });
  },
);
const leave = (K: Config, C: string, o: string, fromLate: boolean): Config => {
  const { all, todo, late } = registered(K.registry, C);
  return change(K, {
    registry: registryMap.set(K.registry, C, Registered(all, without(todo, o), fromLate ? without(late, o) : late)),
  });
};
/** install o. */
export const installing = metafunction<[Config, string, string, bigint, Fields], Config>(
  said(
    'installing',
    ['Config', 'name', 'name', 'int', 'Fields'],
    'Config',
    'install {2} : {1}, {3} { {4} } in {0}',
    'a mediator in front of an object, of the next generation, in phase forward',
  ),
  (K, C, o, j, s) =>
    withPlaced(
      change(leave(K, C, o, true), { g: K.g + 1n }),
      o,
      C,
      Med(K.g + 1n, insideMap.empty, make.NameList.NoNames(), make.Phase.Forward(j, s)),
    ),
);
export const skipping = metafunction<[Config, string, string], Config>(
  said('skipping', ['Config', 'name', 'name'], 'Config', '{0} with {2} ∉ todo({1})', 'an object is not to be mediated'),
  (K, C, o) => leave(K, C, o, false),
);

// Mediators and threads.

/** How a call is counted: a frame inside an object that was entered through its mediator. */
export const entering = metafunction<[Config, string, Frames], Config>(
  said(
    'entering',
    ['Config', 'name', 'Frames'],
    'Config',
    '{0} with {1} in {2}',
    'a thread whose innermost frame was entered through a mediator is inside once more',
  ),
  (K, t, w) => {
    if (w.tag !== 'Frame' || w.head.tag !== 'InObject' || w.head.b !== 1n) return K;
    return counted(K, w.head.o, t, 1n);
  },
);
function counted(K: Config, o: string, t: string, by: bigint): Config {
  const p = get(K.objects, o);
  if (p === undefined || p.entry.tag !== 'Med') return K;
  const { g, inside, blocked, phase } = p.entry;
  const n = (get(inside, t) ?? 0n) + by;
  const In = n > 0n ? insideMap.set(inside, t, n) : insideMap.remove(inside, t);
  return withPlaced(K, o, p.C, Med(g, In, blocked, phase));
}
/** A frame that was entered through a mediator returns. */
export const leaving = metafunction<[Config, string, Head], Config>(
  said(
    'leaving',
    ['Config', 'name', 'Head'],
    'Config',
    '{0} with {1} out of {2}',
    'a thread leaves a frame: it is inside once less, where it was counted',
  ),
  (K, t, h) => (h.tag === 'InObject' && h.b === 1n ? counted(K, h.o, t, -1n) : K),
);
export const blocking = metafunction<[Config, string, string, bigint, Frames], Config>(
  said(
    'blocking',
    ['Config', 'name', 'name', 'int', 'Frames'],
    'Config',
    '{0} with {2} ↦ blocked {3} ({4}) at {1}',
    'a thread is blocked at a mediator, the last of its sequence',
  ),
  (K, o, t, g, w) => {
    const p = get(K.objects, o);
    const blocked = withThread(K, t, Blocked(g, w));
    if (p === undefined || p.entry.tag !== 'Med') return blocked;
    const { g: own, inside, blocked: B, phase } = p.entry;
    return withPlaced(blocked, o, p.C, Med(own, inside, append(B, t), phase));
  },
);
const append = (B: NameList, t: string): NameList => namesOf([...listOf(B), t]);
export const listOf = (B: NameList): string[] => {
  const all: string[] = [];
  for (let at = B; at.tag === 'Names'; at = at.rest) all.push(at.name);
  return all;
};
export const namesOf = (all: readonly string[]): NameList =>
  all.reduceRight<NameList>((rest, x) => make.NameList.Names(x, rest), make.NameList.NoNames());

/** In phase forward or block, t inside, of a generation that is at most g. */
export const passes = metafunction<[Config, string, bigint], boolean>(
  said(
    'passes',
    ['Config', 'name', 'int'],
    'holds',
    'passes({1}, {2}) in {0}',
    'a thread is inside an object whose mediator is at most as young, in phase forward or block',
  ),
  (K, t, g) => {
    for (const [, { entry }] of entries(K.objects))
      if (
        entry.tag === 'Med' &&
        (entry.phase.tag === 'Forward' || entry.phase.tag === 'Block') &&
        entry.g <= g &&
        has(entry.inside, t)
      )
        return true;
    return false;
  },
);
export const allSince = metafunction<[Config, bigint], boolean>(
  said(
    'allSince',
    ['Config', 'int'],
    'holds',
    'every thread of {0} has a generation ≥ {1}',
    'every live or blocked thread has started since',
  ),
  (K, g) => {
    for (const [, Θ] of entries(K.threads)) if ((Θ.tag === 'Live' || Θ.tag === 'Blocked') && Θ.g < g) return false;
    return true;
  },
);
export const nobody = metafunction<[Inside], boolean>(
  said('nobody', ['Inside'], 'holds', '{0} = ∅', 'nobody is inside'),
  (In) => In.tag === 'Inside.empty',
);
/** The type of a call, as it was compiled. */
export const callType = partialMetafunction<[World, string, bigint, string], Type>(
  said('callType', ['World', 'name', 'int', 'name'], 'Type', 'result of {3} of {1}@{2} in {0}', 'what a method gives'),
  (Ω, C, k, m) => {
    const V = versionNumbered(Ω, C, k);
    return V === undefined ? undefined : methodIn(V.methods, m)?.type;
  },
);

// Updates.

const registryFor = (R: Registry, U: Update, before: World): Registry => {
  let all = R;
  for (const [C] of classesOf(U.classes)) {
    const r = registered(R, C);
    if (!has(before.classes, C)) all = registryMap.set(all, C, r);
    else if (U.haste.tag === 'Eager')
      all = registryMap.set(all, C, Registered(r.all, r.all.reduce(insert, r.todo), []));
    else {
      const late = r.all.filter((o) => !r.todo.includes(o)).reduce(insert, r.late);
      all = registryMap.set(all, C, Registered(r.all, r.todo, late));
    }
  }
  return all;
};
/** U-Request: the configuration after the request of an update. */
export const requested = metafunction<[Config, Update, World, Updates], Config>(
  said(
    'requested',
    ['Config', 'Update', 'World', 'Updates'],
    'Config',
    '{0} with {2}, {1} requested; {3}',
    'the factories know the new versions, and which objects are to be mediated',
  ),
  (K, U, Ω, Q) => change(K, { world: Ω, registry: registryFor(K.registry, U, K.world), queue: Q }),
);

/** Where a system starts. */
export const starting = metafunction<[World, ObjectMap, Updates], Config>(
  said(
    'starting',
    ['World', 'ObjectMap', 'Updates'],
    'Config',
    'start({0}, {1}, {2})',
    'every thread waits, every object is an instance of version 0',
  ),
  (Ω, O, Q) => {
    let R: Registry = registryMap.empty;
    for (const C of keys(Ω.classes)) {
      const all = entries(O)
        .filter(([, p]) => p.C === C)
        .map(([o]) => o);
      R = registryMap.set(R, C, Registered(Object.freeze(all.sort()), [], []));
    }
    const T = threadMap.of(keys(Ω.starts).map((t) => [t, Waiting()] as const));
    return Configuration(0n, Ω, R, O, T, Q);
  },
);
export const noObjects: ObjectMap = objectMap.empty;
export const withObject = metafunction<[ObjectMap, string, string, Fields], ObjectMap>(
  said(
    'withObject',
    ['ObjectMap', 'name', 'name', 'Fields'],
    'ObjectMap',
    '{0}, {1} ↦ ({2}, inst 0 {3})',
    'one more object of the system',
  ),
  (O, o, C, s) => objectMap.set(O, o, Placed(C, Inst(0n, s))),
);

// Whose turn it may be.

const { Begins, Does, Mediates, Installs, Updating } = make.Turn;

/** What a thread may do; undefined where it cannot. */
export function threadTurn(K: Config, t: string): Turn | undefined {
  const Θ = get(K.threads, t);
  if (Θ?.tag === 'Waiting') {
    const start = get(K.world.starts, t);
    return start === undefined ? undefined : Begins(t, start.kind, start.e);
  }
  if (Θ?.tag !== 'Live' || Θ.frames.tag !== 'Frame') return undefined;
  const { head, e, rest } = Θ.frames;
  const place = focus(e);
  return Does(t, Θ.g, head, place.context, place.e, rest);
}
/** Everyone who may step: threads, mediators, objects to be mediated, the first update. */
export function turnsOf(K: Config): Turn[] {
  const all: Turn[] = [];
  for (const t of keys(K.threads)) {
    const turn = threadTurn(K, t);
    if (turn !== undefined) all.push(turn);
  }
  for (const [o, { C, entry }] of entries(K.objects))
    if (entry.tag === 'Med') all.push(Mediates(o, C, entry.g, entry.inside, entry.blocked, entry.phase));
  for (const [C, { todo }] of entries(K.registry)) for (const o of todo) all.push(Installs(C, o));
  if (K.queue.tag === 'Updates') all.push(Updating(K.queue.update));
  return all;
}

// What variants make of it (section 11).

/** After an update of its own object: mediated again, where there is a newer version still. */
export const mediatedAgain = metafunction<[Config, string, string, bigint], Config>(
  said(
    'mediatedAgain',
    ['Config', 'name', 'name', 'int'],
    'Config',
    '{0} with {2} ∈ todo({1}) if {3} < new({1})',
    'an object that is not new yet is to be mediated again',
  ),
  (K, C, o, n) => {
    if (n === newestNumber(K.world, C)) return K;
    const { all, todo, late } = registered(K.registry, C);
    return change(K, { registry: registryMap.set(K.registry, C, Registered(all, insert(todo, o), late)) });
  },
);
