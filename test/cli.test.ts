/** The command line as built: what its commands print, and their exit codes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { calculi } from '../proofs/calculi.ts';
import { celsius, dir, file, inFolder, json, mutandis, setUp } from './command-line.ts';
import { root } from './support.ts';

inFolder();

/** The calculi that the command line knows, as it lists them. */
const systems = calculi.map((c) => c.name).join(', ');

describe('the commands', () => {
  beforeAll(setUp);
  test('run --json is what the case expects, to the letter of the contract', () => {
    for (const check of ['dynamic', 'static'] as const) {
      const r = mutandis('run', 'celsius.proteus', '--update', 'celsius.1.update', '--check', check, '--json');
      expect(r.code).toBe(0);
      expect(json(r.out)).toEqual(celsius?.expected[check]);
    }
  });
  test('run, for people', () => {
    const r = mutandis('run', 'celsius.proteus', '--update', 'celsius.1.update', '--trace');
    expect(r.out).toMatch(/^ +1 {2}R-Call/);
    expect(r.out).toMatch(
      /\n20 : int\ndone: 23 steps, 3 update points, dynamic check\ncelsius.1.update: applied at point 1 \(step 3\)\n$/,
    );
  });
  test('a run cut short has no value', () => {
    const r = mutandis('run', 'celsius.proteus', '--max-steps', '5', '--json');
    expect(json(r.out)).toMatchObject({ outcome: 'out-of-fuel', value: null, steps: 5, updates: [] });
  });
  test('check, translate and analyse', () => {
    expect(json(mutandis('check', 'celsius.proteus', '--json').out)).toMatchObject({
      type: 'int',
      definitions: [
        { kind: 'type', name: 'celsius', type: 'int' },
        { kind: 'var', name: 'temp', type: 'celsius ref' },
        { kind: 'fun', name: 'show', type: 'celsius -[N;*]-> int' },
        { kind: 'fun', name: 'loop', type: 'int -[U;{}]-> int' },
      ],
    });
    const translated = mutandis('translate', 'celsius.proteus', '--latents').out;
    expect(translated).toContain('con[celsius] c');
    file('again.proteus', translated);
    expect(mutandis('translate', '--annotated', '--latents', 'again.proteus').out).toBe(translated);
    expect(json(mutandis('analyse', 'celsius.proteus', '--json').out)).toMatchObject({
      points: [{ line: 4, column: 59, in: 'loop', capability: '{}', mayChange: ['celsius'], mayNotChange: [] }],
    });
  });
  test('derive, then replay; a changed file is rejected with the place', () => {
    expect(mutandis('derive', 'celsius.proteus', '--update', 'celsius.1.update', '-o', 'd.json').code).toBe(0);
    const ok = mutandis('replay', 'd.json', '--json');
    expect([ok.code, json(ok.out)]).toMatchObject([0, { ok: true, roots: ['executes', 'translatesItems'] }]);
    const text = readFileSync(join(dir, 'd.json'), 'utf8');
    file('bad.json', text.replace('"rule":"R-ConAbs"', '"rule":"R-Deref"'));
    const bad = mutandis('replay', 'bad.json');
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(/^does not hold: roots\[0\](\.premises\[\d\]|\.…\(\d+ more\))+\n {2}rule R-Deref/);
    expect(mutandis('derive', 'celsius.proteus', '--declarative', '-o', 'e.json').code).toBe(0);
    expect(mutandis('replay', 'e.json').code).toBe(0);
  });
  test('rules: all, one, a judgement, in each form', () => {
    expect(mutandis('rules', 'T-Con').out).toContain('t ∈ Δ1');
    expect(mutandis('rules', 'T-Con', '--latex').out).toContain('\\inferrule[T-Con]');
    expect(mutandis('rules', 'T-Con', '--html').out).toContain('<figure class="rule" id="T-Con">');
    expect(mutandis('rules', 'subtype').out.match(/S-\w+/g)).toEqual(['S-Refl', 'S-Rec', 'S-Ref', 'S-Fun']);
    expect(JSON.parse(mutandis('rules', '--json').out)).toHaveLength(
      new Set(mutandis('rules').out.match(/─ (\S+)$/gm)).size,
    );
    const none = mutandis('rules', 'T-Cn');
    expect([none.code, none.err]).toMatchObject([1, expect.stringContaining('no rule or judgement T-Cn')]);
  });
  test('hunt: a fault is found, told, written, kept, and replayed; the same with any number of workers', () => {
    const args = ['hunt', '--system', 'stlc', '--variant', 'tl-head', '--seed', '4', '--out', 'ce'];
    const first = mutandis(...args, '--workers', '1', '--json');
    expect(first.code).toBe(1);
    const report = json(first.out) as unknown as {
      theorems: { Preservation: { tests: number; counterexample: { file: string; program: string; kept: boolean } } };
    };
    const { counterexample } = report.theorems.Preservation;
    expect(counterexample).toMatchObject({ kept: false, update: '' });
    const replayed = mutandis('replay', counterexample.file);
    expect([replayed.code, replayed.out]).toMatchObject([
      0,
      expect.stringMatching(/^a counterexample to Preservation: \d+ nodes checked/),
    ]);
    const two = mutandis(...args, '--workers', '2', '--json', '--fresh');
    expect((json(two.out) as unknown as typeof report).theorems.Preservation).toMatchObject({
      tests: report.theorems.Preservation.tests,
      counterexample: { program: counterexample.program },
    });
    expect(json(mutandis(...args, '--json').out)).toMatchObject({
      theorems: { Preservation: { tests: 0, counterexample: { kept: true } } },
    });
    expect(mutandis(...args).out).toMatch(
      /Preservation falls \(stlc, variant tl-head\), case R-Tl:[\s\S]*because[\s\S]*again: mutandis hunt/,
    );
    // Where there are fewer chunks of episodes than workers, fewer are started.
    const plain = (out: string) => ({ ...json(out), seconds: 0, testsPerSecond: 0 });
    for (const runs of ['1', '16', '17']) {
      const few = ['hunt', '--system', 'stlc', '--seed', '1', '--runs', runs, '--json', '--fresh'];
      expect(plain(mutandis(...few, '--workers', '4').out)).toEqual(plain(mutandis(...few, '--workers', '1').out));
    }
    const none = mutandis('hunt', '--system', 'stlc', '--seed', '1', '--runs', '500', '--workers', '2', '--json');
    expect([none.code, json(none.out)]).toMatchObject([0, { theorems: { Progress: { counterexample: null } } }]);
  });
  test('hunt: programs that are explored are counted, and the rules of their steps; the same with any number of workers', () => {
    const args = ['hunt', '--system', 'threads', '--theorem', 'TT6', '--runs', '48', '--seed', '7', '--out', 'none'];
    const [one, two] = ['1', '2'].map((n) => json(mutandis(...args, '--workers', n, '--json').out)) as unknown as {
      episodes: number;
      rules: Record<string, number>;
      explored: { programs: number; ended: number; different: number; states: number; unused: string[] };
    }[];
    const { explored, rules, episodes } = one as NonNullable<typeof one>;
    expect(two).toMatchObject({ explored, rules });
    expect(explored.programs).toBeLessThanOrEqual(episodes);
    expect(explored.ended).toBeGreaterThan(24);
    expect(explored.different).toBeLessThanOrEqual(explored.ended);
    expect(explored.states).toBeGreaterThan(explored.programs);
    for (const rule of ['R-Fork', 'R-Upd', 'T-Fork', 'I-Acquire']) expect(rules[rule] ?? 0, rule).toBeGreaterThan(0);
    expect(explored.unused.filter((rule) => rule in rules)).toEqual([]);
    expect(mutandis(...args).out).toMatch(
      new RegExp(
        `^${explored.ended} programs explored to their end \\(${explored.different} different.*, ${explored.states} states\nrules used ${Object.keys(rules).length}: `,
        'm',
      ),
    );
  });
  test('hunt: variants from files, for both calculi; and files that are wrong', () => {
    const faulty = (calculus: string, body: string) =>
      `import { variant } from 'mutandis';\nimport * as c from 'mutandis/${calculus}';\nexport default variant(c.${calculus}, { name: 'mine', sentence: 'a fault', ${body} });\n`;
    file(
      'mine.ts',
      faulty(
        'proteus',
        `expected: ['T7'] as const, replace: [c.rule('T-Deref', ({ Ω, Σ, Γ, Δ, Δ1, μ, e, τ }: any) => ({ given: [c.types(Ω, Σ, Γ, Δ, μ, e, c.Ref(τ), Δ1)], infer: c.types(Ω, Σ, Γ, Δ, μ, c.Deref(e), c.Ref(τ), Δ1) }))]`,
      ),
    );
    const proteus = mutandis(
      'hunt',
      '--variant',
      './mine.ts',
      '--seed',
      '1',
      '--workers',
      '1',
      '--out',
      'ce',
      '--json',
    );
    expect([proteus.code, json(proteus.out)]).toMatchObject([
      1,
      { system: 'proteus', variant: 'mine', theorems: { T7: { counterexample: { case: 'R-Deref' } } } },
    ]);
    expect(mutandis('replay', 'ce/proteus-mine-T7.json', '--variant', './mine.ts').code).toBe(0);
    file('lambda.mjs', faulty('stlc', `expected: ['Progress'], remove: ['R-Plus']`));
    const lambda = mutandis(
      'hunt',
      '--variant',
      './lambda.mjs',
      '--seed',
      '1',
      '--workers',
      '2',
      '--out',
      'ce',
      '--json',
    );
    expect([lambda.code, json(lambda.out)]).toMatchObject([1, { system: 'stlc', theorems: { Progress: {} } }]);
    for (const [name, text, message] of [
      ['unknown.ts', faulty('stlc', `expected: 'sound', remove: ['R-Puls']`), 'there is no rule R-Puls to remove'],
      ['syntax.ts', 'export default {', 'syntax.ts:1:17: '],
      ['none.ts', 'export const x = 1;', 'exports no variant'],
      ['import.ts', `import { x } from 'mutandis/other'; export default x;`, 'there is no module mutandis/other'],
    ] as const) {
      file(name, text);
      const r = mutandis('hunt', '--variant', `./${name}`);
      expect([r.code, r.err]).toMatchObject([2, expect.stringContaining(message)]);
      expect(r.err).not.toContain('    at ');
    }
    for (const [args, message] of [
      [['--variant', 'nothing'], 'has no variant nothing; there are'],
      [['--system', 'lambda'], `there is no system lambda; there are ${systems}`],
      [['--theorem', 'T99'], 'has no theorem T99; there are T1'],
      [['--time', 'soon'], 'a number of seconds is expected'],
    ] as const) {
      const r = mutandis('hunt', ...args);
      expect([r.code, r.err]).toMatchObject([2, expect.stringContaining(message)]);
    }
  });
  test('hunt: variants that are written as rules, for both calculi; and rules that are wrong', () => {
    const example = join(root, 'examples/variants/if-union.rules');
    const hunted = (...args: string[]) =>
      mutandis('hunt', ...args, '--seed', '4', '--out', 'written', '--fresh', '--json');
    const union = hunted('--variant', example, '--theorem', 'T7', '--workers', '2');
    expect([union.code, json(union.out)]).toMatchObject([
      1,
      { system: 'proteus', variant: 'if-union', theorems: { T7: { counterexample: { case: 'R-IfNeq' } } } },
    ]);
    expect(mutandis('replay', 'written/proteus-if-union-T7.json', '--variant', example).code).toBe(0);
    file('silent.rules', 'remove R-Plus\n');
    file('named.rules', '-- no sums\nsystem: stlc\nremove R-Plus\n');
    for (const [name, ...args] of [['silent', '--system', 'stlc'], ['named']] as const) {
      const r = hunted('--variant', `${name}.rules`, ...args, '--workers', '1');
      expect([r.code, json(r.out)]).toMatchObject([1, { system: 'stlc', theorems: { Progress: {} } }]);
      const replayed = mutandis('replay', `written/stlc-${name}-Progress.json`, '--variant', `${name}.rules`);
      expect(replayed.code, replayed.err).toBe(0);
    }
    file('wrong.rules', '-- wrong\nremove R-Puls\n\nτ <: Δ\n──── S-Refl\nτ <: τ\n');
    const places =
      'wrong.rules:2:8: there is no rule R-Puls to remove\nwrong.rules:4:6: Δ is a Cap, a Type is expected here\n';
    for (const command of [['hunt'], ['generate'], ['replay', 'written/proteus-if-union-T7.json']])
      expect(mutandis(...command, '--variant', 'wrong.rules')).toEqual({ code: 1, out: '', err: places });
    expect(json(mutandis('hunt', '--variant', 'wrong.rules', '--json').out)).toMatchObject({
      errors: [
        { file: 'wrong.rules', line: 2, column: 8 },
        { line: 4, column: 6 },
      ],
    });
    expect(mutandis('hunt', '--variant', 'none.rules')).toMatchObject({ code: 1, err: 'none.rules: does not exist\n' });
    expect(mutandis('hunt', '--variant', file('odd.rules', 'system: lambda\n'))).toMatchObject({
      code: 1,
      err: `odd.rules: there is no system lambda; there are ${systems}\n`,
    });
  });
  test('hunt: a calculus without theorems is a wrong call, as it is and varied', () => {
    // The lambda calculus under another name, with one of its rules left out in a variant, and nothing claimed of it.
    const bare = file(
      'bare.mjs',
      `import { calculus, variant } from 'mutandis';
import { stlc } from 'mutandis/stlc';
const base = { ...stlc, name: 'bare' };
const less = variant(base, { name: 'less', sentence: 'nothing is an application', expected: 'sound', remove: ['T-App'] });
export default calculus({ base, generates: 'types', variants: [less] });
`,
    );
    for (const variant of [[], ['--variant', 'less']]) {
      const r = mutandis('hunt', '--calculus', bare, '--system', 'bare', ...variant, '--runs', '5', '--fresh');
      expect(r).toEqual({
        code: 2,
        out: '',
        err: 'mutandis: bare has no theorems, so there is nothing to hunt\n',
      });
    }
  });
  test('explore: a property is decided by the rules of a variant, where one is named', () => {
    const kernel = 'examples/components/callback.kernel';
    const asked = ['explore', join(root, kernel), '--property', 'invariant !deadlock', '--json'];
    const verdict = (...variant: string[]) =>
      (JSON.parse(mutandis(...asked, ...variant).out) as { properties: { verdict: string }[] }).properties[0]?.verdict;
    expect(verdict()).toBe('holds');
    expect(verdict('--variant', 'block-recursive')).toBe('fails');
    expect(mutandis(...asked, '--variant', 'none')).toMatchObject({ code: 2 });
    for (const [option, value] of [
      ['--out', 'runs.json'],
      ['--workers', '2'],
    ] as const)
      expect(
        mutandis('explore', join(root, kernel), '--property', 'F done', option, value, '--variant', 'block-recursive'),
      ).toEqual({
        code: 2,
        out: '',
        err: `mutandis: ${option} cannot be used with --variant\n`,
      });
  });
  test('variants, generate, obligations', () => {
    const variants = json(mutandis('variants', '--json').out) as unknown as {
      system: string;
      name: string;
      counterexample: string;
    }[];
    expect(variants.filter((v) => v.system === 'proteus')).toHaveLength(33);
    expect(variants.filter((v) => v.system === 'stlc')).toHaveLength(9);
    expect(variants.find((v) => v.name === 'if-union')).toMatchObject({
      counterexample: expect.stringContaining('.json'),
    });
    const generated = mutandis('generate', '--count', '3', '--seed', '9', '--json');
    expect(mutandis('generate', '--count', '3', '--seed', '9', '--json').out).toBe(generated.out);
    const { instances } = json(generated.out) as unknown as { instances: { text: string; update?: string }[] };
    expect(instances).toHaveLength(3);
    // What is printed can be read: programs without cells are programs.
    for (const [i, { text, update }] of instances.entries()) {
      if (text.includes('@')) continue;
      file(`g${i}.proteus`, text);
      expect(mutandis('check', '--annotated', `g${i}.proteus`).code, text).toBe(0);
      if (update === undefined) continue;
      file(`g${i}.update`, update);
      const r = mutandis('run', '--annotated', `g${i}.proteus`, '--update', `g${i}.update`, '--max-steps', '50');
      expect(r.err, update).toBe('');
    }
    expect(mutandis('generate', '--system', 'stlc', '--count', '2', '--seed', '1').out).toMatch(/^· ⊢ /);
    const ample = mutandis(
      'generate',
      '--system',
      'stlc',
      '--count',
      '40',
      '--seed',
      '1',
      '--at-least',
      '12',
      '--size',
      '14',
    );
    const terms = ample.out.split('\n').filter((line) => line !== '');
    expect(terms).toHaveLength(40);
    // Twelve constructors and more are not written in less.
    expect(Math.min(...terms.map((line) => line.length))).toBeGreaterThan(24);
    expect(ample.err).toContain('--size 14 --at-least 12');
    expect(mutandis('generate', '--at-least', '3')).toMatchObject({
      code: 2,
      err: expect.stringContaining('instances of configurationOk cannot be asked for by a least size'),
    });
    expect(mutandis('generate', '--system', 'stlc', '--at-least', '3', '--size', '2')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--at-least 3 is more than --size 2'),
    });
    expect(mutandis('generate', '--judgement', 'nothing').err).toContain('has no judgement nothing; there are subtype');
    const { code, out } = mutandis('obligations');
    expect(out).toMatch(/^\d+ of \d+ unsound variants refuted/m);
    // Cases that no instance reached have not passed: there are none.
    expect([code, /: 0 not tried/.test(out), out.includes('not tried\n')]).toEqual([0, true, false]);
    const { untriedCases } = json(mutandis('obligations', '--json').out) as unknown as { untriedCases: unknown };
    expect(untriedCases).toEqual([]);
    for (const [option, ...words] of [['--instances', '10'], ['--system', 'stlc'], ['--proofs']]) {
      const wrong = mutandis('obligations', option as string, ...words);
      expect([wrong.code, wrong.out]).toEqual([2, '']);
      expect(wrong.err).toBe(`mutandis: ${option} says how the table is written again: it is of --update\n`);
    }
    // Families are named as in hunts; a name that is none of them is an error before anything is hunted.
    const none = mutandis('obligations', '--update', '--instances', '1', '--theorem', 'T14', '--theorem', 'T15');
    expect([none.code, none.out, none.err]).toEqual([2, '', 'mutandis: there is no theorem T15\n']);
  });
  test('explain: a program, and an update that is refused', () => {
    file('bad.proteus', 'type t = int\nvar v : t = 1\nfun f (r : int ref) : int = !r\nin f v');
    const r = mutandis('explain', 'bad.proteus');
    expect(r).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^bad.proteus:4:6: cannot convert t ref to int ref/),
      out: expect.stringContaining('Co-None'),
    });
    file('stay.update', 'update type celsius = { deg : int } by w add fun w (c : int) : { deg : int } = { deg = c }');
    const u = mutandis('explain', 'celsius.proteus', '--update', 'stay.update', '--json');
    expect(u.code).toBe(1);
    expect(json(u.out)).toMatchObject({
      holds: false,
      updates: [
        { applied: null, refused: { point: 1, reasons: [{ code: 'function', type: 'celsius', in: 'show', line: 3 }] } },
      ],
    });
    expect(mutandis('explain', 'celsius.proteus', '--update', 'celsius.1.update').code).toBe(0);
  });
});
