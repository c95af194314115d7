/**
 * Systems with updates: classes that call each other in meshes, objects, threads and sources, then updates that rename, add and recode what there is, with imports
 * and adaptors. Whether any of it is accepted, the rules of the variant say.
 */
import {
  make,
  type Classes,
  type Expr,
  type Formats,
  type KernelSystem,
  type Objects,
  type Starts,
  type Update,
  type Updates,
} from '../../../semantics/components/grammar.ts';
import { fieldList, renaming } from '../../../semantics/components/expressions.ts';
import { itemList } from '../../../semantics/components/values.ts';
import type { Choices } from './choices.ts';
import {
  call,
  code,
  number,
  pairOf,
  typeOf,
  versionOf,
  type ClassMade,
  type FieldMade,
  type MethodMade,
  type Scope,
} from './code.ts';

const { Get, Var, Proj, Send, Next, Self, Obj, Let, New, Fold, Lit, Op } = make.Expr;
/** By their order: what is called has a later name than what calls it. */
const methodNames = ['ask', 'bump', 'calc', 'done'] as const;
const classNames = ['A', 'B', 'D'] as const;

/** What a system is made of. */
interface Made {
  readonly classes: readonly ClassMade[];
  readonly objects: readonly (readonly [o: string, C: string])[];
  readonly formats: ReadonlyMap<string, 'int'>;
}

function fieldsFor(c: Choices, objects: Made['objects']): FieldMade[] {
  const begins = (): Expr => (c.slips('init-odd') ? Lit(itemList([number(1)])) : number(c.below(3)));
  const all: FieldMade[] = [{ f: 'n', kind: 'int', init: begins() }];
  if (c.once(4) || (c.slip === 'init-odd' && c.once(2))) all.push({ f: 'm', kind: 'int', init: begins() });
  if (c.once(10)) {
    const init = c.once(2) ? make.Expr.Nil(make.Type.Int()) : Lit(itemList([number(1), number(2)]));
    all.push({ f: 'l', kind: 'list', init });
  }
  if (c.once(12)) all.push({ f: 'p', kind: 'pair', init: pairOf(number(c.below(2)), number(1)) });
  if (objects.length > 0 && c.once(6)) {
    const [o, C] = c.pick(objects);
    all.push({ f: 'r', kind: { of: C }, init: Obj(o) });
  }
  return all;
}

/** Classes with what they offer first, and bodies then: a method calls what is there. */
function classesFor(
  c: Choices,
  count: number,
  objects: Made['objects'],
  makes: boolean,
  traffic: boolean,
): ClassMade[] {
  const heads = classNames.slice(0, count).map((C, k): ClassMade => {
    const own = traffic ? [k === 0 ? 'done' : 'ask'] : methodNames.filter(() => c.once(2));
    const names = own.length > 0 ? own : [c.pick(methodNames)];
    const methods = names.map((m): MethodMade => {
      const refers = !traffic && c.once(10);
      return {
        m,
        params: !traffic && c.once(5) ? [['x', 'int']] : [],
        kind: refers ? { of: C } : 'int',
        body: number(0),
      };
    });
    return { C, fields: fieldsFor(c, objects), methods, exports: [], imports: [], adaptors: [] };
  });
  return heads.map((d, k) => ({
    ...d,
    methods: d.methods.map((m) => {
      const called = traffic && k > 0 ? call(c, scopeIn(d, m, heads, objects, false), 'int', 0) : undefined;
      return called === undefined ? withBody(c, d, m, heads, objects, makes) : { ...m, body: called };
    }),
  }));
}

