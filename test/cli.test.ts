/** The command line as built: outcomes, exit codes, and bad input of every kind. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { casesIn, root } from './support.ts';
import { calculi } from '../proofs/calculi.ts';

const main = join(root, 'dist/workbench/cli/main.js');
let dir = '';
beforeAll(() => {
  if (!existsSync(main)) throw new Error('the command line is not built: npm run build');
  dir = mkdtempSync(join(tmpdir(), 'mutandis-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const mutandis = (...args: string[]) => {
  const r = spawnSync(process.execPath, [main, ...args], { cwd: dir, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { code: r.status, out: r.stdout, err: r.stderr };
};
const file = (name: string, text: string | Uint8Array) => {
  writeFileSync(join(dir, name), text);
  return name;
};
const json = (out: string) => JSON.parse(out) as Record<string, never>;

const celsius = casesIn('test/cases').find((c) => c.name === 'celsius');
const setUp = () => {
  if (!celsius) throw new Error('the case celsius');
  file('celsius.proteus', celsius.text);
  file('celsius.1.update', celsius.updates[0]?.text ?? '');
};

/** The calculi that the command line knows, as it lists them. */
const systems = calculi.map((c) => c.name).join(', ');

/** Cases that no instance of the recorded hunts reached: none of these has passed. */
const untried: Readonly<Record<string, readonly string[]>> = {
  'proteus T5': ['T-App'],
  'proteus T13-antisymmetric': ['S-Rec', 'S-Ref', 'S-Fun'],
  'threads TT3': ['T-By'],
  'threads TT4': ['T-By'],
  'threads TT5': ['T-By'],
  'threads TT8v': ['State'],
  'threads TT10': ['State-Versions'],
  'sessions S1-one-value': ['V-Field'],
  'sessions S1-value': ['E-Field'],
  'sessions S10-sorts-transitive': ['SS-Base'],
  'components O11-types': ['T-Var', 'T-Nil', 'T-Obj', 'T-Self', 'T-Next', 'T-Rec', 'T-Lit', 'T-Cons', 'T-New', 'T-Send', 'T-Waits'], // prettier-ignore
  'components O11-subtypes': ['S-Int', 'S-Rec'],
};

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
      mutandis('hunt', ...args, '--seed', '7', '--out', 'written', '--fresh', '--json');
    const union = hunted('--variant', example, '--theorem', 'T7', '--workers', '2');
    expect([union.code, json(union.out)]).toMatchObject([
      1,
      { system: 'proteus', variant: 'if-union', theorems: { T7: { counterexample: { case: 'R-IfEq' } } } },
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
    expect(mutandis('generate', '--judgement', 'nothing').err).toContain('has no judgement nothing; there are subtype');
    const { code, out } = mutandis('obligations');
    expect(out).toMatch(/^\d+ of \d+ unsound variants refuted/m);
    // Cases that no instance reached have not passed.
    expect([code, /: 0 not tried/.test(out)]).toEqual(out.includes('not tried\n') ? [1, false] : [0, true]);
    const { untriedCases } = json(mutandis('obligations', '--json').out) as unknown as {
      untriedCases: readonly { readonly system: string; readonly theorem: string; readonly case: string }[];
    };
    // Others than those that are known are not to be passed over.
    const unknown = untriedCases.filter((o) => !untried[`${o.system} ${o.theorem}`]?.includes(o.case));
    expect(unknown).toEqual([]);
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

describe('diff and plan', () => {
  const example = (name: string) => join(root, 'examples', name);
  const versions = (name: string) => [1, 2].map((n) => example(`versions/${name}/v${n}.proteus`));

  test('diff writes an update that plan finds well formed, and run applies', () => {
    const [old, next] = versions('gauge') as [string, string];
    expect(mutandis('diff', old, next, '-o', 'gauge.update')).toMatchObject({ code: 0, err: '' });
    const planned = mutandis('plan', old, '--update', 'gauge.update', '--json');
    expect(planned.code).toBe(0);
    expect(json(planned.out).updates).toMatchObject([
      { wellFormed: true, reasons: [], behind: [], points: [{ static: 'admitted', mayChange: ['celsius'] }] },
    ]);
    expect(json(mutandis('run', old, '--update', 'gauge.update', '--json').out)).toMatchObject({
      outcome: 'done',
      updates: [{ applied: { point: 1, step: 3 } }],
    });
  });
  test('a hole is refused until it is filled', () => {
    const [old, next] = versions('split') as [string, string];
    const r = mutandis('diff', old, next, '--json');
    expect(json(r.out).holes).toHaveLength(1);
    const { out } = mutandis('diff', old, next);
    file('hole.update', out);
    for (const command of ['run', 'plan', 'explain']) {
      const refused = mutandis(command, old, '--update', 'hole.update');
      expect(refused.code).toBe(1);
      expect(refused.err + refused.out).toMatch(/hole\.update:\d+:\d+: .*a hole that has to be filled in/);
    }
    file('filled.update', out.replace('= ???', '= { hours = 2, minutes = x - 120 }'));
    expect(mutandis('plan', old, '--update', 'filled.update').code).toBe(0);
  });
  test('plan names the con in the way, the path to it, and a point that would do', () => {
    const [program, update] = [example('static-refuses.proteus'), example('static-refuses.1.update')];
    const r = mutandis('plan', program, '--update', update);
    expect(r.code).toBe(1);
    expect(r.out).toMatch(/:7:28 in poll: refused; may change: none\n/);
    expect(r.out).toMatch(
      /rate is used concretely by !r in needs \(.*:8:37\), by way of a return to the call in needs/,
    );
    expect(r.out).toMatch(/an update point at the beginning of the expression \(.*:10:4\) would admit it/);
  });
  test('plan tells all reasons at once, and what stays behind', () => {
    file('two.proteus', 'type t = int\nvar v : t = 1\nfun f (x : t) : int = x + 1\nin update; f !v');
    file(
      'wrong.update',
      'update\ntype t = { a : int } by g\nfun nobody (x : int) : int = x\nadd fun f (x : int) : int = x',
    );
    const plan = json(mutandis('plan', 'two.proteus', '--update', 'wrong.update', '--json').out).updates as never;
    const { reasons } = (plan as { reasons: { code: string; subject: string }[] }[])[0] as never;
    expect((reasons as { code: string }[]).length).toBeGreaterThan(2);
  });
  test('sweep: the table, and the same as JSON', () => {
    const [program, update] = [example('frame-returns.proteus'), example('frame-returns.1.update')];
    const { out, code } = mutandis('sweep', program, '--update', update);
    expect(code).toBe(0);
    expect(out).toMatch(/ 1 {7}5 {6}7:58 {2}no {7}no {6}no {10}yes {5}unsafe: gets stuck\n/);
    expect(out).toMatch(/ dynamic +1 +0 +0 +2 +2 points, 9 steps\n/);
    expect(out).toMatch(/activeness says no:\n +audit is active/);
    const one = json(mutandis('sweep', program, '--update', update, '--policy', 'static', '--json').out);
    expect(one).toMatchObject({
      outcome: 'done',
      points: [{ point: 1, step: 5, line: 7, column: 58, accepts: { static: false }, safe: false }, {}, { safe: true }],
      totals: { static: { first: { point: 3, points: 2, steps: 9 } } },
    });
    expect(Object.keys(one.totals)).toEqual(['static']);
    expect(mutandis('sweep', program, '--update', update, '--max-points', '1').out).toMatch(
      /out-of-points after 7 steps/,
    );
    expect(mutandis('sweep', program, '--update', example('transformer-type.1.update')).code).toBe(1);
    expect(mutandis('sweep', program, '--update', update, '--policy', 'never').code).toBe(2);
    expect(mutandis('sweep', program).code).toBe(2);
  });
  test('errors say which part of a definition does not fit', () => {
    file('let.proteus', 'type t = { h : int }\nfun f (x : t) : int = let r = 1 + x in 3\nin 1');
    expect(mutandis('check', 'let.proteus').err).toMatch(/let\.proteus:2:35: expected an integer, but x has type/);
  });
  test('a version that does not type, or is not there', () => {
    const [old] = versions('gauge') as [string];
    file('wrong.proteus', 'fun f (x : int) : int = y\nin 1');
    expect(mutandis('diff', old, 'wrong.proteus').err).toMatch(/wrong\.proteus:1:25: unknown name y/);
    expect(mutandis('diff', old, 'wrong.proteus').code).toBe(1);
    expect(mutandis('diff', old).code).toBe(2);
    expect(mutandis('plan', old)).toMatchObject({ code: 2, err: expect.stringContaining('--update') as string });
  });
});

describe('bad input', () => {
  beforeAll(setUp);
  const commands = ['check', 'translate', 'analyse', 'run', 'derive', 'replay', 'explain', 'diff'];
  const bad: [string, () => string][] = [
    ['a missing file', () => 'nowhere'],
    ['a directory', () => (mkdirSync(join(dir, 'folder'), { recursive: true }), 'folder')],
    ['an empty file', () => file('empty', '')],
    [
      'a binary file',
      () =>
        file(
          'binary',
          Uint8Array.from({ length: 999 }, (_, i) => i % 256),
        ),
    ],
    ['no UTF-8', () => file('latin', Uint8Array.from([0x31, 0xe9, 0x31]))],
    ['JSON of another kind', () => file('other.json', '{"format": 1}')],
    ['half a program', () => file('half', 'fun f (x : int) : int = let y = ')],
    ['brackets without end', () => file('brackets', '({['.repeat(100_000))],
    [
      'keywords',
      () => file('keywords', 'let in if then else fun type var and add by update ref con abs int '.repeat(50)),
    ],
    ['punctuation', () => file('punctuation', ') ] } := -> ; , . ! \\ @ " # (* '.repeat(50))],
  ];
  test.each(bad)('%s: a message, exit code 1, no stack trace', (_, make) => {
    const name = make();
    for (const command of commands) {
      const r = mutandis(command, name, ...(command === 'diff' ? [name] : []));
      expect(r.code, `${command}: ${r.err}`).toBe(1);
      const text = r.err + r.out;
      expect(text, command).toMatch(new RegExp(`^${name}(:\\d+:\\d+)?: .`, 'm'));
      expect(text, command).not.toMatch(/ {4}at |internal error|RangeError|undefined/);
      if (command !== 'run' && command !== 'replay') continue;
      const j = mutandis(command, name, '--json');
      expect(j.code).toBe(1);
      const { errors } = json(j.out) as unknown as { errors: Record<string, unknown>[] };
      expect(Object.keys(errors[0] ?? {}).sort()).toEqual(['column', 'file', 'kind', 'line', 'message', 'rule']);
    }
  });
  test('a bad update, and a bad program with it: the errors of both', () => {
    file('bad.update', 'update fun');
    const r = mutandis('run', file('bad2.proteus', '1 +'), '--update', 'bad.update', '--json');
    expect((json(r.out) as unknown as { errors: { file: string }[] }).errors.map((e) => e.file)).toEqual([
      'bad2.proteus',
      'bad.update',
    ]);
  });
  test('10 MB', () => {
    const big = file('big', `${'fun f (x : int) : int = x\n'.repeat(400_000)}in 1`);
    const r = mutandis('check', big);
    expect(r.code).toBe(1);
    expect(r.err).toMatch(/^big:2:5: name f is defined twice/);
  }, 120_000);
  test.each([
    [['run']],
    [['nothing', 'celsius.proteus']],
    [['run', 'celsius.proteus', '--check', 'maybe']],
    [['run', 'celsius.proteus', '--max-steps', '-1']],
    [['run', 'celsius.proteus', '--max-steps', 'many']],
    [['run', 'celsius.proteus', 'more']],
    [['check', 'celsius.proteus', '--none']],
    [[]],
  ])('a wrong call %j: exit code 2', (args) => {
    const r = mutandis(...args);
    expect(r.code).toBe(2);
    expect(r.err).not.toMatch(/ {4}at /);
  });
  test('--help and --version are no errors', () => {
    expect(mutandis('--help').code).toBe(0);
    expect(mutandis('--version').out.trim()).toBe('0.1.0');
  });
  test('an error in the middle of a pipe is none', () => {
    const r = spawnSync('sh', ['-c', `"${process.execPath}" "${main}" rules | head -1`], { encoding: 'utf8' });
    expect([r.status, r.stderr]).toEqual([0, '']);
  });
});

describe('exercise', () => {
  const own = (name: string) => join(root, 'examples/exercises', name);
  const update = (more: string) =>
    `update\ntype celsius = { deg : int } by wrap\n${more}add fun wrap (c : int) : { deg : int } = { deg = c }\n`;

  test('tells which can be solved, and where another is wrong', () => {
    const r = mutandis('exercise', own('05-refused-by-a-function.yaml'), own('03-functions-as-arguments.yaml'));
    expect(r).toMatchObject({ code: 0, err: '' });
    expect(
      r.out
        .trim()
        .split('\n')
        .every((l) => l.endsWith('can be solved')),
    ).toBe(true);
    const text = readFileSync(own('05-refused-by-a-function.yaml'), 'utf8').replace(
      'int = c\n  fun loop',
      'int = d\n  fun loop',
    );
    const bad = mutandis('exercise', file('bad.yaml', text), own('03-functions-as-arguments.yaml'));
    expect(bad.code).toBe(1);
    expect(bad.err).toMatch(/^bad\.yaml:12:34: program: unknown name d\n$/);
    expect(bad.out).toContain('can be solved');
  });

  test('grades an answer, as much as the feedback tells', () => {
    const exercise = own('05-refused-by-a-function.yaml');
    expect(mutandis('exercise', exercise, '--answer', file('a.update', update('')))).toMatchObject({
      code: 0,
      out: 'Solved.\n',
    });
    const r = mutandis(
      'exercise',
      exercise,
      '--answer',
      file('b.update', update('fun show (c : celsius) : int = c.deg\n')),
    );
    expect(r.code).toBe(1);
    expect(r.out).toMatch(/^Not yet\.\n {2}it is applied at update point 1\n {2}hint: Does the update replace/);
    const wrong = mutandis('exercise', exercise, '--answer', file('c.update', 'update\ntype'), '--json');
    expect(json(wrong.out)).toMatchObject({ done: false, errors: [{ line: 2 }], counterexample: null });
  });

  test('grades a class: a file of answers for each person, as a table', () => {
    const solution = update('');
    mkdirSync(join(dir, 'class'));
    const answers = (name: string, of: object) => file(`class/${name}.json`, JSON.stringify(of));
    answers('ada', { '05-refused-by-a-function': solution, '06-static-refuses': 'update\ntype' });
    answers('bo, jr', { '05-refused-by-a-function': 'update\n' });
    const asked = [
      'exercise',
      own('05-refused-by-a-function.yaml'),
      own('06-static-refuses.yaml'),
      '--answers',
      'class',
    ];
    expect(mutandis(...asked, '--csv')).toEqual({
      code: 0,
      err: '',
      out: [
        'name,05-refused-by-a-function,06-static-refuses,solved',
        'ada,solved,not solved,1',
        '"bo, jr",not solved,no answer,0',
        '',
      ].join('\n'),
    });
    expect(json(mutandis(...asked, '--json').out)).toMatchObject({
      answers: [{ name: 'ada', results: [{ done: true }, { done: false }] }, { results: [{}, { verdict: null }] }],
    });
    file('class/cy.json', '[1]');
    expect(mutandis(...asked)).toMatchObject({
      code: 1,
      err: 'class/cy.json: it is no file of answers: the page saves them with *Save answers*\n',
    });
    expect(mutandis('exercise', own('06-static-refuses.yaml'), '--answers', 'nowhere')).toMatchObject({
      code: 1,
      err: 'nowhere: there is no such folder\n',
    });
    expect(mutandis('exercise', own('06-static-refuses.yaml'), '--csv').code).toBe(2);
  });

  test('is called with files that are there, and with one when it is graded', () => {
    expect(mutandis('exercise', 'nothing.yaml')).toMatchObject({ code: 1, err: 'nothing.yaml: does not exist\n' });
    expect(mutandis('exercise', file('bytes.yaml', new Uint8Array([0, 1, 2]))).code).toBe(1);
    expect(mutandis('exercise', own('03-functions-as-arguments.yaml'), '--answer', 'nothing').code).toBe(1);
    expect(mutandis('exercise').code).toBe(2);
    expect(mutandis('exercise', 'a.yaml', 'b.yaml', '--answer', 'c').code).toBe(2);
  });
});
