/**
 * Where generation looks first in Proteus: pools of names, weights, and metafunctions run backwards. A heap or an
 * update that is not known yet starts as a skeleton: the names it binds, with what is bound to them left to the rules.
 */
import { inOrderOf } from '../../semantics/evaluation-order.ts';
import { compareKeys, entries, get, keys } from '../../semantics/maps.ts';
import { equal } from '../../semantics/terms.ts';
import { is, type AnyMetafunction, type Where } from '../../semantics/symbols.ts';
import { metas } from '../../semantics/proteus/metas.ts';
import { plug, focus, hole } from '../../semantics/proteus/contexts.ts';
import {
  changesMap,
  heapMap,
  make,
  proteus,
  signatureMap,
  typesMap,
  type Binding,
  type Expr,
  type Fields,
  type Signature,
  type Type,
  type TypeFields,
  type Types,
} from '../../semantics/proteus/grammar.ts';
import { bindingsOf, signatureOf, stored, storedType, typeOf, typeOfBinding } from '../../semantics/proteus/heaps.ts';
import { all } from '../../semantics/proteus/capability.ts';
import {
  definitionOf,
  fieldType,
  join,
  sameShape,
  typeOfExternal,
  typeOfLocal,
} from '../../semantics/proteus/types.ts';
import {
  changeList,
  changedNames,
  extendedIn,
  heapConFree,
  namesFit,
  newSignature,
  newTypes,
  replacedIn,
} from '../../semantics/proteus/updates.ts';
import { configurationOk } from '../../rules/proteus/heaps.ts';
import { Configuration } from '../../rules/proteus/rule.ts';
import { premiseOf } from '../../rules/rule.ts';
import type { Hints, Solver, Seeker } from '../generate/hints.ts';
import {
  entriesOf,
  evaluatedAt,
  listBehind,
  listSolver,
  lookup,
  opener,
  partSolver,
  placeholders,
  somewhereIn,
} from '../generate/solvers.ts';
import { entryList, idempotent, listed, listLookup, type Entry, type EntryList } from '../generate/entry-lists.ts';
import { alike } from '../generate/alike.ts';
import { Open, Symbolic, Unknown, walk } from '../generate/symbolic.ts';

const pools: Readonly<Record<string, readonly string[]>> = {
  // Few names, so that they meet: a local may be called like an external.
  x: ['x', 'y', 'f'],
  y: ['x', 'y', 'f'],
  z: ['f', 'g', 'z'],
  w: ['z', '@1'],
  r: ['@1'],
  t: ['t', 's'],
  s: ['t', 's'],
  T: ['t', 's'],
  l: ['a', 'b'],
  f: ['f', 'g'],
  c: ['c', 'd'],
  'TypeField.label': ['a', 'b'],
  'Field.label': ['a', 'b'],
  'Proj.label': ['a', 'b'],
  'Named.t': ['t', 's'],
  'Finite.names': ['t', 's'],
  'Cofinite.names': ['t', 's'],
  'Types.key': ['s', 't'],
  'Changes.key': ['s', 't'],
  'Changed.by': ['c'],
  'Signature.key': ['@1', 'f', 'g', 'z'],
  'Locals.key': ['x', 'y'],
};

const fields = entryList(proteus, 'Field');
const typeFields = entryList(proteus, 'TypeField');
const names = (list: EntryList, x: unknown): string[] => list.entries(x).map(([name]) => name);

const open = opener(proteus);

const heaps = listed(proteus, 'Bound', heapMap);
const changes = listed(proteus, 'ToChange', changesMap);

/** A function or variable of which only the kind is known. */
const someFun = (g: Seeker) =>
  open(
    'Fun',
    g.unknown('name', 'x'),
    g.unknown('Type'),
    g.unknown('Type'),
    g.unknown('Mu'),
    g.unknown('Cap'),
    g.unknown('Expr'),
  );
const someVariable = (g: Seeker) => open('Variable', g.unknown('Type'), g.unknown('Expr'));

/** The list behind a map that is a skeleton: what an update replaces and adds is part of it. */
const listOf = (x: unknown): unknown =>
  listBehind(
    x,
    new Set<unknown>([heaps.from, changes.from]),
    new Map<AnyMetafunction, number>([
      [replacedIn, 2],
      [extendedIn, 3],
    ]),
  );

