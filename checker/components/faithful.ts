/**
 * Faithful updates (O9), as far as syntax decides it: code of the two versions is the same but for the names of fields, fields keep their values, those that are
 * added are not touched, and an adaptor hands its call on with values for the arguments that are new.
 */
import { alphaEqual } from '../../semantics/alpha.ts';
import type { Term } from '../../semantics/grammar.ts';
import { equal } from '../../semantics/terms.ts';
import { subterms } from '../../semantics/traversal.ts';
import { methodIn } from '../../semantics/components/classes.ts';
import { fieldList, fieldOf, renaming, substitute } from '../../semantics/components/expressions.ts';
import {
  components as grammar,
  make,
  type Expr,
  type Fields,
  type KernelSystem,
  type Methods,
  type Params,
  type Slots,
  type Updates,
  type Version,
} from '../../semantics/components/grammar.ts';
import { isValue, itemsOf } from '../../semantics/components/values.ts';

/** Where it cannot be seen that an update is faithful: of which class, and what is different. */
export interface Doubt {
  readonly update: string;
  readonly class: string;
  readonly message: string;
}

type Slot = Slots & { readonly tag: 'Slot' };
function slotsOf(d: Slots): Slot[] {
  const all: Slot[] = [];
  for (let at = d; at.tag === 'Slot'; at = at.rest) all.push(at);
  return all;
}
function parameters(ξ: Params): string[] {
  const all: string[] = [];
  for (let at = ξ; at.tag === 'Param'; at = at.rest) all.push(at.x);
  return all;
}
const { Get, Let, Num } = make.Expr;

/** What is taken out of what is imported: a variable, or labels of it; undefined where it is more than that. */
function taken(e: Expr, x: string, exported: Expr): Expr | undefined {
  const labels: string[] = [];
  let at = e;
  for (; at.tag === 'Proj'; at = at.e) labels.push(at.l);
  if (at.tag !== 'Var' || at.x !== x) return undefined;
  let found: Expr | undefined = exported;
  for (const l of labels.reverse()) found = found?.tag === 'Rec' ? fieldOf.compute(found.fields, l) : undefined;
  return found;
}

/** What each field of the new version is given, as an expression on the fields of the old one. */
function transferred(old: Version, next: Version): ReadonlyMap<string, Expr> | undefined {
  for (let I = next.imports; I.tag === 'Import'; I = I.rest) {
    let exported: Expr | undefined;
    if (I.F === 'raw') exported = make.Expr.Rec(fieldList(slotsOf(old.fields).map(({ f }) => [f, Get(f)] as const)));
    for (let X = old.exports; X.tag === 'Export'; X = X.rest) if (X.F === I.F) exported ??= X.e;
    if (exported === undefined) continue;
    const all = new Map<string, Expr>();
    for (let at: Fields = I.fields; at.tag === 'Field'; at = at.rest) {
      const e = taken(at.e, I.x, exported);
      if (e !== undefined) all.set(at.f, e);
    }
    return all;
  }
  return undefined;
}

/** A body under its parameters, so that it can be compared whatever these are called. */
const under = (names: readonly string[], body: Expr): Expr => names.reduceRight((e, x) => Let(x, Num(0n), e), body);

/** What a call of a method of the version before comes to in a version, through its adaptor where it has one; under the parameters of the call. */
function bodyIn({ methods, adaptors }: Version, m: string): Expr | undefined {
  const adaptor = methodIn(adaptors, m);
  const M = methodIn(methods, adaptor === undefined ? m : handedTo(adaptor));
  if (M === undefined) return undefined;
  if (adaptor === undefined) return under(parameters(M.params), M.e);
  const call = adaptor.e;
  if (call.tag !== 'Send' || call.e.tag !== 'Next') return undefined;
  const theirs = parameters(M.params);
  const args = itemsOf(call.args);
  if (args.length !== theirs.length) return undefined;
  let body = M.e;
  const names = new Map<string, string>();
  for (const [i, e] of args.entries()) {
    const y = theirs[i] as string;
    if (isValue(e)) body = substitute.compute(body, e, y);
    else if (e.tag === 'Var' && !names.has(e.x)) names.set(e.x, y);
    else return undefined;
  }
  // A parameter that is not handed on has a name that no program can say.
  return under(
    parameters(adaptor.params).map((x, i) => names.get(x) ?? `·${i}`),
    body,
  );
}
const handedTo = ({ e, m }: Methods & { readonly tag: 'Method' }): string => (e.tag === 'Send' ? e.m : m);