function scopeIn(
  d: ClassMade,
  m: MethodMade,
  classes: readonly ClassMade[],
  objects: Made['objects'],
  makes: boolean,
): Scope {
  return { fields: d.fields, self: d.C, variables: m.params, after: m.m, classes, objects, makes };
}
const withBody = (
  c: Choices,
  d: ClassMade,
  m: MethodMade,
  classes: readonly ClassMade[],
  objects: Made['objects'],
  makes: boolean,
): MethodMade => {
  const scope = scopeIn(d, m, classes, objects, makes);
  // A method that calls and then touches its own state is where somebody is inside for long.
  const called = m.kind === 'int' && c.once(2) ? call(c, scope, 'int', 2) : undefined;
  const int = d.fields.find((x) => x.kind === 'int');
  if (called !== undefined && int !== undefined && c.once(2))
    return { ...m, body: Op(make.Operator.Plus(), called, Get(int.f)) };
  return { ...m, body: called ?? code(c, scope, m.kind, c.below(3)) };
};

/** One class more than once: its state is kept by renaming, adding, or through a format; its code may change. */
interface Changed {
  readonly made: ClassMade;
  /** Whether new code may count on a method that is not there before. */
  readonly offers: readonly MethodMade[];
}

/** The next version of a class. */
function nextVersion(c: Choices, d: ClassMade, made: Made, faithful: boolean): Changed {
  const suffix = c.fresh('');
  const renames = c.once(2);
  const name = (f: string): string => (renames ? `${f.replace(/\d+$/, '')}${suffix}` : f);
  const names = fieldList(d.fields.map(({ f }) => [f, Get(name(f))] as const));
  const kept = d.fields.map((x) => ({ ...x, f: name(x.f) }));
  // A field that an update before has added may have been renamed to what this one would be called.
  let fresh = `k${suffix}`;
  while (kept.some(({ f }) => f === fresh)) fresh = `k${fresh}`;
  const added: FieldMade[] = c.once(4) ? [{ f: fresh, kind: 'int', init: number(c.below(3)) }] : [];
  const fields = [...kept, ...added];
  let methods = d.methods.map((m) => ({ ...m, body: renaming.compute(m.body, names) }));
  const adaptors: MethodMade[] = [];
  const next = (): ClassMade => ({ ...d, fields, methods, exports: [], imports: [], adaptors });
  // The interface.
  if (c.once(4) && methods.length > 0) {
    const m = c.pick(methods);
    const hands = (args: readonly Expr[]): Expr =>
      Send(Next(), m.m, itemList([...m.params.map(([x]) => Var(x)), ...args]));
    const y = `y${suffix}`;
    if (c.slips('method-gone', 1)) methods = methods.filter((x) => x !== m);
    else {
      methods = methods.map((x) => (x === m ? { ...m, params: [...m.params, [y, 'int'] as const] } : x));
      adaptors.push({ ...m, body: hands([number(1)]) });
    }
  } else if (c.slips('method-gone', 1)) methods = methods.slice(1);
  else if (c.slips('method-odd', 1)) methods = methods.map((m, i) => (i === 0 ? otherwise(c, m) : m));
  // The code.
  if (!faithful && methods.length > 0 && c.once(2)) {
    const m = c.pick(methods);
    const changed =
      c.once(2) && m.kind === 'int'
        ? { ...m, body: Op(make.Operator.Plus(), m.body, number(10)) }
        : withBody(c, next(), m, made.classes, made.objects, false);
    methods = methods.map((x) => (x === m ? changed : x));
  }
  if (c.slips('body-odd')) methods = methods.map((m, i) => (i === 0 ? { ...m, body: Self() } : m));
  // The state.
  const imports: ClassMade['imports'][number][] = [];
  const ints = d.fields.filter((x) => x.kind === 'int');
  const exported = d.exports[0];
  const from = (x: string) =>
    fields.map(({ f, init }, i): readonly [string, Expr] => {
      const old = d.fields[i];
      if (old === undefined) return [f, init];
      if (!faithful && c.once(12)) return [f, init];
      return [f, Proj(Var(x), old.f)];
    });
  if (exported !== undefined && c.once(2) && !(faithful && ints.length < d.fields.length))
    imports.push([
      exported[0],
      'v',
      fields.map(({ f, init }, i) => [f, d.fields[i] === ints[0] ? Var('v') : init] as const),
    ]);
  if (imports.length === 0 || c.once(2)) imports.push(['raw', 's', from('s')]);
  const odd = c.slips('import-odd', 1);
  const given = odd
    ? imports.map(([F, x, all]) => [F, x, all.map(([f]) => [f, Lit(itemList([number(1)]))] as const)] as const)
    : imports;
  const none = c.slips('import-none', 1);
  const withExports = made.formats.size > 0 && c.once(2) ? exportsFor(c, fields, made) : [];
  return {
    made: { ...d, fields, methods, exports: withExports, imports: none ? [] : given, adaptors },
    offers: methods,
  };
}

