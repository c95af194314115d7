/** What differs between two versions of a C program (section 1), and which keys that changes. */
import type { Facts } from './facts.ts';

export interface Changes {
  readonly types: {
    readonly added: readonly string[];
    readonly deleted: readonly string[];
    /** Their own definition differs. */
    readonly changed: readonly string[];
    /** They hold, by value, a type that changed. */
    readonly byHolding: readonly string[];
  };
  readonly functions: {
    readonly added: readonly string[];
    readonly deleted: readonly string[];
    /** Static functions that are in another file now: [before, after]. */
    readonly moved: readonly (readonly [string, string])[];
    readonly signature: readonly string[];
    readonly body: readonly string[];
    /** Of the bodies, those of which only string constants differ; null where the facts do not say. */
    readonly literals: readonly string[] | null;
  };
  readonly globals: {
    readonly added: readonly string[];
    readonly deleted: readonly string[];
    readonly type: readonly string[];
    /** Their initialisers differ, and their types do not. */
    readonly initial: readonly string[];
  };
  /** The keys, as the old version names them, that are in the way of an update where they may still be used. */
  readonly keys: ReadonlySet<string>;
  /** Functions of the new version ↦ their names in the old one, where they differ. */
  readonly formerly: ReadonlyMap<string, string>;
}

/** A name without the file that qualifies it. */
export const bareName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Names that only one of these has, without their file. */
function unique(names: Iterable<string>): Map<string, string> {
  const found = new Map<string, string | null>();
  for (const name of names) {
    const bare = bareName(name);
    found.set(bare, found.has(bare) ? null : name);
  }
  return new Map([...found].flatMap(([bare, name]) => (name === null ? [] : [[bare, name]])));
}

/** Pairs of functions or globals that are the same, a static one by its bare name where it moved and no other has that name. */
function pairs<T extends { readonly name: string }>(before: readonly T[], after: readonly T[]): [T, T][] {
  const named = new Map(after.map((f) => [f.name, f]));
  const old = new Set(before.map((f) => f.name));
  const left = unique(before.flatMap((f) => (named.has(f.name) ? [] : [f.name])));
  const right = unique(after.flatMap((f) => (old.has(f.name) ? [] : [f.name])));
  return before.flatMap((f): [T, T][] => {
    const same = named.get(f.name);
    if (same) return [[f, same]];
    const bare = bareName(f.name);
    const moved = left.get(bare) === f.name ? named.get(right.get(bare) ?? '') : undefined;
    return moved ? [[f, moved]] : [];
  });
}

/** Compares two versions. */
export function changes(before: Facts, after: Facts): Changes {
  const newTypes = new Map(after.types.map((t) => [t.name, t]));
  const oldTypes = new Set(before.types.map((t) => t.name));
  const changed = before.types.flatMap((t) => {
    const now = newTypes.get(t.name);
    return now && (now.definition !== t.definition || now.kind !== t.kind) ? [t.name] : [];
  });
  const touched = new Set(changed);
  const byHolding: string[] = [];
  // What is held may itself be changed by what it holds: until nothing is found any more.
  const held = new Map<string, string[]>();
  for (const list of [before.types, after.types])
    for (const t of list) for (const h of t.holds) held.set(h, [...(held.get(h) ?? []), t.name]);
  const work = [...changed];
  for (let t = work.pop(); t !== undefined; t = work.pop())
    for (const holder of held.get(t) ?? [])
      if (!touched.has(holder) && oldTypes.has(holder) && newTypes.has(holder)) {
        touched.add(holder);
        work.push(holder);
      }
  for (const t of before.types) if (touched.has(t.name) && !changed.includes(t.name)) byHolding.push(t.name);

  const same = pairs(before.functions, after.functions);
  const kept = new Set(same.map(([f]) => f.name));
  const there = new Set(same.map(([, g]) => g.name));
  const signature = same.filter(([f, g]) => f.signature !== g.signature).map(([f]) => f.name);
  const bodies = same.filter(([f, g]) => f.body !== g.body);
  const known = bodies.every(([f, g]) => f.literals !== undefined && g.literals !== undefined);
  const deleted = before.functions.flatMap((f) => (kept.has(f.name) ? [] : [f.name]));

  const globals = pairs(before.globals, after.globals);
  const [oldGlobals, newGlobals] = [globals.map(([g]) => g.name), globals.map(([, h]) => h.name)].map(
    (l) => new Set(l),
  );
  const ofType = globals.filter(([g, h]) => g.type !== h.type).map(([g]) => g.name);
  return {
    types: {
      added: after.types.flatMap((t) => (oldTypes.has(t.name) ? [] : [t.name])),
      deleted: before.types.flatMap((t) => (newTypes.has(t.name) ? [] : [t.name])),
      changed,
      byHolding,
    },
    functions: {
      added: after.functions.flatMap((f) => (there.has(f.name) ? [] : [f.name])),
      deleted,
      moved: same.flatMap(([f, g]) => (f.name === g.name ? [] : [[f.name, g.name] as const])),
      signature,
      body: bodies.map(([f]) => f.name),
      literals: known ? bodies.filter(([f, g]) => f.literals === g.literals).map(([f]) => f.name) : null,
    },
    globals: {
      added: after.globals.flatMap((g) => (newGlobals?.has(g.name) ? [] : [g.name])),
      deleted: before.globals.flatMap((g) => (oldGlobals?.has(g.name) ? [] : [g.name])),
      type: ofType,
      initial: globals.filter(([g, h]) => g.type === h.type && g.initial !== h.initial).map(([g]) => g.name),
    },
    keys: new Set([
      ...[...changed, ...byHolding].map((t) => `t:${t}`),
      ...[...signature, ...deleted].map((f) => `f:${f}`),
      ...ofType.map((g) => `g:${g}`),
    ]),
    formerly: new Map(same.flatMap(([f, g]) => (f.name === g.name ? [] : [[g.name, f.name]]))),
  };
}
