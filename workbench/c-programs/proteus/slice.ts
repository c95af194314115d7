/**
 * A version cut down to what matters for some keys and points, as a Proteus program (section 4). For each function on a way to a point
 * there is one function, whose body chooses between its calls on such ways and its points; what may be used after a call or point stands
 * behind it as projections. Nothing else of a body matters to the analysis.
 */
import type { Changes } from '../changes.ts';
import type { Facts, PointFact } from '../facts.ts';
import type { Mark, Marked, Slice } from '../slicing.ts';
import { fileOf, framesAt, functionName, siteAt, usesAt, type Version } from '../stacks.ts';

/** Gives names of C as names of Proteus, different ones different names; shared by both slices of a pair. */
export class Namer {
  private readonly given = new Map<string, string>();
  private readonly taken = new Set<string>();
  name(prefix: string, name: string): string {
    const key = `${prefix} ${name}`;
    const known = this.given.get(key);
    if (known !== undefined) return known;
    const base = `${prefix}${name.replace(/[^A-Za-z0-9_]/g, '_')}`;
    let made = base;
    for (let i = 2; this.taken.has(made); i++) made = `${base}_${i}`;
    this.taken.add(made);
    this.given.set(key, made);
    return made;
  }
  type(key: string): string {
    return key.startsWith('t:') ? this.name('T_', key.slice(2)) : this.name(`T_${key[0] as string}_`, key.slice(2));
  }
  function(name: string): string {
    return this.name('f_', name);
  }
}

/** A field's name that tells a definition from others. */
const label = (definition: string): string => `h${definition.replace(/[^A-Za-z0-9_]/g, '_')}`;

/** The fingerprints of keys; nothing for what the facts do not define. */
export function definitionsOf(facts: Facts): ReadonlyMap<string, string> {
  return new Map([
    ...facts.types.map((t) => [`t:${t.name}`, t.definition] as const),
    ...facts.functions.map((f) => [`f:${f.name}`, f.signature] as const),
    ...facts.globals.map((g) => [`g:${g.name}`, g.type] as const),
  ]);
}

/** What each key's type holds in the new version of a pair: another label wherever it changed. */
function newLabels(before: Facts, after: Facts, changed: Changes, keys: Iterable<string>): Map<string, string> {
  const old = definitionsOf(before);
  const now = definitionsOf(after);
  const names = new Map([...changed.formerly].map(([to, from]) => [`f:${from}`, `f:${to}`]));
  return new Map(
    [...keys].map((key) => {
      const was = label(old.get(key) ?? '');
      const definition = now.get(names.get(key) ?? key);
      if (!changed.keys.has(key)) return [key, was];
      if (definition === undefined) return [key, 'gone'];
      const is = label(definition);
      return [key, is === was ? `${is}_by_holding` : is];
    }),
  );
}

interface Cut {
  readonly version: Version;
  readonly points: readonly PointFact[];
  /** The keys that count, as the old version names them. */
  readonly keys: ReadonlySet<string>;
  readonly labels: ReadonlyMap<string, string>;
  readonly namer: Namer;
  /** Names of the old version for functions and keys of this one. */
  readonly formerly: ReadonlyMap<string, string>;
  /** Functions that are to be there, with nothing in them unless they are on a way to a point. */
  readonly besides: readonly string[];
}

