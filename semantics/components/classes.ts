/** Metafunctions on classes, versions and formats (sections 1, 2, 5, 7 and 8). */
import { entries, get, has, keys } from '../maps.ts';
import { metafunction, partialMetafunction } from '../symbols.ts';
import {
  classMap,
  envMap,
  formatMap,
  make,
  settledMap,
  startMap,
  type Classes,
  type Env,
  type Expr,
  type Fields,
  type Formats,
  type Frames,
  type Imports,
  type Items,
  type Kind,
  type Methods,
  type Objects,
  type Params,
  type Settled,
  type Slots,
  type Stand,
  type Starts,
  type Type,
  type TypeFields,
  type Version,
  type Versions,
  type World,
} from './grammar.ts';
import { fieldList, instantiate, pairsOf, withNext, withSelf } from './expressions.ts';
import { meantType, meantVersion } from './types.ts';

const { Version } = make.Version;
const { World } = make.World;
const { Later, NoVersions } = make.Versions;
// Look-ups.

export function count(W: Versions): bigint {
  let n = 0n;
  for (let at = W; at.tag === 'Later'; at = at.rest) n++;
  return n;
}
export function versionNumbered(Ω: World, C: string, n: bigint): Version | undefined {
  const W = get(Ω.classes, C);
  if (W === undefined) return undefined;
  let k = count(W) - 1n;
  for (let at: Versions = W; at.tag === 'Later'; at = at.rest, k--) if (k === n) return at.version;
  return undefined;
}
export const newestNumber = (Ω: World, C: string): bigint | undefined => {
  const W = get(Ω.classes, C);
  return W === undefined ? undefined : count(W) - 1n;
};

/** new(C). */
export const newest = partialMetafunction<[World, string], bigint>(
  {
    name: 'newest',
    args: ['World', 'name'],
    result: 'int',
    text: 'new({1}) in {0}',
    latex: '\\mathit{new}({1})\\text{ in }{0}',
    sentence: 'the newest version of a class',
  },
  newestNumber,
);
export const versionOf = partialMetafunction<[World, string, bigint], Version>(
  {
    name: 'versionOf',
    args: ['World', 'name', 'int'],
    result: 'Version',
    text: '{0}({1}@{2})',
    sentence: 'a version of a class',
  },
  versionNumbered,
);

export function methodIn(M: Methods, m: string): (Methods & { readonly tag: 'Method' }) | undefined {
  for (let at = M; at.tag === 'Method'; at = at.rest) if (at.m === m) return at;
  return undefined;
}
/** The methods of C@k from m on. */
export const methodOf = partialMetafunction<[World, string, bigint, string], Methods>(
  {
    name: 'methodOf',
    args: ['World', 'name', 'int', 'name'],
    result: 'Methods',
    text: '{3} of {0}({1}@{2})',
    latex: '{3}\\text{ of }{0}({1}@{2})',
    sentence: 'a method of a version, and those behind it',
  },
  (Ω, C, k, m) => {
    const V = versionNumbered(Ω, C, k);
    return V === undefined ? undefined : methodIn(V.methods, m);
  },
);
export const methodNamed = partialMetafunction<[Methods, string], Methods>(
  {
    name: 'methodNamed',
    args: ['Methods', 'name'],
    result: 'Methods',
    text: '{0}({1})',
    sentence: 'a method or an adaptor by its name, and those behind it',
  },
  methodIn,
);
export const noneNamed = metafunction<[Methods, string], boolean>(
  {
    name: 'noneNamed',
    args: ['Methods', 'name'],
    result: 'holds',
    text: '{1} ∉ {0}',
    latex: '{1} \\notin {0}',
    sentence: 'there is none of a name',
  },
  (M, m) => methodIn(M, m) === undefined,
);
/** The methods of the version before C@n; none where it is the first. */
export const offered = partialMetafunction<[World, string, bigint], Methods>(
  {
    name: 'offered',
    args: ['World', 'name', 'int'],
    result: 'Methods',
    text: 'offered before {1}@{2} in {0}',
    latex: '\\text{offered before }{1}@{2}\\text{ in }{0}',
    sentence: 'the methods of the version before; none for the first version',
  },
  (Ω, C, n) => (n === 0n ? make.Methods.NoMethods() : versionNumbered(Ω, C, n - 1n)?.methods),
);
/** Each of the adaptors is for one of the methods. */
export const forMethods = metafunction<[Methods, Methods], boolean>(
  {
    name: 'forMethods',
    args: ['Methods', 'Methods'],
    result: 'holds',
    text: 'the adaptors {0} are for methods of {1}',
    latex: '\\text{the adaptors }{0}\\text{ are for methods of }{1}',
    sentence: 'each adaptor is for a method of the version before',
  },
  (adaptors, methods) => {
    for (let at = adaptors; at.tag === 'Method'; at = at.rest) if (methodIn(methods, at.m) === undefined) return false;
    return true;
  },
);

