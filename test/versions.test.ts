/** Versions of programs, under examples/versions: what diff writes, applied in the middle of a run. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { get, keys } from '../semantics/maps.ts';
import { equal } from '../semantics/terms.ts';
import { itemList } from '../semantics/proteus/programs.ts';
import { signatureOf } from '../semantics/proteus/heaps.ts';
import { parseUpdate, printExpr } from '../semantics/proteus/syntax/index.ts';
import { configurationOk } from '../rules/proteus/heaps.ts';
import { proteus } from '../rules/proteus/system.ts';
import { derive } from '../checker/derive.ts';
import { diff, type Diff } from '../checker/proteus/diff.ts';
import { load, type Loaded } from '../checker/proteus/load.ts';
import { prepare } from '../checker/proteus/prepare.ts';
import { fast, runWith, type Queued } from '../checker/proteus/run.ts';
import { chooser, prelude, source } from './arbitrary.ts';
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
      const holes = d.transformers.flatMap((t) => t.holes);
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
    const o = runWith(proteus, fast(first.config), queue, { check: 'dynamic' });
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
