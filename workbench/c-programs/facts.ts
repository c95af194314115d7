/**
 * The facts of one version of a C program: its named types, functions and globals with fingerprints of their definitions, and for each
 * call and each update point what the rest of that function may still use concretely. They hold names, lines and fingerprints, no
 * source. Files of facts come from strangers: everything is checked before anything looks at it.
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

export const format = 'mutandis-c-facts';
export const version = 1;

/** Names longer than this, lists longer than that, lines beyond: refused. */
export const limits = {
  name: 4096,
  list: 2_000_000,
  line: 2 ** 31 - 1,
  versions: 10_000,
  text: 256 * 1024 * 1024,
} as const;

/** A codec for what is not made of records: the check says what is wrong, and below which keys. */
const checked = <A>(
  name: string,
  check: (u: unknown) => { readonly at: readonly (string | number)[]; readonly why: string } | undefined,
): t.Type<A> =>
  new t.Type<A>(
    name,
    (u): u is A => check(u) === undefined,
    (u, c) => {
      const wrong = check(u);
      if (wrong === undefined) return t.success(u as A);
      const context = wrong.at.reduce<t.Context>((k, key) => t.appendContext(k, String(key), t.unknown), c);
      return t.failure(u, context, wrong.why);
    },
    t.identity,
  );

const isCount = (u: unknown): u is number => typeof u === 'number' && Number.isInteger(u) && u >= 0 && u <= limits.line;
const here = (why: string) => ({ at: [], why });

const Count = checked<number>('count', (u) => (isCount(u) ? undefined : here('is not a whole number from 0')));
const Name = checked<string>('name', (u) =>
  typeof u !== 'string'
    ? here('is not a text')
    : u === ''
      ? here('is empty')
      : u.length > limits.name
        ? here(`has ${u.length} characters; at most ${limits.name}`)
        : undefined,
);
const Text = checked<string>('text', (u) =>
  typeof u !== 'string' ? here('is not a text') : u.length > limits.name ? here('is too long') : undefined,
);
const listOf = <A>(item: t.Type<A>): t.ReadonlyArrayType<t.Type<A>, readonly A[], readonly A[]> => {
  const list = t.readonlyArray(item);
  return new t.ReadonlyArrayType(
    list.name,
    list.is,
    (u, c) => {
      if (!Array.isArray(u)) return t.failure(u, c, 'is not a list');
      if (u.length > limits.list) return t.failure(u, c, `has ${u.length} entries; at most ${limits.list}`);
      return list.validate(u, c);
    },
    t.identity,
    item,
  );
};

/** [key, line]: the line of the first use on a shortest path. */
export type Use = readonly [key: number, line: number];
/** [function, line, callees, uses]: a call; what its function may use concretely once it has returned. */
export type Site = readonly [fn: number, line: number, callees: readonly number[], uses: number];

const UseList = checked<readonly Use[]>('uses', (u) => {
  if (!Array.isArray(u)) return here('is not a list');
  for (let i = 0; i < u.length; i++) {
    const use = u[i] as unknown;
    if (!Array.isArray(use) || use.length !== 2) return { at: [i], why: 'is not [key, line]' };
    for (let k = 0; k < 2; k++) if (!isCount(use[k])) return { at: [i, k], why: 'is not a whole number from 0' };
  }
  return undefined;
});
const SiteTuple = checked<Site>('site', (u) => {
  if (!Array.isArray(u) || u.length !== 4) return here('is not [function, line, callees, uses]');
  for (const k of [0, 1, 3]) if (!isCount(u[k])) return { at: [k], why: 'is not a whole number from 0' };
  const callees = u[2] as unknown;
  if (!Array.isArray(callees)) return { at: [2], why: 'is not a list' };
  for (let i = 0; i < callees.length; i++)
    if (!isCount(callees[i])) return { at: [2, i], why: 'is not a whole number from 0' };
  return undefined;
});

/** [site, uses]: a call in a loop; what may be used in the rest of its round and after. */
const Rest = checked<readonly [number, number]>('[site, uses]', (u) =>
  Array.isArray(u) && u.length === 2 && u.every(isCount) ? undefined : here('is not [site, uses]'),
);
/** The codecs of facts that are made of no others. */
export const factLeaves = { Count, Name, Text, UseList, SiteTuple, Rest } as const;

