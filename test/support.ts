/** What several test files need: programs with updates from a folder, and their runs in the form of expected.json. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import { expect } from 'vitest';
import type { LoadError } from '../semantics/errors.ts';
import { alphaEqual as alphaEqualIn } from '../semantics/alpha.ts';
import { hole, plug } from '../semantics/proteus/contexts.ts';
import { make, proteus as grammar, type Config, type Expr } from '../semantics/proteus/grammar.ts';
import type { Node } from '../semantics/proteus/substitution.ts';
import { parseExpr, parseUpdate, printExpr, printType } from '../semantics/proteus/syntax/index.ts';
import { proteus } from '../rules/proteus/system.ts';
import { load, type Loaded } from '../checker/proteus/load.ts';
import { byRules, fast, runWith, type Queued, type RunOutcome } from '../checker/proteus/run.ts';

/** An expression from its text, translated or not. @throws Error with the first mistake in it. */
export const readExpr = (text: string): Expr => {
  const e = parseExpr(text, 'x', { annotated: true });
  if (isLeft(e)) throw new Error(`${text}: ${e.left[0]?.line}:${e.left[0]?.column}: ${e.left[0]?.message}`);
  return e.right;
};

/** Equal up to the names of local variables. */
export const alphaEqual = (a: Node, b: Node): boolean => alphaEqualIn(grammar, a, b);

/** Configurations equal up to the names of local variables, wherever they stand. */
export function alphaEqualConfigs(a: Config, b: Config): boolean {
  const whole = (K: Config) => make.Config.Configuration(K.types, K.heap, hole, plug.compute(K.context, K.e));
  return alphaEqualIn(grammar, whole(a), whole(b));
}

export const root = new URL('..', import.meta.url).pathname;

export interface Expected {
  readonly name: string;
  readonly error?: LoadError;
  readonly maxSteps?: number;
  readonly dynamic: ExpectedRun;
  readonly static: ExpectedRun;
}
export interface ExpectedRun {
  readonly outcome: string;
  readonly value: string | null;
  readonly type: string;
  readonly steps: number;
  readonly points: number;
  readonly updates: readonly {
    readonly update: string;
    readonly applied: { readonly point: number; readonly step: number } | null;
    readonly refusals: readonly {
      readonly point: number;
      readonly step: number;
      readonly reasons: readonly { readonly code: string; readonly type?: string; readonly in?: string }[];
    }[];
  }[];
}

export interface Case {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly updates: readonly { readonly file: string; readonly text: string }[];
  readonly expected: Expected;
}

/** The programs of a folder, with their updates and expected outcomes. */
export const casesIn = (folder: string): Case[] =>
  readdirSync(`${root}${folder}`)
    .filter((f) => f.endsWith('.proteus'))
    .map((file) => {
      const name = file.replace('.proteus', '');
      const read = (f: string) => readFileSync(`${root}${folder}/${f}`, 'utf8');
      const updates = [];
      for (let i = 1; existsSync(`${root}${folder}/${name}.${i}.update`); i++)
        updates.push({ file: `${name}.${i}.update`, text: read(`${name}.${i}.update`) });
      return { name, file, text: read(file), updates, expected: JSON.parse(read(`${name}.expected.json`)) as Expected };
    });

/** Loads a case; its first error, or the program and its queue. */
export function loadCase(c: Case, record = false): LoadError | { loaded: Loaded; queue: Queued[] } {
  const loaded = load(c.text, c.file, { record });
  if (isLeft(loaded)) return loaded.left[0] as LoadError;
  const queue: Queued[] = [];
  for (const u of c.updates) {
    const items = parseUpdate(u.text, u.file);
    if (isLeft(items)) return items.left[0] as LoadError;
    queue.push({ file: u.file, items: items.right });
  }
  return { loaded: loaded.right, queue };
}

export function mustLoad(c: Case, record = false): { loaded: Loaded; queue: Queued[] } {
  const l = loadCase(c, record);
  if ('kind' in l) throw new Error(`${c.file}: ${l.message}`);
  return l;
}

export const loadText = (text: string, record = false): Loaded => {
  const l = load(text, 'test.proteus', { record });
  if (isLeft(l)) throw new Error(l.left.map((e) => `${e.line}:${e.column}: ${e.message}`).join('\n'));
  return l.right;
};

/** Numbers of references do not count. */
export const withoutReferences = (s: string | null): string | null => s?.replace(/@[0-9]+/g, '@') ?? null;

/** A run in the form of expected.json. */
export const outcomeOf = (loaded: Loaded, o: RunOutcome) => ({
  outcome: o.outcome,
  value: o.outcome === 'done' ? withoutReferences(printExpr(o.config.e)) : null,
  type: printType(loaded.type, { latents: false }),
  steps: o.steps,
  points: o.points,
  updates: o.updates.map((u) => ({
    update: u.update,
    applied: u.applied,
    refusals: u.refusals.map((r) => ({
      point: r.point,
      step: r.step,
      reasons: [...new Set(r.reasons.map((x) => x.code))].sort(),
    })),
  })),
});

const latents = /-\[[^\]]*\]->/g;
export const expectedOutcome = (e: ExpectedRun) => ({
  outcome: e.outcome,
  value: withoutReferences(e.value),
  type: e.type.replace(latents, '->'),
  steps: e.steps,
  points: e.points,
  updates: e.updates.map((u) => ({
    update: u.update,
    applied: u.applied,
    refusals: u.refusals.map((r) => ({
      point: r.point,
      step: r.step,
      reasons: [...new Set(r.reasons.map((x) => x.code))].sort() as string[],
    })),
  })),
});

/** Runs a case under both checks with both runners, and compares with what is expected. */
export function expectOutcomes(c: Case): void {
  const l = loadCase(c);
  if (c.expected.error !== undefined || 'kind' in l) {
    expect(l).toMatchObject({
      kind: c.expected.error?.kind,
      file: c.expected.error?.file,
      line: c.expected.error?.line,
      column: c.expected.error?.column,
    });
    return;
  }
  for (const check of ['dynamic', 'static'] as const)
    for (const runner of [fast(proteus, l.loaded.config), byRules(proteus, l.loaded.config)]) {
      const o = runWith(proteus, runner, l.queue, { check, maxSteps: c.expected.maxSteps });
      expect(outcomeOf(l.loaded, o)).toEqual(expectedOutcome(c.expected[check]));
    }
}
