/** Versions of programs, under examples/versions: what diff writes, applied in the middle of a run. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { get, keys } from '../semantics/maps.ts';
import { equal } from '../semantics/terms.ts';
import { itemList } from '../semantics/proteus/programs.ts';
import { make, type Expr, type Fields, type Item, type Type, type TypeFields } from '../semantics/proteus/grammar.ts';
import { inhabitant } from '../semantics/proteus/inhabitants.ts';
import { signatureOf } from '../semantics/proteus/heaps.ts';
import { parseProgram, parseUpdate, printExpr, printProgram } from '../semantics/proteus/syntax/index.ts';
import { configurationOk } from '../rules/proteus/heaps.ts';
import { proteus } from '../rules/proteus/system.ts';
import { derive } from '../checker/derive.ts';
import { diff } from '../workbench/updating/proteus/diff.ts';
import { load, type Loaded } from '../checker/proteus/load.ts';
import { prepare } from '../checker/proteus/prepare.ts';
import { fast, runWith, type Queued } from '../checker/proteus/run.ts';
import { chooser, prelude, source } from './arbitrary.ts';
import { assertProperty } from './property.ts';
import { root } from './support.ts';

const folder = join(root, 'examples', 'versions');
const names = readdirSync(folder, { withFileTypes: true })
  .filter((d) => d.isDirectory())
  .map((d) => d.name);

const loaded = (text: string, file: string): Loaded => {
  const l = load(text, file);
  if (isLeft(l)) throw new Error(l.left.map((e) => `${e.file}:${e.line}:${e.column}: ${e.message}`).join('\n'));
  return l.right;
};

/** The text of an update with its holes filled, in order. */
function fill(text: string, holes: readonly string[]): string {
  let i = 0;
  const lines = text.split('\n').filter((l) => !l.startsWith('--'));
  return lines.map((l) => l.replace(/\?\?\?/g, () => `(${holes[i++] ?? '???'})`)).join('\n');
}

const queued = (text: string, file: string): Queued => {
  const items = parseUpdate(text, file);
  if (isLeft(items)) throw new Error(`${text}\n${items.left[0]?.message}`);
  return { file, items: items.right };
};

interface Recorded {
  readonly value: string;
  readonly steps: number;
  readonly points: number;
  readonly updates: readonly { readonly applied: { readonly point: number; readonly step: number } | null }[];
}

describe.each(names)('%s', (name) => {
  const dir = join(folder, name);
  const versions = readdirSync(dir)
    .filter((f) => /^v\d+\.proteus$/.test(f))
    .sort();
  const programs = versions.map((f) => loaded(readFileSync(join(dir, f), 'utf8'), f));
  const filling = (
    existsSync(join(dir, 'fill.json')) ? JSON.parse(readFileSync(join(dir, 'fill.json'), 'utf8')) : {}
  ) as Record<string, readonly string[]>;
  const stems = versions.map((f) => f.replace('.proteus', ''));
  const diffs = programs
    .slice(1)
    .map((p, i) => diff(proteus, programs[i] as Loaded, p, { version: stems[i + 1] as string }));

  test('diff writes an update without reasons against it; holes are refused until they are filled', () => {
    for (const [i, d] of diffs.entries()) {
      expect(d.reasons).toEqual([]);
      const holes = [...d.asked, ...d.transformers.flatMap((t) => t.holes)];
      expect(holes.length).toBe((filling[stems[i + 1] as string] ?? []).length);
      expect(isRight(parseUpdate(d.text, 'u'))).toBe(holes.length === 0);
    }
  });

  test('applied in the middle of a run, it gives the state that the new version has', () => {
    const queue = diffs.map((d, i) =>
      queued(fill(d.text, filling[stems[i + 1] as string] ?? []), `${stems[i + 1]}.update`),
    );
    const first = programs[0] as Loaded;
    const last = programs.at(-1) as Loaded;
    const o = runWith(proteus, fast(proteus, first.config), queue, { check: 'dynamic' });
    const recorded: Recorded = {
      value: printExpr(o.config.e),
      steps: o.steps,
      points: o.points,
      updates: o.updates.map((u) => ({ applied: u.applied })),
    };
    const file = join(dir, 'expected.json');
    if (process.env.UPDATE_EXPECTED) writeFileSync(file, `${JSON.stringify(recorded, null, 2)}\n`);
    expect(recorded).toEqual(JSON.parse(readFileSync(file, 'utf8')));
    expect(recorded.updates.every((u) => u.applied)).toBe(true);
    // Well typed, with the types and the functions of the new version.
    expect(isRight(derive(proteus, configurationOk.form, [o.config], { record: false }))).toBe(true);
    for (const t of keys(last.config.types))
      expect(equal(get(o.config.types, t), get(last.config.types, t)), t).toBe(true);
    for (const i of itemList(last.source.items))
      if (i.tag === 'BindItem')
        expect(
          equal(get(signatureOf.compute(o.config.heap), i.z), get(signatureOf.compute(last.config.heap), i.z)),
          i.z,
        ).toBe(true);
    // A version that starts afresh types as the updated one does.
    expect(equal(first.type, last.type)).toBe(true);
  });
});