const Place = { file: Name, line: Count };
const TypeFact = t.readonly(t.type({ name: Name, kind: Name, ...Place, definition: Name, holds: listOf(Name) }));
const FunctionFact = t.readonly(
  t.intersection([
    t.type({ name: Name, ...Place, signature: Name, body: Name }),
    t.partial({
      /** The body without its string constants. */
      literals: Name,
      addressTaken: t.boolean,
      neverReturns: t.boolean,
      /** The types whose values its frames hold. */
      frame: listOf(Name),
    }),
  ]),
);
const GlobalFact = t.readonly(t.type({ name: Name, type: Name, initial: t.union([Name, t.null]) }));
const PointFact = t.readonly(
  t.intersection([
    t.type({ function: Name, ...Place, inside: Count, unbounded: t.boolean, uses: Count }),
    t.partial({ marker: t.boolean }),
  ]),
);
const LoopFact = t.readonly(
  t.type({
    function: Name,
    ...Place,
    /** What the loop itself may use, and what follows it, once a round has ended. */
    after: Count,
    /** [site, uses in the rest of its round and after] for each call in the loop. */
    sites: listOf(Rest),
    /** The update points in the loop whose body begins there. */
    points: listOf(Count),
  }),
);
const Pin = t.readonly(t.type({ type: Name, why: Name, ...Place, places: Count }));
const Root = t.readonly(t.type({ function: Name, why: Text }));
const Remark = t.readonly(t.type({ what: Text, function: t.union([Name, t.null]), ...Place }));

/** The facts of a version, but for what refers to nothing. */
export const FactsCodec = t.intersection([
  t.type({
    format: t.literal(format),
    version: t.literal(version),
    program: Name,
    release: Name,
    keys: listOf(Name),
    types: listOf(TypeFact),
    functions: listOf(FunctionFact),
    globals: listOf(GlobalFact),
    sites: listOf(SiteTuple),
    points: listOf(PointFact),
    uses: listOf(UseList),
    pinned: listOf(Pin),
  }),
  t.partial({
    /** What the preprocessor was called with. */
    command: listOf(Text),
    loops: listOf(LoopFact),
    /** Where stacks begin besides main. */
    roots: listOf(Root),
    /** Calls through pointers that no function fits. */
    unresolved: listOf(Remark),
    /** What the analysis does not follow: assembler, computed goto, longjmp. */
    unsupported: listOf(Remark),
    /** Declarations that the compiler could not make sense of, with its message. */
    skipped: listOf(Remark),
  }),
]);

export type Facts = Readonly<t.TypeOf<typeof FactsCodec>>;
export type TypeFact = t.TypeOf<typeof TypeFact>;
export type FunctionFact = t.TypeOf<typeof FunctionFact>;
export type GlobalFact = t.TypeOf<typeof GlobalFact>;
export type PointFact = t.TypeOf<typeof PointFact>;
export type LoopFact = t.TypeOf<typeof LoopFact>;
export type Pin = t.TypeOf<typeof Pin>;
export type Root = t.TypeOf<typeof Root>;
export type Remark = t.TypeOf<typeof Remark>;

/** What is wrong with a file of facts, and where in its JSON. */
const tell = (path: string, why: string): string => (path === '' ? why : `${path}: ${why}`);