/** A method that gives, or takes, something else. */
function otherwise(c: Choices, m: MethodMade): MethodMade {
  if (m.params.length > 0 && c.once(2))
    return { ...m, params: m.params.map(([x]) => [x, 'pair'] as const), body: number(0) };
  return { ...m, kind: 'list', body: Lit(itemList([number(1)])) };
}

function exportsFor(c: Choices, fields: readonly FieldMade[], made: Made): ClassMade['exports'] {
  const int = fields.find((x) => x.kind === 'int');
  return int === undefined
    ? []
    : [...made.formats.keys()]
        .slice(0, 1 + c.below(made.formats.size))
        .map((F) => [F, c.slips('export-odd', 1) ? Lit(itemList([])) : Get(int.f)] as const);
}

/** What threads and sources do: a few calls, one after the other. */
function startOf(c: Choices, made: Made, classes: readonly ClassMade[], makes: boolean, twice: boolean): Expr {
  const scope: Scope = { fields: [], self: undefined, variables: [], after: '', classes, objects: made.objects, makes };
  const one = (): Expr => call(c, scope, 'int', 1) ?? code(c, scope, 'int', 1);
  if (c.once(twice ? 2 : 4)) return Let('', one(), one());
  return c.once(8) ? Op(make.Operator.Plus(), one(), one()) : one();
}

/** A thread that goes through references of a class by a fold, beginning with one that a call gives. */
function folding(c: Choices, C: string, objects: readonly string[], m: string | undefined, odd: boolean): Expr {
  const all = Lit(itemList(objects.map((o) => Obj(o))));
  const first = Obj(objects[0] as string);
  const begins = odd ? New(C) : first;
  const body = m === undefined ? Var('x') : Let('', Send(Var('x'), m, itemList([])), Var('x'));
  const fold = Fold('x', 'y', make.Type.Named(C), c.once(2) ? begins : first, all, body);
  return m === undefined ? Let('z', fold, number(0)) : Let('z', fold, Send(Var('z'), m, itemList([])));
}

const formatTerms = (all: Iterable<readonly [string, 'int']>): Formats =>
  [...all].reduceRight<Formats>((rest, [F, k]) => make.Formats.Format(F, typeOf(k), rest), make.Formats.NoFormats());
const classTerms = (all: readonly ClassMade[]): Classes =>
  all.reduceRight<Classes>((rest, d) => make.Classes.Class(d.C, versionOf(d), rest), make.Classes.NoClasses());
const objectTerms = (all: Made['objects']): Objects =>
  all.reduceRight<Objects>(
    (rest, [o, C]) => make.Objects.Object(o, C, make.Fields.NoFields(), rest),
    make.Objects.NoObjects(),
  );
const startTerms = (all: readonly (readonly [t: string, source: boolean, e: Expr])[]): Starts =>
  all.reduceRight<Starts>(
    (rest, [t, source, e]) => make.Starts.Start(t, source ? make.Kind.Again() : make.Kind.Once(), e, rest),
    make.Starts.NoStarts(),
  );