test('at least eight pairs, and a chain of three', () => {
  const counts = names.map((n) => readdirSync(join(folder, n)).filter((f) => /^v\d+\.proteus$/.test(f)).length - 1);
  expect(counts.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(8);
  expect(Math.max(...counts)).toBeGreaterThan(1);
});

/** Programs over the prelude, with functions that call each other. */
const program = (choose: (n: number) => number): string => {
  const functions = ['g0', 'g1', 'g2'];
  const body = () =>
    source('int', 2 + choose(10), [], choose).replace(
      /\bpoll (?=\()/g,
      () => `${['poll', ...functions][choose(4)] ?? ''} `,
    );
  return `${prelude}${functions.map((f) => `fun ${f} (x : int) : int = ${body()}\n`).join('')}in ${body()}`;
};

type Labelled = readonly (readonly [string, Expr])[];
const listOf = (f: Fields): Labelled => (f.tag === 'Field' ? [[f.label, f.e], ...listOf(f.rest)] : []);
const fieldsOf = (list: Labelled): Fields =>
  list.reduceRight<Fields>((rest, [l, e]) => make.Fields.Field(l, e, rest), make.Fields.NoFields());
const typeList = (f: TypeFields): readonly (readonly [string, Type])[] =>
  f.tag === 'TypeField' ? [[f.label, f.type], ...typeList(f.rest)] : [];
const typesOf = (list: readonly (readonly [string, Type])[]): Type =>
  make.Type.Record(
    list.reduceRight<TypeFields>((rest, [l, τ]) => make.TypeFields.TypeField(l, τ, rest), make.TypeFields.NoTypes()),
  );

/** An edit of the record type p: of its fields, of the records that are made of it, and of what is taken from them. */
interface RecordEdit {
  readonly type: (fields: readonly (readonly [string, Type])[]) => readonly (readonly [string, Type])[];
  readonly make: (fields: Labelled) => Labelled;
  readonly take: (e: Expr, l: string) => Expr;
}
const zero = make.Expr.Num(0n);
const { Proj } = make.Expr;
const recordEdits: readonly RecordEdit[] = [
  // Added, of a simple type, and of one without a default.
  { type: (f) => [...f, ['d', make.Type.Int()]], make: (f) => [...f, ['d', zero]], take: Proj },
  {
    type: (f) => [['d', make.Type.Named('h')], ...f],
    make: (f) => [['d', make.Expr.Deref(make.Expr.Ext('k'))], ...f],
    take: Proj,
  },
  // Reordered.
  { type: (f) => [...f].reverse(), make: (f) => [...f].reverse(), take: Proj },
  // Renamed.
  {
    type: (f) => f.map(([l, τ]) => [l === 'b' ? 'q' : l, τ]),
    make: (f) => f.map(([l, e]) => [l === 'b' ? 'q' : l, e]),
    take: (e, l) => Proj(e, l === 'b' ? 'q' : l),
  },
  // Removed.
  {
    type: (f) => f.filter(([l]) => l !== 'b'),
    make: (f) => f.filter(([l]) => l !== 'b'),
    take: (e, l) => (l === 'b' ? zero : Proj(e, l)),
  },
];

/** Applies an edit of p to a term, from the leaves up. */
function edited<T>(x: T, edit: RecordEdit): T {
  if (typeof x !== 'object' || x === null || Array.isArray(x)) return x;
  const term = Object.fromEntries(Object.entries(x).map(([k, v]) => [k, edited(v, edit)])) as T & { tag: string };
  if (term.tag === 'Rec') {
    const fields = listOf((term as unknown as Expr & { tag: 'Rec' }).fields);
    return (fields.map(([l]) => l).join() === 'a,b' ? make.Expr.Rec(fieldsOf(edit.make(fields))) : term) as T;
  }
  if (term.tag === 'Proj') {
    const { e, label } = term as unknown as Expr & { tag: 'Proj' };
    return (['a', 'b'].includes(label) ? edit.take(e, label) : term) as T;
  }
  if (term.tag === 'TypeItem' && (term as unknown as Item & { tag: 'TypeItem' }).t === 'p') {
    const { type } = term as unknown as { type: Type & { tag: 'Record' } };
    return make.Item.TypeItem('p', typesOf(edit.type(typeList(type.fields)))) as T;
  }
  return term;
}

/** The text of the next version of a program. */
function nextVersion(text: string, choose: (n: number) => number): string {
  const read = parseProgram(text, 'x');
  if (isLeft(read)) throw new Error('a program of this test');
  let p = read.right;
  if (choose(2) === 0) p = edited(p, recordEdits[choose(recordEdits.length)] as RecordEdit);
  let next = printProgram(p);
  const replace = (from: RegExp, to: string) => (next = next.replace(from, to));
  if (choose(3) === 0) replace(/^type t = int$/m, 'type u = int\ntype t = u');
  if (choose(4) === 0) replace(/^type s = t$/m, 'type s = int');
  if (choose(3) === 0) replace(/^(fun g0 .*) = .*$/m, `$1 = ${source('int', 6, [], choose)}`);
  if (choose(4) === 0) replace(/^fun g1/m, `fun fresh (y : t) : int = get y\nfun g1`);
  if (choose(6) === 0) replace(/^var n : int = 3$/m, 'var n : int = 4\nvar extra : p = !w');
  // What no update can do, so that there are reasons to name.
  if (choose(8) === 0) replace(/^var lazy : int = (.*)$/m, 'var lazy : t = $1');
  if (choose(8) === 0) replace(/^fun plain \(x : int\) : int = .*$/m, 'fun plain (x : int) : int = update; x');
  return next;
}

/** A constant of a type, as text. */
const constantText = (τ: Type, l: Loaded, choose: (n: number) => number): string =>
  printExpr(
    inhabitant(l.config.types, τ, {
      integer: () => BigInt(choose(10)),
      named: (t, definition) => (t === 'h' ? make.Expr.Deref(make.Expr.Ext('k')) : definition()),
      reference: () => undefined,
      other: () => make.Expr.Ext('plain'),
    }) as Expr,
  );

/** More of it: `MUTANDIS_RUNS=20 npx vitest run test/versions.test.ts`. */
const times = Number(process.env.MUTANDIS_RUNS ?? 1);

test('of generated programs and edits, the update is well formed when its holes are filled, or diff names the reason', () => {
  const met = { versions: 0, 'with holes': 0, 'types changed': 0, 'come along': 0, reasons: 0, applied: 0 };
  assertProperty(
    fc.property(fc.nat(0xffffffff), (seed) => {
      const choose = chooser(seed);
      const text = program(choose);
      const old = load(text, 'old');
      if (isLeft(old)) return;
      const changed = nextVersion(text, choose);
      const next = load(changed, 'new');
      if (isLeft(next)) return;
      met.versions++;
      const d = diff(proteus, old.right, next.right, { version: 'v2', reset: choose(4) === 0 });
      const holes = d.transformers.flatMap((t) => t.holes);
      if (holes.length > 0) met['with holes']++;
      if (d.types.changed.length > 0) met['types changed']++;
      if (d.along.length > 0) met['come along']++;
      if (d.reasons.length > 0) {
        met.reasons++;
        expect(d.reasons.every((r) => r.message.length > 0 && r.code.length > 0)).toBe(true);
        return;
      }
      if (d.empty) return;
      const update = queued(
        fill(
          d.text,
          holes.map((h) => constantText(h.type, next.right, choose)),
        ),
        'u',
      );
      const { reasons } = prepare(
        proteus,
        old.right.config.types,
        signatureOf.compute(old.right.config.heap),
        update.items,
      );
      expect(reasons, `${text}\n${changed}\n${d.text}`).toEqual([]);
      const o = runWith(proteus, fast(proteus, old.right.config), [update], { check: 'dynamic', maxSteps: 500 });
      expect(o.outcome).not.toBe('stuck');
      if (o.updates[0]?.applied) met.applied++;
    }),
    { numRuns: 400 * times },
  );
  console.log(JSON.stringify(met));
  for (const [what, n] of Object.entries(met)) expect(n, what).toBeGreaterThan(3);
});