/** The keys of an io-ts context as they would be written: `sites[3][0]`. */
const pathOf = (context: t.Context): string =>
  context
    .filter((_, i) => i > 0 && !isMember(context, i))
    .reduce((path, { key }) => (/^\d+$/.test(key) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`), '');

/** Members of an intersection or union are numbered, which is nobody's business. */
function isMember(context: t.Context, i: number): boolean {
  let type = context[i - 1]?.type as { readonly _tag?: string; readonly type?: unknown } | undefined;
  if (type?._tag === 'ReadonlyType') type = type.type as typeof type;
  return type?._tag === 'IntersectionType' || type?._tag === 'UnionType';
}

const shown = (u: unknown): string => {
  const text = u === undefined ? 'nothing' : (JSON.stringify(u) ?? 'nothing');
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
};

/** Reads a value as facts. A message says where in it what is wrong. */
export function decodeFacts(json: unknown): Either<string, Facts> {
  if (typeof json !== 'object' || json === null || (json as { format?: unknown }).format !== format)
    return left(`is not a file of facts (format "${format}")`);
  const other = (json as { version?: unknown }).version;
  if (other !== version) return left(`has facts of version ${shown(other)}; this program reads version ${version}`);
  const decoded = FactsCodec.decode(json);
  if (isLeft(decoded)) {
    const first = decoded.left[0] as t.ValidationError;
    const last = first.context[first.context.length - 1];
    const missing = last?.actual === undefined && first.value === undefined;
    const why = missing ? 'is missing' : (first.message ?? `is ${shown(first.value)}, not ${last?.type.name ?? '?'}`);
    return left(tell(pathOf(first.context), why));
  }
  const wrong = wrongIndex(decoded.right);
  return wrong === undefined ? right(decoded.right) : left(wrong);
}

/** What refers to nothing, or is there twice. */
function wrongIndex(f: Facts): string | undefined {
  const { keys, uses, functions, sites } = f;
  const names = new Set(functions.map((x) => x.name));
  for (const [what, list] of [
    ['keys', keys],
    ['types', f.types.map((x) => x.name)],
    ['functions', functions.map((x) => x.name)],
    ['globals', f.globals.map((x) => x.name)],
  ] as const) {
    const seen = new Set<string>();
    for (let i = 0; i < list.length; i++) {
      const name = list[i] as string;
      if (seen.has(name)) return `${what}[${i}]: ${shown(name)} is there twice`;
      seen.add(name);
    }
  }
  for (let i = 0; i < keys.length; i++)
    if (!/^[tfg]:./su.test(keys[i] as string)) return `keys[${i}]: ${shown(keys[i])} is not t:, f: or g: and a name`;
  const outside = (path: string, index: number, of: readonly unknown[], what: string): string | undefined =>
    index < of.length ? undefined : `${path}: ${index} is no index into ${what}, which has ${of.length} entries`;
  for (let i = 0; i < uses.length; i++) {
    const list = uses[i] as readonly Use[];
    for (let k = 0; k < list.length; k++) {
      const key = (list[k] as Use)[0];
      if (key >= keys.length) return outside(`uses[${i}][${k}][0]`, key, keys, 'keys');
    }
  }
  for (let i = 0; i < sites.length; i++) {
    const [fn, , callees, after] = sites[i] as Site;
    const found =
      outside(`sites[${i}][0]`, fn, functions, 'functions') ??
      outside(`sites[${i}][3]`, after, uses, 'uses') ??
      callees.map((c, k) => outside(`sites[${i}][2][${k}]`, c, functions, 'functions')).find((x) => x !== undefined);
    if (found !== undefined) return found;
  }
  const unknown = (path: string, name: string) =>
    names.has(name) ? undefined : `${path}: there is no function ${shown(name)}`;
  for (const [i, p] of f.points.entries()) {
    const found = unknown(`points[${i}].function`, p.function) ?? outside(`points[${i}].uses`, p.uses, uses, 'uses');
    if (found !== undefined) return found;
  }
  for (const [i, l] of (f.loops ?? []).entries()) {
    const found =
      unknown(`loops[${i}].function`, l.function) ??
      outside(`loops[${i}].after`, l.after, uses, 'uses') ??
      l.points.map((p, k) => outside(`loops[${i}].points[${k}]`, p, f.points, 'points')).find((x) => x) ??
      l.sites
        .map(
          ([s, u], k) =>
            outside(`loops[${i}].sites[${k}][0]`, s, sites, 'sites') ??
            outside(`loops[${i}].sites[${k}][1]`, u, uses, 'uses'),
        )
        .find((x) => x);
    if (found !== undefined) return found;
  }
  for (const [i, r] of (f.roots ?? []).entries()) {
    const found = unknown(`roots[${i}].function`, r.function);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** One version of a history, or what is wrong with its line. */
export interface BadFacts {
  readonly line: number;
  readonly message: string;
}

/**
 * Reads a text of facts: one JSON object, or one a line.
 * @returns the versions in order, or everything that is wrong, with the lines of the text.
 */
export function readFacts(text: string): Either<readonly BadFacts[], readonly Facts[]> {
  const found: Facts[] = [];
  const bad: BadFacts[] = [];
  const seen = new Map<string, number>();
  const add = (json: unknown, line: number): void => {
    const decoded = decodeFacts(json);
    if (isLeft(decoded)) return void bad.push({ line, message: decoded.left });
    const { program, release } = decoded.right;
    const before = seen.get(release);
    if (before !== undefined) bad.push({ line, message: `release ${release} is there twice (line ${before})` });
    else if (found[0] !== undefined && found[0].program !== program)
      bad.push({ line, message: `facts of ${program} among those of ${found[0].program}` });
    else found.push(decoded.right);
    seen.set(release, line);
  };
  const parsed = (part: string): { readonly json: unknown } | { readonly error: string } => {
    try {
      return { json: JSON.parse(part) as unknown };
    } catch (e) {
      return { error: (e as Error).message };
    }
  };
  const first = /\S/.exec(text);
  if (first === null) return left([{ line: 1, message: 'is empty' }]);
  // A line that is an object by itself begins a history; else the whole text is one object.
  const end = text.indexOf('\n', first.index);
  const one = parsed(end === -1 ? text : text.slice(first.index, end));
  if ('error' in one && end !== -1 && text.slice(end).trim() !== '') {
    const whole = parsed(text);
    if ('json' in whole) {
      add(whole.json, 1);
      return bad.length > 0 ? left(bad) : right(found);
    }
  }
  let line = 0;
  for (let at = 0; at < text.length;) {
    const stop = text.indexOf('\n', at);
    const part = text.slice(at, stop === -1 ? text.length : stop);
    at = stop === -1 ? text.length : stop + 1;
    line++;
    if (part.trim() === '') continue;
    if (found.length + bad.length >= limits.versions)
      return left([...bad, { line, message: `has more than ${limits.versions} versions` }]);
    const json = parsed(part);
    if ('error' in json) {
      bad.push({ line, message: `is no JSON: ${json.error}` });
      // A file that is something else is not told of line by line.
      if (found.length === 0) break;
    } else add(json.json, line);
  }
  return bad.length > 0 ? left(bad) : right(found);
}