const isReference = (z: string) => z.startsWith('@');

const cellOf = (g: Seeker) => open('Cell', g.unknown('Type'), g.unknown('Expr'));

/** What a name is bound to, of which only the kind is known: `z` is mostly a variable, the others are mostly functions. */
const someBinding = (z: string, g: Seeker) =>
  isReference(z) ? cellOf(g) : (z === 'z') === g.choose(12) > 0 ? someVariable(g) : someFun(g);

/** A signature and with it the skeleton of the heap that has it. */
const signatureSolver: Solver = {
  when: (args) => args[0] === false,
  exact: true,
  knows: 'result',
  solve: ([H], result, g) => {
    if (g.exhaustive) return everySignature(H, result, g);
    const list: Entry[] = [];
    let Σ: Signature = signatureMap.empty;
    // Functions first: variables may then hold them.
    for (const z of ['f', 'g', 'z', '@1']) {
      if (g.choose(6) < (isReference(z) ? 4 : 2)) continue;
      const b = someBinding(z, g);
      // Everything but the code is part of the signature.
      // A variable that holds a function.
      const functions = entries(Σ);
      const earlier = functions.length > 0 ? functions[g.choose(functions.length)]?.[1] : undefined;
      if (earlier?.tag === 'Arrow' && !isReference(z) && g.choose(2) === 0) {
        // Types that differ in latents only meet in subtyping.
        const other = (): unknown =>
          g.choose(2) === 0 ? earlier : open('Arrow', earlier.from, g.unknown('Mu'), g.unknown('Cap'), earlier.to);
        const [first, second] = b.args as readonly Unknown[];
        if (b.info.tag === 'Variable') g.store.bind(first as Unknown, other());
        else if (g.choose(2) === 0) g.store.bind(second as Unknown, other());
        else {
          g.store.bind(second as Unknown, earlier.from);
          g.store.bind(b.args[2] as Unknown, earlier.to);
        }
      }
      const typed = g.among([Σ], () => b.args.every((a) => (a as Unknown).sort === 'Expr' || g.ground(a)));
      const known = typed ? g.store.resolve(b, blindToCode) : undefined;
      if (known === undefined) return false;
      Σ = signatureMap.set(Σ, z, typeOfBinding(known as Binding));
      list.push([z, b]);
    }
    list.sort(([a], [b]) => compareKeys(a, b));
    const heap = heaps.skeleton(list);
    return g.store.unify(H, heap) && g.store.unify(result, Σ);
  },
};

/** Where every choice is to be seen: at most one function, one variable and one cell, of all types. */
function everySignature(H: unknown, result: unknown, g: Seeker): boolean {
  const list: Entry[] = [];
  let Σ: Signature = signatureMap.empty;
  for (const z of ['@1', 'f', 'z']) {
    if (g.choose(2) === 0) continue;
    const b = isReference(z) ? cellOf(g) : z === 'z' ? someVariable(g) : someFun(g);
    if (!b.args.every((a) => (a as Unknown).sort === 'Expr' || g.ground(a))) return false;
    const known = g.store.resolve(b, blindToCode);
    if (known === undefined) return false;
    Σ = signatureMap.set(Σ, z, typeOfBinding(known as Binding));
    list.push([z, b]);
  }
  const heap = heaps.skeleton(list);
  return g.store.unify(H, heap) && g.store.unify(result, Σ);
}

/** A heap of which nothing is known starts as the names that it binds. */
const someHeap = (g: Seeker): unknown =>
  heaps.skeleton(
    ['@1', 'f', 'g', 'z'].flatMap((z): Entry[] => {
      if (g.choose(2) === 0) return [];
      return [[z, someBinding(z, g)]];
    }),
  );
const bindingsBehind = listSolver(listOf);
const bindingsSolver: Solver = {
  ...bindingsBehind,
  solve: (args, result, g) => {
    const [H] = args.map(walk);
    if (!g.exhaustive && H instanceof Unknown && H.origin === undefined && !g.store.unify(H, someHeap(g))) return false;
    return bindingsBehind.solve(args.map(walk), result, g);
  },
};
const changesSolver = listSolver(listOf, (U) => (U instanceof Open ? U.args[0] : undefined));