export function slotIn(d: Slots, f: string): Type | undefined {
  for (let at = d; at.tag === 'Slot'; at = at.rest) if (at.f === f) return at.type;
  return undefined;
}
export const slotType = partialMetafunction<[Slots, string], Type>(
  { name: 'slotType', args: ['Slots', 'name'], result: 'Type', text: '{0}({1})', sentence: 'the type of a field' },
  slotIn,
);
/** The type of a field that code may read, or write (section 4). */
const ownField = (name: string, stands: readonly string[], sentence: string) =>
  partialMetafunction<[World, Stand, string], Type>(
    {
      name,
      args: ['World', 'Stand', 'name'],
      result: 'Type',
      text: 'field {2} in {0}, {1}',
      latex: '\\text{field }{2}\\text{ in }{0}, {1}',
      sentence,
    },
    (Ω, S, f) => {
      if (!stands.includes(S.tag) || !(S.tag === 'InClass' || S.tag === 'Exporting')) return undefined;
      const V = versionNumbered(Ω, S.C, S.j);
      return V === undefined ? undefined : slotIn(V.fields, f);
    },
  );
export const readable = ownField(
  'readable',
  ['InClass', 'Exporting'],
  'the type of a field that a method or export reads',
);
export const writable = ownField('writable', ['InClass'], 'the type of a field that a method writes');
/** Code that may call. */
export const full = metafunction<[Stand], boolean>(
  {
    name: 'full',
    args: ['Stand'],
    result: 'holds',
    text: '{0} full',
    latex: '{0}\\;\\mathrm{full}',
    sentence: 'the code of a method, an adaptor or a thread',
  },
  (S) => S.tag === 'InClass' || S.tag === 'Adapting' || S.tag === 'InThread',
);

export const formatType = partialMetafunction<[World, string], Type>(
  { name: 'formatType', args: ['World', 'name'], result: 'Type', text: '{0}({1})', sentence: 'the type of a format' },
  (Ω, F) => get(Ω.formats, F),
);
const { NoTypes, TypeField } = make.TypeFields;
export const slotTypes = (d: Slots): TypeFields => {
  const all: (readonly [string, Type])[] = [];
  for (let at = d; at.tag === 'Slot'; at = at.rest) all.push([at.f, at.type]);
  return all.reduceRight<TypeFields>((rest, [l, type]) => TypeField(l, type, rest), NoTypes());
};
/** The type of what an import of C@n is given: of a format; of raw, the record of the fields of the version before. */
export const importType = partialMetafunction<[World, string, bigint, string], Type>(
  {
    name: 'importType',
    args: ['World', 'name', 'int', 'name'],
    result: 'Type',
    text: 'type of {3} for {1}@{2} in {0}',
    latex: '\\text{type of }{3}\\text{ for }{1}@{2}\\text{ in }{0}',
    sentence:
      'the type of what an import is given: that of the format, or the record of the fields of the version before',
  },
  (Ω, C, n, F) => {
    if (F !== 'raw') return get(Ω.formats, F);
    const V = versionNumbered(Ω, C, n - 1n);
    return V === undefined ? undefined : make.Type.Record(slotTypes(V.fields));
  },
);

export const sameNames = metafunction<[Fields, Slots], boolean>(
  {
    name: 'sameNames',
    args: ['Fields', 'Slots'],
    result: 'holds',
    text: '{0} has exactly the fields {1}',
    latex: '{0}\\text{ has exactly the fields }{1}',
    sentence: 'exactly the fields of a version, once each, in any order',
  },
  (s, d) => {
    const names = pairsOf(s).map(([f]) => f);
    let n = 0;
    for (let at = d; at.tag === 'Slot'; at = at.rest, n++) if (!names.includes(at.f)) return false;
    return n === names.length && new Set(names).size === n;
  },
);

// State transfer.

