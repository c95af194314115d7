/** The lambda calculus on the workbench: what every calculus with a concrete syntax has, and nothing that asks for updates. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/lib/Either.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { showError } from '../semantics/errors.ts';
import { make, type Expr } from '../semantics/stlc/grammar.ts';
import { parseProgram, printExpr, printProgram } from '../semantics/stlc/syntax/index.ts';
import { equal } from '../semantics/terms.ts';
import { stlc } from '../rules/stlc/system.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { Generator } from '../checker/generate/generator.ts';
import { measure } from '../checker/hunt/shrink.ts';
import { stlcHints } from '../checker/stlc/hints.ts';
import { stlcLanguage as language } from '../proofs/stlc/language.ts';
import { calculusOfFile } from '../proofs/calculi.ts';
import { dir, inFolder, mutandis } from './command-line.ts';
import { root } from './support.ts';

inFolder();

const read = (text: string) => parseProgram(text, 'f');
const errors = (text: string): string[] => {
  const r = language.load(text, 'f');
  return isLeft(r) ? r.left.map(showError) : [];
};

describe('concrete syntax', () => {
  test('what is printed reads as what it was: generated terms of every constructor', () => {
    const chooser = new RandomChooser(0);
    const g = new Generator(stlc, stlcHints, chooser);
    const seen = new Set<string>();
    let large = 0;
    for (let i = 0; i < 2_000; i++) {
      chooser.reseed(11, i);
      const found = g.find('types', [make.Locals.NoLocals(), g.unknown('Expr'), g.unknown('Type')], i % 12);
      if (found === undefined) continue;
      const e = found[1] as Expr;
      const text = printExpr(e);
      const again = read(text);
      expect(isLeft(again) ? again.left.map(showError) : equal(again.right.e, e), text).toBe(true);
      for (const tag of JSON.stringify(e, (_, x: unknown) => (typeof x === 'bigint' ? Number(x) : x)).match(
        /[A-Z]\w+/g,
      ) ?? [])
        seen.add(tag);
      if (measure(e) > 15) large++;
    }
    const missing = [...stlc.grammar.constructors.values()].filter(
      ({ sort, tag }) => (sort === 'Expr' || sort === 'Type') && !seen.has(tag),
    );
    expect(missing.map((c) => c.tag)).toEqual([]);
    expect(large).toBeGreaterThan(100);
  });

  test('examples read, and print as programs that read the same', () => {
    for (const name of readdirSync(join(root, 'examples')).filter((n) => n.endsWith('.stlc'))) {
      const first = read(readFileSync(join(root, 'examples', name), 'utf8'));
      if (isLeft(first)) throw new Error(first.left.map(showError).join('\n'));
      const second = read(printProgram(first.right));
      if (isLeft(second)) throw new Error(second.left.map(showError).join('\n'));
      const terms = (p: typeof first.right) => [...p.definitions.map((d) => [d.name, d.e]), p.e];
      expect(equal(terms(first.right), terms(second.right)), name).toBe(true);
    }
  });

  test('symbols have a spelling on every keyboard', () => {
    const [a, b] = [read('\\f:int -> int. fun x:int. f x'), read('λf:int → int. λx:int. f x')];
    expect(!isLeft(a) && !isLeft(b) && equal(a.right.e, b.right.e)).toBe(true);
  });

  test('nesting of every kind, 100,000 deep', () => {
    const n = 100_000;
    for (const text of [
      `${'('.repeat(n)}1${')'.repeat(n)}`,
      `${'λx:int. '.repeat(n)}1`,
      `${'+ 1 ('.repeat(n)}1${')'.repeat(n)}`,
      `λx:${'('.repeat(n)}int${')'.repeat(n)}. x`,
      `λx:${'int → '.repeat(n)}int. x`,
    ]) {
      const r = language.load(text, 'f');
      if (isLeft(r)) throw new Error(r.left.map(showError).join('\n'));
      expect(language.print(r.right).length).toBeGreaterThan(0);
      expect(isLeft(read('('.repeat(n)))).toBe(true);
    }
  });
});

describe('errors say what and where, all of them', () => {
  test('of syntax and scope, each definition on its own', () => {
    expect(errors('let a = \\x:(int -> int. x\nlet b = 3 )\nlet b = y\nin hd')).toEqual([
      'f:1:23: expected ) for the ( at 1:12, found .',
      'f:2:11: expected let or in, found )',
      'f:3:5: b is defined twice',
      'f:3:9: unknown name y',
    ]);
    expect(errors('')).toEqual(['f:1:1: expected a term, found the end']);
    expect(errors('f:')).toEqual(['f:1:1: unknown name f', 'f:1:2: unexpected :']);
    expect(errors('1 ?')).toEqual(['f:1:3: unexpected character "?"']);
  });
  test('of typing: the argument, what it has to be and what it is; what uses a definition without a type is not judged', () => {
    expect(errors('let f = hd 3\nlet g = f\nlet h = + nil\nin (1 2)')).toEqual([
      'f:1:12: · ⊢ 3 : list int is asked; it is int',
      'f:3:11: · ⊢ nil : int is asked; it is list int',
      'f:4:5: · ⊢ 1 : τ1 → τ2 is asked; it is int',
    ]);
    expect(errors('let f = hd 3\nin f')).toEqual(['f:1:12: · ⊢ 3 : list int is asked; it is int']);
  });
});

describe('runs', () => {
  const run = (text: string, options = {}) => {
    const r = language.load(text, 'f');
    if (isLeft(r)) throw new Error(r.left.map(showError).join('\n'));
    return language.run(r.right, options);
  };
  test('end with a value, an error, or where they are cut short', () => {
    expect(run('let twice = λf:int → int. λx:int. f (f x) in twice (+ 1) 5')).toMatchObject({
      outcome: 'done',
      value: '7',
      steps: 4,
    });
    expect(run('tl nil')).toMatchObject({ outcome: 'failed', value: 'error', steps: 1 });
    expect(run('+ (+ 1 1) 1', { maxSteps: 1 })).toMatchObject({ outcome: 'out-of-fuel', value: null, steps: 1 });
  });
  test('each step is told with its rule and redex', () => {
    const told: string[] = [];
    run('+ (+ 1 1) 1', {
      onStep: (_: unknown, s: { rule: string; redex: string; result: string }) =>
        told.push(`${s.rule} ${s.redex} ${s.result}`),
    });
    expect(told).toEqual(['R-Plus + 1 1 2', 'R-Plus + 2 1 3']);
  });
  test('a definition is an abbreviation: inner variables of its name are others', () => {
    expect(run('let x = 1 in (λx:int. + x x) 3').value).toBe('6');
  });
});

describe('on the command line', () => {
  beforeAll(() => {
    writeFileSync(join(dir, 'twice.stlc'), 'let twice = λf:int → int. λx:int. f (f x)\nin twice (+ 1) 5\n');
    writeFileSync(join(dir, 'wrong.stlc'), 'hd 3\n');
    writeFileSync(join(dir, 'twice.txt'), '+ 1 2\n');
  });

  test('check, run, explain; the ending of a file says which calculus it is of, or --system', () => {
    expect(mutandis('check', 'twice.stlc').out).toBe('let twice : (int → int) → int → int\nin : int\n');
    expect(mutandis('run', 'twice.stlc')).toEqual({ code: 0, out: '7 : int\ndone: 4 steps\n', err: '' });
    expect(mutandis('run', 'twice.txt', '--system', 'stlc').out).toBe('3 : int\ndone: 1 step\n');
    expect(JSON.parse(mutandis('run', 'twice.stlc', '--json').out)).toEqual({
      outcome: 'done',
      value: '7',
      type: 'int',
      steps: 4,
    });
    const wrong = mutandis('explain', 'wrong.stlc');
    expect(wrong.code).toBe(1);
    expect(wrong.out).toContain('T-App: premise 2 of 2 fails: · ⊢ 3 : list int (got int)');
    expect(mutandis('check', 'wrong.stlc')).toMatchObject({
      code: 1,
      err: 'wrong.stlc:1:4: · ⊢ 3 : list int is asked; it is int\n',
    });
  });

  test('derive, replay, rules, generate', () => {
    expect(mutandis('derive', 'twice.stlc', '-o', 'd.json').out).toBe('d.json: 29 nodes, 4 steps (done)\n');
    expect(mutandis('replay', 'd.json')).toMatchObject({
      code: 0,
      out: 'holds: 29 nodes checked; types, 4 × steps\n',
    });
    const forged = readFileSync(join(dir, 'd.json'), 'utf8').replace('"R-Plus"', '"R-HdNil"');
    writeFileSync(join(dir, 'forged.json'), forged);
    expect(mutandis('replay', 'forged.json').code).toBe(1);
    expect(mutandis('rules', 'T-App', '--system', 'stlc').out).toContain('Γ ⊢ e1 e2 : τ2');
    const made = JSON.parse(mutandis('generate', '--system', 'stlc', '--count', '3', '--seed', '4', '--json').out) as {
      instances: { text: string }[];
    };
    for (const { text } of made.instances) expect(text).toMatch(/^· ⊢ .+ : .+$/);
  });

  test('what needs updates says that there are none, and is a wrong call', () => {
    const calls: [string[], string][] = [
      [['run', 'twice.stlc', '--update', 'x.update'], '--update: the lambda calculus has no updates'],
      [['run', 'twice.stlc', '--check', 'static'], '--check: the lambda calculus has no updates'],
      [['plan', 'twice.stlc', '--update', 'x.update'], 'plan: the lambda calculus has no updates'],
      [['sweep', 'twice.stlc', '--update', 'x.update'], 'sweep: the lambda calculus has no updates'],
      [['diff', 'twice.stlc', 'twice.stlc'], 'diff: the lambda calculus has no updates'],
      [['analyse', 'twice.stlc'], 'analyse: the lambda calculus has no updates'],
      [['translate', 'twice.stlc'], 'translate: the lambda calculus has no annotations to be translated into'],
      [['derive', 'twice.stlc', '--declarative'], '--declarative: the lambda calculus has no declarative presentation'],
    ];
    for (const [args, err] of calls) expect(mutandis(...args)).toEqual({ code: 2, out: '', err: `mutandis: ${err}\n` });
  });
});

test('no two calculi have one ending', () => {
  expect(calculusOfFile('a.stlc')?.name).toBe('stlc');
  expect(calculusOfFile('a.proteus')?.name).toBe('proteus');
  expect(calculusOfFile('a')).toBeUndefined();
});