/** The type of a binding of which the kind is known. */
const typeOfSolver: Solver = {
  when: (args) => args[0] === false,
  exact: true,
  knows: 'nothing',
  solve: ([at], result, g) => {
    const b = walk(at);
    if (!(b instanceof Open)) return b instanceof Symbolic ? false : g.store.unify(result, typeOfBinding(b as Binding));
    const [x, τ1, τ2, μ, Δ] = b.args;
    return g.store.unify(result, b.info.tag === 'Fun' ? open('Arrow', τ1, μ, Δ, τ2) : open('Ref', x));
  },
};
/** A part of a variable or cell of which the kind is known. */
const partOf = (part: number) => partSolver((b) => (b.info.tag === 'Fun' ? undefined : b.args[part]));

/** Which types, functions and variables an update changes, replaces and adds. */
const namesSolver: Solver = {
  when: (args) => args[0] === true && args[1] === true && args[2] === false,
  exact: true,
  knows: 'nothing',
  solve: ([Ω, Σ, U], _, g) => {
    if (g.exhaustive) return g.store.unify(U, everyUpdate(Ω as Types, Σ as Signature, g));
    // First ones that change a type: those that change none are seldom refused.
    for (let i = 0; i < 12; i++) {
      const mark = g.store.mark();
      const least = i < 9 && g.choose(8) > 0 ? 1 : 0;
      if (g.store.unify(U, skeletonOfUpdate(Ω as Types, Σ as Signature, least, g))) return true;
      g.store.undo(mark);
    }
    return false;
  },
};

/** Where every choice is to be seen: changes of all types, each with a transformer of its own, and replacements of their kind. */
function everyUpdate(Ω: Types, Σ: Signature, g: Seeker): unknown {
  const changed: [string, unknown][] = [];
  const extended: Entry[] = [];
  for (const [t, τ] of entriesOf(Ω)) {
    if (g.choose(2) === 0) continue;
    const [after, c] = [g.unknown('Type'), `c${extended.length}`];
    changed.push([t, open('Changed', after, c)]);
    extended.push([c, open('Fun', g.unknown('name', 'x'), τ, after, make.Mu.N(), all, g.unknown('Expr'))]);
  }
  const replaced = (entriesOf(Σ) as (readonly [string, Type])[]).flatMap(([z, τ]): Entry[] =>
    isReference(z) || g.choose(2) === 0 ? [] : [[z, τ.tag === 'Arrow' ? someFun(g) : someVariable(g)]],
  );
  return updateFrom(changed, typesMap.empty, replaced, extended);
}

function updateFrom(
  changed: readonly (readonly [string, unknown])[],
  added: Types,
  replaced: Entry[],
  extended: Entry[],
): unknown {
  const byKey = (a: Entry, b: Entry) => (a[0] < b[0] ? -1 : 1);
  return open(
    'Upd',
    changes.skeleton(changed),
    added,
    heaps.skeleton(replaced.sort(byKey)),
    heaps.skeleton(extended.sort(byKey)),
  );
}