export interface SystemOptions {
  /** How many updates at most. */
  readonly updates?: number;
  /** Of systems with faithful updates, or of requests without end through two classes that are both updated, more than of others. */
  readonly kind?: 'faithful' | 'traffic';
}

/** A system. It may be refused, or its updates may. */
export function systemSample(c: Choices, { updates: most = 2, kind }: SystemOptions = {}): KernelSystem {
  const traffic = kind === 'traffic' && !c.once(3);
  const count = traffic ? 2 : !c.once(3) ? 1 : c.once(5) ? 3 : 2;
  const objects = classNames
    .slice(0, count)
    .flatMap((C) => (!traffic && c.once(3) ? [1, 2] : [1]).map((i) => [`${C.toLowerCase()}${i}`, C] as const));
  const makes = !traffic && c.once(3);
  const formats = new Map<string, 'int'>(c.once(3) ? [['F', 'int']] : []);
  const bare: Made = { classes: classesFor(c, count, objects, makes, traffic), objects, formats };
  const first = bare.classes.map((d) => ({ ...d, exports: formats.size > 0 ? exportsFor(c, d.fields, bare) : [] }));
  const made: Made = { ...bare, classes: first };
  // Threads; where nothing is to be seen of the updates, a thread may see that.
  const faithful = kind === 'faithful' || c.once(2);
  const starts: (readonly [string, boolean, Expr])[] = [];
  const sources = traffic || c.once(6);
  const threads = traffic ? 2 : sources ? 1 + c.below(2) : c.once(3) ? 1 : c.once(20) ? 3 : 2;
  for (let i = 0; i < threads; i++)
    starts.push([
      `${sources ? 's' : 't'}${i + 1}`,
      sources,
      traffic && !c.once(4) ? Send(Obj('b1'), 'ask', itemList([])) : startOf(c, made, first, makes, faithful),
    ]);
  if (c.slip === 'fold-odd' || c.once(24)) {
    const C = c.pick(classNames.slice(0, count));
    const own = objects.filter(([, D]) => D === C).map(([o]) => o);
    const m = first.find((d) => d.C === C)?.methods.find((x) => x.kind === 'int' && x.params.length === 0)?.m;
    starts[0] = ['t1', false, folding(c, C, own, m, c.slip === 'fold-odd')];
  }
  // Updates.
  let newest = first;
  const updates: Update[] = [];
  const many = traffic || c.once(3) ? most : 1;
  for (let i = 0; i < (c.once(12) ? 0 : many); i++) {
    const several = c.once(3) || c.slip === 'together';
    const chosen = newest.filter((_, k) => (several ? !c.once(3) : false) || k === i % newest.length);
    const next = chosen.map((d) => nextVersion(c, d, { ...made, classes: newest }, faithful).made);
    const after = newest.map((d) => next.find((x) => x.C === d.C) ?? d);
    // A client that counts on what the same update brings.
    const bold =
      c.slip === 'together' && next.length > 1 ? next.map((d, k) => (k === 0 ? d : clientOf(c, d, after, made))) : next;
    updates.push(
      make.Update.Update(
        `u${i + 1}`,
        c.once(4) ? make.Haste.Lazy() : make.Haste.Eager(),
        make.Formats.NoFormats(),
        classTerms(bold),
      ),
    );
    newest = after;
  }
  return make.System.System(
    formatTerms(formats),
    classTerms(first),
    objectTerms(objects),
    startTerms(starts),
    updates.reduceRight<Updates>((rest, U) => make.Updates.Updates(U, rest), make.Updates.NoUpdates()),
  );
}
/** Bodies that call what the other classes of an update offer from now on. */
const clientOf = (c: Choices, d: ClassMade, after: readonly ClassMade[], made: Made): ClassMade => ({
  ...d,
  methods: d.methods.map((m) => {
    const called = call(c, scopeIn(d, m, after, made.objects, false), m.kind, 1);
    return called === undefined ? m : { ...m, body: called };
  }),
});