function cut({ version: v, points, keys, labels, namer, formerly, besides }: Cut): Slice {
  const lines: string[] = [];
  const marks: Mark[] = [];
  const named = (f: number): string => {
    const name = functionName(v, f);
    return formerly.get(name) ?? name;
  };
  const keyOf = (i: number): string => {
    const key = v.facts.keys[i] as string;
    return key.startsWith('f:') ? `f:${formerly.get(key.slice(2)) ?? key.slice(2)}` : key;
  };
  const on = new Set<number>();
  for (const p of points) for (const f of framesAt(v, p)) on.add(f.function);
  const order = [...on].sort((a, b) => a - b);

  const types = new Map<string, string>();
  for (const key of keys) {
    const t = namer.type(key);
    types.set(key, t);
    const l = labels.get(key) as string;
    lines.push(`type ${t} = { ${l} : int }`, `var u_${t} : ${t} = { ${l} = 0 }`);
  }
  lines.push('var nd : int = 0');

  /** What stands in a branch: an effect, then the projections of what is used after it. */
  const branch = (head: string, effect: string, what: Marked, fn: number, uses: number): void => {
    let text = `  ${head}(`;
    marks.push({ line: lines.length + 1, column: text.length + 1, what });
    text += `${effect}; `;
    for (const [key, line] of usesAt(v, uses)) {
      const name = keyOf(key);
      const t = types.get(name);
      if (t === undefined) continue;
      const use = { tag: 'use', key: name, function: functionName(v, fn), file: fileOf(v, fn), line } as const;
      marks.push({ line: lines.length + 1, column: text.length + 1, what: use });
      text += `(!u_${t}).${labels.get(name) as string}; `;
    }
    lines.push(`${text}0)`);
  };
  const functions = new Map<string, string>();
  for (const fn of order) {
    const name = namer.function(named(fn));
    functions.set(functionName(v, fn), name);
    lines.push(`fun ${name} (x : int) : int =`);
    let first = true;
    const head = (line: number): string => {
      const text = `${first ? '' : 'else '}if !nd = ${line} then `;
      first = false;
      return text;
    };
    const seen = new Set<string>();
    for (const s of v.calls[fn] as readonly number[]) {
      const [, line, callees, uses] = siteAt(v, s);
      for (const c of callees) {
        const key = `${line} ${c} ${uses}`;
        if (!on.has(c) || seen.has(key)) continue;
        seen.add(key);
        const what = { tag: 'call', function: functionName(v, fn), file: fileOf(v, fn), line, site: s } as const;
        branch(head(line), `${namer.function(named(c))} 0`, what, fn, uses);
      }
    }
    for (const point of points)
      if (point.function === functionName(v, fn))
        branch(head(point.line), 'update', { tag: 'point', point }, fn, point.uses);
    lines.push(first ? '  0' : '  else 0');
  }
  const there = new Set(functions.values());
  for (const name of besides) {
    const z = namer.function(name);
    if (there.has(z)) continue;
    there.add(z);
    lines.push(`fun ${z} (x : int) : int = 0`);
  }
  const roots = v.roots.filter((r) => on.has(r)).map((r) => `${namer.function(named(r))} 0`);
  lines.push(
    `in ${roots.map((r, i) => (i === roots.length - 1 ? r : `if !nd = ${i} then ${r} else `)).join('') || '0'}`,
  );
  return { text: `${lines.join('\n')}\n`, marks, types, functions, lines: lines.length };
}

/** One version with these keys: for the analysis alone. */
export function sliceOne(v: Version, points: readonly PointFact[], keys: ReadonlySet<string>): Slice {
  const definitions = definitionsOf(v.facts);
  const labels = new Map([...keys].map((k) => [k, label(definitions.get(k) ?? '')]));
  return cut({ version: v, points, keys, labels, namer: new Namer(), formerly: new Map(), besides: [] });
}

/**
 * Both versions of a pair, cut down to what changed and to these points of the old one.
 * @param points of the old version.
 * @param after the new version, and those of its points that are to be in its slice.
 */
export function slicePair(
  v: Version,
  points: readonly PointFact[],
  after: { readonly version: Version; readonly points: readonly PointFact[] },
  changed: Changes,
): { readonly old: Slice; readonly next: Slice } {
  const namer = new Namer();
  // Only what is used somewhere on the way need be there.
  const used = new Set<string>();
  for (const p of points) {
    for (const [k] of usesAt(v, p.uses)) used.add(v.facts.keys[k] as string);
    for (const f of framesAt(v, p))
      for (const s of v.callers[f.function] as readonly number[])
        for (const [k] of usesAt(v, siteAt(v, s)[3])) used.add(v.facts.keys[k] as string);
  }
  const keys = new Set([...changed.keys].filter((k) => used.has(k)));
  const was = definitionsOf(v.facts);
  const old = cut({
    version: v,
    points,
    keys,
    labels: new Map([...keys].map((k) => [k, label(was.get(k) ?? '')])),
    namer,
    formerly: new Map(),
    besides: [],
  });
  const next = cut({
    ...after,
    keys,
    labels: newLabels(v.facts, after.version.facts, changed, keys),
    namer,
    formerly: changed.formerly,
    besides: [...old.functions.keys()],
  });
  return { old, next };
}

/** The mark at or before a place of the text, on its line. */
export function markAt(slice: Slice, line: number, column: number): Mark | undefined {
  // The first mark behind the place; the one before it is asked for.
  let [low, high] = [0, slice.marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const m = slice.marks[middle] as Mark;
    if (m.line < line || (m.line === line && m.column <= column)) low = middle + 1;
    else high = middle;
  }
  const found = slice.marks[low - 1];
  return found?.line === line ? found : undefined;
}