function skeletonOfUpdate(Ω: Types, Σ: Signature, least: number, g: Seeker): unknown {
  const changed: [string, unknown][] = [];
  const replaced: Entry[] = [];
  const extended: Entry[] = [];
  const fresh = (base: string) => {
    let name = base;
    for (let i = 1; get(Σ, name) !== undefined || extended.some(([z]) => z === name); i++) name = `${base}${i}`;
    return name;
  };
  const types = entriesOf(Ω);
  const sure = types.length === 0 || least === 0 ? -1 : g.choose(types.length);
  // What uses a changed type has to come along: often everything does.
  const everything = g.choose(3) === 0;
  for (const [i, [t, τ]] of types.entries()) {
    if (i !== sure && g.choose(3) > 0) continue;
    const after = g.unknown('Type');
    // A definition that is a name may be circular, and one that stays says little: seldom chosen at once.
    if (g.choose(6) > 0)
      g.among([Ω], () => {
        for (const c of g.candidates('Type', 6))
          if ((c as Type).tag !== 'Named' && !equal(c, τ)) return g.store.bind(after, c);
        return true;
      });
    const by = g.unknown('name', 'c');
    changed.push([t, open('Changed', after, by)]);
    // Mostly a transformer of its own; otherwise whatever has a fitting type.
    if (g.choose(16) === 0) continue;
    const c = fresh('c');
    g.store.bind(by, c);
    // What its type has to be is known of the base: where a variant says it otherwise, its rules are asked.
    const often = g.hints.changed?.judgements.has('transformers') === true ? 2 : undefined;
    const typed = g.choose(often ?? 20) > 0;
    extended.push([
      c,
      open(
        'Fun',
        g.unknown('name', 'x'),
        typed ? τ : g.unknown('Type'),
        typed ? after : g.unknown('Type'),
        g.choose(often ?? 40) > 0 ? make.Mu.N() : g.unknown('Mu'),
        g.choose(often ?? 40) > 0 ? all : g.unknown('Cap'),
        g.unknown('Expr'),
      ),
    ]);
  }
  for (const [z, τ] of entriesOf(Σ) as (readonly [string, Type])[]) {
    if (isReference(z) || (!everything && g.choose(2) === 0)) continue;
    // Now and then something of another kind.
    const fun = (τ.tag === 'Arrow') === g.choose(40) > 0;
    replaced.push([z, fun ? someFun(g) : someVariable(g)]);
  }
  if (g.choose(8) === 0) extended.push([fresh('h'), g.choose(2) === 0 ? someFun(g) : someVariable(g)]);
  let added = typesMap.empty;
  if (g.choose(8) === 0) {
    const name = keys(Ω).includes('u') ? 'v' : 'u';
    const τ = g.unknown('Type');
    if (g.ground(τ)) added = typesMap.set(added, name, g.store.resolve(τ) as Type);
  }
  return updateFrom(changed, added, replaced, extended);
}

/** What is left to run often uses the representation of a type somewhere: that is what updates are checked for. */
function stillUsed(g: Seeker): Open | undefined {
  const { surround, changed } = g.hints;
  // How what is hidden is transformed shows where something is.
  if (changed?.judgements.has('transformers') === true && g.choose(2) === 0)
    return somewhereIn(proteus, open('Abs', g.unknown('name', 't'), g.unknown('Expr')), g.choose(2), g);
  if (g.choose(surround === undefined ? 2 : 6) === 0) return undefined;
  const t = g.unknown('name', 't');
  const hidden = open('Abs', t, g.unknown('Expr'));
  // A variant that looks for values of changed types otherwise shows where there are some, one that looks for uses where these are.
  if (surround?.['Abs'] !== undefined && surround['Con'] === undefined)
    return somewhereIn(proteus, hidden, 1 + g.choose(3), g);
  const e = g.choose(4) === 0 ? g.unknown('Expr') : hidden;
  return somewhereIn(proteus, open('Con', t, e), surround === undefined ? g.choose(3) : 1 + g.choose(2), g);
}

/** A whole expression as the place where its evaluation goes on. */
const plugSolver: Solver = {
  when: (args, result) => result && args[0] === false && args[1] === false,
  exact: true,
  // Where it is said what is evaluated next.
  sketch: ([, e], whole, g) => {
    const next = walk(e);
    if (!(next instanceof Open)) return true;
    // What is left to run may use only what the update point keeps.
    const [cap] = next.args;
    if (g.hints.surround !== undefined && cap instanceof Unknown && cap.sort === 'Cap' && g.choose(4) > 0)
      g.store.unify(cap, all);
    const depth = g.choose(6) === 0 ? 0 : 1 + Math.min(g.choose(3), g.choose(3));
    return g.store.unify(
      whole,
      evaluatedAt(g.store.grammar.reorders === undefined ? proteus : g.store.grammar, next, depth, g, () =>
        stillUsed(g),
      ),
    );
  },
  solve: ([E, e], whole, g) => {
    const K = inOrderOf(g.store.grammar, focus).compute(
      make.Config.Configuration(typesMap.empty, heapMap.empty, hole, whole as Expr),
    );
    return g.store.unify(E, K.context) && g.store.unify(e, K.e);
  },
};

const blindTo = placeholders({
  Expr: make.Expr.Num(0n),
  name: 'x',
  Type: make.Type.Int(),
  Mu: make.Mu.N(),
  Cap: all,
  Binding: make.Binding.Variable(make.Type.Int(), make.Expr.Num(0n)),
});
const blindToCode = blindTo('Expr', 'name');
const blindToBindings = blindTo('Expr', 'name', 'Binding');
const blindToAllButNames = blindTo('Expr', 'name', 'Type', 'Mu', 'Cap');