/** The first import of C@n that C@i exports. */
export const importBetween = (
  Ω: World,
  C: string,
  i: bigint,
  n: bigint,
): (Imports & { readonly tag: 'Import' }) | undefined => {
  const [from, to] = [versionNumbered(Ω, C, i), versionNumbered(Ω, C, n)];
  if (from === undefined || to === undefined) return undefined;
  for (let I = to.imports; I.tag === 'Import'; I = I.rest) {
    if (I.F === 'raw') return I;
    for (let X = from.exports; X.tag === 'Export'; X = X.rest) if (X.F === I.F) return I;
  }
  return undefined;
};
/** The first of the imports of C@(i+1) that C@i exports, and those behind it. */
export const firstImport = partialMetafunction<[World, string, bigint], Imports>(
  {
    name: 'firstImport',
    args: ['World', 'name', 'int'],
    result: 'Imports',
    text: 'first import of {1}@({2} + 1) that {1}@{2} exports in {0}',
    latex: '\\text{first import of }{1}@({2} + 1)\\text{ that }{1}@{2}\\text{ exports in }{0}',
    sentence: 'the first import of the next version that a version exports; raw is exported by all',
  },
  (Ω, C, i) => importBetween(Ω, C, i, i + 1n),
);
export const exportOf = partialMetafunction<[World, string, bigint, string], Expr>(
  {
    name: 'exportOf',
    args: ['World', 'name', 'int', 'name'],
    result: 'Expr',
    text: 'export {3} of {1}@{2} in {0}',
    latex: '\\text{export }{3}\\text{ of }{1}@{2}\\text{ in }{0}',
    sentence: 'the code of an export; of raw, the record of the fields in the order of their declaration',
  },
  (Ω, C, i, F) => {
    const V = versionNumbered(Ω, C, i);
    if (V === undefined) return undefined;
    if (F === 'raw') {
      const all: (readonly [string, Expr])[] = [];
      for (let at = V.fields; at.tag === 'Slot'; at = at.rest) all.push([at.f, make.Expr.Get(at.f)]);
      return make.Expr.Rec(fieldList(all));
    }
    for (let X = V.exports; X.tag === 'Export'; X = X.rest) if (X.F === F) return X.e;
    return undefined;
  },
);
/** Fields in the order in which C@n declares them; the others are initial. */
export const inOrder = partialMetafunction<[World, string, bigint, Fields], Fields>(
  {
    name: 'inOrder',
    args: ['World', 'name', 'int', 'Fields'],
    result: 'Fields',
    text: '{3} as a state of {1}@{2} in {0}',
    latex: '{3}\\text{ as a state of }{1}@{2}\\text{ in }{0}',
    sentence:
      'the fields in the order in which a version declares them; those that are not given have their initialisers',
  },
  (Ω, C, n, s) => {
    const V = versionNumbered(Ω, C, n);
    if (V === undefined) return undefined;
    const given = new Map(pairsOf(s));
    const all: (readonly [string, Expr])[] = [];
    for (let at = V.fields; at.tag === 'Slot'; at = at.rest) all.push([at.f, given.get(at.f) ?? at.e]);
    return fieldList(all);
  },
);
export const noFields: Fields = make.Fields.NoFields();
export const importable = metafunction<[World, string, bigint], boolean>(
  {
    name: 'importable',
    args: ['World', 'name', 'int'],
    result: 'holds',
    text: '{1}@{2} imports what the version before exports in {0}',
    latex: '{1}@{2}\\text{ imports what the version before exports in }{0}',
    sentence: 'a version imports a format that the version before exports, or raw; the first version imports nothing',
  },
  (Ω, C, n) =>
    n > 0n ? importBetween(Ω, C, n - 1n, n) !== undefined : versionNumbered(Ω, C, n)?.imports.tag === 'NoImports',
);

// Dispatch (section 7).

const { Frame } = make.Frames;
const { InObject, Adaptor } = make.Head;
/** dispatch(C, k, m, j, v…), in front of the frames that wait. */
export const dispatch = partialMetafunction<
  [World, string, string, bigint, string, bigint, Items, bigint, Frames],
  Frames
>(
  {
    name: 'dispatch',
    args: ['World', 'name', 'name', 'int', 'name', 'int', 'Items', 'int', 'Frames'],
    result: 'Frames',
    text: 'dispatch({0}; {1}, {2}, {3}, {4}, {5}, {6}, {7}) · {8}',
    latex: '\\mathit{dispatch}({0}; {1}, {2}, {3}, {4}, {5}, {6}, {7}) \\cdot {8}',
    sentence:
      'the frame of a call that was compiled against C@k, at an object of version j: of the first adaptor on the way, or of the method',
  },
  (Ω, o, C, k, m, j, a, b, w) => {
    for (let i = k + 1n; i <= j; i++) {
      const V = versionNumbered(Ω, C, i);
      const found = V === undefined ? undefined : methodIn(V.adaptors, m);
      if (found === undefined) continue;
      const e = instantiate.compute(found.e, found.params, a);
      return e === undefined ? undefined : Frame(Adaptor(o, i), withNext.compute(e, make.Expr.Obj(o)), w);
    }
    const V = versionNumbered(Ω, C, j);
    const found = V === undefined ? undefined : methodIn(V.methods, m);
    const e = found === undefined ? undefined : instantiate.compute(found.e, found.params, a);
    return e === undefined ? undefined : Frame(InObject(o, j, b), withSelf.compute(e, make.Expr.Obj(o)), w);
  },
);