/** How many ways to tell the fields apart are tried. */
const mostWays = 64;
/** All ways to take one of each. */
function ways<T>(all: readonly (readonly T[])[]): T[][] {
  let found: T[][] = [[]];
  for (const some of all) found = found.flatMap((w) => some.map((x) => [...w, x])).slice(0, mostWays);
  return found;
}

/**
 * What keeps a version from being seen to do what the one before does; undefined where nothing does.
 * @param made whether code makes instances: only then do the initial states matter.
 */
export function differenceOf(old: Version, next: Version, made = true): string | undefined {
  const given = transferred(old, next);
  if (given === undefined) return 'its state is not transferred';
  const fields = slotsOf(old.fields);
  const news = slotsOf(next.fields);
  const methods: (Methods & { readonly tag: 'Method' })[] = [];
  for (let M = old.methods; M.tag === 'Method'; M = M.rest) methods.push(M);
  const candidates: (string | undefined)[][] = fields.map((slot) => {
    const same = news.filter((d) => equal(given.get(d.f), Get(slot.f)) && (!made || alphaEqual(grammar, d.e, slot.e)));
    const ordered = [...same.filter((d) => d.f === slot.f), ...same.filter((d) => d.f !== slot.f)];
    return ordered.length > 0 ? ordered.map((d) => d.f) : [undefined];
  });
  let why: string | undefined;
  for (const way of ways(candidates)) {
    const taken = way.filter((f) => f !== undefined);
    if (new Set(taken).size < taken.length) continue;
    // A field that has no counterpart has a name that no program can say, so that code that touches it differs.
    const names = fieldList(fields.map(({ f }, i) => [f, Get(way[i] ?? `·${f}`)] as const));
    const different = methods.find((M) => {
      const body = bodyIn(next, M.m);
      return (
        body === undefined || !alphaEqual(grammar, renaming.compute(under(parameters(M.params), M.e), names), body)
      );
    });
    if (different === undefined) return undefined;
    const lost = fields.find((_, i) => way[i] === undefined);
    why ??=
      bodyIn(next, different.m) === undefined
        ? `method ${different.m} is answered by an adaptor that does not just hand it on`
        : `method ${different.m} does something else${lost === undefined ? '' : `, or its field ${lost.f} is not kept`}`;
  }
  return why ?? 'its fields are not kept';
}

const parts = subterms(grammar, ['Expr', 'Fields', 'Items']);
/** The classes of which code makes instances, that of updates included. */
function madeBy(program: KernelSystem): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (e: Expr): void => {
    for (const x of parts(e as Term)) if ((x as Expr).tag === 'New') found.add((x as Expr & { tag: 'New' }).C);
  };
  const code = (χ: KernelSystem['classes']): void => {
    for (let at = χ; at.tag === 'Class'; at = at.rest)
      for (const all of [at.version.methods, at.version.adaptors])
        for (let M = all; M.tag === 'Method'; M = M.rest) look(M.e);
  };
  code(program.classes);
  for (let Q = program.updates; Q.tag === 'Updates'; Q = Q.rest) code(Q.update.classes);
  for (let Z = program.starts; Z.tag === 'Start'; Z = Z.rest) look(Z.e);
  return found;
}

/** The first doubt about each class that the updates of a system change; none where they are faithful. */
export function doubts(program: KernelSystem): Doubt[] {
  const newest = new Map<string, Version>();
  for (let χ = program.classes; χ.tag === 'Class'; χ = χ.rest) newest.set(χ.C, χ.version);
  return doubtsFrom(newest, program.updates, madeBy(program));
}

/** The same of updates that are to come where classes have these versions; any class has instances where it is not said which are made. */
export function doubtsFrom(
  classes: ReadonlyMap<string, Version>,
  updates: Updates,
  made?: ReadonlySet<string>,
): Doubt[] {
  const newest = new Map(classes);
  const found: Doubt[] = [];
  for (let Q = updates; Q.tag === 'Updates'; Q = Q.rest)
    for (let χ = Q.update.classes; χ.tag === 'Class'; χ = χ.rest) {
      const old = newest.get(χ.C);
      const message = old === undefined ? undefined : differenceOf(old, χ.version, made?.has(χ.C) ?? true);
      if (message !== undefined) found.push({ update: Q.update.u, class: χ.C, message });
      newest.set(χ.C, χ.version);
    }
  return found;
}