const solvers = new Map<AnyMetafunction, Solver>([
  [typeOfLocal, lookup()],
  [typeOfExternal, lookup((role, z) => isReference(z) === (role === 'r'))],
  [definitionOf, lookup()],
  [signatureOf, signatureSolver],
  [bindingsOf, bindingsSolver],
  [changeList, changesSolver],
  [typeOf, typeOfSolver],
  [storedType, partOf(0)],
  [stored, partOf(1)],
  [namesFit, namesSolver],
  [plug, plugSolver],
  [fieldType, listLookup(typeFields)],
  // Mostly the type itself twice; else one of the same shape.
  [join, idempotent('Type', (a, b) => sameShape.compute(a as Type, b as Type))],
]);

const mostlyDefined = new Map<string, readonly string[]>();
/** Undefined names seldom: the rules refuse them, but those of a variant may not. */
function mostly(defined: readonly string[]): readonly string[] {
  if (defined.length === 0) return defined;
  const key = defined.join();
  let names = mostlyDefined.get(key);
  if (names === undefined) {
    names = [...Array<readonly string[]>(20).fill(defined).flat(), 'u'];
    mostlyDefined.set(key, names);
  }
  return names;
}

const isTypes = (x: unknown): x is Types =>
  typeof x === 'object' && x !== null && 'tag' in x && String(x.tag).startsWith('Types.');

export const proteusHints: Hints = {
  // A statement about a redex is tried on redexes of programs.
  programs: [
    configurationOk(metas.K9, metas.τ9),
    is(Configuration(metas.Ω, metas.H, metas.E9, metas.e), metas.K9) as unknown as Where,
  ].map((p) => premiseOf(p, 'a program')),
  names: (role, around, exhaustive) => {
    const pool = pools[role] ?? [];
    if (role === 'Named.t' || role === 'Finite.names' || role === 'Cofinite.names') {
      if (exhaustive) return pool;
      for (const at of around) {
        const Ω = walk(at);
        if (isTypes(Ω)) return role === 'Named.t' ? mostly(keys(Ω)) : keys(Ω);
      }
      return pool;
    }
    if (role !== 'l') return pool;
    const taken = around
      .map(walk)
      .flatMap((x) => (typeof x === 'object' && x !== null && 'tag' in x && x.tag === 'Field' ? names(fields, x) : []));
    return pool.filter((l) => !taken.includes(l));
  },
  alike: alike(pools),
  ints: [0n, 1n, 2n],
  lax: new Set(['subtype', 'subtypeFields', 'admitted']),
  partial: new Set([
    'admitted',
    'updateOk',
    'namesOk',
    'typesOk',
    'rebindOk',
    'transOk',
    'codeOk',
    'replacements',
    'transformers',
  ]),
  early: new Set(['admitted']),
  solvers,
  blind: new Map<AnyMetafunction, ReadonlyMap<string, unknown>>([
    [newTypes, blindToBindings],
    [newSignature, blindToCode],
    [typeOf, blindToCode],
    [changedNames, blindToAllButNames],
    [heapConFree, blindToAllButNames],
    [namesFit, blindToAllButNames],
  ]),
  avoid: new Set(['Omitted', 'MuUnknown', 'CapUnknown']),
  weights: {
    'T-Con': 5,
    'T-Abs': 2,
    'T-Update': 1.5,
    'T-Var': 4,
    'T-Ext': 7,
    'T-Loc': 2,
    'T-Assign': 2,
    // Only in the declarative presentation.
    'T-Sub': 1,
    'T-Let': 3,
    'T-App': 2,
    Int: 2,
    Named: 3,
    Arrow: 0.3,
    Ref: 0.7,
  },
  mentions: { Types: (t) => [['Type', make.Type.Named(t)]] },
  valid: (term) => {
    const x = term as TypeFields | Fields;
    const list = x.tag === 'TypeField' ? typeFields : x.tag === 'Field' ? fields : undefined;
    return list === undefined || new Set(names(list, x)).size === list.entries(x).length;
  },
};