// Names (section 8).

function twice(names: Iterable<string>): string | undefined {
  const seen = new Set<string>();
  for (const x of names) {
    if (seen.has(x)) return x;
    seen.add(x);
  }
  return undefined;
}
export const methodNames = (M: Methods): string[] => {
  const all: string[] = [];
  for (let at = M; at.tag === 'Method'; at = at.rest) all.push(at.m);
  return all;
};
const slotNames = (d: Slots): string[] => {
  const all: string[] = [];
  for (let at = d; at.tag === 'Slot'; at = at.rest) all.push(at.f);
  return all;
};
export const classesOf = (χ: Classes): (readonly [string, Version])[] => {
  const all: (readonly [string, Version])[] = [];
  for (let at = χ; at.tag === 'Class'; at = at.rest) all.push([at.C, at.version]);
  return all;
};
export const formatsOf = (θ: Formats): (readonly [string, Type])[] => {
  const all: (readonly [string, Type])[] = [];
  for (let at = θ; at.tag === 'Format'; at = at.rest) all.push([at.F, at.type]);
  return all;
};

/** What is wrong with the names of classes and formats that are brought: a sentence; undefined where nothing is. */
export function wrongName(Ω: World, θ: Formats, χ: Classes): string | undefined {
  const C = twice(classesOf(χ).map(([name]) => name));
  if (C !== undefined) return `class ${C} is given twice`;
  const F = twice(formatsOf(θ).map(([name]) => name));
  if (F !== undefined) return `format ${F} is given twice`;
  const old = formatsOf(θ).find(([name]) => has(Ω.formats, name));
  if (old !== undefined) return `there is a format ${old[0]} already`;
  for (const [name, V] of classesOf(χ)) {
    const exports: string[] = [];
    for (let X = V.exports; X.tag === 'Export'; X = X.rest) exports.push(X.F);
    const imports: string[] = [];
    for (let I = V.imports; I.tag === 'Import'; I = I.rest) imports.push(I.F);
    const kinds = {
      field: slotNames(V.fields),
      method: methodNames(V.methods),
      adaptor: methodNames(V.adaptors),
      export: exports,
      import: imports,
    };
    for (const [kind, names] of Object.entries(kinds)) {
      const x = twice(names);
      if (x !== undefined) return `${kind} ${x} of class ${name} is given twice`;
    }
  }
  return undefined;
}
export const namesDistinct = metafunction<[World, Formats, Classes], boolean>(
  {
    name: 'namesDistinct',
    args: ['World', 'Formats', 'Classes'],
    result: 'holds',
    text: 'the names of {1} {2} are distinct, the formats new in {0}',
    latex: '\\text{the names of }{1}\\;{2}\\text{ are distinct, the formats new in }{0}',
    sentence: 'distinct are classes, formats and the names in each class; formats are new',
  },
  (Ω, θ, χ) => wrongName(Ω, θ, χ) === undefined,
);

// The versions that a system and its updates bring.

export const emptyWorld: World = World(classMap.empty, formatMap.empty, startMap.empty, make.Judged.NotYet());

/** σ and what the update adds: an added class D means D@0 (section 5). */
export const meaningFor = metafunction<[Settled, Classes], Settled>(
  {
    name: 'meaningFor',
    args: ['Settled', 'Classes'],
    result: 'Settled',
    text: '{0} with the added of {1} ↦ 0',
    latex: '{0}\\text{ with the added of }{1} \\mapsto 0',
    sentence:
      'what the names of classes mean in the code of an update: the version that has settled, 0 for an added class',
  },
  (σ, χ) => {
    let all = σ;
    for (const [C] of classesOf(χ)) if (!has(σ, C)) all = settledMap.set(all, C, 0n);
    return all;
  },
);
/** Ω with the formats and versions that are brought, their types meant by σ; code is not elaborated yet. */
export const declared = metafunction<[World, Formats, Classes, Settled], World>(
  {
    name: 'declared',
    args: ['World', 'Formats', 'Classes', 'Settled'],
    result: 'World',
    text: '{0}, {1} {2} [{3}]',
    sentence: 'the classes and formats with those that are brought, whose types are meant by σ',
  },
  (Ω, θ, χ, σ) => {
    let [classes, formats] = [Ω.classes, Ω.formats];
    for (const [F, type] of formatsOf(θ)) formats = formatMap.set(formats, F, meantType.compute(type, σ));
    for (const [C, V] of classesOf(χ))
      classes = classMap.set(classes, C, Later(meantVersion.compute(V, σ), get(classes, C) ?? NoVersions()));
    return World(classes, formats, Ω.starts, Ω.judged);
  },
);
/** Ω in which the newest version of C is V: its code elaborated. */
export const withNewest = metafunction<[World, string, Version], World>(
  {
    name: 'withNewest',
    args: ['World', 'name', 'Version'],
    result: 'World',
    text: '{0} with new {1} ↦ {2}',
    latex: '{0}\\text{ with new }{1} \\mapsto {2}',
    sentence: 'the classes in which the newest version of one is another: with its code elaborated',
  },
  (Ω, C, V) => {
    const W = get(Ω.classes, C) ?? NoVersions();
    return World(classMap.set(Ω.classes, C, Later(V, W.tag === 'Later' ? W.rest : W)), Ω.formats, Ω.starts, Ω.judged);
  },
);
export const withCode = metafunction<[Version, Methods, Methods], Version>(
  {
    name: 'withCode',
    args: ['Version', 'Methods', 'Methods'],
    result: 'Version',
    text: '{0} with {1} and adapt {2}',
    latex: '{0}\\text{ with }{1}\\text{ and }\\mathsf{adapt}\\;{2}',
    sentence: 'a version with elaborated methods and adaptors',
  },
  (V, M, A) => Version(V.fields, M, V.exports, V.imports, A),
);
export const judgedIn = metafunction<[World, Settled], World>(
  {
    name: 'judgedIn',
    args: ['World', 'Settled'],
    result: 'World',
    text: '{0}, judged in {1}',
    latex: '{0}\\text{, judged in }{1}',
    sentence: 'the classes, and that the update was judged in σ',
  },
  (Ω, σ) => World(Ω.classes, Ω.formats, Ω.starts, make.Judged.JudgedIn(σ, Ω.judged)),
);
/** σ where everything is of version 0: that of a system. */
export const allFirst = metafunction<[Classes], Settled>(
  {
    name: 'allFirst',
    args: ['Classes'],
    result: 'Settled',
    text: '{0} ↦ 0',
    latex: '{0} \\mapsto 0',
    sentence: 'every class means its version 0',
  },
  (χ) => settledMap.of(classesOf(χ).map(([C]) => [C, 0n] as const)),
);
/** The objects of a system, and what they are. */
export const objectTypes = metafunction<[Objects], Env>(
  {
    name: 'objectTypes',
    args: ['Objects'],
    result: 'Env',
    text: 'types of {0}',
    latex: '\\text{types of }{0}',
    sentence: 'every object of a system with its class, at version 0',
  },
  (Y) => {
    let Ψ: Env = envMap.empty;
    for (let at = Y; at.tag === 'Object'; at = at.rest) Ψ = envMap.set(Ψ, at.o, make.Type.Ref(at.C, 0n));
    return Ψ;
  },
);
export const startsOf = (Z: Starts): (readonly [string, Kind, Expr])[] => {
  const all: (readonly [string, Kind, Expr])[] = [];
  for (let at = Z; at.tag === 'Start'; at = at.rest) all.push([at.t, at.kind, at.e]);
  return all;
};
export const withStarts = metafunction<[World, Starts], World>(
  {
    name: 'withStarts',
    args: ['World', 'Starts'],
    result: 'World',
    text: '{0}, {1}',
    sentence: 'the classes, and the threads and sources of the system',
  },
  (Ω, Z) =>
    World(
      Ω.classes,
      Ω.formats,
      startMap.of(startsOf(Z).map(([t, kind, e]) => [t, make.Request.Request(kind, e)] as const)),
      Ω.judged,
    ),
);
export const classNames = (Ω: World): string[] => keys(Ω.classes);
export const versionsIn = (Ω: World): (readonly [string, bigint, Version])[] =>
  entries(Ω.classes).flatMap(([C, W]) => {
    const all: (readonly [string, bigint, Version])[] = [];
    let n = count(W) - 1n;
    for (let at: Versions = W; at.tag === 'Later'; at = at.rest, n--) all.unshift([C, n, at.version]);
    return all;
  });
export const paramTypes = (ξ: Params): Type[] => {
  const all: Type[] = [];
  for (let at = ξ; at.tag === 'Param'; at = at.rest) all.push(at.type);
  return all;
};
